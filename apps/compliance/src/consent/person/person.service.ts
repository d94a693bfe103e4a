import type { Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { KnownLeadReadModel } from '../../known-lead/known-lead.read-model.js';
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
}
