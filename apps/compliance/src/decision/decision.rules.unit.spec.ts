import { describe, expect, it } from '@jest/globals';
import { CHANNELS } from '@leadstream/contracts';
import { type ConsentStatement, standingConsent } from '../consent/consent.rules.js';
import { type ContactFacts, decide } from './decision.rules.js';

const statedAt = new Date('2026-11-20T12:00:00Z');
const lead = { email: 'ada@example.com', phone: '+14155552671', deletedAt: null };
const permitted: ContactFacts = { lead, consent: { state: 'given', statedAt }, dncEntries: 0, waitingOptOuts: 0 };
const codes = (facts: ContactFacts, channel: (typeof CHANNELS)[number] = 'email') => decide(facts, channel).reasons.map(({ code }) => code);

describe('decide', () => {
  it('allows when the lead is known, reachable, not blocked and agreed', () => {
    expect(decide(permitted, 'email')).toEqual({
      outcome: 'allow',
      reasons: [{ code: 'consent_given', detail: 'Consent stands since 2026-11-20T12:00:00.000Z.' }],
    });
  });

  it.each<[string, ContactFacts, string]>([
    ['nothing is known of the lead', { ...permitted, lead: undefined }, 'lead_unknown'],
    ['the lead was deleted', { ...permitted, lead: { ...lead, deletedAt: statedAt } }, 'lead_deleted'],
    ['the lead has no address', { ...permitted, lead: { ...lead, email: null } }, 'no_address'],
    ['an address is on the list', { ...permitted, dncEntries: 1 }, 'on_dnc'],
    ['what may be an opt-out was not looked at', { ...permitted, waitingOptOuts: 1 }, 'opt_out_under_review'],
    ['nothing was ever stated', { ...permitted, consent: undefined }, 'no_consent'],
    ['consent was withdrawn', { ...permitted, consent: { state: 'withdrawn', statedAt } }, 'consent_withdrawn'],
  ])('denies when %s', (_, facts, code) => {
    expect(decide(facts, 'email').outcome).toBe('deny');
    expect(codes(facts)).toEqual([code]);
  });

  it('names every reason', () => {
    const facts: ContactFacts = {
      lead: { email: null, phone: lead.phone, deletedAt: null },
      consent: undefined,
      dncEntries: 2,
      waitingOptOuts: 0,
    };
    expect(codes(facts)).toEqual(['no_address', 'on_dnc', 'no_consent']);
  });

  it('reaches by e-mail or by phone, and by social networks not at all', () => {
    const phoneOnly = { ...permitted, lead: { ...lead, email: null } };
    expect(CHANNELS.filter((channel) => decide(phoneOnly, channel).outcome === 'allow')).toEqual(['sms', 'whatsapp', 'voice']);
  });

  it('holds no personal data in its reasons', () => {
    expect(JSON.stringify(decide({ ...permitted, dncEntries: 1 }, 'email'))).not.toContain(lead.email);
  });
});

describe('no sequence of facts', () => {
  const SEQUENCES = 5_000;

  it('that ends in a withdrawal lets a contact through', () => {
    const random = seeded(20_261_120);
    for (let run = 0; run < SEQUENCES; run += 1) {
      const ledger = randomLedger(random);
      const latestMs = Math.max(...ledger.map((statement) => statement.statedAt.getTime()), 0);
      ledger.push({ state: 'withdrawn', statedAt: new Date(latestMs + random(3)), entryNo: ledger.length + 1 });
      shuffle(ledger, random);
      expect(decide({ ...permitted, consent: standingConsent(ledger) }, 'email').outcome).toBe('deny');
    }
  });

  it('with a blocked address lets a contact through', () => {
    const random = seeded(7);
    for (let run = 0; run < SEQUENCES; run += 1) {
      const facts = { ...permitted, consent: standingConsent(randomLedger(random)), dncEntries: 1 + random(3) };
      expect(decide(facts, CHANNELS[random(CHANNELS.length)] ?? 'email').outcome).toBe('deny');
    }
  });

  it('without a grant lets a contact through', () => {
    const random = seeded(11);
    for (let run = 0; run < SEQUENCES; run += 1) {
      const ledger = randomLedger(random).filter((statement) => statement.state === 'withdrawn');
      expect(decide({ ...permitted, consent: standingConsent(ledger) }, 'sms').outcome).toBe('deny');
    }
  });
});

/** Up to nine statements within ten milliseconds, so that ties are common. */
function randomLedger(random: (below: number) => number): ConsentStatement[] {
  return Array.from({ length: random(10) }, (_, index) => ({
    state: random(2) === 0 ? ('given' as const) : ('withdrawn' as const),
    statedAt: new Date(statedAt.getTime() + random(10)),
    entryNo: index + 1,
  }));
}

function shuffle<T>(items: T[], random: (below: number) => number): void {
  items.sort(() => random(3) - 1);
}

/** Mulberry32: the same whole numbers below a bound on every run. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
