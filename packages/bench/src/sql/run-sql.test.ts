import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { tinySizes } from './data/sizes.ts';
import { parseSqlOptions, type SqlOptions } from './options.ts';
import { formatEngine } from './report.ts';
import { runSql } from './run-sql.ts';

const tiny: SqlOptions = {
  ...parseSqlOptions([]),
  sizes: tinySizes,
  plan: { rounds: 2, warmup: 1, slice: 1 },
  reindex: true,
};
const silent = () => undefined;

describe('runSql', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scimkit-bench-test-'));
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true, force: true });
  });

  it('measures every line on SQLite, the store beside the hand-written statement, and no plan reads everything', async () => {
    const { results } = await runSql({ ...tiny, engines: ['sqlite'] }, silent);
    const [result] = results;
    const names = result?.lines.map(({ name }) => name) ?? [];
    expect(names).toEqual(
      expect.arrayContaining(['read-large', 'workMail-large', 'page-deep', 'create', 'patch']),
    );
    expect(names).toContain('remove-member-big');
    for (const { name, times, fullReads, explained } of result?.lines ?? []) {
      expect(times.store?.p50, name).toBeGreaterThan(0);
      expect(times.hand?.p50, name).toBeGreaterThan(0);
      expect(explained, name).toBeGreaterThan(0);
      expect(fullReads, name).toEqual([]);
    }
    expect(result?.loaded).toContain('changed none');
    expect(formatEngine(result ?? expect.fail())).toContain('How the time grows');
  }, 60_000);

  const servers = (['postgres', 'mariadb', 'mysql'] as const).filter(
    (engine) => process.env[`SCIMKIT_${engine.toUpperCase()}_URL`],
  );
  it.each(servers.length > 0 ? [servers.join(', ')] : [])(
    'measures every line on %s',
    async () => {
      const { results, missing } = await runSql({ ...tiny, engines: servers }, silent);
      expect(missing).toEqual([]);
      expect(results.map(({ engine }) => engine)).toEqual(servers);
      for (const { engine, lines } of results) {
        expect(lines.length).toBeGreaterThan(15);
        // Of a table of one page, a planner that has analysed it reads that page.
        for (const { name, explained } of lines) expect(explained, `${engine} ${name}`).toBeGreaterThan(0);
      }
    },
    180_000,
  );

  it('says in words which engines were not run', async () => {
    for (const name of ['POSTGRES', 'MARIADB', 'MYSQL']) vi.stubEnv(`SCIMKIT_${name}_URL`, '');
    const { results, missing } = await runSql({ ...tiny, engines: ['postgres', 'mysql'] }, silent);
    expect(results).toEqual([]);
    expect(missing).toEqual([
      'postgres was not run: SCIMKIT_POSTGRES_URL is not set.',
      'mysql was not run: SCIMKIT_MYSQL_URL is not set.',
    ]);
  });

  it('keeps what was loaded where it is asked to, finds every user in it again, and removes it otherwise', async () => {
    const some: SqlOptions = {
      ...tiny,
      engines: ['sqlite'],
      only: ['read-large', 'mail', 'patch-mail'],
      keep: folder,
    };
    const first = await runSql(some, silent);
    expect(first.results[0]?.loaded).toContain('loaded in');
    const again = await runSql(some, silent);
    expect(again.results[0]?.loaded).toContain('kept from before');
    expect(again.results[0]?.lines.map(({ name }) => name)).toEqual([
      'read-large',
      'mail-large',
      'patch-mail',
      'patch-mail-back',
    ]);
    expect(await readdir(folder)).toEqual(['400_60.db']);
  }, 60_000);
});
