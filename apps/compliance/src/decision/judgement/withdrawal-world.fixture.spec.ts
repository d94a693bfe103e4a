import type { DncEntry } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { type ConsentingEvent, toldConsents } from '../../consent/captured-consent.rules.js';
import { presentInstant, statementInstant } from '../../consent/consent.rules.js';
import { addressKey, heldAddresses } from '../../consent/person/held-address.rules.js';
import { AFTER_ALL, liftingNothing } from '../../consent/lifting/lifting.rules.js';
import { linesAt, personLedger } from '../../consent/person/person-ledger.rules.js';
import { leadsToWithdraw, mergesOf, withdrawnAsOneAt } from '../../consent/person/withdrawal.rules.js';
import type { FormerAddress } from '../../former-address/former-address.js';
import { lostAddresses } from '../../former-address/former-address.rules.js';
import type { KnownLead, LeadFamily } from '../../known-lead/known-lead.js';
import { addressesOf, familyIds } from '../../known-lead/known-lead.rules.js';
import { entryKey } from '../../dnc/domain.rules.js';
import { factsFor } from '../facts/contact-facts.rules.js';
import { listedEntries } from '../facts/listed-entries.rules.js';
import type { LedgerLine } from '../facts/person-record.js';
import type { Contact } from '../rule-sets/applicable.rules.js';
import { RULE_SET_VERSION, ruleSetOf } from '../rule-sets/rule-sets.js';
import { addressFor, decide } from './decision.rules.js';
import type { inCountry } from './decision-facts.fixture.spec.js';

const rules = ruleSetOf(RULE_SET_VERSION) ?? [];
const START_MS = Date.parse('2026-11-23T15:00:00Z');
const MINUTE_MS = 60_000;
/** Leads that are there from the beginning, each with its own addresses. */
const FIRST = ['a', 'b', 'c'] as const;
/** Of e-mail addresses, and as many numbers. */
export const ADDRESSES = 5;

type Basis = LedgerLine['basis'];

/** What happens, in the order in which it is acknowledged; a minute lies between any two. Leads are named by their place, those captured later behind. */
export type Fact =
  | {
      readonly is: 'grant';
      readonly lead: number;
      readonly basis: Basis;
      readonly minutesBack: number | null;
      readonly lasts: number | null;
    }
  | { readonly is: 'withdraw'; readonly lead: number; readonly minutesBack: number | null }
  | { readonly is: 'dnc'; readonly lead: number; readonly added: boolean }
  | { readonly is: 'opt-out'; readonly lead: number; readonly waits: boolean }
  /** By the channel that is asked about: a keyword, and what lifts it. */
  | { readonly is: 'stop'; readonly lead: number }
  | { readonly is: 'start'; readonly lead: number }
  | { readonly is: 'merge'; readonly lead: number; readonly into: number }
  | { readonly is: 'unmerge'; readonly lead: number }
  | { readonly is: 'delete'; readonly lead: number }
  | { readonly is: 'restore'; readonly lead: number }
  | { readonly is: 'readdress'; readonly lead: number; readonly which: 'email' | 'phone'; readonly address: number }
  /** A new lead, with a consent from before everything else, if with any; the clock that dates it and its event is ahead. */
  | { readonly is: 'capture'; readonly address: number; readonly basis: Basis | null; readonly minutesAhead: number }
  /** What one of the first leads agreed to when it was captured is heard of now; the clock that dated it and its event is ahead. */
  | { readonly is: 'late-capture'; readonly lead: number; readonly minutesAhead: number }
  | { readonly is: 'purchase'; readonly lead: number }
  | { readonly is: 'policy'; readonly requiresStatedConsent: boolean };

const emailOf = (address: number): string => `p${address}@example.com`;
const phoneOf = (address: number): string => `+493090182${address}`;

