import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import { type Tx, violationOf } from '@leadstream/persistence';
import { CustomIndexService } from '../custom-fields/index/custom-index.service.js';
import { uniqueValues } from '../custom-fields/index/indexed-values.rules.js';
import type { CustomValues } from '../custom-fields/custom-field.js';
import { CustomFieldsService } from '../custom-fields/store/custom-fields.service.js';
import { duplicateErrors, duplicateValueError } from '../lead/lead.errors.js';
import { identifiersOf, LeadRepository } from './lead.repository.js';
import { IDENTIFIERS, type LeadFields } from '../lead/lead.js';

/** Sees to it that two live leads of a tenant never share an identifier or a unique custom value; the unique indexes have the last word. */
@Injectable()
export class LeadUniquenessService {
  constructor(
    private readonly leads: LeadRepository,
    private readonly fields: CustomFieldsService,
    private readonly index: CustomIndexService,
  ) {}

  /**
   * @param except the lead that may hold the values
   * @throws DomainError `LEAD.DUPLICATE_*` and `LEAD.DUPLICATE_CUSTOM_VALUE` with `existingId`, the live lead that holds one of them
   */
  async demandFree(tx: Tx, claimed: Partial<LeadFields>, except?: Uuid): Promise<void> {
    await this.demandIdentifiersFree(tx, claimed, except);
    if (claimed.customFields) await this.demandValuesFree(tx, claimed.customFields, except);
  }

  private async demandIdentifiersFree(tx: Tx, claimed: Partial<LeadFields>, except?: Uuid): Promise<void> {
    if (IDENTIFIERS.every((name) => !claimed[name])) return;
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

  /**
   * Runs work that may take what one live lead at most may have, and looks for who has it: somebody may take it between the look and the
   * write; a second look finds who.
   */
  async claiming<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (violationOf(error)?.kind !== 'unique') throw error;
      return work();
    }
  }

  private async demandValuesFree(tx: Tx, values: CustomValues, except?: Uuid): Promise<void> {
    const claims = uniqueValues(await this.fields.hold(tx), values);
    const holders = (await this.index.findClaimed(tx, claims)).filter(({ leadId }) => leadId !== except);
    const taken = claims.find(({ fieldId }) => holders.some((holder) => holder.fieldId === fieldId));
    const holder = holders.find(({ fieldId }) => fieldId === taken?.fieldId);
    if (taken && holder) throw duplicateValueError(taken.key, holder.leadId);
  }
}
