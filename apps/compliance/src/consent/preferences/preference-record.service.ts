import type { Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { DncReadModel } from '../../dnc/dnc.read-model.js';
import { blocks } from '../../dnc/dnc.rules.js';
import { standingsAt, toldStanding } from '../family/standing.rules.js';
import type { Person } from '../person/person.js';
import { linesAt } from '../person/person-ledger.rules.js';
import { PersonLedgerService } from '../person/person-ledger.service.js';
import type { PreferenceRecord } from './preference-record.js';

/** Reads what a person agreed to. */
@Injectable()
export class PreferenceRecordService {
  constructor(
    private readonly personLedgers: PersonLedgerService,
    private readonly dnc: DncReadModel,
  ) {}

  async read(tx: Tx, person: Person, now: Date): Promise<PreferenceRecord> {
    const { family } = person;
    const [ledger, { entries }] = await Promise.all([
      this.personLedgers.read(tx, person),
      this.dnc.findListedOfPerson(tx, tx.tenantId, person.leadId, family),
    ]);
    const stated = standingsAt(linesAt(ledger, now), family.merged, now).map((standing) => {
      const { purpose, channel, state, statedAt } = toldStanding(standing);
      return { purpose, channel, state, since: statedAt };
    });
    return { person, stated, listed: entries.filter((entry) => blocks(entry, undefined, now)) };
  }
}
