import { scim } from '@scimkit/express';
import express, { type Express } from 'express';
import type { Start } from '../competitor.ts';
import { fillServer } from './fill-server.ts';
import { serveMemory } from './serve-memory.ts';

/** scimkit on the memory store in an Express application. */
export const start: Start = async () => {
  const server = await serveMemory();
  const app: Express = express();
  app.use('/scim/v2/:org', scim(server));
  return { listener: app, fill: (sizes) => fillServer(server, sizes) };
};
