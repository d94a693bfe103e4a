import type { Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { linesAt } from '../person/person-ledger.rules.js';
import { PersonLedgerService } from '../person/person-ledger.service.js';
import { PersonService } from '../person/person.service.js';
import { AFTER_ALL, type KnownLines } from './lifting.rules.js';

/** Reads what a grant of a file or capture has to be held against. */
@Injectable()
export class KnownLinesService {
  constructor(
    private readonly personLedgers: PersonLedgerService,
    private readonly persons: PersonService,
  ) {}

  /** @returns by lead: what counts for the person that it is today */
  async read(tx: Tx, leadIds: readonly string[]): Promise<ReadonlyMap<string, KnownLines>> {
    if (leadIds.length === 0) return new Map();
    const persons = await this.persons.findAll(tx, leadIds);
    const ledgers = await this.personLedgers.readAll(tx, [...persons.values()]);
    return new Map(
      [...persons].map(
        ([
          asked,
          {
            leadId,
            family: { merged },
          },
        ]) => {
          const ledger = ledgers.get(leadId);
          return [asked, { lines: ledger ? linesAt(ledger, AFTER_ALL) : [], merged }];
        },
      ),
    );
  }
}
