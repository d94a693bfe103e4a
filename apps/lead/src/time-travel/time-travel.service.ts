import { Inject, Injectable } from '@nestjs/common';
import type { Lead, LeadDiff } from '@leadstream/contracts';
import type { Clock, Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { CustomFieldsService } from '../custom-fields/store/custom-fields.service.js';
import { leadErrors } from '../lead/lead.errors.js';
import { presentLead } from '../lead/present-lead.rules.js';
import { CLOCK } from '../tokens.js';
import { differences, instantProblem, leadAt } from './lead-at.rules.js';
import { LeadStepsReadModel } from './lead-steps.read-model.js';

/** A stated instant, and the name under which it was stated. */
interface Moment {
  readonly path: string;
  readonly at: Date;
}

/** Leads as they were: folded from their audit. */
@Injectable()
export class TimeTravelService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly steps: LeadStepsReadModel,
    private readonly customFields: CustomFieldsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.INVALID_INSTANT` */
  async at(leadId: Uuid, asOf: string): Promise<Lead> {
    const [lead] = await this.leadAtMoments(leadId, [{ path: 'asOf', at: new Date(asOf) }]);
    return lead as Lead;
  }

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.INVALID_INSTANT` */
  async diff(leadId: Uuid, stated: { readonly from: string; readonly to?: string | undefined }): Promise<LeadDiff> {
    const from = new Date(stated.from);
    const to = stated.to === undefined ? this.clock.now() : new Date(stated.to);
    const moments = [
      { path: 'from', at: from },
      { path: 'to', at: to },
    ];
    const [before, after] = (await this.leadAtMoments(leadId, moments)) as [Lead, Lead];
    return {
      leadId,
      from: { version: before.version, at: from.toISOString() },
      to: { version: after.version, at: to.toISOString() },
      changes: differences(before, after),
    };
  }

  private async leadAtMoments(leadId: Uuid, moments: readonly Moment[]): Promise<Lead[]> {
    const [birth, steps, keys] = await this.database.read((tx) =>
      Promise.all([
        this.steps.findBirth(tx, tx.tenantId, leadId),
        this.steps.findSteps(tx, tx.tenantId, leadId),
        this.customFields.keys(tx),
      ]),
    );
    if (!birth) throw leadErrors.NOT_FOUND();
    const now = this.clock.now();
    const errors = moments.map(({ path, at }) => instantProblem(path, at, birth.createdAt, now)).filter((problem) => problem !== undefined);
    if (errors.length > 0) throw leadErrors.INVALID_INSTANT({ errors });
    return moments.map(({ at }) => {
      const lead = leadAt(birth, steps, at);
      if (!lead) throw new Error('a lead has no audit of its creation');
      return presentLead(lead, keys);
    });
  }
}
