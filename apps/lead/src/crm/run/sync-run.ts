import type { CrmCounts, CrmFieldConflict, CrmOutcome, CrmProvider, CrmSyncRecord } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { ChangePosition } from '../peer/crm-peer.js';
import type { PageWalk } from '../peer/page-walk.rules.js';

export type SyncPhase = 'pull' | 'removals' | 'push' | 'end';

/** Where a phase stands: what was committed last. */
export interface SyncPosition {
  /** Of changes: the next page. */
  readonly change?: ChangePosition;
  /** Of removals: the next page, and the way to it. */
  readonly cursor?: string;
  readonly walk?: PageWalk;
  /** Of leads: the last one that the peer heard of. */
  readonly leadId?: Uuid;
}

export interface RunRecord {
  readonly runId: Uuid;
  readonly provider: CrmProvider;
  readonly kind: 'full' | 'incremental';
  readonly status: 'running' | 'completed' | 'failed';
  readonly phase: SyncPhase;
  readonly windowFrom: Date;
  readonly windowUntil: Date;
  /** Null at the beginning of a phase. */
  readonly position: SyncPosition | null;
  readonly pages: number;
  readonly pulled: CrmCounts;
  readonly pushed: CrmCounts;
  /** In a row. */
  readonly failures: number;
  readonly errorCode: string | null;
  readonly waitsUntil: Date | null;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

/** A worker's hold on a run: good while the fence is the latest. */
export interface RunClaim {
  readonly tenantId: Uuid;
  readonly runId: Uuid;
  readonly fence: string;
}

/** What a run has to say about one record. */
export interface SyncNote {
  readonly outcome: CrmOutcome;
  readonly leadId: Uuid | null;
  readonly peerId: string | null;
  readonly code: string | null;
  readonly fields: readonly string[];
  /** Of fields that both sides changed: of a lead, so that an erasure finds what they say of it. */
  readonly conflicts: readonly CrmFieldConflict[];
}

/** A note, as it was kept. */
export interface KeptNote extends SyncNote {
  readonly id: Uuid;
  readonly direction: CrmSyncRecord['direction'];
  readonly recordedAt: Date;
}

/** What one page did, and where the run stands after it. */
export interface SyncStep {
  readonly direction: 'pull' | 'push';
  readonly phase: SyncPhase;
  readonly position: SyncPosition | null;
  readonly counts: CrmCounts;
  readonly notes: readonly SyncNote[];
}

/** Another worker has the run, or its connection is gone: whoever catches this stops without a trace. */
export class SyncRunLost extends Error {
  override readonly name = 'SyncRunLost';
}
