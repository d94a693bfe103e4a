import { describe, expect, it } from '@jest/globals';
import type { KnownLead } from '../../known-lead/known-lead.js';
import { addressKey } from './held-address.rules.js';
import type { LineOfMatter } from './person-ledger.js';
import { linesAt, personLedger } from './person-ledger.rules.js';

const at = (hour: number) => new Date(Date.UTC(2026, 10, 20, hour));
const lead = (leadId: string, email: string | null, deletedAt: Date | null = null): KnownLead => ({
  ...{ leadId, sequence: 1, email, phone: null, timeZone: null, country: null, region: null, deletedAt, mergedInto: null },
});
const address = { kind: 'email', value: 'bob@example.com' } as const;
const bob = { leadId: 'bob', family: { lead: lead('bob', address.value), merged: [] } };

/** Whether what Ada withdrew at an hour binds Bob, whose address she had until another one. */
function binds(line: Partial<LineOfMatter>, lostAtHour: number, deletedAt: Date | null = null): boolean {
  const said = { leadId: 'ada', channel: 'email', purpose: 'marketing', state: 'withdrawn', statedAt: at(12), entryNo: 1 } as const;
  const ledger = personLedger<LineOfMatter>(bob, {
    lines: new Map([['ada', [{ ...said, ...line }]]]),
    holders: new Map([[addressKey(address), [{ ...address, leadId: 'ada', rootId: 'ada', lostAt: at(lostAtHour) }]]]),
    families: new Map([['ada', { lead: lead('ada', deletedAt === null ? 'ada@example.com' : null, deletedAt), merged: [] }]]),
  });
  return linesAt(ledger, at(20)).length > 0;
}

describe('what an earlier holder of an address withdrew', () => {
  it('binds who has the address now, also when it was said later', () => {
    expect(binds({}, 14)).toBe(true);
    expect(binds({}, 10)).toBe(true);
  });

  it('binds as an objection only of addresses that the objector had then', () => {
    expect(binds({ isObjection: true }, 14)).toBe(true);
    expect(binds({ isObjection: true }, 10)).toBe(false);
  });

  it('binds as an objection of what the lead had when it went, and not of what it had given up before', () => {
    expect(binds({ isObjection: true }, 10, at(10))).toBe(true);
    expect(binds({ isObjection: true }, 10, at(13))).toBe(false);
  });
});
