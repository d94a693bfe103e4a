import type { DuplicateRun } from '@leadstream/contracts';
import type { RunRecord } from './duplicate-run.js';

/** Keys are hashes, spread evenly over the signed 64-bit integers. */
const KEYS = 2 ** 64;

/** A run as the API shows it. */
export function presentRun(run: RunRecord, now: Date): DuplicateRun {
  const { runId, status, minScore, pairsCompared, blocksSkipped, found, opened, createdAt, startedAt, endedAt } = run;
  return {
    id: runId,
    status,
    minScore01: minScore,
    progress: progressOf(run, now),
    counts: { compared: pairsCompared, blocksSkipped, found, opened },
    createdAt: createdAt.toISOString(),
    startedAt: startedAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
  };
}

/** The rest takes as long a key as the keys so far took on average. */
function progressOf({ status, leads, comparedTo, startedAt, endedAt }: RunRecord, now: Date): DuplicateRun['progress'] {
  const total = leads ?? 0;
  const share01 = status === 'completed' ? 1 : comparedTo === null ? 0 : (Number(comparedTo) + KEYS / 2) / KEYS;
  const progress = { done: Math.floor(total * share01), total, percent: Math.floor(share01 * 100) };
  if (endedAt !== null) return { ...progress, etaSeconds: 0 };
  if (startedAt === null || share01 === 0) return { ...progress, etaSeconds: null };
  const elapsedMs = Math.max(now.getTime() - startedAt.getTime(), 0);
  return { ...progress, etaSeconds: Math.ceil((elapsedMs * (1 - share01)) / share01 / 1_000) };
}
