import { complianceErrors } from '../../compliance.errors.js';
import type { PutCounts } from '../bulk/put-counts.js';
import type { EntryRows } from './entry-rows.rules.js';
import { type EntryOutcome, NO_ROW_READ } from './waiting-entry-load.js';

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
