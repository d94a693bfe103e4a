import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Board, Decision, DistributionRuleRecord } from './candidate.js';
import { board, candidate, FREE, lead, NOON, type Person, rule } from './decision.fixture.spec.js';
import { afterDecision, decide } from './decide.rules.js';
import { type Demands, refusalOf, refusalOfClaim } from './eligibility.rules.js';
import { choose } from './strategy.rules.js';
import { dayBegin, haveSameClock, isWorking } from './working-hours.rules.js';

const at = (text: string): Date => new Date(text);

/** Who gets so many leads, one after the other. */
function give(count: number, start: Board, rules: readonly DistributionRuleRecord[]): { takers: (string | undefined)[]; end: Board } {
  let current = start;
  const takers = Array.from({ length: count }, () => {
    const decision: Decision = decide(lead(), rules, current, NOON);
    if (decision.kind !== 'given') return undefined;
    current = afterDecision(current, decision);
    return decision.memberId;
  });
  return { takers, end: current };
}

function countsOf(takers: readonly (string | undefined)[], people: readonly { readonly id: string }[]): number[] {
  return people.map(({ id }) => takers.filter((taker) => taker === id).length);
}

const people = (least = 1) =>
  fc.uniqueArray(fc.record({ id: fc.string({ minLength: 1 }), weight: fc.integer({ min: 1, max: 9 }) }), {
    minLength: least,
    maxLength: 8,
    selector: ({ id }) => id,
  });

describe('round robin', () => {
  it('gives each member as many leads as any other, or one more', () => {
    fc.assert(
      fc.property(people(), fc.integer({ min: 0, max: 60 }), (pool, count) => {
        const counts = countsOf(give(count, board({ pool }), [rule()]).takers, pool);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        expect(counts.reduce((sum, one) => sum + one, 0)).toBe(count);
      }),
    );
  });

  it('goes on with whose turn is longest ago when somebody comes back, who does not get all that was missed', () => {
    const candidates = [candidate('a', { lastTurn: 1 }), candidate('b', { lastTurn: 9 }), candidate('c', { lastTurn: 8 })];
    expect(choose('round-robin', candidates)).toBe('a');
    expect(choose('round-robin', [candidate('a', { lastTurn: 10 }), ...candidates.slice(1)])).toBe('c');
    expect(choose('round-robin', [candidate('a', { refusal: 'absent' })])).toBeUndefined();
  });
});

describe('weighted', () => {
  it('gives the sequence that nginx publishes for weights 5, 1, 1', () => {
    const pool = [
      { id: 'a', weight: 5 },
      { id: 'b', weight: 1 },
      { id: 'c', weight: 1 },
    ];
    // https://github.com/nginx/nginx/commit/52327e0627f49dbda1e8db695e63a4b0af4448b1
    expect(give(7, board({ pool }), [rule({ strategy: 'weighted' })]).takers.join('')).toBe('aabacaa');
  });

  it('gives each member exactly its weight in every round of all weights, and owes nothing then', () => {
    fc.assert(
      fc.property(people(), fc.integer({ min: 1, max: 3 }), (pool, rounds) => {
        const sum = pool.reduce((total, { weight }) => total + weight, 0);
        const { takers, end } = give(rounds * sum, board({ pool }), [rule({ strategy: 'weighted' })]);
        expect(countsOf(takers, pool)).toEqual(pool.map(({ weight }) => weight * rounds));
        expect(end.pools.get('pool')?.seats.map(({ credit }) => credit)).toEqual(pool.map(() => 0));
      }),
    );
  });
});

