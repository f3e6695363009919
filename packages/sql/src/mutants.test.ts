import type { FilterNode } from '@scimkit/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createSqlStore } from './create-sql-store.ts';
import { openSqlite } from './node-sqlite/open-sqlite.ts';
import { compareFilters, fillTenant, shares } from './test-support/agreement.ts';
import { Dice } from './test-support/dice.ts';

/** A column that holds text. */
const text = String.raw`("[rv]"\."(?:unique_key|external_id|display_key|sort_key|k|k_type)")`;
/** The mistakes that translations of SCIM filters to SQL make. Random filters have to notice each. */
const mistakes: Readonly<Record<string, (sql: string) => string>> = {
  'LIKE without escapes for co': (sql) =>
    sql.replace(new RegExp(String.raw`instr\(${text}, \?\) > 0`, 'g'), "$1 like '%' || ? || '%'"),
  'LIKE without escapes for sw': (sql) =>
    sql.replace(
      new RegExp(String.raw`\(${text} >= \? and ${text} < \?\)`, 'g'),
      "($1 like ? || '%' and ? <> '')",
    ),
  'code units in place of code points in ew': (sql) =>
    sql.replace(
      new RegExp(String.raw`\(length\(${text}\) >= \? and substr\(${text}, -\?\) = \?\)`, 'g'),
      'ends_by_units($1, ?, ?, ?)',
    ),
  'order by UTF-16': (sql) =>
    sql.replace(new RegExp(String.raw`${text} (<|>|<=|>=) \?`, 'g'), 'utf16($1) $2 utf16(?)'),
  'a collation that pads': (sql) =>
    sql.replace(new RegExp(String.raw`${text} = \?`, 'g'), '$1 = ? collate rtrim'),
  'a collation that folds letters': (sql) =>
    sql.replace(new RegExp(String.raw`${text} = \?`, 'g'), '$1 = ? collate nocase'),
  'no guard against null': (sql) => sql.replaceAll(/\("[rv]"\."\w+" is not null and /g, '('),
  'ne that needs a value': (sql) => sql.replaceAll(/\("[rv]"\."\w+" is null or /g, '('),
  'ne that needs an element': (sql) => sql.replaceAll(/\(not \((?=r\.id in|exists)/g, '(1 = 0 and not ('),
  'empty elements forgotten': (sql) =>
    sql.replaceAll('exists (select 1 from json_each', '0 and exists (select 1 from json_each'),
  'empty texts as present': (sql) => sql.replaceAll(/ and "[rv]"\."\w+" <> ''/g, ''),
  'another attribute’s elements': (sql) => sql.replaceAll('v.attr = ?', '(v.attr <> 0 or ? = 0)'),
};

/** The same for the tree that is translated. */
const twists: Readonly<Record<string, (filter: FilterNode) => FilterNode>> = {
  'ne as the opposite of eq': (filter) =>
    filter.kind === 'compare' && filter.op === 'ne'
      ? { kind: 'not', of: { ...filter, op: 'eq' } }
      : inside(filter, twists['ne as the opposite of eq']),
  'conditions in brackets met by different elements': (filter) =>
    filter.kind === 'some' && filter.of.kind === 'and'
      ? { kind: 'and', of: filter.of.of.map((of) => ({ ...filter, of })) }
      : inside(filter, twists['conditions in brackets met by different elements']),
  'or as and': (filter) =>
    inside(filter.kind === 'or' ? { ...filter, kind: 'and' } : filter, twists['or as and']),
};

function inside(filter: FilterNode, change: (typeof twists)[string] | undefined): FilterNode {
  if (change === undefined) return filter;
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { ...filter, of: filter.of.map(change) };
    case 'not':
    case 'some':
      return { ...filter, of: change(filter.of) };
    default:
      return filter;
  }
}

describe('random filters notice', () => {
  const database = openSqlite(':memory:');
  const prepare = database.prepare.bind(database);
  let ids: readonly string[] = [];

  beforeAll(async () => {
    database.function('utf16', { deterministic: true }, (value) =>
      typeof value === 'string' ? Buffer.from(value, 'utf16le').swap16().toString('hex') : value,
    );
    database.function('ends_by_units', { deterministic: true }, (value, _, __, end) =>
      typeof value === 'string' && typeof end === 'string'
        ? Number([...value].slice(-end.length).join('') === end)
        : null,
    );
    const store = createSqlStore({ sqlite: database });
    await store.migrate();
    ids = await fillTenant(store, new Dice(7));
  });

  /** How many filters were asked until one came out wrong; `undefined` when none of 500 for each round did. */
  const askedUntilWrong = async (
    rounds: number,
    twist?: (filter: FilterNode) => FilterNode,
  ): Promise<number | undefined> => {
    const store = createSqlStore({ sqlite: database });
    let asked = 0;
    for (let round = 0; round < rounds; round += 1) {
      const dice = new Dice(round);
      for (const [model, percent] of shares) {
        const { different } = await compareFilters(store, model, dice, 5 * percent, ids, twist);
        asked += 5 * percent;
        if (different.length > 0) return asked;
      }
    }
    return undefined;
  };

  it.each(Object.entries(mistakes))('%s', async (_, mistake) => {
    let changed = 0;
    database.prepare = (sql, ...rest) => {
      const text = /^select/.test(sql) ? mistake(sql) : sql;
      if (text !== sql) changed += 1;
      return prepare(text, ...rest);
    };
    try {
      expect(await askedUntilWrong(20)).toBeDefined();
      expect(changed).toBeGreaterThan(0);
    } finally {
      database.prepare = prepare;
    }
  });

  it.each(Object.entries(twists))('%s', async (_, twist) => {
    expect(await askedUntilWrong(20, twist)).toBeDefined();
  });

  it('nothing where nothing is wrong', async () => {
    expect(await askedUntilWrong(2)).toBeUndefined();
  });
});
