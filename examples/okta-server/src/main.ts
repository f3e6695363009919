// The smallest real SCIM server: settings, a store, tokens, Express. Point an Okta org at it; docs/guides/okta.md says how.
import { mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import process from 'node:process';
import {
  type ConnectionStore,
  createScimServer,
  issueToken,
  type ResourceStore,
  tokenAuthentication,
} from '@scimkit/core';
import { scim } from '@scimkit/express';
import { createMemoryStore } from '@scimkit/memory';
import { createSqlStore } from '@scimkit/sql';
import express from 'express';
import { createLog } from './log-line.ts';
import { help, readSettings, SettingError, type Settings } from './settings.ts';

/** How long a stop waits for requests in flight, in milliseconds. */
const stopWithin = 4_500;

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

async function main(args: readonly string[]): Promise<void> {
  const unknown = args.find((arg) => arg !== '--help' && arg !== '-h' && arg !== '--new-token');
  if (unknown !== undefined)
    throw new SettingError(`There is no option ${unknown}; --help lists what there is.`);
  if (args.includes('--help') || args.includes('-h')) return console.log(help);

  const settings = readSettings(process.env);
  const { store, close } = await openStore(settings);
  const scimServer = createScimServer({
    store,
    authenticate: tokenAuthentication({ connections: store, param: 'org' }),
    log: createLog(settings.log),
  });
  const app = express();
  app.disable('x-powered-by');
  const { baseUrl } = settings;
  app.use(
    '/scim/v2/:org',
    scim(scimServer, baseUrl === undefined ? {} : { baseUrl: ({ org }) => `${baseUrl}/scim/v2/${org}` }),
  );

  const server = await listen(app, settings);
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  await introduce(
    store,
    settings,
    baseUrl ?? `http://${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${port}`,
    args.includes('--new-token'),
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop(server, close));
}

async function openStore({
  db,
}: Settings): Promise<{ store: ResourceStore & ConnectionStore; close: () => Promise<void> }> {
  if (db.kind === 'memory') return { store: createMemoryStore(), close: async () => undefined };
  mkdirSync(dirname(db.path), { recursive: true });
  const store = createSqlStore({ sqlite: db.path });
  await store.migrate();
  return { store, close: () => store.close() };
}

function listen(app: express.Express, { port, host }: Settings): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = app.listen(port, host, (error?: Error) =>
      error === undefined ? resolve(server) : reject(error),
    );
  });
}

/** Prints what an admin has to paste into Okta. A token is shown when it is made and never again: only its digest is kept. */
async function introduce(
  store: ConnectionStore,
  settings: Settings,
  origin: string,
  renew: boolean,
): Promise<void> {
  for (const { slug, token: preset } of settings.orgs) {
    const tenant = await store.tenantBySlug(slug);
    const live =
      tenant === undefined
        ? []
        : (await store.tokens(tenant.id)).filter((token) => token.revokedAt === undefined);
    const fresh = preset !== undefined || live.length === 0 || renew;
    const issued = fresh
      ? await issueToken(store, {
          org: slug,
          label: 'okta-server',
          revokeOthers: renew,
          ...(preset === undefined ? {} : { token: preset }),
        })
      : undefined;
    const base = `${origin}/scim/v2/${slug}`;
    const shown = preset === undefined && issued !== undefined ? issued.token : undefined;
    console.log(`\n${slug}`);
    console.log(`  Base URL  ${base}`);
    console.log(
      `  Token     ${shown ?? (preset === undefined ? 'as printed when it was made; npm start -- --new-token makes a new one' : 'as set in SCIM_ORGS')}`,
    );
    console.log(`  Try       curl -H 'Authorization: Bearer ${shown ?? '<token>'}' '${base}/Users?count=2'`);
  }
  console.log('\nListening. Each request is a line below; Ctrl+C stops.\n');
}

async function stop(server: Server, close: () => Promise<void>): Promise<void> {
  const force = setTimeout(() => server.closeAllConnections(), stopWithin);
  server.close(async () => {
    clearTimeout(force);
    await close();
    process.exit(0);
  });
  server.closeIdleConnections();
}

function explain(error: unknown): string {
  if (error instanceof SettingError || error instanceof TypeError) return `okta-server: ${error.message}`;
  const { code, message } = error as NodeJS.ErrnoException; // everything thrown here is an Error
  if (code === 'EADDRINUSE')
    return 'okta-server: the port is taken by another program; choose one with PORT=3001 npm start.';
  if (code === 'EACCES')
    return 'okta-server: this user may not listen on that port or write to that file; choose another with PORT or SCIM_DB.';
  return `okta-server: ${message}`;
}
