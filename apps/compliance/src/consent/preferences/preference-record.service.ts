import type { Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { DncReadModel } from '../../dnc/dnc.read-model.js';
import { blocks } from '../../dnc/dnc.rules.js';
import { addressesOf, familyIds } from '../../known-lead/known-lead.rules.js';
import { ConsentReadModel } from '../consent.read-model.js';
import { standingsAt, toldStanding } from '../family/standing.rules.js';
import type { Person } from '../person/person.js';
import type { PreferenceRecord } from './preference-record.js';

/** Reads what a person agreed to. */
@Injectable()
export class PreferenceRecordService {
  constructor(
    private readonly consents: ConsentReadModel,
    private readonly dnc: DncReadModel,
  ) {}

  async read(tx: Tx, person: Person, now: Date): Promise<PreferenceRecord> {
    const { leadId, family } = person;
    const [ledger, { entries }] = await Promise.all([
      this.consents.findLatest(tx, tx.tenantId, familyIds(leadId, family)),
      this.dnc.findListedOfAll(tx, tx.tenantId, addressesOf(family)),
    ]);
    const stated = standingsAt(ledger, family.merged, now).map((standing) => {
      const { purpose, channel, state, statedAt } = toldStanding(standing);
      return { purpose, channel, state, since: statedAt };
    });
    return { person, stated, listed: entries.filter((entry) => blocks(entry, undefined, now)) };
  }
}
