import { expect, it } from 'vitest';
import { createBell } from './bell.ts';

it('wakes all who wait, and whoever began to listen before it rang', async () => {
  const bell = createBell();
  bell.ring();
  const [one, two, late] = [bell.listen(), bell.listen(), bell.listen()];
  const woken = Promise.all([one(2 ** 31 - 1), two(2 ** 31 - 1)]);
  bell.ring();
  await woken;
  await late(2 ** 31 - 1);
});

it('does not count what rang before, and waits no longer than it is told', async () => {
  const bell = createBell();
  bell.ring();
  let ended = false;
  const waited = bell
    .listen()(5)
    .then(() => {
      ended = true;
    });
  await Promise.resolve();
  expect(ended).toBe(false);
  await waited;
});
