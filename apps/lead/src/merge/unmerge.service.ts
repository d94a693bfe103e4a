import { Inject, Injectable } from '@nestjs/common';
import type { LeadMergeUndone } from '@leadstream/contracts';
import type { Clock, Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { CustomFieldsService } from '../custom-fields/store/custom-fields.service.js';
import { LeadEditService } from '../lead-store/lead-edit.service.js';
import { LeadUniquenessService } from '../lead-store/lead-uniqueness.service.js';
import { identitiesRemoved } from '../lead/identity-event.rules.js';
import type { LeadRecord } from '../lead/lead.js';
import { leadErrors } from '../lead/lead.errors.js';
import type { StepContext } from '../lead/lead-step.rules.js';
import { unmergedStep } from '../lead/merge-step.rules.js';
import { presentLead } from '../lead/present-lead.rules.js';
import { HeldSettingsService } from '../settings/store/held-settings.service.js';
import { CLOCK } from '../tokens.js';
import { mergeErrors } from './merge.errors.js';
import { goalOfUndo, goalProblems, survivorSteps, withinVocabulary } from './outcome/merge-steps.rules.js';
import { MergeSidesService } from './merge-sides.service.js';
import type { MergeRecord } from './merge.js';
import { MergeRepository } from './merge.repository.js';
import { presentMerge } from './present-merge.rules.js';

/** Makes two leads of one again. */
@Injectable()
export class UnmergeService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly sides: MergeSidesService,
    private readonly edits: LeadEditService,
    private readonly uniqueness: LeadUniquenessService,
    private readonly merges: MergeRepository,
    private readonly customFields: CustomFieldsService,
    private readonly settings: HeldSettingsService,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * The merged lead comes back as it was; the survivor gets back what the merge changed, except what was changed since.
   * @throws DomainError `LEAD.MERGE_NOT_FOUND`, `LEAD.MERGE_UNDONE`, `LEAD.MERGE_SURVIVOR_GONE`, `LEAD.INVALID` when nothing is left to
   * know the survivor by, `LEAD.DUPLICATE_*` when another lead (it may be the survivor) holds by now what one of them gets back
   */
  undo(mergeId: Uuid): Promise<LeadMergeUndone> {
    return this.uniqueness.claiming(() => this.database.write((tx) => this.carryOut(tx, mergeId)));
  }

  private async carryOut(tx: Tx, mergeId: Uuid): Promise<LeadMergeUndone> {
    const merge = await this.merges.findForUpdate(tx, tx.tenantId, mergeId);
    if (!merge) throw mergeErrors.MERGE_NOT_FOUND();
    if (merge.undone) throw mergeErrors.MERGE_UNDONE();
    const now = this.clock.now();
    const customFields = await this.customFields.hold(tx);
    const { survivor: before, merged, steps } = await this.sides.lockForUndo(tx, merge);
    const siblings = await this.merges.findOfSurvivor(tx, tx.tenantId, merge.survivorId);
    const goal = withinVocabulary(goalOfUndo(before, steps, merge, siblings), await this.settings.hold(tx));
    const errors = goalProblems(before, goal, null);
    if (errors.length > 0) throw leadErrors.INVALID({ errors });
    await this.uniqueness.demandFree(tx, goal, before.leadId);
    const survivor = await this.saveSurvivor(tx, survivorSteps(before, goal, { now, customFields }), before);
    const undone = { at: now, made: { from: before.version, to: survivor.version } };
    const dropped = await this.merges.undo(tx, tx.tenantId, merge, now, undone.made);
    await this.outbox.addAll(tx, identitiesRemoved(dropped, now));
    const restored = await this.restore(tx, merge, merged, { now, customFields });
    const keys = await this.customFields.keysOf(tx, [survivor, restored], customFields);
    return {
      ...presentMerge({ ...merge, undone }, customFields),
      survivor: presentLead(survivor, keys),
      merged: presentLead(restored, keys),
    };
  }

  private async saveSurvivor(tx: Tx, steps: ReturnType<typeof survivorSteps>, before: LeadRecord): Promise<LeadRecord> {
    for (const step of steps) await this.edits.save(tx, step);
    return steps.at(-1)?.lead ?? before;
  }

  /** After the survivor let go of what is the other one's. */
  private async restore(
    tx: Tx,
    merge: MergeRecord,
    merged: LeadRecord,
    moment: Pick<StepContext, 'now' | 'customFields'>,
  ): Promise<LeadRecord> {
    await this.uniqueness.demandFree(tx, merged, merged.leadId);
    const step = unmergedStep(merged, merge, moment);
    await this.edits.save(tx, step);
    return step.lead;
  }
}
