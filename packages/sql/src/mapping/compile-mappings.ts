import {
  compileResourceType,
  Group,
  type ResourceModel,
  type ResourceTypeDefinition,
  User,
} from '@scimkit/core';
import { compileType } from './compile-type.ts';
import { tableName } from './engine-sql.ts';
import type { FactBook } from './facts.ts';
import type { MappingOptions } from './mapped-options.ts';
import type { Join, MappedType } from './mapped-type.ts';
import type { AnyJoin, Mapping } from './mapping.ts';

/** Mappings, compiled against the resource types they are of. */
export interface CompiledMappings {
  readonly types: readonly MappedType[];
  readonly joins: readonly Join[];
  /** Types that are kept in tables of ours. */
  readonly others: readonly ResourceTypeDefinition[];
}

/** @throws TypeError, in words, for a mapping that cannot work. */
export function compileMappings(
  { users, groups, resourceTypes = [User, Group] }: MappingOptions,
  facts: FactBook,
): CompiledMappings {
  const modelOf = (name: string): ResourceModel => {
    const definition = resourceTypes.find((type) => type.name === name);
    if (definition === undefined) throw new TypeError(`${name} is mapped, and is not in \`resourceTypes\`.`);
    return compileResourceType(definition);
  };
  const mappings: readonly Mapping[] = groups === undefined ? [users] : [users, groups];
  return {
    types: mappings.map((mapping) =>
      compileType(modelOf(mapping.type), mapping, (table) => facts.find(table)),
    ),
    joins: mappings.flatMap((mapping) => joinsOf(mapping, facts)),
    others: resourceTypes.filter(({ name }) => name !== 'User' && name !== 'Group'),
  };
}

function joinsOf({ members, nested }: Mapping, facts: FactBook): readonly Join[] {
  const join = (definition: AnyJoin | undefined, memberType: Join['memberType']): readonly Join[] =>
    definition === undefined
      ? []
      : [
          {
            definition,
            table: tableName(definition.table),
            facts: facts.find(definition.table),
            groupType: 'Group',
            memberType,
          },
        ];
  return [...join(members, 'User'), ...join(nested, 'Group')];
}
