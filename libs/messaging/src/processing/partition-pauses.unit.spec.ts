import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { PartitionPauses } from './partition-pauses.js';

const partition = { topic: 't', partition: 1 };
const consumer = { pause: jest.fn(), resume: jest.fn() };
beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
  jest.resetAllMocks();
});

it('rests longer each time, up to 15 s, and briefly again after a success', () => {
  const pauses = new PartitionPauses(consumer, () => 0.5);
  const rests = Array.from({ length: 9 }, () => {
    const restMs = pauses.pause(partition);
    expect(pauses.isPaused(partition)).toBe(true);
    jest.advanceTimersByTime(restMs);
    expect(pauses.isPaused(partition)).toBe(false);
    return restMs;
  });
  expect(rests).toEqual([200, 400, 800, 1_600, 3_200, 6_400, 12_800, 15_000, 15_000]);
  expect(consumer.resume).toHaveBeenCalledTimes(9);
  pauses.succeeded(partition);
  expect(pauses.pause(partition)).toBe(200);
});

it('spreads the return of many members', () => {
  expect(new PartitionPauses(consumer, () => 0).pause(partition)).toBe(150);
  expect(new PartitionPauses(consumer, () => 1).pause(partition)).toBe(250);
});

it('ends every pause when partitions are handed out anew', () => {
  const pauses = new PartitionPauses(consumer, () => 0.5);
  pauses.pause(partition);
  pauses.clear([{ topic: 't', partition: 2 }]);
  expect(pauses.count).toBe(0);
  expect(consumer.resume).toHaveBeenCalledWith({ topic: 't', partition: 2 });
  jest.advanceTimersByTime(60_000);
  expect(consumer.resume).toHaveBeenCalledTimes(1);
});
