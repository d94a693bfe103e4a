import { beforeEach, describe, expect, it } from '@jest/globals';
import { Standstill, type Stillness } from './standstill.js';

const STILL: Stillness = { isStill: true, isWorking: false };

describe('a member that stands still', () => {
  let stillness: Stillness;
  let answers: boolean;
  let noticed: number;
  let standstill: Standstill;
  beforeEach(() => {
    [stillness, answers, noticed] = [STILL, true, 0];
    standstill = new Standstill({
      patience: { idleMs: 30_000, workingMs: 300_000 },
      look: () => stillness,
      dependenciesAnswer: async () => answers,
      onStandstill: () => (noticed += 1),
    });
  });

  const noticedAt = async (...instants: number[]): Promise<number[]> => {
    const counts: number[] = [];
    for (const ms of instants) {
      await standstill.check(ms);
      counts.push(noticed);
    }
    return counts;
  };

  it('is noticed once its time is over, and again after the same time', async () => {
    expect(await noticedAt(0, 29_999, 30_000, 30_001, 60_000, 60_001)).toEqual([0, 0, 1, 1, 1, 2]);
  });

  it('has its time anew once it moved', async () => {
    await noticedAt(0);
    stillness = { isStill: false, isWorking: true };
    await noticedAt(20_000);
    stillness = STILL;
    expect(await noticedAt(40_000, 69_999, 70_000)).toEqual([0, 0, 1]);
  });

  it('is let alone while nobody answers, and has its time anew after that', async () => {
    await noticedAt(0);
    answers = false;
    expect(await noticedAt(600_000)).toEqual([0]);
    answers = true;
    expect(await noticedAt(600_001, 630_000, 630_001)).toEqual([0, 0, 1]);
  });

  it('has more time while a batch is in work', async () => {
    stillness = { isStill: true, isWorking: true };
    expect(await noticedAt(0, 299_999, 300_000)).toEqual([0, 0, 1]);
  });
});
