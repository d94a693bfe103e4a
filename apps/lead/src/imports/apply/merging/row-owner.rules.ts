import type { Uuid } from '@leadstream/kernel';
import type { NamedMembers } from '../../../distribution/members/named-members.js';
import { withWarnings } from '../../plan/custom-columns.rules.js';
import { refusedRow } from '../../plan/forbidding.rules.js';
import type { ImportPlan } from '../../plan/import-plan.js';
import type { RowReading } from '../../plan/row.rules.js';
import type { ReadRow, RowReason } from '../../plan/said.rules.js';

/** Whom rows name as owners. */
export function ownersIn(readings: readonly RowReading[]): { readonly ids: readonly Uuid[]; readonly emails: readonly string[] } {
  const rows = readings.flatMap((reading) => ('row' in reading ? [reading.row] : []));
  return {
    ids: rows.flatMap(({ fields }) => fields.ownerId ?? []),
    emails: rows.flatMap(({ ownerEmail }) => ownerEmail ?? []),
  };
}

/** A row with its owner, who must be a member; one who is stated by id and by address is meant by the id. */
export function withOwner(reading: RowReading, members: NamedMembers, plan: Pick<ImportPlan, 'columns' | 'onBadValue'>): RowReading {
  if (!('row' in reading)) return reading;
  const { row } = reading;
  const { ownerId } = row.fields;
  if (ownerId) return members.ids.has(ownerId) ? reading : withoutOwner(row, UNKNOWN_ID, plan);
  if (row.ownerEmail === undefined) return reading;
  const memberId = members.byEmail.get(row.ownerEmail);
  if (memberId === undefined) return withoutOwner(row, UNKNOWN_ADDRESS, plan);
  return { row: { ...row, fields: { ...row.fields, ownerId: memberId } } };
}

function withoutOwner(row: ReadRow, reason: RowReason, { columns, onBadValue }: Pick<ImportPlan, 'columns' | 'onBadValue'>): RowReading {
  if (onBadValue === 'fail-row' || !columns.some(({ target }) => target === reason.path)) return refusedRow(row, reason);
  const { ownerId: _unknown, ...fields } = row.fields;
  return { row: withWarnings({ ...row, fields }, [reason]) };
}

const UNKNOWN_ID: RowReason = { code: 'owner.unknown', path: 'ownerId', message: 'Is not the id of a member of the tenant.' };
const UNKNOWN_ADDRESS: RowReason = { code: 'owner.unknown', path: 'ownerEmail', message: 'Is not the address of a member of the tenant.' };
