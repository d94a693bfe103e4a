import type { LeadStatus } from '@leadstream/contracts';
import type { LeadRecord } from '../../../lead/lead.js';
import { type AuditedStep, type Birth, leadAt } from '../../../time-travel/lead-at.rules.js';

/** Which statuses of a tenant mean that a lead was won, and which that it was lost. */
export interface OutcomeStatuses {
  readonly won: readonly LeadStatus[];
  readonly lost: readonly LeadStatus[];
}

export type Outcome = 'won' | 'lost';

/** A lead with its outcome, as it was known before that. */
export interface DecidedLead {
  readonly lead: LeadRecord;
  readonly outcome: Outcome;
  /** When it was won or lost, as it was stated. */
  readonly decidedAt: Date;
}

const END_OF_TIME = new Date(8_640_000_000_000_000);

/**
 * The outcome of a lead and what was known before it: its last version before the one that told the outcome. Where that is dated back, versions
 * recorded after its date do not count either; the first version always does, for a lead that came in together with its outcome. A lead that
 * was won or lost several times has the outcome that it came to last.
 * @param steps of the lead, in the order of their versions
 * @returns undefined while it has none
 */
export function decidedLead(birth: Birth, steps: readonly AuditedStep[], statuses: OutcomeStatuses): DecidedLead | undefined {
  let outcome: Outcome | undefined;
  let decision = 0;
  for (const [index, { changes }] of steps.entries()) {
    const move = changes.find(({ field }) => field === 'status');
    const next = move ? outcomeOf(move.after, statuses) : outcome;
    if (next !== outcome) [outcome, decision] = [next, index];
  }
  const deciding = steps[decision];
  if (!outcome || !deciding) return undefined;
  const dated = deciding.changes.find(({ field }) => field === 'statusChangedAt')?.after;
  const decidedAt = typeof dated === 'string' ? new Date(dated) : deciding.recordedAt;
  const before = steps.slice(0, decision);
  const [first = deciding, ...later] = before;
  const lead = leadAt(birth, [first, ...later.filter(({ recordedAt }) => recordedAt <= decidedAt)], END_OF_TIME);
  return lead && { lead, outcome, decidedAt };
}

function outcomeOf(status: unknown, { won, lost }: OutcomeStatuses): Outcome | undefined {
  if (won.some((one) => one === status)) return 'won';
  return lost.some((one) => one === status) ? 'lost' : undefined;
}