describe('least busy', () => {
  it('gives to who has the fewest open leads, and evens them out', () => {
    fc.assert(
      fc.property(people(), fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 8, maxLength: 8 }), (members, loads) => {
        const pool = members.map((person, index): Person => ({ ...person, load: { openLeads: loads[index] ?? 0 } }));
        const { end } = give(9 * pool.length, board({ pool }), [rule({ strategy: 'least-busy' })]);
        const open = pool.map(({ id }) => end.loads.get(id)?.openLeads ?? 0);
        // There are enough leads to fill everybody up to the busiest.
        expect(Math.max(...open) - Math.min(...open)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('what stands against a member', () => {
  const NOTHING: Demands = { skills: [], match: [] };
  const load = { openLeads: 3, givenToday: 2 };
  const hours = { monday: [{ from: '09:00', until: '17:00' }] };
  const german = lead({ address: { country: 'US', region: 'California' }, language: 'de-AT', timeZone: 'Europe/Vienna' });
  it.each([
    ['nothing', {}, NOTHING, null],
    [
      'absence from its first instant',
      { absences: [{ from: '2026-03-02T13:00:00+01:00', until: '2026-03-02T12:00:01Z' }] },
      NOTHING,
      'absent',
    ],
    ['no absence that has just ended', { absences: [{ from: '2026-03-01T00:00:00Z', until: '2026-03-02T12:00:00Z' }] }, NOTHING, null],
    ['its own clock', { workingHours: hours, timeZone: 'America/Los_Angeles' }, NOTHING, 'outside-hours'],
    ['no hour within its hours', { workingHours: hours }, NOTHING, null],
    ['a skill of several', { skills: ['loans'] }, { ...NOTHING, skills: ['loans', 'boats'] }, 'skill'],
    ['no skill that it has', { skills: ['loans', 'boats'] }, { ...NOTHING, skills: ['boats'] }, null],
    ['another territory', { territories: ['de', 'us/nevada'] }, { ...NOTHING, match: ['territory'] }, 'territory'],
    ['no region of its own', { territories: ['us/california'] }, { ...NOTHING, match: ['territory'] }, null],
    ['no country of its own', { territories: ['us'] }, { ...NOTHING, match: ['territory'] }, null],
    ['another language', { languages: ['en', 'fr'] }, { ...NOTHING, match: ['language'] }, 'language'],
    ['no variety of its language', { languages: ['de-ch'] }, { ...NOTHING, match: ['language'] }, null],
    ['another zone', { timeZone: 'Europe/London' }, { ...NOTHING, match: ['zone'] }, 'zone'],
    ['no zone whose clocks show the same', { timeZone: 'Europe/Paris' }, { ...NOTHING, match: ['zone'] }, null],
    ['as many open leads as it may have', { maxOpenLeads: 3 }, NOTHING, 'capacity'],
    ['no fewer', { maxOpenLeads: 4 }, NOTHING, null],
    ['as many leads today as it may have', { dailyQuota: 2 }, NOTHING, 'quota'],
    ['no quota that is left', { dailyQuota: 3 }, NOTHING, null],
  ] as const)('%s', (_what, profile, demands, expected) => {
    expect(refusalOf({ ...FREE, ...(profile as object) }, load, demands, german, NOON)).toBe(expected);
  });

  it('is not the hour where a member takes the lead itself', () => {
    const profile = { ...FREE, workingHours: {}, maxOpenLeads: 3 };
    expect(refusalOf(profile, load, NOTHING, german, NOON)).toBe('outside-hours');
    expect(refusalOfClaim(profile, load, NOTHING, german, NOON)).toBe('capacity');
    expect(refusalOfClaim(profile, { ...load, openLeads: 2 }, NOTHING, german, NOON)).toBeNull();
  });

  it('is that nothing is known of a lead that has to be alike', () => {
    const profile = { ...FREE, territories: ['de'], languages: ['de'] };
    for (const match of ['territory', 'language', 'zone'] as const) {
      expect(refusalOf(profile, load, { ...NOTHING, match: [match] }, lead(), NOON)).toBe(match);
    }
  });
});

describe('hours and days on a member’s clock', () => {
  const night = { sunday: [{ from: '02:00', until: '03:00' }], saturday: [{ from: '22:00', until: '24:00' }] };
  // Berlin: 02:00 to 03:00 is skipped on 29 March 2026 and comes twice on 25 October 2026 (IANA tzdata, EU rules).
  it.each([
    ['before the hour that is skipped', '2026-03-29T00:59:59Z', false],
    ['after the hour that is skipped', '2026-03-29T01:00:00Z', false],
    ['the hour that comes twice, first', '2026-10-25T00:30:00Z', true],
    ['the hour that comes twice, again', '2026-10-25T01:30:00Z', true],
    ['after it', '2026-10-25T02:00:00Z', false],
    ['the first minute of a span', '2026-10-24T20:00:00Z', true],
    ['the last second of a span up to midnight', '2026-10-24T21:59:59Z', true],
    ['midnight', '2026-10-24T22:00:00Z', false],
  ])('%s', (_what, instant, expected) => {
    expect(isWorking(night, 'Europe/Berlin', at(instant))).toBe(expected);
  });

  it('begins a day where the zone does, at midnight or after it', () => {
    expect(dayBegin('Europe/Berlin', at('2026-03-29T12:00:00Z'))).toEqual(at('2026-03-28T23:00:00Z'));
    expect(dayBegin('Europe/Berlin', at('2026-10-25T23:30:00Z'))).toEqual(at('2026-10-25T23:00:00Z'));
    // Clocks in Santiago go from 24:00 to 01:00 on 6 September 2026.
    expect(dayBegin('America/Santiago', at('2026-09-06T12:00:00Z'))).toEqual(at('2026-09-06T04:00:00Z'));
  });

  it('shows the same in two zones only while it does', () => {
    expect(haveSameClock('Europe/London', 'Africa/Abidjan', at('2026-01-15T12:00:00Z'))).toBe(true);
    expect(haveSameClock('Europe/London', 'Africa/Abidjan', at('2026-07-15T12:00:00Z'))).toBe(false);
  });
});

describe('rules in their order', () => {
  const never = { or: [] };
  const pools = board({ pool: [{ id: 'a' }], night: [{ id: 'n' }], away: [{ id: 'z', maxOpenLeads: 0 }] });
  it('counts the first that is for the lead', () => {
    const rules = [rule({ key: 'never', filter: never }), rule({ key: 'night', poolId: 'night' }), rule()];
    expect(decide(lead(), rules, pools, NOON)).toMatchObject({ kind: 'given', memberId: 'n', rule: { key: 'night' } });
    expect(decide(lead(), [rule({ filter: never })], pools, NOON)).toEqual({ kind: 'no-rule' });
    expect(decide(lead(), [rule({ strategy: 'claim' }), rule()], pools, NOON)).toMatchObject({ kind: 'offered' });
  });

  it('waits for a pool of which nobody can, or asks the next rule, and says why nobody could', () => {
    const away = rule({ key: 'away', poolId: 'away' });
    expect(decide(lead(), [away, rule()], pools, NOON)).toMatchObject({ kind: 'nobody', rule: { key: 'away' } });
    expect(decide(lead(), [{ ...away, otherwise: 'next' }, rule()], pools, NOON)).toMatchObject({ kind: 'given', memberId: 'a' });
    expect(decide(lead(), [{ ...away, otherwise: 'next' }], pools, NOON)).toMatchObject({ kind: 'nobody', rule: { key: 'away' } });
    expect(decide(lead(), [rule({ poolId: 'gone' })], pools, NOON)).toMatchObject({ kind: 'nobody' });
  });

  it('asks nobody twice who did not respond', () => {
    const two = board({ pool: [{ id: 'a' }, { id: 'b' }] });
    expect(decide(lead(), [rule()], two, NOON, new Set(['a']))).toMatchObject({
      memberId: 'b',
      candidates: [
        { memberId: 'a', refusal: 'asked-before' },
        { memberId: 'b', refusal: null },
      ],
    });
    expect(decide(lead(), [rule()], two, NOON, new Set(['a', 'b']))).toMatchObject({ kind: 'nobody' });
  });

  it('never exceeds a capacity or a quota, in whatever pools a member is', () => {
    fc.assert(
      fc.property(
        people(2),
        fc.integer({ min: 0, max: 5 }),
        fc.integer({ min: 0, max: 5 }),
        fc.integer({ min: 0, max: 60 }),
        (all, most, quota, count) => {
          const limited = all.map((person): Person => ({ ...person, maxOpenLeads: most, dailyQuota: quota }));
          const rules = [rule({ otherwise: 'next', strategy: 'weighted' }), rule({ key: 'other', poolId: 'other' })];
          const { end, takers } = give(count, board({ pool: limited, other: limited.slice(1) }), rules);
          for (const { openLeads } of end.loads.values()) expect(openLeads).toBeLessThanOrEqual(Math.min(most, quota));
          expect(takers.filter((taker) => taker !== undefined)).toHaveLength(Math.min(count, limited.length * Math.min(most, quota)));
        },
      ),
    );
  });

  it('decides the same again from the candidates that it names', () => {
    fc.assert(
      fc.property(
        people(),
        fc.constantFrom('round-robin', 'weighted', 'least-busy'),
        fc.integer({ min: 0, max: 20 }),
        (pool, strategy, count) => {
          const rules = [rule({ strategy })];
          const again = decide(lead(), rules, give(count, board({ pool }), rules).end, NOON);
          if (again.kind !== 'given') throw new Error('nobody stands against it');
          expect(choose(strategy, JSON.parse(JSON.stringify(again.candidates)) as typeof again.candidates)).toBe(again.memberId);
        },
      ),
    );
  });
});
