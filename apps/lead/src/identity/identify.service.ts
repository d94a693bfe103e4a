import { Inject, Injectable } from '@nestjs/common';
import type { IdentifyVisitor, Lead } from '@leadstream/contracts';
import type { Clock, FieldProblem, Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { CustomFactsService } from '../lead-store/custom-facts.service.js';
import { untilNotOvertaken } from '../lead-store/lead-save.service.js';
import { CustomFieldsService } from '../custom-fields/store/custom-fields.service.js';
import { LeadRepository } from '../lead-store/lead.repository.js';
import { acceptCapture, type StatementFacts } from '../lead/accept-lead.rules.js';
import { normaliseLead } from '../lead/lead.rules.js';
import type { LeadFields, LeadRecord } from '../lead/lead.js';
import { leadErrors } from '../lead/lead.errors.js';
import { presentLead } from '../lead/present-lead.rules.js';
import { SettingsService } from '../settings/settings.service.js';
import { CLOCK } from '../tokens.js';
import { IdentityClaimService } from './identity-claim.service.js';
import { fillingFields, furtherIdentities } from './identity.rules.js';
import { KnownPersonService } from './known-person.service.js';

/** How often it is looked anew because others wrote the same leads at the same moment. */
const MAX_ATTEMPTS = 3;

/** A visitor's lead, and whether it was made for it. */
export interface Identified {
  readonly lead: Lead;
  readonly created: boolean;
}

/** What a visitor said at one moment. */
interface Said {
  /** In the tenant's phone region. */
  readonly placed: IdentifyVisitor['lead'];
  /** Normalised, without custom values. */
  readonly fields: Partial<LeadFields>;
  readonly facts: StatementFacts;
  readonly now: Date;
}

/** Makes visitors leads. What was recorded under the visitor's id becomes the lead's. */
@Injectable()
export class IdentifyService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly leads: LeadRepository,
    private readonly settings: SettingsService,
    private readonly facts: CustomFactsService,
    private readonly persons: KnownPersonService,
    private readonly claims: IdentityClaimService,
    private readonly customFields: CustomFieldsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async identify({ visitorId, lead: stated }: IdentifyVisitor): Promise<Identified> {
    const placed = await this.settings.withPhoneRegion(stated);
    return untilNotOvertaken(() => this.database.write((tx) => this.carryOut(tx, visitorId, placed)));
  }

  private async carryOut(tx: Tx, visitorId: Uuid, placed: IdentifyVisitor['lead']): Promise<Identified> {
    const now = this.clock.now();
    // Before any lead is locked: who changes a definition waits for them.
    const facts = await this.facts.gather(tx, [placed]);
    const { fields, problems } = normaliseLead(placed, facts.vocabulary);
    if (problems.length > 0) throw refusal(problems);
    const { before, lead } = await this.personOf(tx, visitorId, { placed, fields, facts, now });
    for (const { key, claims } of before ? furtherIdentities(before, fields) : []) {
      await this.claims.claim(tx, lead.leadId, key, claims, now);
    }
    await this.claims.claim(tx, lead.leadId, { kind: 'visitor', value: visitorId }, {}, now);
    return { lead: presentLead(lead, await this.customFields.keysOf(tx, [lead], facts.definitions)), created: !before };
  }

  /** The lead as it was, if there was one, and as it is now. */
  private async personOf(tx: Tx, visitorId: Uuid, said: Said): Promise<{ before: LeadRecord | undefined; lead: LeadRecord }> {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const before = await this.findPerson(tx, visitorId, said.fields);
      const lead = before ? await this.fill(tx, before, said) : await this.capture(tx, said);
      if (lead) return { before, lead };
    }
    throw new Error('a visitor is refused by an identifier that nobody holds');
  }

  /** Locked, as it is by then. */
  private async findPerson(tx: Tx, visitorId: Uuid, fields: Partial<LeadFields>): Promise<LeadRecord | undefined> {
    const found = (await this.claims.findOwner(tx, { kind: 'visitor', value: visitorId })) ?? (await this.persons.find(tx, fields));
    return found && this.leads.findForUpdate(tx, tx.tenantId, found.leadId);
  }

  private capture(tx: Tx, { placed, facts, now }: Said): Promise<LeadRecord | undefined> {
    const accepted = acceptCapture(placed, facts, now);
    if ('errors' in accepted) throw refusal(accepted.errors);
    return this.persons.capture(tx, accepted.value, facts, now);
  }

  private fill(tx: Tx, before: LeadRecord, { placed, fields, facts, now }: Said): Promise<LeadRecord> {
    const news = fillingFields(before, placed, fields, facts);
    if ('errors' in news) throw refusal(news.errors);
    return this.persons.fill(tx, before, news.value, facts, now);
  }
}

function refusal(problems: readonly FieldProblem[]) {
  return leadErrors.INVALID({
    errors: problems.map((problem) => ({ ...problem, path: ['lead', problem.path].filter(Boolean).join('.') })),
  });
}
