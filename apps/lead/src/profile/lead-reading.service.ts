import { Injectable } from '@nestjs/common';
import type { Lead, LeadPart, LeadTotal, ListLeadsQuery } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { CustomFieldsService } from '../custom-fields/store/custom-fields.service.js';
import { LeadEditService } from '../lead-store/lead-edit.service.js';
import { presentLead } from '../lead/present-lead.rules.js';
import { leadErrors } from '../lead/lead.errors.js';
import { vocabularyProblems } from '../lead/vocabulary.rules.js';
import { HeldSettingsService } from '../settings/store/held-settings.service.js';
import { LeadScoreService } from '../scoring/lead-score/lead-score.service.js';
import { PageScoreService } from '../scoring/lead-score/page-score.service.js';
import { TimeTravelService } from '../time-travel/time-travel.service.js';
import { LeadListReadModel } from './lead-list.read-model.js';

export interface LeadPage {
  readonly items: readonly Lead[];
  readonly nextCursor: string | null;
  readonly total?: LeadTotal;
}

/** Which lead is meant, when, and what of it is made besides. */
interface AskedLead {
  readonly asOf?: string | undefined;
  readonly include?: LeadPart | undefined;
}

/** Leads as they are shown: one, one as it was, or a page. */
@Injectable()
export class LeadReadingService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly edits: LeadEditService,
    private readonly pages: LeadListReadModel,
    private readonly customFields: CustomFieldsService,
    private readonly settings: HeldSettingsService,
    private readonly timeTravels: TimeTravelService,
    private readonly pageScores: PageScoreService,
    private readonly scores: LeadScoreService,
  ) {}

  /** @throws DomainError `LEAD.NOT_FOUND`, `LEAD.INVALID_INSTANT` */
  read(leadId: Uuid, { asOf, include }: AskedLead): Promise<Lead> {
    return asOf === undefined ? this.readNow(leadId, include) : this.readPast(leadId, asOf, include);
  }

  /** @throws DomainError `HTTP.BAD_CURSOR`, `LEAD.LIST_INVALID` for a status or a stage that the tenant does not have */
  list(query: ListLeadsQuery): Promise<LeadPage> {
    return this.database.read(async (tx) => {
      await this.demandKnown(tx, query);
      const [{ items, nextCursor }, total] = await Promise.all([
        this.pages.findPage(tx, tx.tenantId, query),
        query.count === 'true' ? this.pages.count(tx, tx.tenantId, query) : undefined,
      ]);
      const [keys, scores] = await Promise.all([
        this.customFields.keysOf(tx, items),
        query.include === 'score' ? this.pageScores.of(tx, items) : undefined,
      ]);
      const shown = items.map((lead) => ({ ...presentLead(lead, keys), ...scores?.get(lead.leadId) }));
      return { items: shown, nextCursor, ...(total && { total }) };
    });
  }

  private async demandKnown(tx: Tx, { status, lifecycleStage }: ListLeadsQuery): Promise<void> {
    if (status === undefined && lifecycleStage === undefined) return;
    const errors = vocabularyProblems(await this.settings.find(tx), { status, lifecycleStage });
    if (errors.length > 0) throw leadErrors.LIST_INVALID({ errors });
  }

  private readNow(leadId: Uuid, include: LeadPart | undefined): Promise<Lead> {
    return this.database.read(async (tx) => {
      const lead = await this.edits.find(tx, leadId);
      const [keys, scores] = await Promise.all([
        this.customFields.keysOf(tx, [lead]),
        include === 'score' ? this.pageScores.of(tx, [lead]) : undefined,
      ]);
      return { ...presentLead(lead, keys), ...scores?.get(leadId) };
    });
  }

  private async readPast(leadId: Uuid, asOf: string, include: LeadPart | undefined): Promise<Lead> {
    const lead = await this.timeTravels.at(leadId, asOf);
    if (include !== 'score') return lead;
    const { total: score, temperature } = await this.scores.pointsAt(leadId, new Date(asOf));
    return { ...lead, score, temperature };
  }
}
