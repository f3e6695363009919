import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import {
  createScimServer,
  type Exchange,
  type MemberPage,
  type ResourceStore,
  type ScimServer,
  StoreError,
} from '@scimkit/core';
import { scim } from '@scimkit/express';
import { createMemoryStore, type MemoryStore } from '@scimkit/memory';
import { createNodeListener } from '@scimkit/node';
import express from 'express';
import { expect, onTestFinished, vi } from 'vitest';

/** Members on a page. */
export const atOnce = 1000;
export const scope = { tenant: 'acme', connection: 'okta', principal: 'test' };

interface Told {
  readonly exchanges: Exchange[];
  readonly errors: { readonly error: unknown; readonly during: string; readonly request?: string }[];
}

export interface Service extends Told {
  readonly server: ScimServer;
  readonly store: MemoryStore;
  readonly group: string;
  /** Marks of the pages that were read, in their order. */
  readonly pages: (string | undefined)[];
  /** The tenants they were read for. */
  readonly tenants: Set<string>;
}

/** A page of members that are nowhere else: a group as large as it is asked for. */
function pageAt(number: number, last: number): MemberPage {
  const members = Array.from({ length: atOnce }, (_, index) => ({
    type: 'User',
    id: `user-${number * atOnce + index}`,
    display: `User ${number * atOnce + index}`,
  }));
  return number < last ? { members, next: String(number + 1) } : { members };
}

/** A service with a group of many pages. `before` is called before each page but the first. */
export async function serve(
  last: number,
  before: (page: number, store: MemoryStore, group: string) => unknown = () => undefined,
): Promise<Service> {
  const store = createMemoryStore();
  const told: Told = { exchanges: [], errors: [] };
  const pages: (string | undefined)[] = [];
  const tenants = new Set<string>();
  const made = await store.create(scope, 'Group', {
    document: { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName: 'Everyone' },
    keys: [],
    at: 0,
  });
  const group = made.after.id;
  const large: ResourceStore = {
    ...store,
    read: async (asking, type, id, want) => {
      const found = await store.read(asking, type, id, { ...want, members: false });
      if (found === undefined || typeof want.members === 'boolean') return found;
      return { ...found, members: pageAt(0, last).members, membersNext: '1' };
    },
    memberPage: async (asking, type, id, after, limit) => {
      asking.signal?.throwIfAborted();
      pages.push(after);
      tenants.add(asking.tenant);
      await before(Number(after), store, group);
      if ((await store.read(asking, type, id, nothing)) === undefined) return undefined;
      expect(limit).toBe(atOnce);
      return pageAt(Number(after), last);
    },
  };
  const server = createScimServer({
    store: large,
    authenticate: async () => ({ tenant: 'acme', id: 'okta', principal: 'test' }),
    log: {
      exchange: (exchange) => told.exchanges.push(exchange),
      error: (error, during, request) =>
        told.errors.push({ error, during, ...(request === undefined ? {} : { request }) }),
    },
  });
  return { server, store, group, pages, tenants, ...told };
}

export const nothing = { document: false, members: false, memberOf: false };

export function get({ server, group }: Service, method = 'GET', signal?: AbortSignal): Promise<Response> {
  const url = `https://app.example/scim/v2/acme/Groups/${group}`;
  return server.fetch(new Request(url, { method, ...(signal === undefined ? {} : { signal }) }));
}

export const adapters = {
  'node:http': (server: ScimServer) => createServer(createNodeListener(server, { path: '/scim/v2/:org' })),
  express: (server: ScimServer) => createServer(express().use('/scim/v2/:org', scim(server))),
};

export async function listen(server: ScimServer, adapter: keyof typeof adapters): Promise<number> {
  const http = adapters[adapter](server);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    http.close();
    http.closeAllConnections();
  });
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

interface Client {
  readonly socket: Socket;
  readonly received: () => string;
  /** How the connection ended. */
  readonly ended: Promise<string>;
}

export function ask(port: number, group: string, version = '1.1', method = 'GET'): Client {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let received = '';
  socket.setEncoding('utf8').on('data', (text) => {
    received += text;
  });
  const ended = new Promise<string>((resolve) => {
    socket
      .on('error', (error: Error & { code?: string }) => resolve(error.code ?? error.message))
      .on('end', () => resolve('end'))
      .on('close', () => resolve('close'));
  });
  socket.write(`${method} /scim/v2/acme/Groups/${group} HTTP/${version}\r\nHost: app.example\r\n\r\n`);
  return { socket, received: () => received, ended };
}

/** Where adapters tell what nobody else was told. */
export function watchConsole() {
  const spy = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  onTestFinished(() => spy.mockRestore());
  return spy;
}

/** Fails as a store does whose database has gone, at the third page. */
export const fails = (page: number) => {
  if (page === 3) throw new StoreError('unavailable', 'connect ECONNREFUSED 10.0.0.5:5432');
};
