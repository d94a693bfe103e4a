import type { Uuid } from '@leadstream/kernel';
import type { CandidateAttribute } from '../duplicate-candidate.js';

/** A custom field that tells people apart. */
export interface DuplicateFact {
  readonly fieldId: Uuid;
  /** As the API names the field now. */
  readonly key: string;
  readonly kind: CandidateAttribute['kind'];
}
