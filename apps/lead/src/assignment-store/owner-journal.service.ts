import { Injectable } from '@nestjs/common';
import { currentContext, uuidV7 } from '@leadstream/kernel';
import type { OutboxItem } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import type { LeadStep } from '../lead/lead-step.js';
import type { LeadVocabulary } from '../lead/vocabulary.js';
import { leadAssignments } from '../metrics.js';
import { AssignmentRepository } from './assignment.repository.js';
import { assignedEvent, isOver, isResponse, mayFitRule, ownerChange, wantsOwner } from './owner-change.rules.js';

/** What changes of leads mean to who has them. */
@Injectable()
export class OwnerJournalService {
  constructor(private readonly assignments: AssignmentRepository) {}

  /**
   * Writes it, in the transaction of the changes.
   * @param vocabulary of the tenant
   * @returns what is to be told of it, for who publishes
   */
  record(
    tx: Tx,
    steps: readonly LeadStep[],
    vocabulary: LeadVocabulary,
  ): { readonly events: OutboxItem[]; readonly written: Promise<unknown> } {
    const actor = currentContext()?.actor;
    const changes = steps.map((step) => ownerChange(step, uuidV7)).filter((change) => change !== undefined);
    for (const { way, decided } of changes) leadAssignments.add(1, { way, strategy: decided?.strategy ?? 'none' });
    const moved = changes.map(({ leadId }) => leadId);
    const over = steps.filter(({ lead }) => isOver(lead, vocabulary));
    const answered = steps.filter((step) => isResponse(step, actor));
    const wanting = steps.filter((step) => wantsOwner(step, vocabulary));
    const changed = steps.filter((step) => mayFitRule(step, vocabulary));
    const { tenantId } = tx;
    const idsOf = (some: readonly LeadStep[]) => some.map(({ lead }) => lead.leadId);
    const ended = [...moved, ...idsOf(over)];
    const gone = idsOf(over.filter(({ action, lead }) => action !== 'created' && lead.ownerId === null));
    // In this order: what is waited for with one owner ends before the next one is waited for; a lead may end and be back, or be new and get an owner, at once.
    const written = Promise.all([
      answered[0] && this.assignments.settle(tx, tenantId, idsOf(answered), 'responded', answered[0].at),
      ended[0] && steps[0] && this.assignments.settle(tx, tenantId, ended, 'moot', steps[0].at),
      gone[0] && this.assignments.leaveQueue(tx, tenantId, gone),
      wanting[0] && this.assignments.enterQueue(tx, tenantId, idsOf(wanting), wanting[0].at),
      changed[0] && this.assignments.wake(tx, tenantId, idsOf(changed), changed[0].at),
      changes[0] && this.assignments.leaveQueue(tx, tenantId, moved),
      changes[0] && this.assignments.create(tx, tenantId, changes),
    ]);
    return { events: changes.map(assignedEvent), written };
  }
}
