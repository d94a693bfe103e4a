import { Injectable } from '@nestjs/common';
import { isSerializationFailure, type Tx, violationOf } from '@leadstream/persistence';
import { CustomIndexService } from '../custom-fields/index/custom-index.service.js';
import type { LeadEffect, LeadStep } from '../lead/lead-step.js';
import { movesValues } from '../lead/lead-step.rules.js';
import { LeadJournalService } from './lead-journal.service.js';
import { LeadRepository } from './lead.repository.js';

/** Others wrote the same leads at the same moment: what was decided no longer fits. */
class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

/** How often leads are decided on anew because others wrote them at the same moment. */
const MAX_ATTEMPTS = 3;

/**
 * Decides and writes in one transaction, anew when others wrote the same leads in between.
 * @param transact one whole transaction
 */
export async function untilNotOvertaken<T>(transact: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transact();
    } catch (error) {
      if (!isOvertaken(error) || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}

/** Whether a transaction failed because others wrote the same leads: decided anew, it may go through. */
function isOvertaken(error: unknown): boolean {
  const kind = violationOf(error)?.kind;
  return error instanceof Overtaken || kind === 'unique' || kind === 'foreign_key' || isSerializationFailure(error);
}

/** Writes what was decided about many leads: rows, audit, status history, events. */
@Injectable()
export class LeadSaveService {
  constructor(
    private readonly leads: LeadRepository,
    private readonly journal: LeadJournalService,
    private readonly index: CustomIndexService,
  ) {}

  /**
   * Writes a new lead.
   * @returns whether it went in: another live lead may have an identifier of it
   * @throws Error of a unique violation when another live lead has a value of a unique custom field
   */
  async create(tx: Tx, step: LeadStep): Promise<boolean> {
    if ((await this.leads.create(tx, tx.tenantId, [step.lead])) === 0) return false;
    await Promise.all([this.journal.record(tx, [step]), this.index.write(tx, [], [step.lead])]);
    return true;
  }

  /** Of leads that are locked; the steps change nothing but owners. */
  async saveOwners(tx: Tx, steps: readonly LeadStep[]): Promise<void> {
    if (steps.length === 0) return;
    const leads = steps.map(({ lead }) => lead);
    await Promise.all([this.leads.updateOwners(tx, tx.tenantId, leads), this.journal.record(tx, steps)]);
  }

  /** To be called within {@link untilNotOvertaken}. */
  async saveAll(tx: Tx, effect: LeadEffect): Promise<void> {
    if (effect.steps.length === 0) return;
    // What is recorded of a new lead refers to its row, so all rows must be written before it; sent at once they are.
    if (effect.handsOver) await this.saveInOrder(tx, effect.steps);
    await Promise.all([
      effect.handsOver ? undefined : this.saveAtOnce(tx, effect),
      this.journal.record(tx, effect.steps),
      this.indexValues(tx, effect),
    ]);
  }

  /** Updates come first: they may free an identifier that a new lead takes. */
  private async saveAtOnce(tx: Tx, { updated, created }: LeadEffect): Promise<void> {
    await Promise.all([
      updated.length > 0 && this.leads.update(tx, tx.tenantId, updated),
      created.length > 0 && this.leads.createUntaken(tx, tx.tenantId, created),
    ]);
  }

  /** As leads are in the end: a value that one of them gave up may be another's. */
  private async indexValues(tx: Tx, { steps, updated, created }: LeadEffect): Promise<void> {
    const moved = new Set(steps.filter(movesValues).map(({ lead }) => lead.leadId));
    const known = updated.filter(({ leadId }) => moved.has(leadId));
    if (known.length + created.length > 0) await this.index.write(tx, known, created);
  }

  private async saveInOrder(tx: Tx, steps: readonly LeadStep[]): Promise<void> {
    for (const { lead, action } of steps) {
      if (action === 'created') await this.leads.createUntaken(tx, tx.tenantId, [lead]);
      else if ((await this.leads.update(tx, tx.tenantId, [lead])) !== 1) throw new Overtaken();
    }
  }
}
