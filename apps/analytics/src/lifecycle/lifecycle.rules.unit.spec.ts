import { describe, expect, it } from '@jest/globals';
import type { LeadLifecycle, LifecycleEvent, RollupCell } from './lifecycle.js';
import { applyEvent, contributions, rollupDifference } from './lifecycle.rules.js';

const envelope = { version: 1, source: '/lead', time: new Date(0), tenantId: 't', correlationId: 'c', causationId: undefined };

function event(type: LifecycleEvent['type'], sequence: number, data: object, leadId = 'a'): LifecycleEvent {
  return { ...envelope, id: `${leadId}-${sequence}`, type, subject: leadId, sequence, data: { leadId, ...data } } as LifecycleEvent;
}

const capturedEvent = event('lead.captured', 1, { source: 'social', status: 'new', capturedAt: '2018-02-01T12:00:00.000Z' });
const converted = (at: string, sequence = 2): LifecycleEvent =>
  event('lead.status-changed', sequence, { from: 'new', to: 'converted', changedAt: at });

const fold = (events: LifecycleEvent[]): LeadLifecycle | undefined =>
  events.reduce<LeadLifecycle | undefined>((state, next) => applyEvent(state, next), undefined);

describe('applyEvent', () => {
  it('dates a stage by the first event that names it', () => {
    const state = fold([capturedEvent, converted('2018-02-03T00:00:00.000Z'), converted('2018-02-09T00:00:00.000Z', 3)]);
    expect(state?.reached).toEqual({ converted: '2018-02-03T00:00:00.000Z' });
  });

  it('changes nothing for an event that is not newer', () => {
    const state = fold([capturedEvent, converted('2018-02-03T00:00:00.000Z')]);
    expect(applyEvent(state, converted('2017-01-01T00:00:00.000Z'))).toBe(state);
  });

  it('counts a lead captured in a later status for that stage too', () => {
    const state = fold([event('lead.captured', 1, { source: 'x', status: 'qualified', capturedAt: '2018-02-01T00:00:00.000Z' })]);
    expect(contributions(state).map((cell) => cell.stage)).toEqual(['captured', 'qualified']);
  });

  it("knows no stage for a tenant's own status", () => {
    const moved = (to: string) => event('lead.status-changed', 2, { from: 'new', to, changedAt: '2018-02-03T00:00:00.000Z' });
    for (const status of ['demo-booked', 'captured', 'toString']) expect(fold([capturedEvent, moved(status)])?.reached).toEqual({});
  });

  it('ignores a change of a lead never captured', () => {
    expect(applyEvent(undefined, converted('2018-02-03T00:00:00.000Z'))).toBeUndefined();
  });
});

describe('contributions', () => {
  it('flags a stage dated before capture and keeps its negative time', () => {
    const state = fold([capturedEvent, converted('2018-02-01T11:59:59.500Z')]);
    expect(contributions(state)[1]).toMatchObject({ stage: 'converted', leads: 1, secondsSum: -1, beforeCapture: 1 });
  });

  it('is empty for a deleted lead', () => {
    expect(contributions(fold([capturedEvent, event('lead.deleted', 2, { deletedAt: '2018-02-02T00:00:00.000Z' })]))).toEqual([]);
  });
});

describe('rollupDifference', () => {
  it('moves a lead from one source to another', () => {
    const before = fold([capturedEvent]);
    const after = applyEvent(before, event('lead.updated', 2, { source: 'email' }));
    expect(rollupDifference([{ before, after }])).toEqual([
      { capturedOn: '2018-02-01', source: 'email', stage: 'captured', leads: 1, secondsSum: 0, beforeCapture: 0 },
      { capturedOn: '2018-02-01', source: 'social', stage: 'captured', leads: -1, secondsSum: 0, beforeCapture: 0 },
    ]);
  });

  it('adds up to the rollup of the final states, however the events are cut into batches', () => {
    const chance = seededChance(20_180_201);
    for (let round = 0; round < 50; round += 1) {
      const events = randomHistory(chance);
      const finalStates = new Map<string, LeadLifecycle | undefined>();
      const rollup = new Map<string, number[]>();
      for (let start = 0; start < events.length;) {
        const batch = events.slice(start, (start += 1 + Math.floor(chance() * 5)));
        const before = new Map(finalStates);
        for (const next of batch) finalStates.set(next.data.leadId, applyEvent(finalStates.get(next.data.leadId), next));
        const touched = [...new Set(batch.map((next) => next.data.leadId))];
        add(rollup, rollupDifference(touched.map((id) => ({ before: before.get(id), after: finalStates.get(id) }))));
      }
      const expected = new Map<string, number[]>();
      add(
        expected,
        [...finalStates.values()].flatMap((state) => contributions(state)),
      );
      expect(nonZero(rollup)).toEqual(nonZero(expected));
    }
  });
});

function seededChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function randomHistory(chance: () => number): LifecycleEvent[] {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(chance() * items.length)] as T;
  const instant = (): string => new Date(Date.UTC(2018, 0, 1) + Math.floor(chance() * 1e9)).toISOString();
  return Array.from({ length: 40 }, (_, index): LifecycleEvent => {
    const leadId = pick(['a', 'b', 'c']);
    const sequence = pick([index + 1, index + 1, index - 3]);
    switch (pick(['captured', 'status', 'status', 'updated', 'deleted'])) {
      case 'captured':
        return event(
          'lead.captured',
          sequence,
          { source: pick(['x', 'y']), status: pick(['new', 'contacted']), capturedAt: instant() },
          leadId,
        );
      case 'status':
        return event(
          'lead.status-changed',
          sequence,
          { to: pick(['contacted', 'converted', 'lost', 'new']), changedAt: instant() },
          leadId,
        );
      case 'updated':
        return event('lead.updated', sequence, { source: pick(['x', 'y', 'z']) }, leadId);
      default:
        return event('lead.deleted', sequence, { deletedAt: instant() }, leadId);
    }
  });
}

function add(rollup: Map<string, number[]>, cells: readonly RollupCell[]): void {
  for (const { capturedOn, source, stage, leads, secondsSum, beforeCapture } of cells) {
    const key = [capturedOn, source, stage].join('|');
    const [a = 0, b = 0, c = 0] = rollup.get(key) ?? [];
    rollup.set(key, [a + leads, b + secondsSum, c + beforeCapture]);
  }
}

function nonZero(rollup: Map<string, number[]>): [string, number[]][] {
  return [...rollup].filter(([, figures]) => figures.some((figure) => figure !== 0)).sort(([a], [b]) => (a < b ? -1 : 1));
}
