import type { RequestContext, Uuid } from '@leadstream/kernel';

export type RunStatus = 'pending' | 'running' | 'completed' | 'failed' | 'cancelled';

/** A comparison of all leads as it is stored. */
export interface RunRecord {
  readonly runId: Uuid;
  readonly status: RunStatus;
  readonly minScore: number;
  /** Null until they are counted. */
  readonly leads: number | null;
  /** Signed 64-bit key up to which blocks are compared, in decimals; null before the first. */
  readonly comparedTo: string | null;
  readonly pairsCompared: number;
  readonly blocksSkipped: number;
  readonly found: number | null;
  readonly opened: number | null;
  /** Who asked for it, in which request. */
  readonly actorKind: RequestContext['actor']['kind'];
  readonly actorId: string;
  readonly requestId: string;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

/** A worker's hold on a run: good while the fence is the latest. */
export interface RunClaim {
  readonly tenantId: Uuid;
  readonly runId: Uuid;
  readonly fence: string;
  /** Claims since the run last got on, this one included. */
  readonly attempts: number;
}

/** Another worker has the run, or it was cancelled: whoever catches this stops without a trace. */
export class RunLost extends Error {
  override readonly name = 'RunLost';
}
