import { expect, it } from '@jest/globals';
import { CHANNELS, type DncEntry, PURPOSES } from '@leadstream/contracts';
import fc from 'fast-check';
import { presentInstant, statementInstant } from '../../consent/consent.rules.js';
import type { KnownLead } from '../../known-lead/known-lead.js';
import { familyIds } from '../../known-lead/known-lead.rules.js';
import { factsFor } from '../facts/contact-facts.rules.js';
import { decide } from './decision.rules.js';
import { inCountry, PERMITTED } from './decision-facts.fixture.spec.js';
import type { LedgerLine } from '../facts/person-record.js';
import type { Contact } from '../rule-sets/applicable.rules.js';
import { RULE_SET_VERSION, ruleSetOf } from '../rule-sets/rule-sets.js';

const rules = ruleSetOf(RULE_SET_VERSION) ?? [];
const LEADS = ['a', 'b', 'c'] as const;
const START_MS = Date.parse('2026-11-23T15:00:00Z');
const MINUTE_MS = 60_000;

/** What happens, in the order in which it is acknowledged; a minute lies between any two. */
type Fact =
  | { readonly is: 'grant'; readonly lead: number; readonly basis: LedgerLine['basis']; readonly minutesBack: number | null }
  | { readonly is: 'withdraw'; readonly lead: number; readonly minutesBack: number | null }
  | { readonly is: 'dnc'; readonly lead: number; readonly added: boolean }
  | { readonly is: 'opt-out'; readonly lead: number; readonly waits: boolean }
  | { readonly is: 'merge'; readonly lead: number; readonly into: number }
  | { readonly is: 'unmerge'; readonly lead: number }
  | { readonly is: 'purchase'; readonly lead: number }
  | { readonly is: 'policy'; readonly requiresStatedConsent: boolean };

const lead = fc.nat({ max: LEADS.length - 1 });
const back = fc.option(fc.nat({ max: 30 }));
const basis = fc.constantFrom('consent' as const, 'contract' as const, 'legitimate_interest' as const);
const grant = fc.record({ is: fc.constant('grant' as const), lead, basis, minutesBack: back });
const withoutGrants: fc.Arbitrary<Fact> = fc.oneof(
  fc.record({ is: fc.constant('withdraw' as const), lead, minutesBack: back }),
  fc.record({ is: fc.constant('dnc' as const), lead, added: fc.boolean() }),
  fc.record({ is: fc.constant('opt-out' as const), lead, waits: fc.boolean() }),
  fc.record({ is: fc.constant('merge' as const), lead, into: lead }),
  fc.record({ is: fc.constant('unmerge' as const), lead }),
  fc.record({ is: fc.constant('purchase' as const), lead }),
  fc.record({ is: fc.constant('policy' as const), requiresStatedConsent: fc.boolean() }),
);
const anything: fc.Arbitrary<Fact> = fc.oneof({ weight: 2, arbitrary: grant }, { weight: 3, arbitrary: withoutGrants });
const contact: fc.Arbitrary<Contact> = fc.record({ channel: fc.constantFrom(...CHANNELS), purpose: fc.constantFrom(...PURPOSES) });
const place = fc.constantFrom(
  inCountry('US', 'America/New_York'),
  inCountry('CA', 'America/Toronto'),
  inCountry('DE', 'Europe/Berlin'),
  PERMITTED,
);

