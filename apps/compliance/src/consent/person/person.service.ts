import type { Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { KnownLeadReadModel, NOBODY } from '../../known-lead/known-lead.read-model.js';
import type { Person } from './person.js';

/** Finds who is meant by a lead that may have gone into another one since. */
@Injectable()
export class PersonService {
  constructor(private readonly knownLeads: KnownLeadReadModel) {}

  /** A lead of which no event has arrived is a person without a family. */
  async find(tx: Tx, leadId: string): Promise<Person> {
    const passed = new Set<string>();
    for (let at = leadId; ;) {
      const family = await this.knownLeads.findFamily(tx, tx.tenantId, at);
      const next = family.lead?.mergedInto ?? null;
      // Pointers of several partitions may contradict each other for a moment.
      if (next === null || passed.has(next)) return { leadId: at, family };
      passed.add(at);
      at = next;
    }
  }

  /** As {@link find}, of many. @returns by lead that is asked about */
  async findAll(tx: Tx, leadIds: readonly string[]): Promise<Map<string, Person>> {
    const asked = [...new Set(leadIds)];
    if (asked.length === 0) return new Map();
    const families = await this.knownLeads.findFamilies(tx, tx.tenantId, asked);
    const persons = new Map<string, Person>();
    for (const leadId of asked) {
      const family = families.get(leadId) ?? NOBODY;
      // Few have gone into another one when they are told of.
      const isMerged = family.lead !== undefined && family.lead.mergedInto !== null;
      persons.set(leadId, isMerged ? await this.find(tx, leadId) : { leadId, family });
    }
    return persons;
  }
}
