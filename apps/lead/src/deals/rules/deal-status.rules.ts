import type { DealStatus } from '@leadstream/contracts';
import type { FieldProblem } from '@leadstream/kernel';
import type { StageRecord } from '../../pipelines/pipeline.js';
import type { DealRecord } from '../deal.js';

const DAY_MS = 86_400_000;

export function isClosed(status: DealStatus): boolean {
  return status === 'closed-won' || status === 'closed-lost';
}

/** Why a deal cannot be so in a stage; undefined when it can. */
export function statusProblem(status: DealStatus, stage: StageRecord, lossReason: string | null): FieldProblem | undefined {
  if (stage.closes && !isClosed(status)) return problem('status', 'status.must_close', 'In this stage deals are won or lost: say which.');
  if (!stage.closes && isClosed(status)) return problem('stageId', 'stage.does_not_close', 'Deals are not closed in this stage.');
  if (status === 'closed-lost' && lossReason === null) return problem('lossReason', 'loss_reason.missing', 'A lost deal has its reason.');
  if (status !== 'closed-lost' && lossReason !== null) return problem('lossReason', 'loss_reason.unsuited', 'Only a lost deal has one.');
  return undefined;
}

/** Chance of a deal to be won, in per cent. */
export function probabilityOf({ status }: Pick<DealRecord, 'status'>, stage: StageRecord): number {
  if (status === 'closed-won') return 100;
  return status === 'closed-lost' ? 0 : stage.probability;
}

/** Whether nothing happened to an open deal for longer than its stage allows. Any change of it is something, but for its tags. */
export function isRotting({ status, lastWorkedAt }: DealRecord, { rotsAfterDays }: StageRecord, now: Date): boolean {
  return !isClosed(status) && rotsAfterDays !== null && now.getTime() - lastWorkedAt.getTime() > rotsAfterDays * DAY_MS;
}

function problem(path: string, code: string, message: string): FieldProblem {
  return { path, code, message };
}
