import { expect, it } from '@jest/globals';
import { eventually } from './eventually.js';

it('repeats the assertion until it holds and returns its value', async () => {
  let tries = 0;
  const answer = await eventually(
    () => {
      expect((tries += 1)).toBeGreaterThanOrEqual(3);
      return 'held';
    },
    { everyMs: 1 },
  );
  expect([answer, tries]).toEqual(['held', 3]);
});

it('throws the last failure at the deadline', async () => {
  const fail = (): never => {
    throw new Error('still not');
  };
  await expect(eventually(fail, { withinMs: 5, everyMs: 1 })).rejects.toThrow('still not');
});
