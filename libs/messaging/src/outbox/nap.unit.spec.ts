import { expect, it } from '@jest/globals';
import { Nap } from './nap.js';

const LONG_MS = 60_000;

it('ends when somebody calls', async () => {
  const nap = new Nap();
  const napping = nap.take(LONG_MS);
  nap.call();
  await expect(napping).resolves.toBeUndefined();
});

it('does not begin when somebody called meanwhile, and only once so', async () => {
  const nap = new Nap();
  nap.call();
  nap.call();
  await nap.take(LONG_MS);
  const startedMs = performance.now();
  await nap.take(5);
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(4);
});
