import type { SubjectRequestStatus } from '@leadstream/contracts';

/** From where to where; the person may be asked who it is whenever doubts arise (GDPR Art. 12(6)). */
const WAYS: Readonly<Record<SubjectRequestStatus, readonly SubjectRequestStatus[]>> = {
  received: ['identity-needed', 'in-progress', 'refused'],
  'identity-needed': ['in-progress', 'refused'],
  'in-progress': ['identity-needed', 'completed', 'refused'],
  completed: [],
  refused: [],
};

/** Whether a request may go from one status to another. */
export function mayFollow(from: SubjectRequestStatus, to: SubjectRequestStatus): boolean {
  return WAYS[from].includes(to);
}

/** Where it may go from there. */
export function waysFrom(status: SubjectRequestStatus): readonly SubjectRequestStatus[] {
  return WAYS[status];
}
