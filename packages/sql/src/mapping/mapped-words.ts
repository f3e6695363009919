import type { TypeName } from '@scimkit/core';
import type { Tables } from '../schema/tables.ts';
import type { ResourceType } from '../store/resource-type.ts';
import type { Join, MappedType } from './mapped-type.ts';
import type { Words } from './source-of.ts';

/** What statements are made with that look at several mapped types. */
export interface MappedWords extends Words {
  readonly tables: Tables;
  readonly types: ReadonlyMap<TypeName, MappedType>;
  readonly joins: readonly Join[];
}

/** A mapped type as the store's own tables see it: its sidecar has a column for `externalId` and for no other key. */
export function sidecarType({ name, number, model }: MappedType): ResourceType {
  const external = [...model.byId.values()].find(({ roles }) => roles.includes('external'));
  return {
    number,
    name,
    columns: external === undefined ? {} : { external: external.id },
    decided: true,
    signature: `${number}:mapped`,
    moreUnique: true,
  };
}
