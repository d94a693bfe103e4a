import { describe, expect, it } from '@jest/globals';
import type { DncEntry, DncListState } from '@leadstream/contracts';
import { NumberSetDraft } from '../registry/number-set-draft.rules.js';
import { askedAddress } from './asked-address.rules.js';
import { type AnsweringList, blockReasons } from './block-reasons.rules.js';

const now = new Date('2026-11-20T12:00:00Z');

function list(source: string, state: DncListState['state'] = 'current', listed: readonly number[] = []): AnsweringList {
  const draft = new NumberSetDraft();
  listed.forEach((number) => draft.add(number));
  const told = { source, state, version: 1, listedAt: now.toISOString(), ageSeconds: 0, maxAgeSeconds: null };
  return { state: told, numbers: state === 'current' ? draft.finish().numbers : undefined };
}

const entry = (change: Partial<DncEntry> = {}): DncEntry => ({
  id: '01920000-0000-7000-8000-000000000001',
  kind: 'phone',
  value: '+14155552671',
  channels: [],
  reason: 'asked',
  source: 'api',
  addedAt: now.toISOString(),
  expiresAt: null,
  evidence: null,
  version: 1,
  ...change,
});

const phone = (value: string) => askedAddress({ phone: value }, 'US');
const reasons = (value: string, lists: readonly AnsweringList[], entries: readonly DncEntry[] = []) =>
  blockReasons(phone(value), entries, lists, 'voice', now);

describe('an address', () => {
  it('is free when no entry and no list has it', () => {
    expect(reasons('(415) 555-2671', [list('us-national', 'current', [4_155_552_672]), list('us-tx')])).toEqual([]);
  });

  it('is blocked by each list and entry that has it', () => {
    expect(reasons('415-555-2671 x3', [list('us-national', 'current', [4_155_552_671]), list('us-tx')], [entry()])).toEqual([
      { code: 'entry', entryId: '01920000-0000-7000-8000-000000000001' },
      { code: 'listed', source: 'us-national' },
    ]);
  });

  it.each(['stale', 'not_loaded', 'behind'] as const)('is blocked by a list that is %s, whatever the others say', (state) => {
    expect(reasons('4155552671', [list('us-national', state), list('us-tx')])).toEqual([{ code: `list_${state}`, source: 'us-national' }]);
  });

  it('of another country is on no list, and an e-mail address on none', () => {
    expect(reasons('+49 30 901820', [list('us-national', 'stale')])).toEqual([]);
    expect(blockReasons(askedAddress({ email: 'Ada@Example.com' }, undefined), [], [list('us-national', 'stale')], undefined, now)).toEqual(
      [],
    );
  });

  it('that cannot be read is blocked', () => {
    expect(reasons('nobody', [])).toEqual([{ code: 'bad_phone' }]);
    expect(blockReasons(askedAddress({ email: 'nobody' }, undefined), [], [], undefined, now)).toEqual([{ code: 'bad_email' }]);
  });

  it('is blocked by an entry for its domain, which is named', () => {
    const ofDomain = entry({ kind: 'domain', value: 'example.com' });
    expect(blockReasons(askedAddress({ email: 'ada@mail.example.com' }, undefined), [ofDomain], [], 'email', now)).toEqual([
      { code: 'entry', entryId: ofDomain.id, domain: 'example.com' },
    ]);
  });

  it('is not blocked by an entry that has expired, or that is for other channels', () => {
    const entries = [entry({ expiresAt: now.toISOString() }), entry({ channels: ['sms'] })];
    expect(reasons('4155552671', [], entries)).toEqual([]);
  });
});
