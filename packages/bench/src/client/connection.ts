import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { ResponseReader } from './response-reader.ts';

/** A keep-alive connection that sends a request at a time. */
export class Connection {
  readonly #socket: Socket;
  readonly #reader = new ResponseReader();
  #onStatus: ((status: number) => void) | undefined;
  #onLost: ((error: Error) => void) | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (bytes) => {
      const status = this.#reader.push(bytes);
      if (status !== 0) this.#onStatus?.(status);
    });
    socket.on('error', (error) => this.#onLost?.(error));
    socket.on('close', () => this.#onLost?.(new Error('The server closed the connection.')));
  }

  static async open(port: number): Promise<Connection> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    return new Connection(socket);
  }

  /** Who is told of the status of an answer, and of the end of the connection. Callbacks cost less than promises. */
  listen(onStatus: (status: number) => void, onLost: (error: Error) => void): void {
    this.#onStatus = onStatus;
    this.#onLost = onLost;
  }

  send(request: string): void {
    this.#socket.write(request, 'utf8');
  }

  close(): void {
    this.#onLost = undefined;
    this.#socket.destroy();
  }
}
