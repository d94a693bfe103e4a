import { describe, expect, it } from '@jest/globals';
import { CHANNELS, PURPOSES } from '@leadstream/contracts';
import fc from 'fast-check';
import type { Contact } from '../rule-sets/applicable.rules.js';
import { inCountry, PERMITTED } from './decision-facts.fixture.spec.js';
import { ADDRESSES, type Fact, World } from './withdrawal-world.fixture.spec.js';

const lead = fc.nat({ max: 6 });
const address = fc.nat({ max: ADDRESSES - 1 });
const back = fc.option(fc.nat({ max: 30 }));
const basis = fc.constantFrom('consent' as const, 'contract' as const, 'legitimate_interest' as const);
const lasts = fc.option(fc.integer({ min: 1, max: 12 }));
const grant = fc.record({ is: fc.constant('grant' as const), lead, basis, minutesBack: back, lasts });
const readdress = fc.record({
  is: fc.constant('readdress' as const),
  lead,
  which: fc.constantFrom('email' as const, 'phone' as const),
  address,
});
const withoutGrants: fc.Arbitrary<Fact> = fc.oneof(
  fc.record({ is: fc.constant('withdraw' as const), lead, minutesBack: back }),
  fc.record({ is: fc.constant('dnc' as const), lead, added: fc.boolean() }),
  fc.record({ is: fc.constant('opt-out' as const), lead, waits: fc.boolean() }),
  fc.record({ is: fc.constant('stop' as const), lead }),
  fc.record({ is: fc.constant('merge' as const), lead, into: lead }),
  fc.record({ is: fc.constant('unmerge' as const), lead }),
  fc.record({ is: fc.constant('delete' as const), lead }),
  fc.record({ is: fc.constant('restore' as const), lead }),
  readdress,
  fc.record({ is: fc.constant('capture' as const), address, basis: fc.option(basis), minutesAhead: fc.nat({ max: 20 }) }),
  fc.record({ is: fc.constant('late-capture' as const), lead, minutesAhead: fc.nat({ max: 20 }) }),
  fc.record({ is: fc.constant('purchase' as const), lead }),
  fc.record({ is: fc.constant('policy' as const), requiresStatedConsent: fc.boolean() }),
);
const start = fc.record({ is: fc.constant('start' as const), lead });
const anything: fc.Arbitrary<Fact> = fc.oneof(
  { weight: 4, arbitrary: grant },
  { weight: 10, arbitrary: withoutGrants },
  { weight: 1, arbitrary: start },
);
const contact: fc.Arbitrary<Contact> = fc.record({ channel: fc.constantFrom(...CHANNELS), purpose: fc.constantFrom(...PURPOSES) });
const place = fc.constantFrom(
  inCountry('US', 'America/New_York'),
  inCountry('CA', 'America/Toronto'),
  inCountry('DE', 'Europe/Berlin'),
  PERMITTED,
);
const before = fc.array(anything, { maxLength: 12 });
const after = fc.array(withoutGrants, { maxLength: 14 });
/** What nobody takes an opt-out back by; often it is the lead itself that agrees anew, and is reached elsewhere. */
const afterStop = (who: number) =>
  fc.array(
    fc.oneof(
      { weight: 2, arbitrary: grant.map((fact) => ({ ...fact, lead: who })) },
      { weight: 3, arbitrary: readdress.map((fact) => ({ ...fact, lead: who })) },
      { weight: 4, arbitrary: anything.filter(({ is }) => is !== 'start') },
    ),
    { maxLength: 14 },
  );
const isDismissal = (fact: Fact): boolean => fact.is === 'opt-out' && !fact.waits;

const RUNS = { numRuns: 1_000, seed: 20_261_127 };

/** Everybody who is told from then on at an address that the leads have or had, and the leads themselves, whatever they have become. */
function nobodyAllows(world: World, leadIds: readonly string[], addresses: ReadonlySet<string>): boolean {
  const all = new Set([...leadIds, ...leadIds.map((leadId) => world.rootOf(leadId)), ...world.leadsAt(addresses)]);
  return [...all].every((one) => world.outcome(one) === 'deny');
}

