import type { DealAuditEntry, DealProduct, DealStatus } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { OutboxItem } from '@leadstream/messaging';
import type { FieldChange } from '../lead/lead.js';
import type { Money } from '../custom-fields/custom-field.js';

/** A deal in its present version. */
export interface DealRecord {
  readonly dealId: Uuid;
  readonly version: number;
  /** The lead that it was made for. */
  readonly leadId: Uuid;
  /** The lead that it stands with now: the survivor where its own went into another one. */
  readonly standsWith: Uuid;
  readonly externalId: string | null;
  readonly name: string;
  readonly pipelineId: Uuid;
  readonly stageId: Uuid;
  readonly status: DealStatus;
  readonly value: Money | null;
  /** Calendar day. */
  readonly expectedCloseOn: string | null;
  readonly lossReason: string | null;
  readonly products: readonly DealProduct[];
  readonly ownerId: Uuid | null;
  /** In ascending order. */
  readonly tagIds: readonly Uuid[];
  readonly stageEnteredAt: Date;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** When it was changed otherwise than by tags that were put on or taken off. */
  readonly lastWorkedAt: Date;
  readonly deletedAt: Date | null;
}

/** A move from one stage or status to another; the first has no before. */
export interface StageChange {
  readonly from: { readonly stageId: Uuid; readonly status: DealStatus; readonly secondsInStage: number } | null;
  readonly changedAt: Date;
}

/** One version of a deal and what is written with it. */
export interface DealStep {
  readonly deal: DealRecord;
  readonly action: DealAuditEntry['action'];
  readonly changes: readonly FieldChange[];
  readonly move?: StageChange;
  readonly event: OutboxItem;
}
