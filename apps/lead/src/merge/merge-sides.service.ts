import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { LeadRepository } from '../lead-store/lead.repository.js';
import { MergePointerReadModel } from '../lead-store/merge-pointer.read-model.js';
import type { LeadRecord } from '../lead/lead.js';
import { leadErrors } from '../lead/lead.errors.js';
import type { AuditedStep } from '../time-travel/lead-at.rules.js';
import { LeadStepsReadModel } from '../time-travel/lead-steps.read-model.js';
import { mergeErrors } from './merge.errors.js';
import { lastChanges } from './outcome/merge-steps.rules.js';
import type { MergeSide } from './merge.js';

/** The two leads of a merge. */
export interface Pair {
  readonly survivorId: Uuid;
  readonly mergedId: Uuid;
}

/** A merge's leads as they are when it is to be undone, and all that is known of the survivor. */
export interface UndoSides {
  readonly survivor: LeadRecord;
  readonly merged: LeadRecord;
  /** Every version of the survivor, in order. */
  readonly steps: readonly AuditedStep[];
}

/** Brings both leads of a merge, locked until the transaction ends. */
@Injectable()
export class MergeSidesService {
  constructor(
    private readonly leads: LeadRepository,
    private readonly pointers: MergePointerReadModel,
    private readonly steps: LeadStepsReadModel,
  ) {}

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.MERGED` with `leadId` and `mergedInto`, `LEAD.MERGE_WITH_ITSELF` */
  async lock(tx: Tx, { survivorId, mergedId }: Pair): Promise<{ survivor: MergeSide; merged: MergeSide }> {
    const found = await this.leads.findAnyForUpdate(tx, tx.tenantId, [survivorId, mergedId]);
    const [survivor, merged] = [await this.live(tx, found, survivorId, 'survivorId'), await this.live(tx, found, mergedId, 'mergedId')];
    if (survivorId === mergedId) {
      throw mergeErrors.MERGE_WITH_ITSELF({ errors: [{ path: 'mergedId', code: 'same', message: 'Is the survivor.' }] });
    }
    const [ours, theirs] = await Promise.all([
      this.steps.findSteps(tx, tx.tenantId, survivorId),
      this.steps.findSteps(tx, tx.tenantId, mergedId),
    ]);
    return {
      survivor: { lead: survivor, changedAt: lastChanges(ours) },
      merged: { lead: merged, changedAt: lastChanges(theirs) },
    };
  }

  /** @throws DomainError `LEAD.MERGE_SURVIVOR_GONE`, with `mergedInto` when it went into a third lead */
  async lockForUndo(tx: Tx, { survivorId, mergedId }: Pair): Promise<UndoSides> {
    const found = await this.leads.findAnyForUpdate(tx, tx.tenantId, [survivorId, mergedId]);
    const [survivor, merged] = [survivorId, mergedId].map((id) => found.find(({ leadId }) => leadId === id));
    if (!survivor || !merged) throw new Error('a merge names a lead that never was');
    if (survivor.deletedAt !== null) {
      const mergedInto = await this.pointers.findSurvivorId(tx, tx.tenantId, survivorId);
      throw mergeErrors.MERGE_SURVIVOR_GONE(mergedInto ? { extra: { mergedInto } } : {});
    }
    return { survivor, merged, steps: await this.steps.findSteps(tx, tx.tenantId, survivorId) };
  }

  private async live(tx: Tx, found: readonly LeadRecord[], leadId: Uuid, path: string): Promise<LeadRecord> {
    const lead = found.find((one) => one.leadId === leadId);
    if (lead?.deletedAt === null) return lead;
    const mergedInto = lead && (await this.pointers.findSurvivorId(tx, tx.tenantId, leadId));
    if (mergedInto) throw leadErrors.MERGED({ extra: { leadId, mergedInto } });
    throw leadErrors.NOT_FOUND({ errors: [{ path, code: 'not_found', message: 'No such lead.' }] });
  }
}
