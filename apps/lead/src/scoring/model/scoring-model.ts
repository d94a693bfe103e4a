import type { MODEL_STATUSES } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { FieldChange } from '../../lead/lead.js';
import type { ScoreWeights } from '../score/score.js';

export type ModelStatus = (typeof MODEL_STATUSES)[number];

export interface ScoringModelRecord {
  readonly modelId: Uuid;
  /** Which of the tenant's models it is. */
  readonly number: number;
  readonly version: number;
  readonly name: string;
  readonly status: ModelStatus;
  readonly weights: ScoreWeights;
  /** Null of the model that every tenant begins with. */
  readonly createdAt: Date | null;
  readonly activatedAt: Date | null;
  readonly retiredAt: Date | null;
}

export type ModelAction = 'created' | 'updated' | 'rehearsed' | 'activated' | 'retired';

/** One version of a model and what is written with it. */
export interface ModelStep {
  readonly model: ScoringModelRecord;
  readonly action: ModelAction;
  readonly changes: readonly FieldChange[];
  readonly at: Date;
}

/** Models as they were active one after the other. */
export interface ModelTimeline {
  /** The model by which leads were scored at an instant. */
  readonly at: (instant: Date) => ScoringModelRecord;
  /** When another one became active. */
  readonly activations: readonly Date[];
}
