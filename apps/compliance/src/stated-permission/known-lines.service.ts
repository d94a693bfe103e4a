import type { Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { linesAt } from '../consent/person/person-ledger.rules.js';
import { PersonLedgerService } from '../consent/person/person-ledger.service.js';
import { KnownLeadReadModel, NOBODY } from '../known-lead/known-lead.read-model.js';
import { AFTER_ALL, type KnownLines } from './lifting.rules.js';

/** Reads what a grant of a file has to be held against. */
@Injectable()
export class KnownLinesService {
  constructor(
    private readonly personLedgers: PersonLedgerService,
    private readonly knownLeads: KnownLeadReadModel,
  ) {}

  /** @returns by lead */
  async read(tx: Tx, tenantId: string, leadIds: readonly string[]): Promise<ReadonlyMap<string, KnownLines>> {
    const asked = [...new Set(leadIds)];
    if (asked.length === 0) return new Map();
    const families = await this.knownLeads.findFamilies(tx, tenantId, asked);
    const persons = asked.map((leadId) => ({ leadId, family: families.get(leadId) ?? NOBODY }));
    const ledgers = await this.personLedgers.readAll(tx, persons);
    return new Map(
      persons.map(({ leadId, family: { merged } }) => {
        const ledger = ledgers.get(leadId);
        return [leadId, { lines: ledger ? linesAt(ledger, AFTER_ALL) : [], merged }];
      }),
    );
  }
}
