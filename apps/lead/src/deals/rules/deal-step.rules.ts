import {
  type DataOf,
  dealClosedV1,
  dealCreatedV1,
  dealDeletedV1,
  dealRestoredV1,
  dealStageChangedV1,
  type DealStatus,
  dealUpdatedV1,
  type EventContract,
} from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { secondsInStage } from '../../lead/status.rules.js';
import type { StageRecord } from '../../pipelines/pipeline.js';
import type { DealRecord, DealStep, StageChange } from '../deal.js';
import type { Fields, NewDeal } from './accept-deal.rules.js';
import { dealChanges } from './deal-changes.rules.js';
import { isClosed, probabilityOf } from './deal-status.rules.js';

/** The first version of a deal. */
export function createdStep(dealId: Uuid, fields: NewDeal, pipelineId: Uuid, stage: StageRecord, now: Date): DealStep {
  const stageEnteredAt = fields.closedAt ?? fields.openedAt;
  const blank = { version: 1, tagIds: [], standsWith: fields.leadId };
  const times = { stageEnteredAt, createdAt: now, updatedAt: now, lastWorkedAt: now, deletedAt: null };
  const deal: DealRecord = { ...fields, ...blank, dealId, pipelineId, stageId: stage.stageId, ...times };
  const changes = dealChanges(undefined, deal);
  return {
    deal,
    action: 'created',
    changes,
    move: { from: null, changedAt: stageEnteredAt },
    event: eventOf(dealCreatedV1, deal, told(deal, stage), now),
  };
}

/** @returns undefined when nothing would be other than before */
export function updatedStep(
  before: DealRecord,
  stated: Partial<Fields & Pick<DealRecord, 'status' | 'tagIds'>>,
  stage: StageRecord,
  now: Date,
): DealStep | undefined {
  const after = { ...before, ...stated, version: before.version + 1, updatedAt: now };
  const changes = dealChanges(before, after);
  if (changes.length === 0) return undefined;
  const changed = changes.map(({ field }) => field);
  // Tags are put on and taken off in bulk, by jobs too: nobody worked on the deal.
  const deal = { ...after, lastWorkedAt: changed.every((field) => field === 'tagIds') ? before.lastWorkedAt : now };
  const { products, lossReason } = deal;
  const data = { ...told(deal, stage), products: [...products], lossReason, changed, updatedAt: now.toISOString() };
  const event = eventOf(dealUpdatedV1, deal, data, now);
  // No stage is left.
  const from = { stageId: before.stageId, status: before.status, secondsInStage: 0 };
  return { deal, action: 'updated', changes, event, ...(changed.includes('status') && { move: { from, changedAt: now } }) };
}

/** Where a deal goes. */
export interface Goal {
  readonly stage: StageRecord & Pick<DealRecord, 'pipelineId'>;
  readonly status: DealStatus;
  readonly lossReason: string | null;
}

/** @returns undefined when the deal is so already */
export function movedStep(before: DealRecord, { stage, status, lossReason }: Goal, now: Date): DealStep | undefined {
  const { stageId, pipelineId } = stage;
  if (before.stageId === stageId && before.status === status && before.lossReason === lossReason) return undefined;
  // A change of status alone leaves no stage.
  const left = before.stageId === stageId ? 0 : secondsInStage(before.stageEnteredAt, now);
  const closedAt = isClosed(status) ? (before.closedAt ?? now) : null;
  const stageEnteredAt = before.stageId === stageId ? before.stageEnteredAt : now;
  const deal = {
    ...before,
    pipelineId,
    stageId,
    status,
    lossReason,
    closedAt,
    stageEnteredAt,
    version: before.version + 1,
    updatedAt: now,
    lastWorkedAt: now,
  };
  const move: StageChange = { from: { stageId: before.stageId, status: before.status, secondsInStage: left }, changedAt: now };
  const way = { fromStageId: before.stageId, fromStatus: before.status, secondsInStage: left, changedAt: now.toISOString() };
  const data = { ...told(deal, stage), ...way };
  const event = isClosed(status) ? eventOf(dealClosedV1, deal, { ...data, lossReason }, now) : eventOf(dealStageChangedV1, deal, data, now);
  return { deal, action: 'moved', changes: dealChanges(before, deal), move, event };
}

/** The last version before somebody restores the deal. */
export function deletedStep(before: DealRecord, stage: StageRecord, now: Date): DealStep {
  const deal = { ...before, version: before.version + 1, updatedAt: now, lastWorkedAt: now, deletedAt: now };
  const event = eventOf(dealDeletedV1, deal, { ...told(deal, stage), deletedAt: now.toISOString() }, now);
  return { deal, action: 'deleted', changes: [], event };
}

/** @param before a deleted deal */
export function restoredStep(before: DealRecord, stage: StageRecord, now: Date): DealStep {
  const deal = { ...before, version: before.version + 1, updatedAt: now, lastWorkedAt: now, deletedAt: null };
  const event = eventOf(dealRestoredV1, deal, { ...told(deal, stage), restoredAt: now.toISOString() }, now);
  return { deal, action: 'restored', changes: [], event };
}

function told(deal: DealRecord, stage: StageRecord): DataOf<typeof dealCreatedV1> {
  const { dealId, leadId, name, pipelineId, stageId, status, value, expectedCloseOn, ownerId, tagIds, openedAt, closedAt } = deal;
  return {
    ...{ dealId, leadId, name, pipelineId, stageId, stageName: stage.name, probability: probabilityOf(deal, stage), status },
    ...{
      value,
      expectedCloseOn,
      ownerId,
      tagIds: [...tagIds],
      openedAt: openedAt.toISOString(),
      closedAt: closedAt?.toISOString() ?? null,
    },
  };
}

function eventOf<C extends EventContract>(contract: C, { version }: DealRecord, data: DataOf<C>, time: Date) {
  return { contract, data, sequence: version, time };
}
