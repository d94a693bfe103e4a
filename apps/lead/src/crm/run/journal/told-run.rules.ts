import type { crmSyncEndedV1, crmSyncStartedV1, DataOf } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { RunRecord } from '../sync-run.js';

/** What `crm-sync.started` tells of a run. @param resumed whether it goes on where the one before failed */
export function toldStart(
  { runId, provider, kind, createdAt }: RunRecord,
  connectionId: Uuid,
  resumed: boolean,
): DataOf<typeof crmSyncStartedV1> {
  return { runId, connectionId, provider, kind, resumed, startedAt: createdAt.toISOString() };
}

/** What `crm-sync.ended` tells of a run; one that was still on ends since its connection does. */
export function toldEnd({ runId, provider, kind, status, errorCode, pulled, pushed }: RunRecord, at: Date): DataOf<typeof crmSyncEndedV1> {
  const counts = { pulled: asCounts(pulled), pushed: asCounts(pushed) };
  return { runId, provider, kind, status: status === 'running' ? 'cancelled' : status, errorCode, ...counts, endedAt: at.toISOString() };
}

const asCounts = (counts: RunRecord['pulled']): Record<string, number> => Object.fromEntries(Object.entries(counts));
