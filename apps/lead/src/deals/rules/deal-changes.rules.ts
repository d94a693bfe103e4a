import { isDeepStrictEqual } from 'node:util';
import type { FieldChange } from '../../lead/lead.js';
import type { DealRecord } from '../deal.js';

/** What a client decides about a deal; all else follows from it, or never changes. */
const AUDITED = [
  'leadId',
  'externalId',
  'name',
  'pipelineId',
  'stageId',
  'status',
  'value',
  'expectedCloseOn',
  'lossReason',
  'products',
  'ownerId',
  'tagIds',
  'openedAt',
  'closedAt',
] as const satisfies readonly (keyof DealRecord)[];

/**
 * The fields of a deal that are other than before, under their names in the public API.
 * @param before undefined of a new deal: then whatever it says is a change
 */
export function dealChanges(before: DealRecord | undefined, after: DealRecord): FieldChange[] {
  return AUDITED.map((field) => ({ field, before: before ? shown(before[field]) : null, after: shown(after[field]) })).filter((change) =>
    before ? !isDeepStrictEqual(change.before, change.after) : !isEmpty(change.after),
  );
}

function shown(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value;
}

function isEmpty(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}
