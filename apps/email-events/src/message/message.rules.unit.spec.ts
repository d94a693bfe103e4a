import { describe, expect, it } from '@jest/globals';
import type { MessageObservation } from './message.js';
import { actsBeside, foldObservations, hasAdvanced } from './message.rules.js';

const day = (n: number): Date => new Date(Date.UTC(2020, 0, n));
const seen = (state: MessageObservation['state'], n: number, email = 'a@example.com'): MessageObservation => ({
  providerMessageId: 'm1',
  email,
  providerEventId: `${state} ${n}`,
  state,
  at: day(n),
});

function counter(): { next(): string } {
  let n = 0;
  return { next: () => `id-${(n += 1)}` };
}

const foldOne = (...observations: MessageObservation[]) => [...foldObservations(observations, counter()).values()][0];

describe('foldObservations', () => {
  it('ends in the highest state whatever the order of arrival', () => {
    const inOrder = [seen('processed', 1), seen('delivered', 2), seen('opened', 3), seen('clicked', 4)];
    for (const arrival of [inOrder, [...inOrder].reverse(), [inOrder[2], inOrder[0], inOrder[3], inOrder[1]] as MessageObservation[]]) {
      expect(foldOne(...arrival)).toMatchObject({ current: { state: 'clicked', at: day(4) }, firstEventAt: day(1) });
    }
  });

  it('dates a state by the first time it was reached', () => {
    expect(foldOne(seen('opened', 9), seen('opened', 3))?.current.at).toEqual(day(3));
  });

  it('keeps recipients of one send apart', () => {
    expect(foldObservations([seen('delivered', 1), seen('bounced', 1, 'b@example.com')], counter()).size).toBe(2);
  });
});

describe('hasAdvanced', () => {
  const fold = foldOne(seen('delivered', 2))!;

  it.each([
    [null, true],
    ['processed', true],
    ['delivered', false],
  ] as const)('from %s to delivered: %s', (from, advanced) => {
    expect(hasAdvanced({ ...fold, from })).toBe(advanced);
  });
});

describe('actsBeside', () => {
  const step = (state: MessageObservation['state'], n: number, from: MessageObservation['state'] | null = null) => ({
    ...foldOne(seen(state, n))!,
    from,
  });
  const beside = (message: ReturnType<typeof step>, ...observations: MessageObservation[]) =>
    actsBeside(observations, [message]).map(({ act }) => act.providerEventId);

  it('are those that a higher state passes over', () => {
    const observed = [seen('processed', 1), seen('delivered', 2), seen('opened', 3), seen('unsubscribed', 5), seen('complained', 6)];
    expect(beside(step('complained', 6), ...observed, seen('clicked', 4))).toEqual(['opened 3', 'unsubscribed 5', 'clicked 4']);
  });

  it('are late and repeated ones, of a message that stays in its state', () => {
    expect(beside(step('clicked', 5, 'clicked'), seen('delivered', 2), seen('opened', 3), seen('clicked', 5))).toEqual([
      'opened 3',
      'clicked 5',
    ]);
  });

  it('leave out the one that the change of state tells, and no other at the same instant', () => {
    expect(beside(step('opened', 3), seen('opened', 4), seen('opened', 3))).toEqual(['opened 4']);
    expect(beside(step('opened', 3), seen('opened', 3), seen('opened', 3))).toEqual(['opened 3']);
    expect(actsBeside([seen('opened', 3), seen('opened', 3, 'b@example.com')], [step('opened', 3)])).toEqual([]);
  });
});
