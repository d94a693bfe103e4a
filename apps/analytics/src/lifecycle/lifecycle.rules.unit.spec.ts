import { describe, expect, it } from '@jest/globals';
import type { LeadLifecycle, LifecycleEvent, RollupCell } from './lifecycle.js';
import { applyEvent, contributions, persons, rollupDifference } from './lifecycle.rules.js';

const envelope = { version: 1, source: '/lead', time: new Date(0), tenantId: 't', correlationId: 'c', causationId: undefined };

function event(type: LifecycleEvent['type'], sequence: number, data: object, leadId = 'a'): LifecycleEvent {
  return { ...envelope, id: `${leadId}-${sequence}`, type, subject: leadId, sequence, data: { leadId, ...data } } as LifecycleEvent;
}

const capturedEvent = event('lead.captured', 1, { source: 'social', status: 'new', capturedAt: '2018-02-01T12:00:00.000Z' });
const converted = (at: string, sequence = 2): LifecycleEvent =>
  event('lead.status-changed', sequence, { from: 'new', to: 'converted', changedAt: at });

const fold = (events: LifecycleEvent[]): LeadLifecycle => {
  const state = events.reduce<LeadLifecycle | undefined>((known, next) => applyEvent(known, next), undefined);
  if (!state) throw new Error('nothing was captured');
  return state;
};

describe('applyEvent', () => {
  it('dates a stage by the first event that names it', () => {
    const state = fold([capturedEvent, converted('2018-02-03T00:00:00.000Z'), converted('2018-02-09T00:00:00.000Z', 3)]);
    expect(state.reached).toEqual({ converted: '2018-02-03T00:00:00.000Z' });
  });

  it('changes nothing for an event that is not newer', () => {
    const state = fold([capturedEvent, converted('2018-02-03T00:00:00.000Z')]);
    expect(applyEvent(state, converted('2017-01-01T00:00:00.000Z'))).toBe(state);
  });

  it('counts a lead captured in a later status for that stage too', () => {
    const state = fold([event('lead.captured', 1, { source: 'x', status: 'qualified', capturedAt: '2018-02-01T00:00:00.000Z' })]);
    expect(contributions(state).map((cell) => cell.stage)).toEqual(['captured', 'qualified']);
  });

  it("takes a tenant's own status for a stage, and nothing that is no key of a status", () => {
    const moved = (to: string, sequence = 2) =>
      event('lead.status-changed', sequence, { from: 'new', to, changedAt: '2018-02-03T00:00:00.000Z' });
    for (const status of ['captured', 'toString', '__proto__', '']) expect(fold([capturedEvent, moved(status)]).reached).toEqual({});
    const state = fold([capturedEvent, moved('demo-booked'), moved('constructor', 3)]);
    expect(contributions(state).map(({ stage }) => stage)).toEqual(['captured', 'demo-booked', 'constructor']);
    expect(persons([state, fold([event('lead.captured', 1, capturedEvent.data, 'b')])])).toHaveLength(2);
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

describe('persons', () => {
  const of = (leadId: string, source: string, day: number, ...more: LifecycleEvent[]) =>
    fold([event('lead.captured', 1, { source, status: 'new', capturedAt: `2018-02-0${day}T00:00:00.000Z` }, leadId), ...more]);
  const reaches = (leadId: string, to: string, day: number) =>
    event('lead.status-changed', 2, { from: 'new', to, changedAt: `2018-02-0${day}T00:00:00.000Z`, trigger: 'manual' }, leadId);
  const goesInto = (leadId: string, survivorId: string) => event('lead.merged', 3, { survivorId }, leadId);

  it('are captured when the first of their leads was, and reached what one of these reached first', () => {
    const states = [
      of('a', 'social', 5, reaches('a', 'contacted', 7)),
      of('b', 'email', 2, reaches('b', 'converted', 4), goesInto('b', 'a')),
      of('c', 'web', 3, reaches('c', 'contacted', 6), goesInto('c', 'b')),
    ];
    expect(persons(states)).toEqual([
      {
        ...states[0],
        capturedAt: new Date('2018-02-02T00:00:00.000Z'),
        reached: { contacted: '2018-02-06T00:00:00.000Z', converted: '2018-02-04T00:00:00.000Z' },
      },
    ]);
  });

  it('are apart again once the merge is undone', () => {
    const [a, b] = [of('a', 'social', 5), of('b', 'email', 2, goesInto('b', 'a'), event('lead.unmerged', 4, { source: 'email' }, 'b'))];
    expect(persons([a, b])).toEqual([a, b]);
  });

  it('do not count what a merge alone moved', () => {
    const moved = event('lead.status-changed', 2, {
      from: 'new',
      to: 'converted',
      changedAt: '2018-02-04T00:00:00.000Z',
      trigger: 'merge',
    });
    expect(fold([capturedEvent, moved])).toMatchObject({ sequence: 2, reached: {} });
  });

  it('are nobody while their survivor is not known, or pointers go round', () => {
    expect(persons([of('b', 'email', 2, goesInto('b', 'a'))])).toEqual([]);
    expect(persons([of('a', 'x', 1, goesInto('a', 'b')), of('b', 'x', 1, goesInto('b', 'a'))])).toEqual([]);
  });
});

describe('rollupDifference', () => {
  it('moves a lead from one source to another', () => {
    const before = fold([capturedEvent]);
    const after = fold([capturedEvent, event('lead.updated', 2, { source: 'email' })]);
    expect(rollupDifference([before], [after])).toEqual([
      { capturedOn: '2018-02-01', source: 'email', stage: 'captured', leads: 1, secondsSum: 0, beforeCapture: 0 },
      { capturedOn: '2018-02-01', source: 'social', stage: 'captured', leads: -1, secondsSum: 0, beforeCapture: 0 },
    ]);
  });

  it('adds up to the rollup of the final states, however the events are cut into batches', () => {
    const chance = seededChance(20_180_201);
    for (let round = 0; round < 50; round += 1) {
      const events = randomHistory(chance);
      const finalStates = new Map<string, LeadLifecycle>();
      const rollup = new Map<string, number[]>();
      for (let start = 0; start < events.length;) {
        const batch = events.slice(start, (start += 1 + Math.floor(chance() * 5)));
        const before = [...finalStates.values()];
        for (const next of batch) {
          const state = applyEvent(finalStates.get(next.data.leadId), next);
          if (state) finalStates.set(next.data.leadId, state);
        }
        add(rollup, rollupDifference(before, [...finalStates.values()]));
      }
      const expected = new Map<string, number[]>();
      add(expected, persons([...finalStates.values()]).flatMap(contributions));
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
    switch (pick(['captured', 'status', 'status', 'updated', 'deleted', 'merged', 'unmerged'])) {
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
      case 'merged':
        return event('lead.merged', sequence, { survivorId: pick(['a', 'b', 'c'].filter((id) => id !== leadId)) }, leadId);
      case 'unmerged':
        return event('lead.unmerged', sequence, { source: pick(['x', 'y']) }, leadId);
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
