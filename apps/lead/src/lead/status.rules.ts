import { LEAD_STATUSES, type LeadStatus } from '@leadstream/contracts';

/** Where an import may take a lead: only further along {@link LEAD_STATUSES}, never back. */
export function importMove(from: LeadStatus, to: LeadStatus): 'forward' | 'unchanged' | 'backwards' {
  if (from === to) return 'unchanged';
  return LEAD_STATUSES.indexOf(to) > LEAD_STATUSES.indexOf(from) ? 'forward' : 'backwards';
}

/** Whole seconds spent in a status, rounded towards zero; negative when the stated instants contradict each other. */
export function secondsInStage(since: Date, until: Date): number {
  // `+ 0` keeps -0 out of JSON comparisons.
  return Math.trunc((until.getTime() - since.getTime()) / 1_000) + 0;
}

/** A status as files spell it (`Converted`, ` QUALIFIED `), or undefined. */
export function parseStatus(text: string): LeadStatus | undefined {
  const word = text.trim().toLowerCase();
  return LEAD_STATUSES.find((status) => status === word);
}
