import type { Erasure } from '@leadstream/contracts';
import { missingFrom, progressOf } from './saga/saga.rules.js';
import type { ErasureAnswer, StoredErasure } from './store/stored-erasure.js';

/** An erasure as the API shows it. */
export function toErasure(stored: StoredErasure, answers: readonly ErasureAnswer[]): Erasure {
  const { id, leadId, leadIds, reason, step, requestedAt, certifiedAt } = stored;
  const waitingFor = missingFrom(stored, answers);
  return {
    id,
    leadId,
    leadIds: [...leadIds],
    reason,
    status: statusOf(stored),
    step,
    waitingFor,
    progress: progressOf(stored, waitingFor),
    requestedAt: requestedAt.toISOString(),
    certifiedAt: certifiedAt?.toISOString() ?? null,
  };
}

function statusOf({ step, escalatedAt }: StoredErasure): Erasure['status'] {
  if (step === 'certified') return 'certified';
  return escalatedAt === null ? 'running' : 'escalated';
}
