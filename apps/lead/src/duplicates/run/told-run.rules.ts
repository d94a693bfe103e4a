import type { DataOf, duplicateRunEndedV1, duplicateRunStartedV1, leadDuplicatesFoundV1 } from '@leadstream/contracts';
import type { RequestContext } from '@leadstream/kernel';
import type { RunClaim, RunRecord } from './duplicate-run.js';

/** A run that has come to its end. */
export interface EndedRun extends RunRecord {
  readonly status: 'completed' | 'failed' | 'cancelled';
  readonly endedAt: Date;
}

/** What `duplicate-run.started` tells. */
export function toldStart({ runId, minScore, createdAt }: RunRecord): DataOf<typeof duplicateRunStartedV1> {
  return { runId, minScore01: minScore, createdAt: createdAt.toISOString() };
}

/** What `lead.duplicates-found` tells of a run that got through. */
export function toldPairs({ runId, leads, minScore, found, opened, endedAt }: EndedRun): DataOf<typeof leadDuplicatesFoundV1> {
  return {
    runId,
    leads: leads ?? 0,
    minScore01: minScore,
    found: found ?? 0,
    opened: opened ?? 0,
    completedAt: endedAt.toISOString(),
  };
}

/** What `duplicate-run.ended` tells, however the run ended. */
export function toldEnd(run: EndedRun): DataOf<typeof duplicateRunEndedV1> {
  const { runId, status, minScore, leads, pairsCompared, found, opened, endedAt } = run;
  return { runId, status, minScore01: minScore, leads, compared: pairsCompared, found, opened, endedAt: endedAt.toISOString() };
}

/** What a worker does and tells is done for whoever asked for the run. */
export function contextOf({ tenantId }: RunClaim, { actorKind, actorId, requestId }: RunRecord): RequestContext {
  return { tenantId, actor: { kind: actorKind, id: actorId }, scopes: [], requestId };
}
