import type { Lead } from '@leadstream/contracts';
import type { LeadRecord } from './lead.js';

/** A lead as the API shows it. */
export function presentLead({ leadId, statusChangedAt, capturedAt, createdAt, updatedAt, deletedAt, ...rest }: LeadRecord): Lead {
  return {
    id: leadId,
    ...rest,
    statusChangedAt: statusChangedAt.toISOString(),
    capturedAt: capturedAt.toISOString(),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    deletedAt: deletedAt?.toISOString() ?? null,
  };
}
