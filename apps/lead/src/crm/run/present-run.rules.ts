import type { CrmSyncRecord, CrmSyncRun } from '@leadstream/contracts';
import type { KeptNote, RunRecord } from './sync-run.js';

export function presentRun({
  runId,
  kind,
  status,
  phase,
  waitsUntil,
  pulled,
  pushed,
  errorCode,
  createdAt,
  endedAt,
}: RunRecord): CrmSyncRun {
  const times = { createdAt: createdAt.toISOString(), endedAt: endedAt?.toISOString() ?? null };
  return { id: runId, kind, status, phase, waitsUntil: waitsUntil?.toISOString() ?? null, pulled, pushed, errorCode, ...times };
}

export function presentNote({ recordedAt, fields, conflicts, ...note }: KeptNote): CrmSyncRecord {
  return { ...note, fields: [...fields], conflicts: [...conflicts], recordedAt: recordedAt.toISOString() };
}
