import type { AUDIT_VERIFICATION_STATUSES, AuditFinding, VerifyAuditTrailBody } from '@leadstream/contracts';
import type { Footing } from '../../audit-entry.js';

/** How far a check is. */
export interface VerificationProgress {
  /** Place of the first entry that was checked. */
  readonly first: number;
  /** Up to where the chain holds. */
  readonly last: Footing;
  /** Place of the last entry that is to be checked: of the end as it was found, the chain grows meanwhile. */
  readonly goal: number;
  readonly startedAt: Date;
}

/** A check of a chain that goes on in the background. */
export interface VerificationRun {
  readonly id: string;
  readonly status: (typeof AUDIT_VERIFICATION_STATUSES)[number];
  readonly asked: Pick<VerifyAuditTrailBody, 'from' | 'to' | 'kept'>;
  /** Undefined before it has begun. */
  readonly progress: VerificationProgress | undefined;
  readonly finding: AuditFinding | undefined;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}
