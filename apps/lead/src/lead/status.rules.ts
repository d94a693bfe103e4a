import type { LeadStatus } from '@leadstream/contracts';
import type { LeadVocabulary } from './vocabulary.js';

/** Where an import or a sync may take a lead: only further along the statuses of its tenant, never back. */
export function importMove(from: LeadStatus, to: LeadStatus, { leadStatuses }: LeadVocabulary): 'forward' | 'unchanged' | 'backwards' {
  if (from === to) return 'unchanged';
  const place = (status: LeadStatus) => leadStatuses.findIndex(({ key }) => key === status);
  return place(to) > place(from) ? 'forward' : 'backwards';
}

export type MoveRefusal = 'status.backwards' | 'status.not_allowed';

/**
 * Why neither an import nor a sync moves a lead; undefined where one does, or there is nothing to move.
 * @param allowed statuses that the tenant lets a lead go to from there; undefined: any
 */
export function refusedMove(
  from: LeadStatus,
  to: LeadStatus,
  vocabulary: LeadVocabulary,
  allowed: readonly LeadStatus[] | undefined,
): MoveRefusal | undefined {
  const move = importMove(from, to, vocabulary);
  if (move === 'backwards') return 'status.backwards';
  return move === 'unchanged' || (allowed?.includes(to) ?? true) ? undefined : 'status.not_allowed';
}

/** Whole seconds spent in a status, rounded towards zero; negative when the stated instants contradict each other. */
export function secondsInStage(since: Date, until: Date): number {
  // `+ 0` keeps -0 out of JSON comparisons.
  return Math.trunc((until.getTime() - since.getTime()) / 1_000) + 0;
}
