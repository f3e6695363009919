import { createNodeListener } from '@scimkit/node';
import type { Start } from '../competitor.ts';
import { fillServer } from './fill-server.ts';
import { handleInProcess } from './handle-in-process.ts';
import { serveMemory } from './serve-memory.ts';

/** scimkit on the memory store behind `node:http`. */
export const start: Start = async () => {
  const server = await serveMemory();
  return {
    listener: createNodeListener(server, { path: '/scim/v2/:org' }),
    fill: (sizes) => fillServer(server, sizes),
    handle: (request) => handleInProcess(server, request),
  };
};
