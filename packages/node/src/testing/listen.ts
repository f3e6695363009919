import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { onTestFinished } from 'vitest';

/** Starts a server on a free port of 127.0.0.1 for one test. */
export async function listen(listener: RequestListener, options: ServerOptions = {}): Promise<Listening> {
  return start(createServer(options, listener));
}

export interface Listening {
  readonly server: Server;
  readonly port: number;
  readonly url: string;
}

/** Starts a server that the test has made. */
export async function start(server: Server): Promise<Listening> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { server, port: address.port, url: `http://127.0.0.1:${address.port}` };
}
