import type { DuplicateEvidence, DuplicateState } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';

/** A pair of leads as a run finds it. */
export interface FoundPair {
  readonly pairId: Uuid;
  /** The lesser of both ids. */
  readonly leftId: Uuid;
  readonly rightId: Uuid;
  readonly score01: number;
  readonly against: string;
  readonly explanation: readonly DuplicateEvidence[];
  /** Hashes of what was compared of each. */
  readonly leftPrint: string;
  readonly rightPrint: string;
}

/** A pair as it is stored. */
export interface PairRecord extends Omit<FoundPair, 'leftPrint' | 'rightPrint'> {
  readonly state: DuplicateState;
  readonly reason: string | null;
  readonly runId: Uuid;
  readonly foundAt: Date;
  readonly stateChangedAt: Date;
  /** How often it was dismissed, and told so. */
  readonly dismissals: number;
}
