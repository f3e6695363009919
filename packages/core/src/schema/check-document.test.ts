import { describe, expect, it } from 'vitest';
import { ScimError } from '../errors/scim-error.ts';
import { checkDocument } from './check-document.ts';
import { compileResourceType } from './compile-resource-type.ts';
import { defineExtension } from './define-extension.ts';
import { User } from './definitions/user.ts';

const extension = defineExtension({
  id: 'urn:example:Extra',
  name: 'Extra',
  attributes: {
    must: { required: true },
    list: { type: 'complex', multiValued: true, subAttributes: { value: {}, primary: { type: 'boolean' } } },
    pin: { required: true, mutability: 'writeOnly', returned: 'never' },
    state: { required: true, mutability: 'readOnly' },
  },
});
const model = compileResourceType({ ...User, extensions: [{ schema: extension }] });
const good = { schemas: [model.schema], userName: 'jo' };

function refusal(document: Record<string, unknown>): string {
  try {
    checkDocument(model, document);
  } catch (error) {
    if (error instanceof ScimError) return `${error.status} ${error.scimType}: ${error.message}`;
    throw error;
  }
  return 'nothing was refused';
}

describe('checkDocument', () => {
  it('accepts a good document, without the secrets that are not kept', () => {
    expect(refusal(good)).toBe('nothing was refused');
    expect(refusal({ ...good, 'urn:example:Extra': { must: 'x' } })).toBe('nothing was refused');
    expect(refusal({ ...good, 'urn:example:Extra': { must: 'x', state: 'on' } })).toBe('nothing was refused');
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      'a required attribute that is gone (PAT-17)',
      { schemas: ['x'] },
      '400 mutability: userName: a value is required.',
    ],
    ['an emptied one', { ...good, userName: '' }, '400 invalidValue: userName: a value is required, and an'],
    [
      'a part that is missing',
      { ...good, 'urn:example:Extra': { list: [{ value: 'a' }] } },
      '400 invalidValue: urn:example:Extra:must: a value is required.',
    ],
    ['a wrong type', { ...good, active: 'x' }, '400 invalidValue: active: expected true or false'],
    [
      'two primary elements',
      { ...good, emails: [{ primary: true }, { primary: true }] },
      '400 invalidValue: emails: only one',
    ],
    [
      'two primary elements in an extension',
      { ...good, 'urn:example:Extra': { must: 'x', list: [{ primary: true }, { primary: true }] } },
      '400 invalidValue: urn:example:Extra:list: only one',
    ],
  ])('refuses %s', (_name, document, sentence) => {
    expect(refusal(document)).toContain(sentence);
  });

  it('lets attributes be that the schema no longer has', () => {
    expect(refusal({ ...good, dropped: 5 })).toBe('nothing was refused');
  });
});
