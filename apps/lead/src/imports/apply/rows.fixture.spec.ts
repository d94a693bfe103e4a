import { EMPTY_LEAD, type LeadRecord } from '../../lead/lead.js';
import { DEFAULT_SETTINGS } from '../../settings/settings.js';
import type { RowReading } from '../plan/row.rules.js';
import type { BatchContext } from './apply-rows.rules.js';

export const NOW = new Date('2026-05-01T10:00:00Z');

const PLAN: BatchContext['plan'] = {
  matchBy: ['email'],
  onMatch: 'update',
  onNoMatch: 'create',
  onRepeat: 'apply',
  onBadValue: 'fail-row',
  columns: [],
  names: [],
  decimalSign: '.',
  dateOrder: 'iso',
  timeZone: 'UTC',
};

/** Rows are found by their address, unless the plan says otherwise. */
export function contextOf(plan: Partial<BatchContext['plan']> = {}, isDry = false): BatchContext {
  let last = 0;
  return {
    plan: { ...PLAN, ...plan },
    isDry,
    facts: { definitions: [], liveLeads: new Set() },
    settings: DEFAULT_SETTINGS,
    vocabulary: DEFAULT_SETTINGS,
    customFields: [],
    ids: { next: () => `id-${(last += 1)}` },
    now: NOW,
    importId: 'import-1',
  };
}

/** A lead that is there. */
export function existing(fields: Partial<LeadRecord>): LeadRecord {
  const instants = { statusChangedAt: NOW, capturedAt: NOW, createdAt: NOW, updatedAt: NOW };
  return { ...EMPTY_LEAD, leadId: 'known', version: 3, status: 'new', ...instants, deletedAt: null, ...fields };
}

type Read = Extract<RowReading, { row: object }>['row'];

/** A row that was read. */
export const row = (said: Partial<Read>): { row: Read } => ({
  row: { fields: {}, capturedAt: null, status: null, statusChangedAt: null, ...said },
});
