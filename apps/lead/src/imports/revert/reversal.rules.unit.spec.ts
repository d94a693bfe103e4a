import { expect, it } from '@jest/globals';
import { foundInRows } from '../../lead/found-leads.js';
import { LeadDirectory } from '../../lead/lead-directory.rules.js';
import { EMPTY_LEAD } from '../../lead/lead.js';
import { DEFAULT_VOCABULARY } from '../../lead/vocabulary.js';
import { reverseLead } from './reversal.rules.js';

const NOON = new Date('2026-11-01T12:00:00Z');
const IMPORT = 'import-1';

it('gives back no status that the tenant has no more, and says so', () => {
  const instants = { statusChangedAt: NOON, capturedAt: NOON, createdAt: NOON, updatedAt: NOON, deletedAt: null };
  const lead = { ...EMPTY_LEAD, leadId: 'a', externalId: 'a', company: 'New', version: 3, status: 'engaged', ...instants };
  const changes = [
    { field: 'company', before: 'Old', after: 'New' },
    { field: 'status', before: 'demo-booked', after: 'engaged' },
    { field: 'statusChangedAt', before: NOON.toISOString(), after: NOON.toISOString() },
  ];
  const audit = [{ leadId: 'a', version: 3, action: 'updated' as const, importId: IMPORT, changes }];
  const context = { now: NOON, importId: IMPORT, customFields: [], vocabulary: DEFAULT_VOCABULARY };
  const { outcome, conflicts, steps } = reverseLead('a', lead, audit, new LeadDirectory(foundInRows([lead])), context);
  expect([outcome, conflicts]).toEqual(['restored', [{ field: 'status', code: 'status.unknown' }]]);
  expect(steps.at(-1)?.lead).toMatchObject({ company: 'Old', status: 'engaged' });
});
