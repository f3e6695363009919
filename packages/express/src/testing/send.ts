import { Buffer } from 'node:buffer';
import { createServer, type IncomingMessage, type RequestListener, request } from 'node:http';
import { onTestFinished } from 'vitest';

export interface Answer {
  readonly status: number;
  readonly type: string | undefined;
  readonly text: string;
}

export interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array;
  readonly chunked?: boolean;
}

/** Starts an application for one test and gives its port. */
export async function listen(app: RequestListener): Promise<number> {
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Sends one request as given: `fetch` would tidy up the path, the host and the headers. */
export async function send(app: RequestListener, sent: Sent): Promise<Answer> {
  const port = await listen(app);
  const { method = 'GET', path, body, chunked = false } = sent;
  const length = body === undefined || chunked ? {} : { 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const req = request(
      {
        port,
        host: '127.0.0.1',
        method,
        path,
        agent: false,
        headers: { host: 'app.example:8080', ...length, ...sent.headers },
      },
      (res: IncomingMessage) => {
        let text = '';
        res.setEncoding('utf8');
        res.on('data', (piece) => {
          text += piece;
        });
        res.on('end', () =>
          resolve({ status: res.statusCode ?? 0, type: res.headers['content-type'], text }),
        );
      },
    );
    req.on('error', reject);
    if (chunked) req.flushHeaders();
    req.end(body);
  });
}

/** The body of an error answer, after the checks that every one of them has to pass. */
export function scimError({ status, type, text }: Answer): Record<string, unknown> {
  if (type !== 'application/scim+json') throw new Error(`${status} came as ${type}: ${text}`);
  const error = JSON.parse(text);
  if (error.status !== String(status)) throw new Error(`${status} says ${text}`);
  return error;
}
