import type { Ddl } from './ddl.ts';
import { findColumnProblems } from './find-column-problems.ts';
import {
  findChildProblems,
  findIndexProblems,
  findJoinProblems,
  findSharedIds,
} from './find-index-problems.ts';
import { findMissing } from './find-missing.ts';
import type { Finding } from './finding.ts';
import type { Join, MappedType } from './mapped-type.ts';
import type { Asking } from './read-facts.ts';
import { readIndexes } from './read-indexes.ts';
import { looksOf } from './reference-condition.ts';

/** Looks at the application's tables through the eyes of their mapping. */
export async function findProblems(
  asking: Asking,
  ddl: Ddl,
  types: readonly MappedType[],
  joins: readonly Join[],
): Promise<readonly Finding[]> {
  const missing = findMissing(types, joins, ddl);
  if (missing.length > 0) return missing;
  const findings: Finding[] = [];
  for (const type of types) {
    const indexes = await readIndexes(asking, type.mapping.table);
    findings.push(...findColumnProblems(type, ddl), ...findIndexProblems(type, indexes, ddl));
    for (const child of type.fields.children) {
      findings.push(...findChildProblems(child, await readIndexes(asking, child.child.table), ddl));
    }
  }
  const words = { joins, types: new Map(types.map((type) => [type.name, type])) };
  for (const look of types.flatMap((type) => looksOf(words, type, 'members'))) {
    findings.push(...findJoinProblems(look, await readIndexes(asking, look.join.definition.table), ddl));
  }
  return [...findings, ...findSharedIds(types)];
}
