import { describe, expect, it } from '@jest/globals';
import type { ImportMatchField } from '@leadstream/contracts';
import { foundInRows } from '../../../lead/found-leads.js';
import { EMPTY_LEAD, type LeadFields, type LeadRecord } from '../../../lead/lead.js';
import { DEFAULT_SETTINGS } from '../../../settings/settings.js';
import type { RowReading } from '../../plan/row.rules.js';
import { applyRows, type BatchContext } from '../apply-rows.rules.js';
import { RepeatedRows } from '../repeats/repeated-rows.js';

const now = new Date('2026-05-01T10:00:00Z');
const KEYS: readonly ImportMatchField[] = ['externalId', 'email', 'phone'];
const PLAN: BatchContext['plan'] = {
  ...{ matchBy: KEYS, onMatch: 'update', onNoMatch: 'create', onRepeat: 'apply', onBadValue: 'fail-row', columns: [], names: [] },
  ...{ decimalSign: '.', timeZone: 'UTC', dateOrder: 'iso' },
};

const known = (leadId: string, fields: Partial<LeadFields>): LeadRecord => ({
  ...{ ...EMPTY_LEAD, leadId, version: 1, status: 'new', deletedAt: null, ...fields },
  ...{ statusChangedAt: now, capturedAt: now, createdAt: now, updatedAt: now },
});
const row = (fields: Partial<LeadFields>): RowReading => ({ row: { fields, capturedAt: null, status: null, statusChangedAt: null } });

function run(
  readings: readonly RowReading[],
  leads: readonly LeadRecord[],
  { isDry = false, ...plan }: Partial<BatchContext['plan']> & { isDry?: boolean } = {},
) {
  let last = 0;
  const stated = { ...PLAN, ...plan };
  const repeats = new RepeatedRows(stated, [], isDry);
  const rows = readings.map((reading, index) => ({ rowNumber: index + 1, line: index + 2, cells: [], reading }));
  const { results } = applyRows(rows, foundInRows(leads), {
    ...{
      plan: stated,
      isDry,
      settings: DEFAULT_SETTINGS,
      vocabulary: DEFAULT_SETTINGS,
      customFields: [],
      facts: { definitions: [], liveLeads: new Set() },
    },
    ...{ ids: { next: () => `id-${(last += 1)}` }, now, importId: 'import-1', repeats },
  });
  return results.map(({ outcome, leadId, reason }) => [outcome, leadId, ...(reason ? [reason.code, reason.path] : [])]);
}

describe('several match keys', () => {
  const leads = [
    known('A', { externalId: 'a', email: 'a@x.com' }),
    known('B', { externalId: 'b', email: 'b@x.com', phone: '+4930901820' }),
  ];

  it('are asked one after the other; the first that the row states and that finds a lead decides', () => {
    expect(
      run(
        [
          row({ externalId: 'a', company: '1' }),
          row({ email: 'b@x.com', company: '2' }),
          row({ externalId: 'new', phone: '+4930901820', company: '3' }),
          row({ externalId: 'newer', email: 'c@x.com' }),
          row({ email: 'c@x.com', company: '5' }),
        ],
        leads,
      ),
    ).toEqual([
      ['updated', 'A'],
      ['updated', 'B'],
      ['updated', 'B'],
      ['created', 'id-1'],
      ['updated', 'id-1'],
    ]);
  });

  it('that find different leads fail the row, which names both', () => {
    const [reading] = [row({ externalId: 'a', email: 'new@x.com', phone: '+4930901820' })];
    expect(run([reading], leads)).toEqual([['failed', null, 'match.conflict', 'phone']]);
    const { results } = applyRows([{ rowNumber: 1, line: 2, cells: [], reading }], foundInRows(leads), {
      ...{
        plan: PLAN,
        isDry: false,
        settings: DEFAULT_SETTINGS,
        vocabulary: DEFAULT_SETTINGS,
        customFields: [],
        facts: { definitions: [], liveLeads: new Set<string>() },
      },
      ...{ ids: { next: () => 'id' }, now, importId: 'import-1' },
    });
    expect(results[0]?.reason?.message).toBe('By its externalId the row is about lead A, by its phone about lead B.');
  });

  it('fail a row that states none of them', () => {
    expect(run([row({ company: 'x' })], leads)).toEqual([['failed', null, 'match.missing', 'externalId']]);
  });

  it('tell rows of a file that speak of one lead, by whichever of them', () => {
    const readings = [
      row({ externalId: 'x', email: 'x@x.com' }),
      row({ email: 'x@x.com', phone: '+4930901821' }),
      row({ phone: '+4930901821' }),
      row({ externalId: 'y' }),
      row({ externalId: 'y', phone: '+4930901821' }),
    ];
    expect(run(readings, [], { onRepeat: 'skip' })).toEqual([
      ['created', 'id-1'],
      ['skipped', null, 'row.repeated', 'email'],
      ['skipped', null, 'row.repeated', 'phone'],
      ['created', 'id-2'],
      ['skipped', null, 'row.repeated', 'externalId'],
    ]);
    expect(run(readings, [], { isDry: true }).map(([outcome, , ...reason]) => [outcome, ...reason])).toEqual([
      ['created'],
      ['updated'],
      ['skipped', 'lead.unchanged', null],
      ['created'],
      ['failed', 'match.conflict', 'phone'],
    ]);
  });
});
