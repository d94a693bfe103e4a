import { describe, expect, it } from '@jest/globals';
import { ERASURE_STEPS, SERVICES } from '@leadstream/contracts';
import type { ErasureAnswer, StoredErasure } from '../store/stored-erasure.js';
import { missingFrom, nextMove, progressOf } from './saga.rules.js';

const NOON = new Date('2026-11-01T12:00:00Z');
const HOUR = 3_600_000;
const after = (ms: number): Date => new Date(NOON.getTime() + ms);

const at = (step: StoredErasure['step'], more: Partial<StoredErasure> = {}) => ({
  step,
  round: 1,
  heldLeadIds: [],
  hasNews: false,
  stepBeganAt: NOON,
  dueAt: null,
  escalatedAt: null,
  ...more,
});
const answer = (service: ErasureAnswer['service'], step: ErasureAnswer['step'], round = 1): ErasureAnswer => ({
  service,
  step,
  round,
  answeredAt: NOON,
  stores: null,
});

describe('the next move', () => {
  it.each([
    ['all names are known', at('locating'), 'forget'],
    ['all names are known, new ones among them', at('locating', { hasNews: true }), 'forget'],
    ['all names are known, and a hold keeps a lead', at('locating', { heldLeadIds: ['b'] }), 'reconsider'],
    ['all have erased', at('erasing'), 'settle'],
    ['all have erased, and a hold keeps a lead that was found late', at('erasing', { heldLeadIds: ['b'] }), 'settle'],
    ['all have swept', at('sweeping', { round: 2 }), 'certify'],
    ['all have swept and found a name', at('sweeping', { round: 2, hasNews: true }), 'settle'],
    ['it is certified', at('certified'), 'wait'],
  ])('when %s', (_when, erasure, move) => {
    expect(nextMove(erasure, [], after(0), HOUR)).toBe(move);
  });

  it.each(['forgetting', 'settling'] as const)('after %s is to erase, not a moment early', (step) => {
    const pausing = at(step, { dueAt: after(65_000) });
    expect(nextMove(pausing, [], after(64_999), HOUR)).toBe('wait');
    expect(nextMove(pausing, [], after(65_000), HOUR)).toBe('erase');
  });

  it.each(['locating', 'erasing', 'sweeping'] as const)('of %s waits for every service, however long, and tells once', (step) => {
    for (const silent of SERVICES) {
      expect(nextMove(at(step), [silent], after(HOUR - 1), HOUR)).toBe('wait');
      expect(nextMove(at(step), [silent], after(HOUR), HOUR)).toBe('escalate');
      expect(nextMove(at(step, { escalatedAt: after(HOUR) }), [silent], after(1_000 * HOUR), HOUR)).toBe('wait');
    }
  });
});

describe('who is missing', () => {
  it('goes by the answers to the present question alone', () => {
    const answers = [
      ...SERVICES.map((service) => answer(service, 'erase', 1)),
      answer('lead', 'erase', 2),
      answer('gateway', 'references', 2),
    ];
    expect(missingFrom(at('erasing'), answers)).toEqual([]);
    expect(missingFrom(at('sweeping', { round: 2 }), answers)).toEqual(SERVICES.filter((service) => service !== 'lead'));
    expect(missingFrom(at('settling'), answers)).toEqual([]);
  });
});

describe('progress', () => {
  it('never goes back, and is whole when it is certified alone', () => {
    const seen = ERASURE_STEPS.flatMap((step) => [
      progressOf({ step }, SERVICES),
      progressOf({ step }, SERVICES.slice(1)),
      progressOf({ step }, []),
    ]);
    const done = seen.map((one) => one.done);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(progressOf({ step: 'certified' }, [])).toEqual({ done: 18, total: 18, percent: 100 });
    expect(progressOf({ step: 'sweeping' }, ['lead']).percent).toBe(94);
  });
});
