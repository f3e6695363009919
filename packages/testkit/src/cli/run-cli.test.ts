import { describe, expect, it } from 'vitest';
import { tinyServer } from '../replay/tiny-server.ts';
import { runCli } from './run-cli.ts';

const one = ['--scenario', 'okta/user-lifecycle-put'];
const url = ['--url', 'http://tiny.test/scim/v2'];

async function run(args: string[], env: Record<string, string> = {}, server = tinyServer()) {
  const printed: string[] = [];
  let requests = 0;
  const status = await runCli(args, {
    env,
    out: (text) => printed.push(text),
    err: (text) => printed.push(text),
    fetch: async (request) => {
      requests++;
      return (await server.target.fetch?.(request)) ?? new Response();
    },
  });
  return { status, text: printed.join('\n'), requests, users: server.users };
}

describe('scimkit-testkit', () => {
  it('explains itself', async () => {
    for (const args of [[], ['--help'], ['replay', '-h']]) {
      const { status, text } = await run(args);
      expect([status, text.startsWith('scimkit-testkit: ')]).toEqual([0, true]);
    }
  });

  it('lists scenarios without a server', async () => {
    const { status, text } = await run(['replay', '--list', '--client', 'okta']);
    expect(status).toBe(0);
    expect(text).toContain('okta/entitlements-discovery');
    expect(text).toContain('needs groups, patch');
    expect(text).not.toContain('entra/');
  });

  it('refuses without --yes, and says why', async () => {
    const { status, text, requests } = await run(['replay', ...url, '--token', 'top-secret', ...one]);
    expect([status, requests]).toEqual([2, 0]);
    expect(text).toContain('create, change and delete users and groups');
  });

  it('runs, prints the table and cleans up', async () => {
    const { status, text, users } = await run(['replay', ...url, '--token', 'top-secret', '--yes', ...one]);
    expect(status).toBe(0);
    expect(text).toMatch(/okta\/user-lifecycle-put +8 +8 +0 +0/);
    expect(users.size).toBe(0);
  });

  it('takes the token from the environment, and leaves things with --keep', async () => {
    const args = ['replay', ...url, '--yes', '--keep', ...one];
    const { status, users } = await run(args, { SCIM_TOKEN: 'top-secret' });
    expect([status, users.size]).toEqual([0, 1]);
  });

  it('sends a value with a blank as the whole header', async () => {
    const { status } = await run(['replay', ...url, '--token', 'Bearer top-secret', '--yes', ...one]);
    expect(status).toBe(0);
  });

  it('ends with 1 when a step fails, and never prints the token', async () => {
    const server = tinyServer((request, answer) =>
      request.method === 'PUT' ? new Response('top-secret', { status: 500 }) : answer,
    );
    const { status, text } = await run(
      ['replay', ...url, '--token', 'top-secret', '--yes', ...one],
      {},
      server,
    );
    expect(status).toBe(1);
    expect(text).toContain('status: expected 200, got 500');
    expect(text).not.toContain('top-secret');
  });

  it('leaves out what few servers have, unless it is named', async () => {
    const { text } = await run([
      'replay',
      ...url,
      '--token',
      'x',
      '--yes',
      '--client',
      'okta',
      '--timeout',
      '5',
    ]);
    expect(text).toContain('Left out: okta/entitlements-discovery, which needs roles and entitlements.');
    const name = 'okta/entitlements-discovery';
    const named = await run(['replay', ...url, '--token', 'x', '--yes', '--scenario', name]);
    expect(named.text).not.toContain('Left out');
    expect(named.requests).toBeGreaterThan(0);
  });

  it.each([
    [['relay'], 'Unknown command: relay'],
    [['--yes'], 'Unknown command: (none)'],
    [['replay', '--colour'], "Unknown option '--colour'"],
    [['replay', '--client', 'octa'], 'Unknown client: octa. Known are okta, entra,'],
    [['replay', '--scenario', 'okta/x'], 'Unknown scenario: okta/x'],
    [['replay', '--client', 'entra', ...one], 'No scenario is both'],
    [['replay', '--timeout', 'soon'], '--timeout takes a number'],
    [['replay', '--token', 'top-secret'], '--url is missing'],
    [['replay', '--url', 'localhost:3000', '--token', 'top-secret'], '--url takes a URL'],
    [['replay', ...url], 'The token is missing'],
  ])('%j: %s', async (args, message) => {
    const { status, text, requests } = await run(args);
    expect([status, requests]).toEqual([2, 0]);
    expect(text).toContain(message);
    expect(text).not.toContain('top-secret');
  });

  it('runs conformance cases of the areas that are named', async () => {
    const args = ['conform', ...url, '--token', 'top-secret', '--yes', '--only', 'com,rep'];
    const { status, text, requests } = await run(args);
    expect(status).toBe(1);
    expect(requests).toBeGreaterThan(0);
    expect(text).toMatch(/\narea +cases +passed +failed +differs +skipped\nrep .*\ncom .*\n-+\nall /);
    expect(text).not.toContain('top-secret');
  });

  it.each([
    [
      'an area that is none',
      ['conform', ...url, '--token', 't', '--yes', '--only', 'flt,xyz'],
      'Unknown area: xyz',
    ],
    [
      'an option of replay',
      ['conform', ...url, '--token', 't', '--yes', '--list'],
      '--list belongs to replay',
    ],
    [
      'an option of conform',
      ['replay', ...url, '--token', 't', '--yes', '--only', 'flt'],
      '--only belongs to conform',
    ],
    ['conform without --yes', ['conform', ...url, '--token', 't'], 'Nothing was sent'],
  ])('sends nothing for %s', async (_, args, message) => {
    const { status, text, requests } = await run(args);
    expect([status, requests]).toEqual([2, 0]);
    expect(text).toContain(message);
  });
});
