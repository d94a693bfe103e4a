import { Inject, Injectable } from '@nestjs/common';
import type { LeadMergeDone, LeadMergePreview, MergeLeads, PreviewLeadMerge } from '@leadstream/contracts';
import type { Clock, IdSource } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import type { CustomFieldKey } from '../custom-fields/custom-field.js';
import { CustomFieldsService } from '../custom-fields/store/custom-fields.service.js';
import { keptFieldName } from '../custom-fields/values/custom-changes.rules.js';
import { LeadEditService } from '../lead-store/lead-edit.service.js';
import { identitiesAdded } from '../lead/identity-event.rules.js';
import { leadErrors } from '../lead/lead.errors.js';
import { mergedStep } from '../lead/merge-step.rules.js';
import { presentLead } from '../lead/present-lead.rules.js';
import { HeldSettingsService } from '../settings/store/held-settings.service.js';
import { CLOCK, IDS } from '../tokens.js';
import { mergeFields } from './outcome/field-merge.rules.js';
import { choiceProblems, goalOfMerge, goalProblems, identifiersKept, survivorSteps } from './outcome/merge-steps.rules.js';
import { MergeSidesService } from './merge-sides.service.js';
import type { FieldOutcome, MergeSide } from './merge.js';
import { MergeRepository } from './merge.repository.js';
import { presentMerge, shownOutcome } from './present-merge.rules.js';

interface Decision {
  readonly survivor: MergeSide;
  readonly merged: MergeSide;
  readonly outcomes: FieldOutcome[];
}

/** Makes two leads one: the merged one goes, the survivor takes what the rules and the caller give it. */
@Injectable()
export class MergeService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly sides: MergeSidesService,
    private readonly edits: LeadEditService,
    private readonly merges: MergeRepository,
    private readonly customFields: CustomFieldsService,
    private readonly settings: HeldSettingsService,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** What `merge` would do now. */
  preview({ survivorId, mergedId, fields: choices }: PreviewLeadMerge): Promise<LeadMergePreview> {
    return this.database.write(async (tx) => {
      const customFields = await this.customFields.hold(tx);
      const { survivor, merged, outcomes } = await this.decide(tx, { survivorId, mergedId, fields: choices }, customFields);
      const versions = { survivor: survivor.lead.version, merged: merged.lead.version };
      return { survivorId, mergedId, versions, fields: outcomes.map((outcome) => shownOutcome(customFields, outcome)) };
    });
  }

  /** @throws DomainError `LEAD.STALE` with `leadId` and `currentVersion` */
  merge({ versions, ...stated }: MergeLeads): Promise<LeadMergeDone> {
    return this.database.write(async (tx) => {
      const customFields = await this.customFields.hold(tx);
      const decision = await this.decide(tx, stated, customFields);
      for (const side of ['survivor', 'merged'] as const) {
        const { leadId, version } = decision[side].lead;
        if (version !== versions[side]) throw leadErrors.STALE({ extra: { leadId, currentVersion: version } });
      }
      return this.carryOut(tx, decision, customFields);
    });
  }

  private async decide(tx: Tx, { fields: stated, ...pair }: PreviewLeadMerge, keys: readonly CustomFieldKey[]): Promise<Decision> {
    const errors = choiceProblems(stated, keys);
    if (errors.length > 0) throw leadErrors.INVALID({ errors });
    const choices = Object.fromEntries(Object.entries(stated).map(([field, side]) => [keptFieldName(keys, field), side]));
    const { survivor, merged } = await this.sides.lock(tx, pair);
    const outcomes = mergeFields(survivor, merged, choices, await this.settings.hold(tx));
    const problems = goalProblems(survivor.lead, goalOfMerge(outcomes, merged.lead), 'fields');
    if (problems.length > 0) throw leadErrors.INVALID({ errors: problems });
    return { survivor, merged, outcomes };
  }

  /** The merged lead goes first: it frees the identifiers that the survivor takes. */
  private async carryOut(
    tx: Tx,
    { survivor, merged, outcomes }: Decision,
    customFields: readonly CustomFieldKey[],
  ): Promise<LeadMergeDone> {
    const now = this.clock.now();
    const moment = { now, customFields };
    const mergeId = this.ids.next();
    const { leadId: survivorId, version: from } = survivor.lead;
    const steps = survivorSteps(survivor.lead, goalOfMerge(outcomes, merged.lead), moment);
    await this.edits.save(tx, mergedStep(merged.lead, { mergeId, survivorId }, moment));
    for (const step of steps) await this.edits.save(tx, step);
    const after = steps.at(-1)?.lead ?? survivor.lead;
    const fields = outcomes.map(({ field, from: side, rule }) => ({ field, from: side, rule }));
    const made = { from, to: after.version };
    const merge = { mergeId, survivorId, mergedId: merged.lead.leadId, fields, mergedAt: now, made, undone: undefined };
    const kept = await this.merges.create(tx, tx.tenantId, merge, identifiersKept(merged.lead, survivor.lead, after, this.ids));
    await this.outbox.addAll(tx, identitiesAdded(kept, now));
    const keys = await this.customFields.keysOf(tx, [after], customFields);
    return { ...presentMerge(merge, customFields), survivor: presentLead(after, keys) };
  }
}
