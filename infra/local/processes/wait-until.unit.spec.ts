import { expect, it } from '@jest/globals';
import { waitUntil } from './wait-until.ts';

it('asks again until there is an answer', async () => {
  let asked = 0;
  await expect(waitUntil('it', () => (asked += 1) >= 3 && asked, { withinMs: 5_000, everyMs: 1 })).resolves.toBe(3);
});

it('names the last reason when the time is over', async () => {
  const refuse = (): never => {
    throw new Error('refused');
  };
  await expect(waitUntil('kafka', refuse, { withinMs: 5, everyMs: 1 })).rejects.toThrow('kafka: not within 0 s (refused)');
});

it('gives up as soon as waiting is hopeless', async () => {
  const options = { withinMs: 60_000, giveUp: () => 'the process ended' };
  await expect(waitUntil('kafka', () => false, options)).rejects.toThrow('kafka: the process ended');
});
