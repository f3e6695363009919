import { randomBytes } from 'node:crypto';
import { createScimServer, Group, issueToken, tokenAuthentication, User } from '@scimkit/core';
import type { SqlStore } from '@scimkit/sql';
import { load, tenants } from './data/load.ts';
import { verify } from './data/verify.ts';
import type { BenchDatabase } from './databases/database.ts';
import type { Ask, Ground } from './lines/line.ts';
import { reads } from './lines/reads.ts';
import { writes } from './lines/writes.ts';
import { findFullReads } from './measure/find-full-reads.ts';
import { measureGroup } from './measure/measure-group.ts';
import type { LineResult } from './measure/measured.ts';
import { profileGroup } from './measure/profile-group.ts';
import type { SqlOptions } from './options.ts';
import type { EngineResult } from './report.ts';

const whole = new Intl.NumberFormat('en');

/** Loads a database, makes sure of what is in it, and measures the lines. */
export async function runEngine(
  database: BenchDatabase,
  options: SqlOptions,
  tell: (what: string) => void,
): Promise<EngineResult> {
  const { sizes, only, plan, profile } = options;
  const { engine, about } = database;
  const told = (what: string) => tell(`${engine}: ${what}`);
  const loaded = await load(database, sizes, told);
  told('making sure of what is there');
  const reindexed = options.reindex && loaded.milliseconds > 0 ? await reindex(database) : '';
  await verify(database, sizes, loaded.tenants);
  const store = database.openStore();
  const ask = await openServer(store);
  const run = `x${randomBytes(4).toString('hex')}`;
  const ground: Ground = { sizes, tenants: loaded.tenants, hand: database.hand, run };
  const lines: LineResult[] = [];
  const profiles: string[] = [];
  for (const group of [...reads(ground), ...writes(ground)]) {
    if (only.length > 0 && !group.lines.some(({ name }) => only.some((start) => name.startsWith(start))))
      continue;
    told(group.lines.map(({ title }) => title).join('; '));
    const plans = await findFullReads(database, group);
    const times = await measureGroup(group, { store, ask, plan });
    for (const [index, { name, title, atMost }] of group.lines.entries()) {
      const { explained = 0, fullReads = [] } = plans[index] ?? {};
      const target = atMost === undefined ? {} : { atMost };
      lines.push({ name, title, ...target, times: times[index] ?? {}, explained, fullReads });
    }
    if (profile !== undefined) profiles.push(await profileGroup(group, store, profile, engine));
  }
  const seconds = (loaded.milliseconds / 1000).toFixed(0);
  const how = loaded.milliseconds === 0 ? 'kept from before' : `loaded in ${seconds} s`;
  const what = `${whole.format(sizes.large)} users, a group of ${whole.format(sizes.members)}, ${how}${reindexed}`;
  return { engine, about, loaded: what, lines, profiles };
}

/** Rebuilds all keys from the documents, as it is done when a definition changes. */
async function reindex(database: BenchDatabase): Promise<string> {
  const since = performance.now();
  const { resources, changed, left } = await database.openStore().reindex([User, Group], { settle: 0 });
  if (changed + left > 0) throw new Error(`Of ${resources} loaded resources, ${changed} had wrong keys.`);
  return `; reindex looked at ${whole.format(resources)} in ${((performance.now() - since) / 1000).toFixed(0)} s and changed none`;
}

async function openServer(store: SqlStore): Promise<Ask> {
  const server = createScimServer({
    store,
    authenticate: tokenAuthentication({ connections: store }),
  });
  const tokens = new Map<string, string>();
  for (const org of tenants) tokens.set(org, (await issueToken(store, { org })).token);
  return async ({ tenant, method, path, body }) => {
    const request = new Request(`https://scim.example.com/scim/v2/${tenant}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${tokens.get(tenant)}`,
        ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const response = await server.fetch(request);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`);
    return response;
  };
}
