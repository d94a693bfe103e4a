import { Inject, Injectable } from '@nestjs/common';
import type { IdentifyVisitor, Lead } from '@leadstream/contracts';
import type { Clock, Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { untilNotOvertaken } from '../lead-store/lead-save.service.js';
import { CustomFieldsService } from '../custom-fields/store/custom-fields.service.js';
import { HeldSettingsService } from '../settings/store/held-settings.service.js';
import { LeadRepository } from '../lead-store/lead.repository.js';
import { identityProblem, normaliseLead, type StatedLead } from '../lead/lead.rules.js';
import { EMPTY_LEAD, type LeadFields, type LeadRecord } from '../lead/lead.js';
import { leadErrors } from '../lead/lead.errors.js';
import { presentLead } from '../lead/present-lead.rules.js';
import { SettingsService } from '../settings/settings.service.js';
import { CLOCK } from '../tokens.js';
import { IdentityClaimService } from './identity-claim.service.js';
import { furtherIdentities } from './identity.rules.js';
import { KnownPersonService } from './known-person.service.js';

/** How often it is looked anew because others wrote the same leads at the same moment. */
const MAX_ATTEMPTS = 3;

/** A visitor's lead, and whether it was made for it. */
export interface Identified {
  readonly lead: Lead;
  readonly created: boolean;
}

/** Makes visitors leads. What was recorded under the visitor's id becomes the lead's. */
@Injectable()
export class IdentifyService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly leads: LeadRepository,
    private readonly settings: SettingsService,
    private readonly held: HeldSettingsService,
    private readonly persons: KnownPersonService,
    private readonly claims: IdentityClaimService,
    private readonly customFields: CustomFieldsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async identify({ visitorId, lead: stated }: IdentifyVisitor): Promise<Identified> {
    const placed = await this.settings.withPhoneRegion(stated);
    return untilNotOvertaken(() => this.database.write((tx) => this.carryOut(tx, visitorId, placed)));
  }

  private async carryOut(tx: Tx, visitorId: Uuid, placed: StatedLead): Promise<Identified> {
    const now = this.clock.now();
    // Before any lead is locked: who changes a definition waits for them.
    await this.customFields.hold(tx);
    const { fields: stated, problems } = normaliseLead(placed, await this.held.hold(tx));
    if (problems.length > 0)
      throw leadErrors.INVALID({ errors: problems.map((problem) => ({ ...problem, path: `lead.${problem.path}` })) });
    const { before, lead } = await this.personOf(tx, visitorId, stated, now);
    for (const { key, claims } of before ? furtherIdentities(before, stated) : []) {
      await this.claims.claim(tx, lead.leadId, key, claims, now);
    }
    await this.claims.claim(tx, lead.leadId, { kind: 'visitor', value: visitorId }, {}, now);
    return { lead: presentLead(lead, await this.customFields.keysOf(tx, [lead])), created: !before };
  }

  /** The lead as it was, if there was one, and as it is now. */
  private async personOf(
    tx: Tx,
    visitorId: Uuid,
    stated: Partial<LeadFields>,
    now: Date,
  ): Promise<{ before: LeadRecord | undefined; lead: LeadRecord }> {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const before = await this.findPerson(tx, visitorId, stated);
      const lead = before ? await this.persons.fill(tx, before, stated, now) : await this.capture(tx, stated, now);
      if (lead) return { before, lead };
    }
    throw new Error('a visitor is refused by an identifier that nobody holds');
  }

  /** Locked, as it is by then. */
  private async findPerson(tx: Tx, visitorId: Uuid, stated: Partial<LeadFields>): Promise<LeadRecord | undefined> {
    const found = (await this.claims.findOwner(tx, { kind: 'visitor', value: visitorId })) ?? (await this.persons.find(tx, stated));
    return found && this.leads.findForUpdate(tx, tx.tenantId, found.leadId);
  }

  private capture(tx: Tx, stated: Partial<LeadFields>, now: Date): Promise<LeadRecord | undefined> {
    const missing = identityProblem({ ...EMPTY_LEAD, ...stated });
    if (missing) throw leadErrors.INVALID({ errors: [{ ...missing, path: 'lead' }] });
    return this.persons.capture(tx, stated, now);
  }
}
