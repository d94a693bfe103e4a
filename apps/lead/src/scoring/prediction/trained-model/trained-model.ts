import type { LeadStatus, TrainedModelSummary } from '@leadstream/contracts';
import type { RequestContext, Uuid } from '@leadstream/kernel';
import type { LeadModel, TrainingReport } from '../features/lead-model.js';

/** A trained model without what it learned. */
export interface TrainedModelHead {
  readonly modelId: Uuid;
  /** Which of the tenant's trained models it is. */
  readonly number: number;
  /** Grows by one with every change that is told. */
  readonly version: number;
  readonly status: TrainedModelSummary['status'];
  readonly active: boolean;
  readonly won: readonly LeadStatus[];
  readonly lost: readonly LeadStatus[];
  readonly excluded: readonly string[];
  /** Times that a worker began to train it. */
  readonly attempts: number;
  readonly failure: TrainedModelSummary['failure'];
  /** Null before it is trained, as `trainedAt`. */
  readonly report: TrainingReport | null;
  readonly createdAt: Date;
  readonly trainedAt: Date | null;
}

/** What became of a trained model. */
export type TrainedModelAction = 'requested' | 'trained' | 'failed' | 'activated' | 'deactivated';

export interface TrainedModelRecord extends TrainedModelHead {
  readonly learned: LeadModel | null;
}

/** What scores are predicted by. */
export interface ModelInUse {
  readonly modelId: Uuid;
  readonly number: number;
  readonly learned: LeadModel;
  readonly report: TrainingReport;
  readonly trainedAt: Date;
}

/** A time in which a trained model was active. */
export interface ModelUse {
  readonly useId: Uuid;
  readonly modelId: Uuid;
  readonly activatedAt: Date;
  readonly activatedByKind: RequestContext['actor']['kind'];
  readonly activatedById: string;
  readonly deactivatedAt: Date | null;
  readonly deactivatedByKind: RequestContext['actor']['kind'] | null;
  readonly deactivatedById: string | null;
}
