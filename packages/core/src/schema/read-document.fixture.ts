// What the tests of reading share.
import { ScimError } from '../errors/scim-error.ts';
import { compileResourceType } from './compile-resource-type.ts';
import { Group } from './definitions/group.ts';
import { User } from './definitions/user.ts';
import { type ReadOptions, readDocument } from './read-document.ts';
import type { ResourceModel } from './resource-model.ts';

export const user = compileResourceType(User);
export const group = compileResourceType(Group);
export const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const groupUrn = 'urn:ietf:params:scim:schemas:core:2.0:Group';

export const strict: ReadOptions = { unknownAttributes: 'ignore', schemas: 'check', maxKeyLength: 400 };
export const lenient: ReadOptions = {
  ...strict,
  schemas: 'complete',
  dropValue: (value) => value === '',
  coerce: (value, attribute, level) => {
    if (attribute.type === 'boolean' && typeof value === 'string') {
      return { true: true, false: false }[value.toLowerCase()];
    }
    if (level === 'whole' && attribute.multiValued) return [value];
    if (attribute.type === 'complex' && typeof value === 'string') return { value };
    return undefined;
  },
};

export const base = { schemas: [core], userName: 'jo' };

export const read = (body: unknown, options: Partial<ReadOptions> = {}, model: ResourceModel = user) =>
  readDocument(model, body, { ...strict, ...options });

/** Status, keyword and sentence of what reading throws. */
export function refusal(
  body: unknown,
  options: Partial<ReadOptions> = {},
  model: ResourceModel = user,
): string {
  try {
    read(body, options, model);
  } catch (error) {
    if (error instanceof ScimError) return `${error.status} ${error.scimType}: ${error.message}`;
    throw error;
  }
  return 'nothing was refused';
}