/** The service's state about three leads, changed as its services change it. */
class World {
  readonly #leads: KnownLead[] = LEADS.map((leadId) => ({
    leadId,
    sequence: 1,
    email: `${leadId}@example.com`,
    phone: '+4930901820',
    timeZone: null,
    country: null,
    region: null,
    deletedAt: null,
    mergedInto: null,
  }));
  readonly #ledger: LedgerLine[] = [];
  readonly #listed = new Set<string>();
  readonly #waiting = new Set<string>();
  readonly #purchases = new Map<string, Date>();
  #requiresStatedConsent = true;
  #nowMs = START_MS;

  constructor(
    private readonly contact: Contact,
    private readonly where: ReturnType<typeof inCountry>,
  ) {}

  take(fact: Fact): void {
    this.#nowMs += MINUTE_MS;
    if (fact.is === 'policy') this.#requiresStatedConsent = fact.requiresStatedConsent;
    else this.#take(fact, LEADS[fact.lead] ?? 'a');
  }

  /** The lead that a lead has become part of, itself when of none. */
  rootOf(leadId: string): string {
    const { mergedInto } = this.#lead(leadId);
    return mergedInto === null ? leadId : this.rootOf(mergedInto);
  }

  outcome(leadId: string) {
    const policy = { version: 1, requiresStatedConsent: this.#requiresStatedConsent, hours: [], caps: [] };
    const at = new Date(this.#nowMs);
    const { facts } = factsFor(
      { ...this.#recordOf(leadId), ...this.where },
      { ...this.contact, at },
      { policy, listVersion: 1, lists: [] },
    );
    return decide({ ...facts, contacts: [] }, this.contact, { at, decidedAt: at }, rules).outcome;
  }

  #take(fact: Exclude<Fact, { is: 'policy' }>, leadId: string): void {
    if (fact.is === 'grant') this.#say(leadId, 'given', fact.basis, fact.minutesBack);
    if (fact.is === 'withdraw') this.#say(leadId, 'withdrawn', 'consent', fact.minutesBack);
    if (fact.is === 'dnc') this.#listed[fact.added ? 'add' : 'delete'](leadId);
    if (fact.is === 'opt-out') this.#waiting[fact.waits ? 'add' : 'delete'](leadId);
    if (fact.is === 'purchase') this.#purchases.set(leadId, new Date(this.#nowMs));
    if (fact.is === 'unmerge') this.#change(leadId, { mergedInto: null, deletedAt: null });
    if (fact.is === 'merge') this.#merge(leadId, this.rootOf(LEADS[fact.into] ?? 'a'));
  }

  #merge(leadId: string, into: string): void {
    if (this.#lead(leadId).mergedInto === null && into !== leadId)
      this.#change(leadId, { mergedInto: into, deletedAt: new Date(this.#nowMs) });
  }

  /** As the service dates it: at the instant that was stated, or else after all that was said before. */
  #say(leadId: string, state: LedgerLine['state'], on: LedgerLine['basis'], minutesBack: number | null): void {
    const { family, ledger } = this.#recordOf(leadId);
    const now = new Date(this.#nowMs);
    const merges = family.merged.flatMap(({ deletedAt }) => deletedAt ?? []);
    const stated = minutesBack === null ? undefined : new Date(this.#nowMs - minutesBack * MINUTE_MS);
    const statedAt = stated === undefined ? presentInstant(ledger, now, merges) : statementInstant(stated, now);
    const entryNo = this.#ledger.length + 1;
    this.#ledger.push({ entryId: `${entryNo}`, leadId, entryNo, state, basis: on, statedAt, ...this.contact });
  }

  #recordOf(leadId: string) {
    const merged = this.#leads.filter((one) => one.leadId !== leadId && this.rootOf(one.leadId) === leadId);
    const family = { lead: this.#lead(leadId), merged };
    const ids = familyIds(leadId, family);
    const of = (some: ReadonlySet<string>) => ids.filter((id) => some.has(id));
    return {
      family,
      ledger: this.#ledger.filter((line) => ids.includes(line.leadId)),
      listed: of(this.#listed).map(entryOf),
      lists: [],
      waiting: of(this.#waiting).map((id) => ({ id, channel: this.contact.channel })),
      dealings: ids.flatMap((id) => {
        const dealtAt = this.#purchases.get(id);
        return dealtAt === undefined ? [] : [{ kind: 'purchase' as const, dealtAt }];
      }),
    };
  }

  #lead(leadId: string): KnownLead {
    const found = this.#leads.find((one) => one.leadId === leadId);
    if (found === undefined) throw new Error(`no lead ${leadId}`);
    return found;
  }

  #change(leadId: string, change: Partial<KnownLead>): void {
    const index = this.#leads.findIndex((one) => one.leadId === leadId);
    this.#leads[index] = { ...this.#lead(leadId), ...change };
  }
}

function entryOf(leadId: string): DncEntry {
  const value = `${leadId}@example.com`;
  return {
    id: leadId,
    kind: 'email',
    value,
    channels: [],
    reason: 'x',
    source: 'api',
    addedAt: '2026-11-23T15:00:00Z',
    expiresAt: null,
    version: 1,
  };
}

const RUNS = { numRuns: 1_000, seed: 20_261_127 };

it('after a withdrawal was acknowledged, nothing but a new grant lets a decision about that person allow', () => {
  fc.assert(
    fc.property(
      fc.array(anything, { maxLength: 12 }),
      lead,
      fc.array(withoutGrants, { maxLength: 8 }),
      contact,
      place,
      (before, who, after, asked, where) => {
        const world = new World(asked, where);
        const leadId = LEADS[who] ?? 'a';
        before.forEach((fact) => world.take(fact));
        world.take({ is: 'withdraw', lead: who, minutesBack: null });
        return [undefined, ...after].every((fact) => {
          if (fact !== undefined) world.take(fact);
          return world.outcome(leadId) === 'deny' && world.outcome(world.rootOf(leadId)) === 'deny';
        });
      },
    ),
    RUNS,
  );
});

it('what is on the list, or waits for a person to look, is never allowed, whatever was said before and since', () => {
  fc.assert(
    fc.property(
      fc.array(anything, { maxLength: 12 }),
      lead,
      fc.boolean(),
      fc.array(grant, { maxLength: 4 }),
      contact,
      place,
      (before, who, isListed, after, asked, where) => {
        const world = new World(asked, where);
        before.forEach((fact) => world.take(fact));
        world.take(isListed ? { is: 'dnc', lead: who, added: true } : { is: 'opt-out', lead: who, waits: true });
        after.forEach((fact) => world.take(fact));
        return world.outcome(world.rootOf(LEADS[who] ?? 'a')) === 'deny';
      },
    ),
    RUNS,
  );
});

it('allows what was granted last, so that the above says something', () => {
  const world = new World({ channel: 'email', purpose: 'marketing' }, inCountry('DE', 'Europe/Berlin'));
  world.take({ is: 'withdraw', lead: 0, minutesBack: null });
  world.take({ is: 'grant', lead: 0, basis: 'consent', minutesBack: null });
  expect(world.outcome('a')).toBe('allow');
});
