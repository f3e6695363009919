import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { StatementCache } from './statement-cache.ts';

it('prepares a statement once, and forgets those that were not used for long', () => {
  const cache = new StatementCache(new DatabaseSync(':memory:'));
  const first = cache.prepare('select 0');
  for (let index = 1; index < 2000; index += 1) {
    cache.prepare(`select ${index}`);
    expect(cache.prepare('select 0')).toBe(first);
  }
  const second = cache.prepare('select 1');
  for (let index = 2; index < 1000; index += 1) cache.prepare(`select ${index}`);
  expect(cache.prepare('select 1')).not.toBe(second);
});

it.each([
  ['select 1', true],
  [' SELECT 1', true],
  ['with a as (select 1) select * from a', true],
  ['pragma page_count', true],
  ['explain query plan select 1', true],
  ['insert into t values (1) returning a', true],
  ['insert into t values (1)', false],
  ['update t set a = 1', false],
  ['create table u (a)', false],
  ['savepoint s', false],
])('knows whether %j gives rows', (text, expected) => {
  const database = new DatabaseSync(':memory:');
  database.exec('create table t (a)');
  const { statement, givesRows } = new StatementCache(database).prepare(text);
  expect(givesRows).toBe(expected);
  expect(statement.columns().length > 0).toBe(expected);
});
