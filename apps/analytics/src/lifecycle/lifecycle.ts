import type {
  EventOf,
  FunnelStage,
  leadCapturedV1,
  leadDeletedV1,
  leadMergedV1,
  leadRestoredV1,
  leadStatusChangedV1,
  leadUnmergedV1,
  leadUpdatedV1,
} from '@leadstream/contracts';

/** An event that moves a lead through the lifecycle funnel. */
export type LifecycleEvent =
  | EventOf<typeof leadCapturedV1>
  | EventOf<typeof leadUpdatedV1>
  | EventOf<typeof leadStatusChangedV1>
  | EventOf<typeof leadDeletedV1>
  | EventOf<typeof leadRestoredV1>
  | EventOf<typeof leadMergedV1>
  | EventOf<typeof leadUnmergedV1>;

/** What one lead's own events say of its way through the funnel. */
export interface LeadLifecycle {
  readonly leadId: string;
  /** Aggregate version of the last event applied. */
  readonly sequence: number;
  readonly source: string;
  readonly capturedAt: Date;
  /** First instant each stage was reached, ISO 8601. */
  readonly reached: Readonly<Record<string, string>>;
  readonly deleted: boolean;
  /** The lead that it counts as one with. */
  readonly mergedInto: string | null;
}

/** A cell of the rollup, or a difference to one. */
export interface RollupCell {
  /** UTC day of capture, `YYYY-MM-DD`. */
  readonly capturedOn: string;
  readonly source: string;
  readonly stage: FunnelStage;
  readonly leads: number;
  /** Signed whole seconds from capture to the stage, added up. */
  readonly secondsSum: number;
  readonly beforeCapture: number;
}
