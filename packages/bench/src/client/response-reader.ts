import { Buffer } from 'node:buffer';

const headEnd = '\r\n\r\n';
const lastChunk = Buffer.from('0\r\n\r\n');

/**
 * Finds where answers end in the bytes of a connection, and reads nothing else of them but the status: the client runs
 * on the same machine as the server, so what it saves is there for the server.
 *
 * It knows what servers in a benchmark send: one answer at a time, with a length, in chunks, or without a body.
 */
export class ResponseReader {
  #held: Buffer | undefined;
  #status = 0;
  /** Bytes of the body still to come; -1 while the head is being read. */
  #left = -1;
  #chunked = false;
  #tail: Buffer = Buffer.alloc(0);

  /** Takes bytes; gives the status once the answer is complete, 0 before. */
  push(bytes: Buffer): number {
    let body = bytes;
    if (this.#left === -1 && !this.#chunked) {
      const all = this.#held === undefined ? bytes : Buffer.concat([this.#held, bytes]);
      const end = all.indexOf(headEnd);
      if (end === -1) {
        this.#held = all;
        return 0;
      }
      this.#held = undefined;
      this.#readHead(all.toString('latin1', 0, end));
      body = all.subarray(end + headEnd.length);
    }
    return this.#takeBody(body) ? this.#finish() : 0;
  }

  #readHead(head: string): void {
    this.#status = Number(head.slice(9, 12));
    const length = /\r\ncontent-length: *(\d+)/i.exec(head);
    if (length !== null) this.#left = Number(length[1]);
    else if (/\r\ntransfer-encoding: *chunked/i.test(head)) this.#chunked = true;
    else this.#left = 0;
  }

  #takeBody(body: Buffer): boolean {
    if (!this.#chunked) {
      this.#left -= body.length;
      if (this.#left < 0) throw new Error('The server sent more than it announced.');
      return this.#left === 0;
    }
    this.#tail = Buffer.concat([this.#tail, body]).subarray(-lastChunk.length);
    return this.#tail.equals(lastChunk);
  }

  #finish(): number {
    this.#left = -1;
    this.#chunked = false;
    this.#tail = Buffer.alloc(0);
    return this.#status;
  }
}