/** The service's state about some leads, changed as its services change it. */
export class World {
  readonly #leads: KnownLead[] = FIRST.map((leadId, index) => newLead(leadId, index));
  readonly #ledger: LedgerLine[] = [];
  readonly #former: FormerAddress[] = [];
  /** Addresses of which somebody else states that they are not contacted. */
  readonly #stated = new Set<string>();
  readonly #waiting = new Set<string>();
  /** Opt-outs that stand, with the addresses that they put on the list. */
  #acted: { readonly leadId: string; readonly keys: readonly string[] }[] = [];
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
    else if (fact.is === 'capture') this.#capture(fact);
    else this.#take(fact, this.idOf(fact.lead));
  }

  idOf(place: number): string {
    return (this.#leads[place % this.#leads.length] as KnownLead).leadId;
  }

  /** The lead that a lead has become part of, itself when of none. */
  rootOf(leadId: string): string {
    const { mergedInto } = this.#lead(leadId);
    return mergedInto === null ? leadId : this.rootOf(mergedInto);
  }

  /** Every lead that is one person with a lead now. */
  personOf(leadId: string): string[] {
    const root = this.rootOf(leadId);
    return familyIds(root, this.#familyOf(root));
  }

  /** Everything by which the channel reaches the leads, or did. */
  addressesOf(leadIds: readonly string[]): Set<string> {
    const past = this.#former
      .filter((one) => leadIds.includes(one.leadId))
      .map((one) => (one.kind === 'email' ? { email: one.value } : { phone: one.value }));
    const all = [...leadIds.map((leadId) => this.#lead(leadId)), ...past];
    const addresses = all.map((one) => addressFor(this.contact.channel, { email: null, phone: null, ...one }));
    return new Set(addresses.filter((address) => address !== null));
  }

  /** Everything by which the channel reaches the lead now, and all that went into it. */
  reachedAt(leadId: string): Set<string> {
    const all = addressesOf(this.#familyOf(leadId)).map((one) => addressFor(this.contact.channel, one));
    return new Set(all.filter((address) => address !== null));
  }

  /** Leads that the channel reaches by one of the addresses. */
  leadsAt(addresses: ReadonlySet<string>): string[] {
    const live = this.#leads.filter(({ deletedAt }) => deletedAt === null);
    return live.filter((lead) => addresses.has(addressFor(this.contact.channel, lead) ?? '')).map(({ leadId }) => leadId);
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

  #take(fact: Exclude<Fact, { is: 'policy' | 'capture' }>, leadId: string): void {
    const { mergedInto, deletedAt } = this.#lead(leadId);
    const now = new Date(this.#nowMs);
    if (fact.is === 'grant') this.#say(leadId, 'given', fact.basis, fact.minutesBack, fact.lasts);
    if (fact.is === 'withdraw') this.#say(leadId, 'withdrawn', 'consent', fact.minutesBack, null);
    if (fact.is === 'dnc') for (const key of this.#keysOf(leadId)) this.#stated[fact.added ? 'add' : 'delete'](key);
    if (fact.is === 'opt-out') this.#waiting[fact.waits ? 'add' : 'delete'](leadId);
    if (fact.is === 'stop') this.#stop(leadId);
    if (fact.is === 'start') this.#start(leadId);
    if (fact.is === 'purchase') this.#purchases.set(leadId, now);
    if (fact.is === 'unmerge' && mergedInto !== null) this.#bringBack(leadId);
    if (fact.is === 'restore' && deletedAt !== null && mergedInto === null) this.#bringBack(leadId);
    if (fact.is === 'delete' && deletedAt === null) this.#change(leadId, { deletedAt: now });
    if (fact.is === 'readdress' && deletedAt === null) this.#readdress(leadId, fact.which, fact.address);
    if (fact.is === 'late-capture') this.#hearOf(FIRST[fact.lead % FIRST.length] ?? 'a', 'consent', fact.minutesAhead);
    if (fact.is === 'merge') this.#merge(leadId, this.rootOf(this.idOf(fact.into)));
  }

  #merge(leadId: string, into: string): void {
    if (this.#lead(leadId).mergedInto === null && into !== leadId && this.#lead(into).deletedAt === null)
      this.#change(leadId, { mergedInto: into, deletedAt: new Date(this.#nowMs) });
  }

  /** Entries stand under addresses, whoever has them by then; where none is known the opt-out waits. */
  #stop(leadId: string): void {
    const keys = this.#keysOf(leadId);
    if (keys.length === 0) this.#waiting.add(leadId);
    else this.#acted.push({ leadId, keys });
  }

  #start(leadId: string): void {
    const ids = familyIds(leadId, this.#familyOf(leadId));
    this.#acted = this.#acted.filter((review) => !ids.includes(review.leadId));
  }

  #keysOf(leadId: string): string[] {
    return [...new Set(heldAddresses(this.#familyOf(leadId)).map(addressKey))];
  }

  /** Nobody is told twice under one address: the lead service sees to that. */
  #isFree({ email, phone }: Pick<KnownLead, 'email' | 'phone'>): boolean {
    return !this.#leads.some((one) => one.deletedAt === null && (one.email === email || one.phone === phone));
  }

  #bringBack(leadId: string): void {
    if (this.#isFree(this.#lead(leadId))) this.#change(leadId, { mergedInto: null, deletedAt: null });
  }

  #readdress(leadId: string, which: 'email' | 'phone', address: number): void {
    const change = which === 'email' ? { email: emailOf(address) } : { phone: phoneOf(address) };
    if (this.#isFree({ email: null, phone: null, ...change })) this.#change(leadId, change);
  }

  #capture({ address, basis, minutesAhead }: Extract<Fact, { is: 'capture' }>): void {
    const lead = newLead(`n${this.#leads.length}`, address);
    if (!this.#isFree(lead)) return;
    this.#leads.push(lead);
    if (basis !== null) this.#hearOf(lead.leadId, basis, minutesAhead);
  }

  /** As the service takes over what a capture states. */
  #hearOf(leadId: string, basis: Basis, minutesAhead: number): void {
    const time = new Date(START_MS + minutesAhead * MINUTE_MS);
    const consents = [{ ...this.contact, basis, textVersion: null, givenAt: time.toISOString() }];
    const event = { id: uuidV7.next(), time, data: { leadId, consents } } as unknown as ConsentingEvent;
    const told = toldConsents(event, 'capture', new Date(this.#nowMs), uuidV7).map((entry) => ({ entry }));
    const { family, ledger } = this.#recordOf(this.rootOf(leadId));
    const known = new Map([[leadId, { lines: linesAt(ledger, AFTER_ALL), merged: family.merged }]]);
    for (const { entry } of liftingNothing(told, known))
      this.#add({ leadId, state: entry.state, basis, statedAt: entry.statedAt, isTold: true });
  }

  /** As the service dates it: at the instant that was stated, or else after all that was said before. */
  #say(leadId: string, state: LedgerLine['state'], basis: Basis, minutesBack: number | null, lasts: number | null): void {
    const { family, ledger } = this.#recordOf(this.rootOf(leadId));
    const now = new Date(this.#nowMs);
    const stated = minutesBack === null ? undefined : new Date(this.#nowMs - minutesBack * MINUTE_MS);
    const statedAt = stated === undefined ? presentInstant(ledger.own, now, mergesOf(family)) : statementInstant(stated, now);
    const expiresAt = lasts === null ? null : new Date(statedAt.getTime() + lasts * MINUTE_MS);
    this.#add({ leadId, state, basis, statedAt, expiresAt });
    const others = state === 'withdrawn' ? this.personOf(leadId).filter((other) => other !== leadId) : [];
    for (const other of leadsToWithdraw(others, ledger.own, now))
      this.#add({ leadId: other, state, basis, statedAt: withdrawnAsOneAt(statedAt, family) });
  }

  #add(line: Pick<LedgerLine, 'leadId' | 'state' | 'basis' | 'statedAt' | 'expiresAt' | 'isTold'>): void {
    const entryNo = this.#ledger.length + 1;
    this.#ledger.push({ ...line, entryId: `${entryNo}`, entryNo, ...this.contact });
  }

  #familyOf(leadId: string): LeadFamily {
    const merged = this.#leads.filter((one) => one.leadId !== leadId && this.rootOf(one.leadId) === leadId);
    return { lead: this.#present(this.#lead(leadId)), merged };
  }

  /** As the service knows it: a deletion leaves a lead without addresses, a merge does not. */
  #present(lead: KnownLead): KnownLead {
    return lead.deletedAt !== null && lead.mergedInto === null ? { ...lead, email: null, phone: null } : lead;
  }

  #recordOf(leadId: string) {
    const family = this.#familyOf(leadId);
    const ids = familyIds(leadId, family);
    const of = (some: ReadonlySet<string>) => ids.filter((id) => some.has(id));
    const held = new Set(heldAddresses(family).map(addressKey));
    const live = [...new Set([...this.#stated, ...this.#acted.flatMap(({ keys }) => keys)])].map(entryOf);
    const standing = new Set(this.#acted.flatMap((review) => (ids.includes(review.leadId) ? review.keys : [])));
    const stands = live.filter((entry) => standing.has(entryKey(entry)));
    const holders = this.#former.filter((one) => held.has(addressKey(one))).map((one) => ({ ...one, rootId: this.rootOf(one.leadId) }));
    return {
      family,
      ledger: personLedger<LedgerLine>(
        { leadId, family },
        {
          lines: Map.groupBy(this.#ledger, (line) => line.leadId),
          holders: Map.groupBy(holders, addressKey),
          families: new Map(holders.map(({ rootId }) => [rootId, this.#familyOf(rootId)])),
        },
      ),
      listed: listedEntries(addressesOf(family), Map.groupBy(live, entryKey), stands),
      lists: [],
      waiting: of(this.#waiting).map((id) => ({ id, channel: this.contact.channel })),
      erasing: [],
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
    const before = this.#lead(leadId);
    const lead = { ...before, ...change, sequence: before.sequence + 1 };
    this.#leads[this.#leads.indexOf(before)] = lead;
    const told = { lead: this.#present(lead), at: new Date(this.#nowMs) };
    this.#former.push(...lostAddresses([this.#present(before)], [told]));
  }
}

function newLead(leadId: string, address: number): KnownLead {
  const nowhere = { timeZone: null, country: null, region: null };
  return { leadId, sequence: 1, email: emailOf(address), phone: phoneOf(address), ...nowhere, deletedAt: null, mergedInto: null };
}

function entryOf(key: string): DncEntry {
  const [kind = '', value = ''] = key.split(':');
  return {
    id: key,
    kind: kind === 'email' ? 'email' : 'phone',
    value,
    channels: [],
    reason: 'x',
    source: 'api',
    addedAt: '2026-11-23T15:00:00Z',
    expiresAt: null,
    evidence: null,
    version: 1,
  };
}
