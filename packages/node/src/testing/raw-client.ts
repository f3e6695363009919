import { Buffer } from 'node:buffer';
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface RawResponse {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** A client that sends bytes as they are and reads answers one by one, as no HTTP library would. */
export class RawClient {
  readonly socket: Socket;
  #received = Buffer.alloc(0);
  #closed = false;
  #wake: () => void = () => undefined;

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#wake();
    });
    const onClose = (): void => {
      this.#closed = true;
      this.#wake();
    };
    this.socket
      .on('close', onClose)
      .on('end', onClose)
      .on('error', () => undefined);
    onTestFinished(() => void this.socket.destroy());
  }

  send(bytes: string | Uint8Array): void {
    this.socket.write(bytes);
  }

  /** Reads one response to its end. `method` tells whether a body may follow. */
  async response(method = 'GET'): Promise<RawResponse> {
    const head = (await this.#until('\r\n\r\n')).slice(0, -4).split('\r\n');
    const status = Number(head[0]?.split(' ')[1]);
    const headers = new Map(
      head.slice(1).map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
      }),
    );
    if (status === 100) return { status, headers, body: '' };
    const bodiless = method === 'HEAD' || status === 204 || status === 304;
    return { status, headers, body: bodiless ? '' : await this.#body(headers) };
  }

  /** Whether the server has closed the connection; waits for it. */
  async closed(within = 3_000): Promise<boolean> {
    const deadline = Date.now() + within;
    while (!this.#closed && Date.now() < deadline) {
      await this.#more(deadline - Date.now()).catch(() => undefined);
    }
    return this.#closed;
  }

  /** What came without being asked for. */
  get surplus(): string {
    return this.#received.toString();
  }

  async #body(headers: ReadonlyMap<string, string>): Promise<string> {
    const length = headers.get('content-length');
    if (length !== undefined) return (await this.#take(Number(length))).toString();
    if (headers.get('transfer-encoding') !== 'chunked') {
      await this.closed();
      return this.#received.toString();
    }
    let body = '';
    for (;;) {
      const size = Number.parseInt(await this.#until('\r\n'), 16);
      body += (await this.#take(size)).toString();
      await this.#until('\r\n');
      if (size === 0) return body;
    }
  }

  async #until(mark: string): Promise<string> {
    let at = this.#received.indexOf(mark);
    while (at === -1) {
      await this.#more();
      at = this.#received.indexOf(mark);
    }
    return (await this.#take(at + mark.length)).toString('latin1');
  }

  async #take(size: number): Promise<Buffer> {
    while (this.#received.length < size) await this.#more();
    const taken = this.#received.subarray(0, size);
    this.#received = this.#received.subarray(size);
    return taken;
  }

  async #more(within = 3_000): Promise<void> {
    if (this.#closed)
      throw new Error(`The server closed the connection after "${this.#received.toString()}".`);
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`Nothing more came in ${within} ms.`)), within);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
