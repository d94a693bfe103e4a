import { Inject, Injectable } from '@nestjs/common';
import type { AddLeadIdentity, LeadIdentity } from '@leadstream/contracts';
import type { Clock, Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { LeadEditService } from '../lead-store/lead-edit.service.js';
import { MergePointerReadModel } from '../lead-store/merge-pointer.read-model.js';
import { leadErrors } from '../lead/lead.errors.js';
import { SettingsService } from '../settings/settings.service.js';
import { CLOCK } from '../tokens.js';
import { IdentityClaimService } from './identity-claim.service.js';
import { IdentityRepository } from './identity.repository.js';
import { presentIdentity, readIdentity } from './identity.rules.js';

/** What leads are known by. */
@Injectable()
export class IdentityService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly edits: LeadEditService,
    private readonly claims: IdentityClaimService,
    private readonly pointers: MergePointerReadModel,
    private readonly identities: IdentityRepository,
    private readonly settings: SettingsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async add(leadId: Uuid, stated: AddLeadIdentity): Promise<LeadIdentity> {
    const read = readIdentity(await this.placed(stated));
    if ('errors' in read) throw leadErrors.INVALID({ errors: read.errors });
    return this.database.write(async (tx) => {
      await this.edits.find(tx, leadId);
      return presentIdentity(await this.claims.claim(tx, leadId, read.key, read.claims, this.clock.now()));
    });
  }

  /** A national number is one of the tenant's region, as everywhere. */
  private async placed(stated: AddLeadIdentity): Promise<AddLeadIdentity> {
    if (stated.kind !== 'phone') return stated;
    const { value: phone, phoneRegion } = stated;
    const placed = await this.settings.withPhoneRegion({ phone, ...(phoneRegion !== undefined && { phoneRegion }) });
    return { ...stated, ...(placed.phoneRegion && { phoneRegion: placed.phoneRegion }) };
  }

  list(leadId: Uuid): Promise<{ items: LeadIdentity[]; nextCursor: null }> {
    return this.database.read(async (tx) => {
      await this.edits.find(tx, leadId);
      const family = await this.pointers.findFamily(tx, tx.tenantId, leadId);
      const items = (await this.identities.findOfLeads(tx, tx.tenantId, family)).map(presentIdentity);
      return { items, nextCursor: null };
    });
  }
}
