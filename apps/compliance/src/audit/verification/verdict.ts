import type { AuditFinding } from '@leadstream/contracts';
import type { Footing } from '../audit-entry.js';
import type { Checkpoint } from '../checkpoints/checkpoint.js';

/** What a check came to. */
export interface Verdict {
  /** Place of the first entry that was checked. */
  readonly from: number;
  /** Up to where the chain holds. */
  readonly last: Footing;
  readonly finding: AuditFinding | undefined;
  /** Nothing of what was asked for is left. */
  readonly isComplete: boolean;
  readonly head: Footing;
  /** Place of the last entry that is to be checked, as the chain is now. */
  readonly goal: number;
  readonly latest: Checkpoint | undefined;
  /** On what the first entry that is there rests, older ones having been taken out. */
  readonly archive: Checkpoint | undefined;
}
