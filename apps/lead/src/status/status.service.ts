import { Inject, Injectable } from '@nestjs/common';
import type { ChangeLeadStatus, Lead, LeadStatus } from '@leadstream/contracts';
import type { Clock, DomainError, Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { CustomFieldsService } from '../custom-fields/store/custom-fields.service.js';
import { LeadEditService } from '../lead-store/lead-edit.service.js';
import { statusStep } from '../lead/lead-step.rules.js';
import { leadErrors } from '../lead/lead.errors.js';
import { presentLead } from '../lead/present-lead.rules.js';
import { isFuture } from '../lead/values/instant.rules.js';
import { vocabularyProblems } from '../lead/vocabulary.rules.js';
import { allowedFrom } from '../settings/settings.rules.js';
import { HeldSettingsService } from '../settings/store/held-settings.service.js';
import { CLOCK } from '../tokens.js';
import { type StatusHistoryPage, StatusHistoryReadModel } from './status-history.read-model.js';

@Injectable()
export class StatusService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly edits: LeadEditService,
    private readonly histories: StatusHistoryReadModel,
    private readonly settings: HeldSettingsService,
    private readonly customFields: CustomFieldsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async change(leadId: Uuid, version: number, { status, changedAt: statedAt }: ChangeLeadStatus): Promise<Lead> {
    const now = this.clock.now();
    const changedAt = statedAt === undefined ? now : new Date(statedAt);
    if (isFuture(changedAt, now))
      throw leadErrors.INVALID({ errors: [{ path: 'changedAt', code: 'instant.future', message: 'Lies in the future.' }] });
    return this.database.write(async (tx) => {
      const before = await this.edits.findForUpdate(tx, leadId, version);
      const settings = await this.settings.hold(tx);
      const errors = vocabularyProblems(settings, { status });
      if (errors.length > 0) throw leadErrors.INVALID({ errors });
      if (before.status === status)
        throw leadErrors.STATUS_UNCHANGED({ errors: [{ path: 'status', code: 'unchanged', message: 'Is the present status.' }] });
      const allowed = allowedFrom(settings, before.status);
      if (allowed && !allowed.includes(status)) throw notAllowed(before.status, allowed);
      const step = statusStep(before, status, changedAt, 'manual', { now, importId: null });
      await this.edits.save(tx, step);
      return presentLead(step.lead, await this.customFields.keysOf(tx, [step.lead]));
    });
  }

  async history(leadId: Uuid, page: { limit: number; cursor?: string | undefined }): Promise<StatusHistoryPage> {
    await this.database.read((tx) => this.edits.find(tx, leadId));
    return this.histories.findPage(leadId, page);
  }
}

function notAllowed(from: LeadStatus, allowed: readonly LeadStatus[]): DomainError {
  const message = `The tenant lets no lead go from ${from} to it.`;
  return leadErrors.STATUS_NOT_ALLOWED({ errors: [{ path: 'status', code: 'transition.not_allowed', message }], extra: { allowed } });
}
