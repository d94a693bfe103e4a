import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { duplicateErrors } from '../lead/lead.errors.js';
import { identifiersOf, LeadRepository } from './lead.repository.js';
import { IDENTIFIERS, type LeadFields } from '../lead/lead.js';

/** Sees to it that two live leads of a tenant never share an identifier; the unique indexes have the last word. */
@Injectable()
export class LeadUniquenessService {
  constructor(private readonly leads: LeadRepository) {}

  /**
   * @param except the lead that may hold the values
   * @throws DomainError `LEAD.DUPLICATE_*` with `existingId`, the live lead that holds one of them
   */
  async demandFree(tx: Tx, claimed: Partial<LeadFields>, except?: Uuid): Promise<void> {
    const holders = await this.leads.findByIdentifiers(tx, tx.tenantId, identifiersOf([claimed]));
    for (const name of IDENTIFIERS) {
      const value = claimed[name];
      const holder = value && holders.find((lead) => lead[name] === value && lead.leadId !== except);
      if (holder) {
        throw duplicateErrors[name]({
          errors: [{ path: name, code: 'duplicate', message: 'Another lead has it.' }],
          extra: { existingId: holder.leadId },
        });
      }
    }
  }
}
