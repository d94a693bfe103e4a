import type { ContactPlace } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { KnownLead, LeadFamily } from '../../known-lead/known-lead.js';
import { KnownLeadReadModel, NOBODY } from '../../known-lead/known-lead.read-model.js';
import { PHONE_AREAS } from '../../tokens.js';
import type { PhoneAreas } from './phone-areas.js';
import { NOWHERE, placeOf } from './place.rules.js';

/** A lead that is asked about. */
export interface FoundLead {
  readonly leadId: string;
  /** With all that went into it. */
  readonly family: LeadFamily;
  /** Where the lead itself may be. */
  readonly place: ContactPlace;
}

/** Finds leads, and tells where they may be. */
@Injectable()
export class WhereaboutsService {
  constructor(
    private readonly knownLeads: KnownLeadReadModel,
    @Inject(PHONE_AREAS) private readonly areas: PhoneAreas,
  ) {}

  /** @param leadIds each once; those of whom nothing is known may be anywhere */
  async find(tx: Tx, leadIds: readonly string[]): Promise<FoundLead[]> {
    const families = await this.knownLeads.findFamilies(tx, tx.tenantId, leadIds);
    return leadIds.map((leadId) => {
      const family = families.get(leadId) ?? NOBODY;
      return { leadId, family, place: family.lead === undefined ? NOWHERE : this.placeOf(family.lead) };
    });
  }

  private placeOf({ timeZone, country, region, phone }: KnownLead): ContactPlace {
    return placeOf({ timeZone, country, region, phone: phone === null ? undefined : this.areas.areaOf(phone) });
  }
}
