import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import { type Tx, violationOf } from '@leadstream/persistence';
import { CustomIndexService } from '../custom-fields/index/custom-index.service.js';
import { uniqueValues } from '../custom-fields/index/indexed-values.rules.js';
import type { CustomValues } from '../custom-fields/custom-field.js';
import { CustomFieldsService } from '../custom-fields/store/custom-fields.service.js';
import { duplicateErrors, duplicateValueError, leadErrors } from '../lead/lead.errors.js';
import { LeadDirectory } from '../lead/lead-directory.rules.js';
import { type Identifier, IDENTIFIERS, type LeadFields, type LeadRecord } from '../lead/lead.js';
import { identifiersOf, LeadLookupRepository } from './lead-lookup.repository.js';

type HolderOf = (leads: LeadDirectory, name: Identifier, value: string) => LeadRecord | undefined;

/** Sees to it that two live leads of a tenant never share an identifier or a unique custom value; the unique indexes have the last word. */
@Injectable()
export class LeadUniquenessService {
  constructor(
    private readonly lookup: LeadLookupRepository,
    private readonly fields: CustomFieldsService,
    private readonly index: CustomIndexService,
  ) {}

  /**
   * @param except the lead that may hold the values
   * @throws DomainError `LEAD.DUPLICATE_*` and `LEAD.DUPLICATE_CUSTOM_VALUE` with `existingId`, the live lead that is known by one of them
   */
  async demandFree(tx: Tx, claimed: Partial<LeadFields>, except?: Uuid): Promise<void> {
    await this.demandUnheld(tx, claimed, (leads, name, value) => leads.holderOf(name, value), except);
    if (claimed.customFields) await this.demandValuesFree(tx, claimed.customFields, except);
  }

  /** As {@link demandFree}, of identifiers in the rows of leads only. */
  demandFreeInRows(tx: Tx, claimed: Partial<LeadFields>, except: Uuid): Promise<void> {
    return this.demandUnheld(tx, claimed, (leads, name, value) => leads.holderInRow(name, value), except);
  }

  private async demandUnheld(tx: Tx, claimed: Partial<LeadFields>, holderOf: HolderOf, except?: Uuid): Promise<void> {
    if (IDENTIFIERS.every((name) => !claimed[name])) return;
    const leads = new LeadDirectory(await this.lookup.findByIdentifiers(tx, tx.tenantId, identifiersOf([claimed])));
    for (const name of IDENTIFIERS) {
      const holder = claimed[name] ? holderOf(leads, name, claimed[name]) : undefined;
      if (holder && holder.leadId !== except) {
        throw duplicateErrors[name]({
          errors: [{ path: name, code: 'duplicate', message: 'Another lead has it.' }],
          extra: { existingId: holder.leadId },
        });
      }
    }
  }

  /** Custom values without those of unique fields that another live lead has. */
  async freeValues(tx: Tx, values: CustomValues, except?: Uuid): Promise<CustomValues> {
    const claims = uniqueValues(await this.fields.hold(tx), values);
    const holders = (await this.index.findClaimed(tx, claims)).filter(({ leadId }) => leadId !== except);
    const taken = new Set(holders.map(({ fieldId }) => fieldId));
    return Object.fromEntries(Object.entries(values).filter(([fieldId]) => !taken.has(fieldId as Uuid)));
  }

  /**
   * Runs work that may take what one live lead at most may have, and looks for who has it: somebody may take it between the look and the
   * write; a second look finds who.
   * @throws DomainError `LEAD.DEAL_TAKEN` when deals that come back with a lead have an external id in common, or another one took theirs again
   */
  async claiming<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (violationOf(error)?.kind !== 'unique') throw error;
    }
    try {
      return await work();
    } catch (error) {
      throw violationOf(error)?.constraint === 'deal_external_id_key' ? leadErrors.DEAL_TAKEN() : error;
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
