import type { LeadStatus } from '@leadstream/contracts';
import type { LeadVocabulary } from './vocabulary.js';

/** Where an import may take a lead: only further along the statuses of its tenant, never back. */
export function importMove(from: LeadStatus, to: LeadStatus, { leadStatuses }: LeadVocabulary): 'forward' | 'unchanged' | 'backwards' {
  if (from === to) return 'unchanged';
  const place = (status: LeadStatus) => leadStatuses.findIndex(({ key }) => key === status);
  return place(to) > place(from) ? 'forward' : 'backwards';
}

/** Whole seconds spent in a status, rounded towards zero; negative when the stated instants contradict each other. */
export function secondsInStage(since: Date, until: Date): number {
  // `+ 0` keeps -0 out of JSON comparisons.
  return Math.trunc((until.getTime() - since.getTime()) / 1_000) + 0;
}
