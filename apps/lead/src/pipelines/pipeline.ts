import type { Uuid } from '@leadstream/kernel';

/** A part of the way of deals. */
export interface StageRecord {
  readonly stageId: Uuid;
  readonly name: string;
  /** Per cent of its deals that are won in the end. */
  readonly probability: number;
  /** Whether deals are won or lost in it. */
  readonly closes: boolean;
  /** Null = never. */
  readonly rotsAfterDays: number | null;
}

/** A pipeline in its present version. */
export interface PipelineRecord {
  readonly pipelineId: Uuid;
  readonly version: number;
  readonly name: string;
  readonly isDefault: boolean;
  /** In their order; the last one closes. */
  readonly stages: readonly StageRecord[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
