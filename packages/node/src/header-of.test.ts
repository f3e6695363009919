import { describe, expect, it } from 'vitest';
import { headerOf } from './header-of.ts';
import { listen } from './testing/listen.ts';
import { RawClient } from './testing/raw-client.ts';

async function headersOf(lines: readonly string[], names: readonly string[]): Promise<unknown> {
  const { port } = await listen((req, res) => {
    res.end(JSON.stringify(names.map((name) => headerOf(req, name) ?? null)));
  });
  const client = new RawClient(port);
  client.send(`GET / HTTP/1.1\r\nHost: app.example\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`);
  return JSON.parse((await client.response()).body);
}

describe('headerOf', () => {
  it('finds headers of any case by their lower-cased name', async () => {
    expect(await headersOf(['X-Request-ID: 7', 'ACCEPT: */*'], ['x-request-id', 'accept', 'host'])).toEqual([
      '7',
      '*/*',
      'app.example',
    ]);
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'])(
    'takes %s for a header like any other',
    async (name) => {
      expect(await headersOf([], [name.toLowerCase(), name])).toEqual([null, null]);
    },
  );

  it('finds a header that is called constructor when it was sent', async () => {
    expect(await headersOf(['Constructor: x', '__proto__: y'], ['constructor'])).toEqual(['x']);
  });

  it('joins two Authorization headers, so that neither is taken for the only one', async () => {
    const lines = ['Authorization: Bearer good', 'authorization: Bearer evil'];
    expect(await headersOf(lines, ['authorization'])).toEqual(['Bearer good, Bearer evil']);
    expect(await headersOf(['Authorization: Bearer good'], ['authorization'])).toEqual(['Bearer good']);
    expect(await headersOf([], ['authorization'])).toEqual([null]);
  });

  it('joins repeated list headers', async () => {
    expect(
      await headersOf(
        ['If-Match: "1"', 'If-Match: "2"', 'Set-Cookie: a', 'Set-Cookie: b'],
        ['if-match', 'set-cookie'],
      ),
    ).toEqual(['"1", "2"', 'a, b']);
  });
});
