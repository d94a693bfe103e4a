import { describe, expect, it } from '@jest/globals';
import type { MessageObservation } from './message.js';
import { foldObservations, hasAdvanced } from './message.rules.js';

const day = (n: number): Date => new Date(Date.UTC(2020, 0, n));
const seen = (state: MessageObservation['state'], n: number, email = 'a@example.com'): MessageObservation => ({
  providerMessageId: 'm1',
  email,
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