it('after a withdrawal was acknowledged, nothing but a new grant lets a decision allow about any lead that was that person, or whoever has an address of it by then', () => {
  fc.assert(
    fc.property(before, lead, back, after, contact, place, (facts, who, minutesBack, then, asked, where) => {
      const world = new World(asked, where);
      facts.forEach((fact) => world.take(fact));
      const leadIds = world.personOf(world.idOf(who));
      world.take({ is: 'withdraw', lead: who, minutesBack });
      const addresses = world.addressesOf(leadIds);
      return [undefined, ...then].every((fact) => {
        if (fact !== undefined) world.take(fact);
        return nobodyAllows(world, leadIds, addresses);
      });
    }),
    RUNS,
  );
});

it('a grant for a time lifts a withdrawal for that time, and nothing allows once it is over', () => {
  fc.assert(
    fc.property(before, lead, fc.integer({ min: 1, max: 4 }), after, contact, place, (facts, who, minutes, then, asked, where) => {
      const world = new World(asked, where);
      facts.forEach((fact) => world.take(fact));
      const leadIds = world.personOf(world.idOf(who));
      world.take({ is: 'withdraw', lead: who, minutesBack: null });
      world.take({ is: 'grant', lead: who, basis: 'consent', minutesBack: null, lasts: minutes });
      const addresses = world.addressesOf(leadIds);
      return then.every((fact, index) => {
        world.take(fact);
        return index + 1 <= minutes || nobodyAllows(world, leadIds, addresses);
      });
    }),
    RUNS,
  );
});

it('after STOP was acknowledged, nothing lets a decision allow about that person, wherever it is reached by then, or whoever has an address that it had', () => {
  fc.assert(
    fc.property(
      before,
      lead.chain((who) => fc.tuple(fc.constant(who), afterStop(who))),
      contact,
      place,
      (facts, [who, then], asked, where) => {
        const world = new World(asked, where);
        facts.forEach((fact) => world.take(fact));
        const leadId = world.idOf(who);
        const addresses = world.reachedAt(leadId);
        world.take({ is: 'stop', lead: who });
        return [undefined, ...then].every((fact) => {
          if (fact !== undefined && !isDismissal(fact)) world.take(fact);
          return nobodyAllows(world, [leadId], addresses);
        });
      },
    ),
    RUNS,
  );
});

it('what is on the list, or waits for a person to look, is never allowed, whatever was said before and since', () => {
  fc.assert(
    fc.property(
      before,
      lead,
      fc.boolean(),
      fc.array(grant, { maxLength: 4 }),
      contact,
      place,
      (facts, who, isListed, then, asked, where) => {
        const world = new World(asked, where);
        facts.forEach((fact) => world.take(fact));
        const leadId = world.idOf(who);
        world.take(isListed ? { is: 'dnc', lead: who, added: true } : { is: 'opt-out', lead: who, waits: true });
        then.forEach((fact) => world.take(fact));
        return world.outcome(world.rootOf(leadId)) === 'deny';
      },
    ),
    RUNS,
  );
});

