import { describe, expect, it } from '@jest/globals';
import { uuidV7 } from '@leadstream/kernel';
import { rule } from '../decision/decision.fixture.spec.js';
import { waitingAfter } from './assign.rules.js';

const AT = new Date('2026-11-02T12:00:00Z');
const restsOf = (decision: Parameters<typeof waitingAfter>[1]) =>
  [0, 1, 4, 5, 8, 100].map((looks) => {
    const { lookAt } = waitingAfter({ leadId: uuidV7.next(), looks }, decision, AT);
    return lookAt && (lookAt.getTime() - AT.getTime()) / 1_000;
  });

describe('a lead that nobody got', () => {
  it('rests twice as long each time: up to 5 minutes where nobody can take it, up to an hour where no rule is for it', () => {
    expect(restsOf({ kind: 'nobody', rule: rule() })).toEqual([15, 30, 240, 300, 300, 300]);
    expect(restsOf({ kind: 'no-rule' })).toEqual([15, 30, 240, 480, 3_600, 3_600]);
  });

  it('waits for whoever claims it where it is offered', () => {
    expect(restsOf({ kind: 'offered', rule: rule() })).toEqual([null, null, null, null, null, null]);
  });
});
