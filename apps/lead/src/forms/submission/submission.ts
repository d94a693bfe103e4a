import type { Uuid } from '@leadstream/kernel';
import type { CustomValues } from '../../custom-fields/custom-field.js';
import type { Capture } from '../../lead/lead-step.rules.js';
import type { SubmissionRecord } from '../store/submission.repository.js';

/** A submission that was found acceptable. */
export interface Submission {
  readonly formId: Uuid;
  readonly wordingVersion: number;
  readonly capture: Omit<Capture, 'leadId'>;
  /** Custom values that were said, without defaults. */
  readonly values: CustomValues;
  /** All that was said, also what no lead takes. */
  readonly stated: SubmissionRecord['stated'];
  /** Under which was recorded what the visitor did before; null when the page does not say it. */
  readonly visitorId: Uuid | null;
  /** Keys of the consents that were given. */
  readonly consents: readonly string[];
  readonly proof: Pick<SubmissionRecord, 'clientIp' | 'userAgent'>;
  readonly digest: string;
  /** Whether the digest is of the sender's id, which is never used again. */
  readonly isById: boolean;
  readonly at: Date;
}