describe('what allows, so that the above says something', () => {
  const mail: Contact = { channel: 'email', purpose: 'marketing' };
  const told = (...facts: Fact[]): World => {
    const world = new World(mail, inCountry('DE', 'Europe/Berlin'));
    facts.forEach((fact) => world.take(fact));
    return world;
  };
  const withdrawn: Fact = { is: 'withdraw', lead: 0, minutesBack: null };
  const granted = (who: number, more: Partial<Extract<Fact, { is: 'grant' }>> = {}): Fact => ({
    ...{ is: 'grant', lead: who, basis: 'consent', minutesBack: null, lasts: null },
    ...more,
  });
  const gone: Fact = { is: 'delete', lead: 0 };
  const captured: Fact = { is: 'capture', address: 0, basis: 'consent', minutesAhead: 0 };

  it('is what was granted last, for as long as it was granted', () => {
    expect(told(withdrawn, granted(0)).outcome('a')).toBe('allow');
    expect(told(withdrawn, granted(0, { lasts: 1 })).outcome('a')).toBe('allow');
    expect(told(withdrawn, granted(0, { lasts: 1 }), { is: 'purchase', lead: 1 }).outcome('a')).toBe('deny');
  });

  it('is what somebody says who has the address of a lead that withdrew, not what was said before', () => {
    expect(told(gone, captured).outcome('n3')).toBe('allow');
    expect(told(withdrawn, gone, captured).outcome('n3')).toBe('deny');
    expect(told(gone, withdrawn, captured).outcome('n3')).toBe('deny');
    expect(told(withdrawn, gone, captured, granted(3)).outcome('n3')).toBe('allow');
    const elsewhere = (['email', 'phone'] as const).map((which): Fact => ({ is: 'readdress', lead: 0, which, address: 4 }));
    expect(told(...elsewhere, captured).outcome('n3')).toBe('allow');
    expect(told(withdrawn, ...elsewhere, captured).outcome('n3')).toBe('deny');
    expect(told(...elsewhere, withdrawn, gone, captured).outcome('n3')).toBe('deny');
  });

  it('is what a lead agreed to that says START after STOP, or that has nothing of whoever said STOP', () => {
    const stop: Fact = { is: 'stop', lead: 0 };
    const elsewhere = (['email', 'phone'] as const).map((which): Fact => ({ is: 'readdress', lead: 0, which, address: 4 }));
    expect(told(granted(0), stop).outcome('a')).toBe('deny');
    expect(told(granted(0), stop, ...elsewhere).outcome('a')).toBe('deny');
    expect(told(granted(0), stop, ...elsewhere, { is: 'start', lead: 0 }).outcome('a')).toBe('allow');
    expect(told(stop, ...elsewhere, captured).outcome('n3')).toBe('deny');
    expect(told(...elsewhere, stop, captured).outcome('n3')).toBe('allow');
    expect(told(granted(0), stop, { is: 'merge', lead: 0, into: 1 }, granted(1)).outcome('b')).toBe('deny');
  });

  it('is no more what was agreed to before a withdrawal, whatever instant a clock that is behind puts to that', () => {
    expect(told(granted(0), { ...withdrawn, minutesBack: 30 }).outcome('a')).toBe('deny');
    expect(told(granted(0), { ...withdrawn, minutesBack: 30 }, granted(0)).outcome('a')).toBe('allow');
    expect(told(granted(0), { ...withdrawn, minutesBack: 30 }, granted(0, { minutesBack: 1 })).outcome('a')).toBe('allow');
  });

  it('is nothing that a capture states by a clock that is ahead, once the lead or who had its address has withdrawn', () => {
    const heard = (minutesAhead: number): Fact => ({ is: 'late-capture', lead: 0, minutesAhead });
    expect(told(withdrawn, heard(20)).outcome('a')).toBe('deny');
    expect(told({ is: 'purchase', lead: 1 }, heard(20)).outcome('a')).toBe('allow');
    expect(told(withdrawn, gone, { ...captured, minutesAhead: 20 }).outcome('n3')).toBe('deny');
    expect(told(gone, { ...captured, minutesAhead: 20 }).outcome('n3')).toBe('allow');
  });

  it('is of neither lead what the person withdrew while they were one, once they are two again', () => {
    const merged: Fact = { is: 'merge', lead: 0, into: 1 };
    const parted: Fact = { is: 'unmerge', lead: 0 };
    const outcomes = (...facts: Fact[]) => ['a', 'b'].map((leadId) => told(granted(0), granted(1), ...facts).outcome(leadId));
    expect(outcomes(merged, parted)).toEqual(['allow', 'allow']);
    expect(outcomes(merged, { ...withdrawn, lead: 1 }, parted)).toEqual(['deny', 'deny']);
    expect(outcomes(merged, withdrawn, parted)).toEqual(['deny', 'deny']);
    expect(outcomes(withdrawn, merged, { ...withdrawn, lead: 1 }, parted)).toEqual(['deny', 'deny']);
    expect(outcomes(withdrawn, merged, parted)).toEqual(['deny', 'allow']);
    expect(outcomes(merged, withdrawn, parted, granted(1))).toEqual(['deny', 'allow']);
  });

  it('is what the lead itself says that withdrew, and is no more what it was when it comes back', () => {
    expect(told(withdrawn, gone, captured, granted(0)).outcome('n3')).toBe('allow');
    expect(told(granted(0), gone, { is: 'restore', lead: 0 }).outcome('a')).toBe('allow');
    expect(told(withdrawn, gone, { is: 'restore', lead: 0 }).outcome('a')).toBe('deny');
  });
});
