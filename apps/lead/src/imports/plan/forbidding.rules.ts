import type { ImportTarget } from '@leadstream/contracts';
import type { ReadingPlan } from './import-plan.js';
import { isPermission } from './permission.rules.js';
import type { RowReading } from './row.rules.js';
import { type ReadRow, readSaid, type RowReason } from './said.rules.js';

/** What a prohibition binds where there is no lead. */
const ADDRESSES: readonly ImportTarget[] = ['email', 'phone'];

/**
 * What a row that was refused says of its lead, its addresses and of permissions, and nothing else: what it forbids counts all the same. Cells of these that
 * cannot be read are passed over.
 * @param said texts of the row under their fields
 * @returns undefined where it says nothing of permissions
 */
export function forbiddingIn(said: ReadonlyMap<ImportTarget, string>, plan: ReadingPlan, now: Date): ReadRow | undefined {
  const left = new Set([...said.keys()].filter((target) => isPermission(target) || isKey(target, plan)));
  while ([...left].some(isPermission)) {
    const reading = readSaid(new Map([...said].filter(([target]) => left.has(target))), plan, now);
    if ('row' in reading) return reading.row;
    if (!left.delete(reading.refusal.path as ImportTarget)) return undefined;
  }
  return undefined;
}

function isKey(target: ImportTarget, { matchBy }: ReadingPlan): boolean {
  return ADDRESSES.includes(target) || matchBy.some((key) => key === target);
}

/** A row that was read and is refused all the same. */
export function refusedRow(row: ReadRow, refusal: RowReason): RowReading {
  return { refusal, ...(row.permissions && { forbids: row }) };
}

/** What a row says, or what counts of one that is refused. */
export function rowIn(reading: RowReading): ReadRow | undefined {
  if ('row' in reading) return reading.row;
  return 'refusal' in reading ? reading.forbids : undefined;
}
