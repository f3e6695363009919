import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ChildArguments, Kind, Questions, Told } from '../servers/messages.ts';

const childFile = fileURLToPath(new URL('../servers/child.ts', import.meta.url));
const flags = ['--conditions=@scimkit/source', '--disable-warning=ExperimentalWarning', '--expose-gc'];

/** A server in a process of its own, and the channel to it. */
export class ServerProcess {
  readonly name: ChildArguments['competitor'];
  readonly #child: ChildProcess;

  private constructor(name: ChildArguments['competitor'], child: ChildProcess) {
    this.name = name;
    this.#child = child;
  }

  /** Starts a server and waits until it listens. */
  static async start(given: ChildArguments, extraFlags: readonly string[] = []): Promise<ServerProcess> {
    const child = fork(childFile, [JSON.stringify(given)], { execArgv: [...flags, ...extraFlags] });
    const server = new ServerProcess(given.competitor, child);
    await server.#next();
    return server;
  }

  /** Asks a question. One at a time. */
  async ask<K extends Kind>(kind: K, ask: Questions[K]['ask']): Promise<Questions[K]['answer']> {
    const told = this.#next();
    this.#child.send({ kind, ...ask });
    // The child answers a question of a kind with an answer of that kind.
    return (await told) as Questions[K]['answer'];
  }

  /** Ends the process and waits until it is gone. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.disconnect();
    await gone;
  }

  #next(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const onMessage = (message: unknown): void => {
        this.#child.off('exit', onExit);
        const told = message as Told; // only child.ts writes to the channel
        if (told.kind === 'failed') reject(new Error(`${this.name}: ${told.reason}`));
        else resolve(told.kind === 'answer' ? told.answer : undefined);
      };
      const onExit = (code: number | null): void => {
        this.#child.off('message', onMessage);
        reject(new Error(`${this.name} ended with ${code}.`));
      };
      this.#child.once('message', onMessage);
      this.#child.once('exit', onExit);
    });
  }
}
