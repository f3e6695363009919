import {
  type AttributeRef,
  type Catalog,
  compileCatalog,
  type ResourceTypeDefinition,
  type TypeName,
} from '@scimkit/core';
import type { IndexRegistry } from './index-registry.ts';

/** An attribute that some resources have no keys of, so that the store cannot search by it. */
export interface WantedIndex {
  readonly type: TypeName;
  /** Its path, for example `emails.value`. */
  readonly attribute: string;
}

/** Resource types, as a server takes them, or compiled. */
export type Types = Catalog | readonly ResourceTypeDefinition[];

/** Resource types, compiled. */
export function catalogOf(types: Types): Catalog {
  return 'models' in types ? types : compileCatalog(types);
}

/** What wants a reindex: the attributes that these types have keys of and some resources have not. */
export function wantedIndexes(indexes: IndexRegistry, types: Types): readonly WantedIndex[] {
  return catalogOf(types).models.flatMap(({ name, keyed }) =>
    keyed
      .filter((attribute) => indexes.missing(attribute) !== undefined)
      .map(({ path }) => ({ type: name, attribute: path })),
  );
}

/** Says so to people, once for each attribute. */
export function warnOnce(
  warn: (sentence: string) => void = console.warn,
): (attribute: AttributeRef, type: TypeName) => void {
  const said = new Set<string>();
  return ({ path }, type) => {
    const name = `${type}.${path}`;
    if (said.has(name) || said.size >= namedAtMost) return;
    said.add(name);
    warn(
      `${name}: resources stored earlier have no keys of it, so that searching by it reads all of them, and values that must be unique are not compared with theirs. Call reindex() of the store once no process with the definitions of before is running any more.`,
    );
  };
}

const namedAtMost = 1000;
