import type { AuditVerificationRun } from '@leadstream/contracts';
import type { Verdict } from '../verdict.js';
import type { VerificationRun } from './verification-run.js';

/** A check after one more stretch was checked. */
export function goneOn(run: VerificationRun, { from, last, finding, goal, isComplete }: Verdict, now: Date): VerificationRun {
  const { first, startedAt } = run.progress ?? { first: from, startedAt: now };
  const isOver = finding !== undefined || isComplete;
  return {
    ...run,
    progress: { first, last, goal: Math.max(goal, last.sequence), startedAt },
    finding,
    ...(isOver && { status: 'completed', endedAt: now }),
  };
}

/** As the API shows it. */
export function presentRun({ id, status, asked, progress, finding, createdAt, endedAt }: VerificationRun): AuditVerificationRun {
  return {
    id,
    status,
    asked: { from: asked.from ?? null, to: asked.to ?? null, kept: asked.kept ?? null },
    progress: {
      entries: progress === undefined ? 0 : progress.last.sequence - progress.first + 1,
      percent: percentOf({ status, progress, finding }),
      from: progress?.first ?? null,
      to: progress?.last.sequence ?? null,
    },
    isSound: status === 'running' ? null : finding === undefined,
    finding: finding ?? null,
    createdAt: createdAt.toISOString(),
    startedAt: progress?.startedAt.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
  };
}

/** What comes behind the first thing that is wrong is not checked. */
function percentOf({ status, progress, finding }: Pick<VerificationRun, 'status' | 'progress' | 'finding'>): number {
  if (status === 'completed' && finding === undefined) return 100;
  if (progress === undefined) return 0;
  const { first, last, goal } = progress;
  return goal < first ? 0 : Math.floor((100 * (last.sequence - first + 1)) / (goal - first + 1));
}
