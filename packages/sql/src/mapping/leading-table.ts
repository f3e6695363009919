import type { FilterNode, Query } from '@scimkit/core';
import type { MappedType } from './mapped-type.ts';

/** Which table a statement begins with; the other is found by the keys of that one. */
export type Leading = 'row' | 'link';

const found: ReadonlySet<string> = new Set(['eq', 'sw']);

/**
 * Says which table a list begins with. Were the database told of both ways, it would take the two for two conditions of
 * which each leaves a few rows, and would read both tables whole for the first page (PostgreSQL 15 did).
 */
export function leadingTable(type: MappedType, filter: FilterNode | undefined, sort: Query['sort']): Leading {
  // Of a row that is seen without a place in the sidecar, nothing else can lead.
  if (!type.hidden) return 'row';
  const asked = filter === undefined ? undefined : ledBy(type, filter);
  if (asked !== undefined) return asked;
  const home = sort === undefined ? undefined : type.homes.get(sort.by.id);
  return home?.kind === 'scalar' || home?.kind === 'time' ? 'row' : 'link';
}

/** The table in which a filter finds few rows by an index. */
function ledBy(type: MappedType, node: FilterNode): Leading | undefined {
  switch (node.kind) {
    case 'and':
      return node.of.map((part) => ledBy(type, part)).find((leading) => leading !== undefined);
    case 'or': {
      const [first, ...others] = node.of.map((part) => ledBy(type, part));
      return others.every((leading) => leading === first) ? first : undefined;
    }
    case 'some':
      return ledBy(type, node.of);
    case 'compare':
      return found.has(node.op) ? ledByHome(type, node.attribute.id) : undefined;
    default:
      return undefined;
  }
}

function ledByHome({ homes }: MappedType, attribute: number): Leading | undefined {
  const home = homes.get(attribute);
  switch (home?.kind) {
    case undefined:
    case 'id':
      return 'link';
    case 'scalar':
      return home.scalar.compare === undefined ? undefined : 'row';
    case 'single':
    case 'child':
    case 'reference':
      return 'row';
    default:
      return undefined;
  }
}
