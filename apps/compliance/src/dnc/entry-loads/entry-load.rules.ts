import type { DataOf, dncEntryLoadEndedV1, DncEntryLoadOptions, dncEntryLoadReceivedV1 } from '@leadstream/contracts';
import { complianceErrors } from '../../compliance.errors.js';
import type { PutCounts } from '../bulk/put-counts.js';
import type { EntryRows } from './entry-rows.rules.js';
import { type EntryOutcome, NO_ROW_READ } from './waiting-entry-load.js';

/** Versions under which a load is told: it is received and ends once. */
export const RECEIVED = 1;
export const ENDED = 2;
/** Name of the job that loads what was uploaded. */
export const ENTRY_LOAD_JOB = 'load-dnc-entries';
/** Attempts after which a load that never came to an end is refused. */
const MAX_ATTEMPTS = 5;

/** @throws DomainError `COMPLIANCE.DNC_LOAD_FAILED` */
export function refuseHopeless({ attempts }: { readonly attempts: number }): void {
  if (attempts > MAX_ATTEMPTS) throw complianceErrors.DNC_LOAD_FAILED();
}

/** @throws DomainError `COMPLIANCE.DNC_LOAD_TOO_MANY_ROWS` */
export function refuseTooMany(rows: number, limit: number): void {
  if (rows > limit)
    throw complianceErrors.DNC_LOAD_TOO_MANY_ROWS({ detail: `A file may have ${limit} rows at most.`, extra: { limit, rows } });
}

/** Rows that name what another row names already count as unchanged. */
export function outcomeOf(rows: EntryRows, { added, changed }: PutCounts): EntryOutcome {
  const summary = rows.summary();
  return { ...summary, added, changed, unchanged: summary.rows - summary.refused - added - changed };
}

/** What is known of a file that was refused for its rows. */
export function refusedOutcome(extra: Readonly<Record<string, unknown>>): EntryOutcome {
  const { rows = 0, refused = 0, problems = [] } = extra as Partial<EntryOutcome>;
  return { ...NO_ROW_READ, rows, refused, problems };
}

/** What `dnc-entry-load.received` tells of one; why the entries are to be there, and by whose word, is stated in free text and stays here. */
export function toldReceipt(
  loadId: string,
  { channels, expiresAt }: Pick<DncEntryLoadOptions, 'channels' | 'expiresAt'>,
  sizeBytes: number,
  at: Date,
): DataOf<typeof dncEntryLoadReceivedV1> {
  const until = expiresAt === null ? null : new Date(expiresAt).toISOString();
  return { loadId, channels, expiresAt: until, sizeBytes, receivedAt: at.toISOString() };
}

/** What `dnc-entry-load.ended` tells of one: how many rows, never what stands there. @param refusal null when its rows are entries now */
export function toldEnd(
  loadId: string,
  { rows, added, changed, unchanged, refused }: EntryOutcome,
  refusal: string | null,
  at: Date,
): DataOf<typeof dncEntryLoadEndedV1> {
  const status = refusal === null ? 'completed' : 'refused';
  return { loadId, status, refusal, rows, added, changed, unchanged, refused, endedAt: at.toISOString() };
}
