import type { Uuid } from '@leadstream/kernel';
import type { FoundLeads } from './found-leads.js';
import { type Identifier, IDENTIFIERS, type LeadRecord } from './lead.js';
import type { CustomFieldDefinition, CustomValues } from '../custom-fields/custom-field.js';
import { type IndexedValue, uniqueValues } from '../custom-fields/index/indexed-values.rules.js';
import type { LeadEffect } from './lead-step.js';

/** A value of a unique custom field. */
type ValueClaim = Pick<IndexedValue, 'fieldId' | 'sortKey'>;

/** The leads that several changes have to do with, found by id or by identifier, as they are after the changes so far. */
export class LeadDirectory {
  readonly #leads = new Map<Uuid, LeadRecord>();
  readonly #holders: Readonly<Record<Identifier, Map<string, Uuid>>> = { externalId: new Map(), email: new Map(), phone: new Map() };
  /** What leads of the store are known by beside that. */
  readonly #further: Readonly<Record<Identifier, Map<string, Uuid>>> = { externalId: new Map(), email: new Map(), phone: new Map() };
  /** Leads of the store. */
  readonly #known = new Set<Uuid>();
  readonly #touched = new Set<Uuid>();
  /** Identifiers that leads of the store gave up. */
  readonly #givenUp = new Set<string>();
  #handsOver = false;

  /** By field and sort key of a unique custom value. */
  readonly #valueHolders = new Map<string, Uuid>();

  /** @param definitions of custom fields, where values of unique ones are claimed */
  constructor(
    { leads, further }: FoundLeads,
    private readonly definitions: readonly CustomFieldDefinition[] = [],
  ) {
    for (const lead of leads) this.put(lead);
    for (const { leadId } of leads) this.#known.add(leadId);
    for (const { name, value, leadId } of further) this.#further[name].set(value, leadId);
    this.#touched.clear();
  }

  /** A live lead. */
  find(leadId: Uuid): LeadRecord | undefined {
    const lead = this.#leads.get(leadId);
    return lead?.deletedAt === null ? lead : undefined;
  }

  /** The live lead that is known by the identifier: the one that has it in its row, else the one that it leads to. */
  holderOf(name: Identifier, value: string): LeadRecord | undefined {
    const inRow = this.holderInRow(name, value);
    const further = inRow ? undefined : this.#further[name].get(value);
    return further === undefined ? inRow : this.find(further);
  }

  holderInRow(name: Identifier, value: string): LeadRecord | undefined {
    const leadId = this.#holders[name].get(value);
    return leadId === undefined ? undefined : this.#leads.get(leadId);
  }

  /** Whether the lead is known by the identifier without having it in its row. */
  isFurther({ leadId }: LeadRecord, name: Identifier, value: string): boolean {
    return !this.holderInRow(name, value) && this.#further[name].get(value) === leadId;
  }

  /** The lead that has a value of a unique custom field. */
  holderOfValue(value: ValueClaim): LeadRecord | undefined {
    const leadId = this.#valueHolders.get(claimOf(value));
    return leadId === undefined ? undefined : this.#leads.get(leadId);
  }

  /** Whether the lead is in the store already. */
  isKnown(leadId: Uuid): boolean {
    return this.#known.has(leadId);
  }

  /** Another lead that has one of the values in a unique custom field, and the key of the field. */
  holderOfValues(values: CustomValues, self?: Uuid): { readonly leadId: Uuid; readonly key: string } | undefined {
    for (const value of uniqueValues(this.definitions, values)) {
      const leadId = this.#valueHolders.get(claimOf(value));
      if (leadId !== undefined && leadId !== self) return { leadId, key: value.key };
    }
    return undefined;
  }

  /** Takes the lead's new version; identifiers it gave up, and all of a deleted one, are free. */
  put(lead: LeadRecord): void {
    const before = this.#leads.get(lead.leadId);
    const isKnown = this.#known.has(lead.leadId);
    for (const name of IDENTIFIERS) {
      const [given, taken] = [before?.[name] ?? null, lead.deletedAt === null ? lead[name] : null];
      if (given === taken) continue;
      if (given !== null) this.#holders[name].delete(given);
      if (taken !== null) this.#holders[name].set(taken, lead.leadId);
      if (given !== null && isKnown) this.#givenUp.add(`${name}:${given}`);
      if (taken !== null && isKnown && this.#givenUp.has(`${name}:${taken}`)) this.#handsOver = true;
    }
    this.#putValues(lead, before);
    this.#leads.set(lead.leadId, lead);
    this.#touched.add(lead.leadId);
  }

  #putValues(lead: LeadRecord, before: LeadRecord | undefined): void {
    if (before) for (const value of uniqueValues(this.definitions, before.customFields)) this.#valueHolders.delete(claimOf(value));
    if (lead.deletedAt !== null) return;
    for (const value of uniqueValues(this.definitions, lead.customFields)) this.#valueHolders.set(claimOf(value), lead.leadId);
  }

  changed(): Pick<LeadEffect, 'created' | 'updated' | 'handsOver'> {
    const leads = [...this.#touched].map((leadId) => this.#leads.get(leadId)).filter((lead) => lead !== undefined);
    return {
      created: leads.filter(({ leadId }) => !this.#known.has(leadId)),
      updated: leads.filter(({ leadId }) => this.#known.has(leadId)),
      handsOver: this.#handsOver,
    };
  }
}

function claimOf({ fieldId, sortKey }: ValueClaim): string {
  return `${fieldId} ${sortKey}`;
}
