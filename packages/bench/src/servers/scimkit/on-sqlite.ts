import { createScimServer, issueToken, tokenAuthentication } from '@scimkit/core';
import { createNodeListener } from '@scimkit/node';
import { createSqlStore, openSqlite } from '@scimkit/sql';
import { tenants, token } from '../../dataset/directory.ts';
import type { Start } from '../competitor.ts';
import { fillServer } from './fill-server.ts';
import { handleInProcess } from './handle-in-process.ts';

/** scimkit on SQLite behind `node:http`, durable as it is by default. */
export const start: Start = async ({ file }) => {
  const database = openSqlite(file);
  const store = createSqlStore({ sqlite: database });
  await store.migrate();
  for (const org of tenants) await issueToken(store, { org, token });
  const server = createScimServer({ store, authenticate: tokenAuthentication({ connections: store }) });
  return {
    listener: createNodeListener(server, { path: '/scim/v2/:org' }),
    fill: async (sizes) => {
      // Filling is not measured, so it need not wait for the disk at each user.
      database.exec('pragma synchronous = off');
      const directory = await fillServer(server, sizes);
      database.exec('pragma synchronous = full');
      return directory;
    },
    settle: () => database.exec('pragma wal_checkpoint(truncate)'),
    handle: (request) => handleInProcess(server, request),
  };
};
