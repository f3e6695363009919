import { type Migration, quoted } from './migration.ts';

/**
 * What the rows are keyed for: without it, an attribute that is declared `indexed` when there are resources already would
 * be searched in the keys of those that were written since.
 *
 * A row with the attribute 0 says no more than that there are resources of the type from the time before.
 */
export const index: Migration = {
  version: 2,
  name: 'index',
  statements: (engine, options) => {
    const table = (name: string) => quoted(engine, options, name);
    const again = engine === 'mysql' || engine === 'mariadb';
    const ifNew = again ? 'if not exists ' : '';
    const end = engine === 'sqlite' ? ' strict, without rowid' : '';
    return [
      `create table ${ifNew}${table('index')} (
  type integer not null,
  attr integer not null, -- AttributeRef.id
  rule integer not null, -- how its keys are made: a hash of the characteristics that matter, and the version of the rule
  state integer not null, -- 0 some resources have no keys, 1 a reindex is under way, 2 all have them
  walked text, -- how far that reindex has come
  primary key (type, attr, rule)
)${end}`,
      `insert ${again ? 'ignore ' : ''}into ${table('index')} (type, attr, rule, state) select type, 0, 0, 0 from ${table('type')} where type in (select type from ${table('resource')})`,
    ];
  },
};
