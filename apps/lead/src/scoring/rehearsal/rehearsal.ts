import type { ScoringRehearsal, Temperature } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';

/** Versions under which a rehearsal is told: it begins and ends once. */
export const STARTED = 1;
export const COMPLETED = 2;

/** What a rehearsal found so far: of the same size however many leads there are. */
export type RehearsalTally = Pick<ScoringRehearsal, 'before' | 'after' | 'changed' | 'sample'>;

export interface RehearsalRecord {
  readonly rehearsalId: Uuid;
  readonly modelId: Uuid;
  readonly modelVersion: number;
  readonly status: ScoringRehearsal['status'];
  readonly leadsTotal: number;
  readonly leadsDone: number;
  /** The last lead that was looked at. */
  readonly doneUpTo: Uuid;
  readonly tally: RehearsalTally;
  readonly createdAt: Date;
  readonly completedAt: Date | null;
}

/** A lead by both models, in tenths of points. */
export interface RehearsedLead {
  readonly leadId: Uuid;
  readonly before: RehearsedScore;
  readonly after: RehearsedScore;
}

export interface RehearsedScore {
  readonly tenths: number;
  readonly temperature: Temperature;
}
