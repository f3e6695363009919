import type { BenchRequest, Case } from '../cases/case.ts';
import { Connection } from '../client/connection.ts';
import { encodeRequest, headersOf, targetOf } from '../client/encode-request.ts';
import type { Directory } from '../dataset/directory.ts';
import type { ServerProcess } from './server-process.ts';

/** A server that is up and filled, as the client sees it. */
export class Contender {
  readonly process: Pick<ServerProcess, 'name' | 'ask'>;
  readonly port: number;
  readonly directory: Directory;
  /** True until it has been warmed up. */
  isCold = true;
  readonly #sent = new Map<string, number>();

  constructor(process: Contender['process'], port: number, directory: Directory) {
    this.process = process;
    this.port = port;
    this.directory = directory;
  }

  /** The next request of a case; none comes twice. */
  nextRequest(of: Case): BenchRequest {
    const number = this.#sent.get(of.name) ?? 0;
    this.#sent.set(of.name, number + 1);
    return of.request(this.directory, number);
  }

  /** The same as text. */
  nextText(of: Case): string {
    const request = this.nextRequest(of);
    return encodeRequest(request, this.#targetOf(of, request));
  }

  connect(connections: number): Promise<Connection[]> {
    return Promise.all(Array.from({ length: connections }, () => Connection.open(this.port)));
  }

  /** Sends the next request of a case by itself and gives the whole answer. */
  async try(
    of: Case,
  ): Promise<{ request: BenchRequest; status: number; text: string; milliseconds: number }> {
    const request = this.nextRequest(of);
    const since = performance.now();
    const { method, body } = request;
    const response = await fetch(`http://127.0.0.1:${this.port}${this.#targetOf(of, request)}`, {
      method,
      headers: headersOf(request),
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    return { request, status: response.status, text, milliseconds: performance.now() - since };
  }

  #targetOf({ name }: Case, request: BenchRequest): string {
    return this.process.name === 'fixed-express' ? `/fixed/${name}` : targetOf(request);
  }
}
