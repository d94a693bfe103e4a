import { z } from 'zod';
import { money } from '../../deal-fields.js';

/** The state of a deal after the change, in every event about one. */
export const toldDealFields = {
  dealId: z.uuid(),
  leadId: z.uuid(),
  name: z.string().nullable().meta({ personal: true }),
  pipelineId: z.uuid(),
  stageId: z.uuid(),
  stageName: z.string(),
  /** Per cent; 100 of a deal that was won, 0 of one that was lost. */
  probability: z.int(),
  /** One of the default statuses or of the tenant's own; lower-case. */
  status: z.string(),
  /** Null when it is not known. */
  value: money.nullable().meta({ personal: true }),
  /** Calendar day. */
  expectedCloseOn: z.iso.date().nullable(),
  /** Member who looks after the deal. */
  ownerId: z.uuid().nullable(),
  /** Tags of the deal, in ascending order; `tag.changed` tells their names. */
  tagIds: z.array(z.uuid()).optional(),
  /** ISO 8601, UTC. */
  openedAt: z.iso.datetime(),
  /** When it was won or lost; null while it is open. ISO 8601, UTC. */
  closedAt: z.iso.datetime().nullable(),
};

/** Where a deal came from and how long it was there. */
export const toldDealMove = {
  fromStageId: z.uuid(),
  fromStatus: z.string(),
  /** Whole seconds in the stage that was left; 0 where the deal stays in its stage and only status or loss reason change. */
  secondsInStage: z.int(),
  /** ISO 8601, UTC. */
  changedAt: z.iso.datetime(),
};
