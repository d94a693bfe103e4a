import { expect, it } from '@jest/globals';
import type { Board } from '../decision/candidate.js';
import { board, lead, NOON, rule } from '../decision/decision.fixture.spec.js';
import { type PastLead, replay } from './replay.rules.js';

const HOUR_MS = 3_600_000;

/** Leads an hour apart from noon, all of which one member got. */
function past(count: number, memberId = 'a', fields: Parameters<typeof lead>[0] = {}): PastLead[] {
  return Array.from({ length: count }, (_, index) => {
    return { lead: lead({ leadId: `l${index}`, ...fields }), at: new Date(NOON.getTime() + index * HOUR_MS), memberId };
  });
}

it('tells who would have got leads, from turns that nobody had', () => {
  const fresh = board({ pool: [{ id: 'a' }, { id: 'b' }] });
  const seats = fresh.pools.get('pool')?.seats.map((seat) => ({ ...seat, lastTurn: seat.memberId === 'a' ? 9 : 3 })) ?? [];
  const turned = { ...fresh, pools: new Map([...fresh.pools].map(([id, pool]) => [id, { ...pool, seats }])) } as Board;
  const result = replay(past(4), [rule()], turned);
  expect(result).toMatchObject({ leads: 4, changed: 2, unassigned: 0 });
  expect(result.members).toEqual([
    { memberId: 'a', before: 4, after: 2 },
    { memberId: 'b', before: 0, after: 2 },
  ]);
  expect(result.sample.map(({ leadId, before, after }) => [leadId, before, after])).toEqual([
    ['l1', 'a', 'b'],
    ['l3', 'a', 'b'],
  ]);
});

it('keeps to quotas of each member’s days and to what the member has besides', () => {
  // Noon to 22:00 in UTC; the day of Auckland (UTC+13 in March) begins anew at 11:00 UTC, that of Berlin (UTC+1) at 23:00 UTC.
  const quota = board({ pool: [{ id: 'berlin', timeZone: 'Europe/Berlin', dailyQuota: 4 }] });
  expect(replay(past(11), [rule()], quota)).toMatchObject({ unassigned: 7 });
  // Twelve hours on it is the next day: leads 11 to 14.
  expect(replay(past(15), [rule()], quota)).toMatchObject({ unassigned: 7 });
  const busy = board({ pool: [{ id: 'a', maxOpenLeads: 5, load: { openLeads: 3 } }] });
  expect(replay(past(6), [rule()], busy)).toMatchObject({ unassigned: 4 });
});

it('tells of leads that would have waited for whom, or for no rule', () => {
  const pools = board({ pool: [{ id: 'a' }] });
  const claim = replay(past(1), [rule({ key: 'claim', strategy: 'claim' })], pools);
  expect(claim).toMatchObject({ changed: 1, unassigned: 1, sample: [{ after: null, ruleKey: 'claim' }] });
  expect(replay(past(1), [rule({ filter: { or: [] } })], pools).sample).toMatchObject([{ after: null, ruleKey: null }]);
  expect(replay([], [rule()], pools)).toEqual({ leads: 0, changed: 0, members: [], unassigned: 0, sample: [] });
});
