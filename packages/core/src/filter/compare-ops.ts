import type { CompareOp } from './filter-node.ts';

const operators: readonly CompareOp[] = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'];

/** The comparison operators, in lower case; a set, so that no word from a request reaches a prototype. */
export const compareOps: ReadonlySet<string> = new Set(operators);
