import type { Uuid } from '@leadstream/kernel';

/** A change of what leads are distributed by. */
export interface DistributionChange {
  readonly subject: 'member' | 'pool' | 'rules';
  readonly subjectId: Uuid;
  readonly action: 'created' | 'updated' | 'activated' | 'retired';
  /** Of the subject, after the change. */
  readonly version: number;
  /** As the API shows it, after the change. */
  readonly state: object;
  readonly at: Date;
}
