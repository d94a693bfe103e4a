import { describe, expect, it } from '@jest/globals';
import { SERVICES } from '@leadstream/contracts';
import { type Certified, certificateOf } from './certificate.rules.js';
import type { ErasureAnswer, StoredErasure, StoreReceipts } from './store/stored-erasure.js';

const NOON = new Date('2026-11-01T12:00:00Z');
const LATER = new Date('2026-11-01T12:02:00Z');

const erasure: StoredErasure = {
  id: 'e',
  leadId: 'a',
  subjectRequestId: null,
  leadIds: ['a', 'b'],
  heldLeadIds: ['c'],
  reason: 'request',
  step: 'sweeping',
  round: 2,
  version: 6,
  hasNews: false,
  requestedAt: NOON,
  stepBeganAt: NOON,
  dueAt: null,
  escalatedAt: null,
  keysDestroyedAt: NOON,
  certifiedAt: null,
};
const notes = (removed: number, kept = 0): StoreReceipts[number] => ({
  store: 'notes',
  kind: 'table',
  removed,
  blanked: 0,
  kept,
  keptFor: kept === 0 ? null : 'because',
});
const receipt = (service: ErasureAnswer['service'], round: number, stores: StoreReceipts): ErasureAnswer => ({
  service,
  step: 'erase',
  round,
  answeredAt: round === 1 ? NOON : LATER,
  stores,
});
const certified = (answers: readonly ErasureAnswer[], more: Partial<StoredErasure> = {}): Certified => ({
  tenantId: 't',
  erasure: { ...erasure, ...more },
  answers,
  namesDestroyed: 4,
  keysDestroyedAt: NOON,
  certifiedAt: LATER,
});
const both = SERVICES.flatMap((service) => [receipt(service, 2, [notes(1, 3)]), receipt(service, 1, [notes(5, 4)])]);

describe('a certificate', () => {
  it('sums what both turns of a service removed, and tells what was kept at last', () => {
    const { services, leadIds, heldLeadIds, namesDestroyed } = certificateOf(certified(both));
    expect(services.map(({ service }) => service)).toEqual([...SERVICES]);
    expect(services[0]).toEqual({ service: 'lead', doneAt: LATER.toISOString(), stores: [{ ...notes(6, 3) }] });
    expect([leadIds, heldLeadIds, namesDestroyed]).toEqual([['a', 'b'], ['c'], 4]);
  });

  it('names a lead, or the request of somebody who is none', () => {
    expect(certificateOf(certified(both))).not.toHaveProperty('subjectRequestId');
    const ofNoLead = { leadId: null, subjectRequestId: 'r', leadIds: [], heldLeadIds: [] };
    expect(certificateOf(certified(both, ofNoLead))).toMatchObject(ofNoLead);
  });

  it.each(SERVICES)('is refused without the last receipt of %s', (service) => {
    const without = both.filter((answer) => answer.service !== service || answer.round === 1);
    expect(() => certificateOf(certified(without))).toThrow(`${service} has no receipt`);
  });
});
