/**
 * A process that is killed in the middle of its work: `node outbox-child.ts write|deliver <file>`. It says on a line of
 * its own what it has done, before it goes on.
 */
import process from 'node:process';
import { createRelay, createScimServer, User } from '@scimkit/core';
import { createSqlStore } from '../create-sql-store.ts';

const [, , work = '', file = ''] = process.argv;
const store = createSqlStore({ sqlite: file, outbox: true });

/** Waits until the line is out: what is killed afterwards has said it. */
function say(line: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(`${line}\n`, () => resolve()));
}

if (work === 'write') {
  const server = createScimServer({ store, authenticate: () => Promise.reject(new Error('Nobody calls.')) });
  const resources = server.resources('t');
  for (let index = 0; ; index += 1) {
    const { id } = await resources.create(User, { userName: `${process.pid}-${index}` });
    await say(id);
    await resources.patch(User, id, [{ op: 'replace', path: 'title', value: 'x' }]);
  }
}

// Delivered is what has been said. Then there is a moment in which the outbox does not know it yet.
const relay = createRelay({
  outbox: store.outbox,
  deliver: ({ kind, resourceId }) => say(`${kind} ${resourceId}`),
  timeout: 100,
  lease: 200,
  concurrency: 3,
});
relay.start();
