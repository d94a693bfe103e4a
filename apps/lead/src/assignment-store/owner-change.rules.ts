import { type AssignmentWay, type DataOf, leadAssignedV1 } from '@leadstream/contracts';
import type { Actor, IdSource, Uuid } from '@leadstream/kernel';
import type { OutboxItem } from '@leadstream/messaging';
import type { DecidedAssignment } from '../lead/lead-assignment.js';
import type { LeadStep } from '../lead/lead-step.js';
import type { LeadRecord } from '../lead/lead.js';
import { eventOf } from '../lead/lead-step.rules.js';
import { isEnd } from '../lead/vocabulary.rules.js';
import type { LeadVocabulary } from '../lead/vocabulary.js';

/** A change of a lead's owner. */
export interface OwnerChange {
  readonly assignmentId: Uuid;
  readonly leadId: Uuid;
  readonly leadVersion: number;
  readonly memberId: Uuid | null;
  readonly previousMemberId: Uuid | null;
  readonly way: AssignmentWay;
  readonly decided: DecidedAssignment | null;
  readonly assignedAt: Date;
}

/** The change of owner that a step makes; undefined when it makes none. */
export function ownerChange({ lead, changes, assignment, at }: LeadStep, ids: IdSource): OwnerChange | undefined {
  const change = changes.find(({ field }) => field === 'ownerId');
  if (change === undefined) return undefined;
  return {
    assignmentId: ids.next(),
    leadId: lead.leadId,
    leadVersion: lead.version,
    memberId: lead.ownerId,
    previousMemberId: change.before as Uuid | null,
    way: assignment?.way ?? 'stated',
    decided: assignment?.decided ?? null,
    assignedAt: at,
  };
}

export function assignedEvent({ leadVersion, decided, assignedAt, ...change }: OwnerChange): OutboxItem {
  const { leadId, assignmentId, memberId, previousMemberId, way } = change;
  const data: DataOf<typeof leadAssignedV1> = {
    leadId,
    assignmentId,
    memberId,
    previousMemberId,
    way,
    strategy: decided?.strategy ?? null,
    ruleSetNumber: decided?.ruleSetNumber ?? null,
    ruleKey: decided?.ruleKey ?? null,
    poolId: decided?.poolId ?? null,
    round: decided?.round ?? null,
    respondBy: decided?.respondBy?.toISOString() ?? null,
    assignedAt: assignedAt.toISOString(),
  };
  return eventOf(leadAssignedV1, data, leadVersion, assignedAt);
}

/** Whether a step leaves a lead that somebody should get: one that is new, or back, and that nobody has. */
export function wantsOwner(step: LeadStep, vocabulary: LeadVocabulary): boolean {
  return step.lead.ownerId === null && !isOver(step.lead, vocabulary) && (isNewOrBack(step) || isReopened(step, vocabulary));
}

function isNewOrBack({ action }: LeadStep): boolean {
  return action === 'created' || action === 'restored' || action === 'unmerged';
}

function isReopened({ move }: LeadStep, vocabulary: LeadVocabulary): boolean {
  return move !== undefined && isEnd(vocabulary, move.from) && !isEnd(vocabulary, move.to);
}

/** Whether a lead that waits for an owner is another one after a step: a rule may be for it by now. */
export function mayFitRule({ action, lead }: LeadStep, vocabulary: LeadVocabulary): boolean {
  return lead.ownerId === null && !isOver(lead, vocabulary) && (action === 'updated' || action === 'status-changed');
}

/** Whether nobody has to do anything about the lead any more. */
export function isOver({ deletedAt, status }: Pick<LeadRecord, 'deletedAt' | 'status'>, vocabulary: LeadVocabulary): boolean {
  return deletedAt !== null || isEnd(vocabulary, status);
}

/**
 * Whether a step tells that somebody took care of the lead: a status that was set by hand by its owner, or with an API key, which acts for
 * no member in particular.
 */
export function isResponse({ lead, move }: LeadStep, actor: Actor | undefined): boolean {
  if (lead.ownerId === null || move?.trigger !== 'manual' || actor === undefined) return false;
  return actor.kind === 'api-key' || (actor.kind === 'member' && actor.id === lead.ownerId);
}
