import type { Answer } from './answer.ts';
import { expectError, expectStatus } from './assertions.ts';
import type { ConformanceClient } from './conformance-client.ts';
import { ConformanceFailure } from './conformance-failure.ts';
import { patch } from './messages.ts';

/** A resource that a case sends PATCH requests to. */
export interface Patched {
  readonly created: Answer;
  readonly path: string;
  /** Reads the resource. */
  read(): Promise<Answer>;
  /** Sends the operations, which have to be carried out, and reads the resource. */
  apply(...operations: readonly object[]): Promise<Answer>;
  /** Sends the operations, which have to be refused, with the resource as it was. */
  refused(scimType: string, ...operations: readonly object[]): Promise<void>;
}

/** Creates a user for a case about PATCH. */
export async function patchedUser(client: ConformanceClient, rest: object = {}): Promise<Patched> {
  return patched(client, '/Users', await client.createUser(rest));
}

/** Creates a group for a case about PATCH. */
export async function patchedGroup(client: ConformanceClient, rest: object = {}): Promise<Patched> {
  return patched(client, '/Groups', await client.createGroup(rest));
}

function patched(client: ConformanceClient, endpoint: string, created: Answer): Patched {
  const path = `${endpoint}/${created.textAt('id')}`;
  const read = async () => expectStatus(await client.send('GET', path), 200);
  return {
    created,
    path,
    read,
    apply: async (...operations) => {
      expectStatus(await client.send('PATCH', path, { body: patch(...operations) }), 200, 204);
      return read();
    },
    refused: async (scimType, ...operations) => {
      const before = await read();
      const answer = await client.send('PATCH', path, { body: patch(...operations) });
      expectError(answer, 400, scimType);
      if ((await read()).text !== before.text) {
        throw new ConformanceFailure(`${JSON.stringify(operations)} was refused, but changed the resource.`);
      }
    },
  };
}
