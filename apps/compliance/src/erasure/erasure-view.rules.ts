import type { Erasure } from '@leadstream/contracts';
import { isHeld, missingFrom, progressOf } from './saga/saga.rules.js';
import type { ErasureAnswer, StoredErasure } from './store/stored-erasure.js';

/** An erasure as the API shows it. */
export function toErasure(stored: StoredErasure, answers: readonly ErasureAnswer[]): Erasure {
  const { id, leadId, subjectRequestId, leadIds, heldLeadIds, reason, step, requestedAt, certifiedAt } = stored;
  const waitingFor = missingFrom(stored, answers);
  return {
    id,
    leadId,
    subjectRequestId,
    leadIds: [...leadIds],
    heldLeadIds: [...heldLeadIds],
    reason,
    status: statusOf(stored),
    step,
    waitingFor,
    progress: progressOf(stored, waitingFor),
    requestedAt: requestedAt.toISOString(),
    certifiedAt: certifiedAt?.toISOString() ?? null,
  };
}

function statusOf(erasure: StoredErasure): Erasure['status'] {
  if (erasure.step === 'certified') return 'certified';
  if (isHeld(erasure)) return 'held';
  return erasure.escalatedAt === null ? 'running' : 'escalated';
}
