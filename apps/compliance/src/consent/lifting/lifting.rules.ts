import type { MergedLead, StatementOfLead } from '../family/family-consent.rules.js';
import { standingAt } from '../family/standing.rules.js';
import type { NewConsentEntry } from '../new-consent-entry.js';
import type { LineOfMatter } from '../person/person-ledger.js';

/** When every consent for a time is over. */
export const AFTER_ALL = new Date(8.64e15);

/** What counts for the person of a lead. */
export interface KnownLines {
  /** Of any channel and purpose, as they count at {@link AFTER_ALL}. */
  readonly lines: readonly LineOfMatter[];
  readonly merged: readonly MergedLead[];
}

/**
 * Lines of files and captures without the grants that would lift a withdrawal. A file says yes or no, and when a lead was captured, never when it agreed; a
 * capture is dated by clocks that may be ahead: nobody proved to have changed their mind. A grant of before the withdrawal stays, since it lifts nothing.
 * @param lines in the order in which they were said: what one withdraws, no later one lifts
 * @param known by lead; whoever is not in it has no ledger yet
 */
export function liftingNothing<L extends { readonly entry: NewConsentEntry }>(
  lines: readonly L[],
  known: ReadonlyMap<string, KnownLines>,
): L[] {
  const withdrawn: LineOfMatter[] = [];
  return lines.filter(({ entry }) => {
    const line = { ...entry, expiresAt: entry.expiresAt ?? null, entryNo: LAST };
    if (entry.state === 'withdrawn') withdrawn.push(line);
    if (entry.state === 'withdrawn') return true;
    const { lines: before, merged } = known.get(entry.leadId) ?? NOTHING;
    const said = withdrawn.filter(({ leadId }) => leadId === entry.leadId);
    const ledger = [...before, ...said].filter(({ channel, purpose }) => channel === entry.channel && purpose === entry.purpose);
    return !lifts(line, ledger, merged);
  });
}

function lifts(grant: StatementOfLead, ledger: readonly StatementOfLead[], merged: readonly MergedLead[]): boolean {
  if (standingAt(ledger, merged, AFTER_ALL)?.statement.state !== 'withdrawn') return false;
  return ledger.some(({ state, statedAt }) => state === 'withdrawn' && statedAt < grant.statedAt);
}

/** Behind every line of the ledger. */
const LAST = Number.MAX_SAFE_INTEGER;
const NOTHING: KnownLines = { lines: [], merged: [] };
