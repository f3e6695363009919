// The smallest real SCIM server: settings, a store, tokens, Express. Point an Okta org at it; docs/guides/okta.md says how.
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { createScimServer, tokenAuthentication } from '@scimkit/core';
import { scim } from '@scimkit/express';
import express from 'express';
import { explainFailure } from './explain-failure.ts';
import { introduce } from './introduce.ts';
import { createLog } from './log-line.ts';
import { openStore } from './open-store.ts';
import { help, readSettings, SettingError, type Settings } from './settings.ts';

/** How long a stop waits for requests in flight, in milliseconds. */
const stopWithin = 4_500;

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(explainFailure(error));
  process.exitCode = 1;
}

async function main(args: readonly string[]): Promise<void> {
  const unknown = args.find((arg) => !['--help', '-h', '--new-token'].includes(arg));
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
    scim(scimServer, baseUrl === undefined ? {} : { baseUrl: `${baseUrl}/scim/v2/:org` }),
  );

  const server = await listen(app, settings);
  await introduce(store, settings, baseUrl ?? addressOf(server, settings), args.includes('--new-token'));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop(server, close));
}

function listen(app: express.Express, { port, host }: Settings): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = app.listen(port, host, (error?: Error) => (error ? reject(error) : resolve(server)));
  });
}

function addressOf(server: Server, { host }: Settings): string {
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Takes no new requests, answers those in flight, closes the database. */
function stop(server: Server, close: () => Promise<void>): void {
  const force = setTimeout(() => server.closeAllConnections(), stopWithin);
  server.close(async () => {
    clearTimeout(force);
    await close();
    process.exit(0);
  });
  server.closeIdleConnections();
}
