import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const main = join(import.meta.dirname, 'main.ts');

interface Running {
  readonly child: ChildProcess;
  /** All that was printed so far, on stdout and stderr. */
  readonly printed: () => string;
  readonly exited: Promise<number | null>;
}

describe('okta-server', () => {
  let folder: string;
  const running: Running[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'okta-server-'));
  });
  afterEach(async () => {
    for (const { child, exited } of running.splice(0)) {
      child.kill('SIGKILL');
      await exited;
    }
    rmSync(folder, { recursive: true });
  });

  function start(env: Readonly<Record<string, string>> = {}, ...args: string[]): Running {
    const child = spawn(process.execPath, ['--conditions=@scimkit/source', main, ...args], {
      cwd: folder,
      env: { PATH: process.env.PATH, PORT: '0', SCIM_DB: 'sqlite:data/scim.db', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    child.stdout.on('data', (piece: Buffer) => {
      text += piece;
    });
    child.stderr.on('data', (piece: Buffer) => {
      text += piece;
    });
    const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
    const started = { child, printed: () => text, exited };
    running.push(started);
    return started;
  }

  async function listening(server: Running): Promise<{ base: string; token: string | undefined }> {
    await expect.poll(server.printed, { timeout: 20_000, interval: 20 }).toContain('Listening');
    const base = /Base URL {2}(\S+)/.exec(server.printed())?.[1];
    if (base === undefined) throw new Error(server.printed());
    return { base, token: /Token {5}(scim_\w+)/.exec(server.printed())?.[1] };
  }

  const get = (url: string, token: string) => fetch(url, { headers: { authorization: `Bearer ${token}` } });

  it('prints what an admin pastes into Okta, keeps its data over a restart, and stops on SIGTERM', async () => {
    const first = start();
    const { base, token } = await listening(first);
    expect(token).toBeDefined();
    expect(first.printed()).toContain(`curl -H 'Authorization: Bearer ${token}' '${base}/Users?count=2'`);
    const created = await fetch(`${base}/Users`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      body: JSON.stringify({
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName: 'jo@example.com',
        password: 'hunter2-hunter2',
      }),
    });
    expect(created.status).toBe(201);
    expect(first.printed()).toMatch(/acme POST \/Users 201 [\d.]+ ms/);
    first.child.kill('SIGTERM');
    expect(await first.exited).toBe(0);
    expect(first.printed().split('Listening')[1]).not.toContain(token);
    expect(first.printed()).not.toContain('hunter2');

    const second = start();
    const again = await listening(second);
    expect(again.token).toBeUndefined();
    const list = await get(`${again.base}/Users`, token ?? '');
    expect(await list.json()).toMatchObject({ totalResults: 1, Resources: [{ userName: 'jo@example.com' }] });
    second.child.kill('SIGINT');
    expect(await second.exited).toBe(0);

    const third = start({}, '--new-token');
    const renewed = await listening(third);
    expect(renewed.token).not.toBe(token);
    expect((await get(`${renewed.base}/Users`, token ?? '')).status).toBe(401);
    expect((await get(`${renewed.base}/Users`, renewed.token ?? '')).status).toBe(200);
  }, 60_000);

  it('serves several organisations with preset tokens that it does not repeat', async () => {
    const [acme, globex] = ['acme-token-0123456789', 'globex-token-0123456789'];
    const server = start({
      SCIM_DB: 'memory:',
      SCIM_ORGS: `acme=${acme},globex=${globex}`,
      SCIM_BASE_URL: 'https://t.example/',
    });
    await expect.poll(server.printed, { timeout: 20_000 }).toContain('Listening');
    expect(server.printed()).toContain('https://t.example/scim/v2/globex');
    expect(server.printed()).not.toMatch(/token-0123456789/);
  }, 30_000);

  it('says what is wrong when it cannot start', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    writeFileSync(join(folder, 'not-a-database.db'), 'This is text, and a lot of it. '.repeat(200));
    const cases: [Readonly<Record<string, string>>, RegExp, ...string[]][] = [
      [{ PORT: port }, /port is taken.*PORT=/],
      [{ PORT: 'abc' }, /PORT.*0 to 65535/],
      [{ SCIM_ORGS: 'a_b' }, /SCIM_ORGS/],
      [{ SCIM_ORGS: 'acme=short' }, /16 to 512/],
      [{ SCIM_DB: 'oracle://scott:tiger@db' }, /SCIM_DB/],
      [{ SCIM_DB: 'sqlite:not-a-database.db' }, /database|file/i],
      [{ SCIM_BASE_URL: 'example.com' }, /SCIM_BASE_URL/],
      [{ SCIM_LOG: 'loud' }, /SCIM_LOG/],
      [{}, /--colour/, '--colour'],
    ];
    for (const [env, says, ...args] of cases) {
      const server = start(env, ...args);
      expect(await server.exited, server.printed()).toBe(1);
      expect(server.printed()).toMatch(says);
      expect(server.printed()).not.toMatch(/tiger|^\s+at /m);
    }
    taken.close();
  }, 60_000);

  it('says so when the database cannot be reached, without its password, and ends', async () => {
    for (const url of ['postgres://scott:tiger@127.0.0.1:9/db', 'mysql://scott:tiger@127.0.0.1:9/db']) {
      const server = start({ SCIM_DB: url });
      expect(await server.exited, server.printed()).toBe(1);
      expect(server.printed()).toMatch(/okta-server: .*cannot be reached/);
      expect(server.printed()).not.toMatch(/tiger|^\s+at /m);
    }
  }, 60_000);

  const servers = [
    ['postgres', process.env.SCIMKIT_POSTGRES_URL],
    ['mariadb', process.env.SCIMKIT_MARIADB_URL?.replace(/^mysql:/, 'mariadb:')],
    ['mysql', process.env.SCIMKIT_MYSQL_URL],
  ].filter((each): each is [string, string] => each[1] !== undefined && each[1] !== '');
  for (const [name, url] of servers) {
    it(`keeps its data on ${name} over a restart`, async () => {
      const org = `okta-server-test-${process.pid}`;
      const first = start({ SCIM_DB: url, SCIM_ORGS: org });
      const { base, token } = await listening(first);
      const created = await fetch(`${base}/Users`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
        body: JSON.stringify({
          schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
          userName: 'jo@example.com',
        }),
      });
      expect(created.status).toBe(201);
      first.child.kill('SIGTERM');
      expect(await first.exited).toBe(0);
      const second = start({ SCIM_DB: url, SCIM_ORGS: org });
      const again = await listening(second);
      const list = await get(`${again.base}/Users`, token ?? '');
      expect(await list.json()).toMatchObject({ totalResults: 1 });
      second.child.kill('SIGTERM');
      expect(await second.exited).toBe(0);
    }, 60_000);
  }

  it('lists its settings', async () => {
    const server = start({}, '--help');
    expect(await server.exited).toBe(0);
    for (const name of ['PORT', 'HOST', 'SCIM_ORGS', 'SCIM_DB', 'SCIM_BASE_URL', 'SCIM_LOG']) {
      expect(server.printed()).toContain(name);
    }
  });
});
