import type { ConsentProof } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { erasedAmong } from '@leadstream/privacy';
import { Inject, Injectable } from '@nestjs/common';
import { familyIds } from '../../known-lead/known-lead.rules.js';
import { CLOCK } from '../../tokens.js';
import { ConsentLedgerService } from '../consent-ledger.service.js';
import { ConsentReadModel } from '../consent.read-model.js';
import { standingsAt, toldStanding } from '../family/standing.rules.js';
import { PersonService } from '../person/person.service.js';
import { SpokenConsentService } from '../person/spoken-consent.service.js';
import { objectedMatters, type ObjectionGround } from './objection.rules.js';

/** Where and on what ground a person objected. */
export interface Objection {
  readonly ground: ObjectionGround;
  /** As the ledger names it. */
  readonly source: 'erasure' | 'subject-request';
  readonly proof?: ConsentProof | undefined;
}

/** Writes down that somebody wants no advertising any more. It holds with the commit, whatever becomes of the request that said it. */
@Injectable()
export class ObjectionService {
  constructor(
    private readonly persons: PersonService,
    private readonly consents: ConsentReadModel,
    private readonly ledger: ConsentLedgerService,
    private readonly spoken: SpokenConsentService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What each lead of the person has withdrawn already is left as it is; so is the ledger of a lead that nobody knows, or that was erased. */
  async state(tx: Tx, leadId: string, { ground, source, proof }: Objection): Promise<void> {
    const person = await this.persons.find(tx, leadId);
    if (person.family.lead === undefined || (await erasedAmong(tx, [person.leadId])).size > 0) return;
    // Whoever decides meanwhile waits, or was before this.
    const members = familyIds(person.leadId, person.family);
    await this.ledger.lock(tx, tx.tenantId, members);
    const now = this.clock.now();
    const byLead = Map.groupBy(await this.consents.findLatest(tx, tx.tenantId, members), ({ leadId: of }) => of);
    const standings = [...byLead.values()].flatMap((own) => standingsAt(own, [], now).map(toldStanding));
    const matters = objectedMatters(ground, standings);
    const said = { state: 'withdrawn', source, textVersion: null, proof } as const;
    await this.spoken.say(
      tx,
      person,
      matters.map((matter) => ({ ...matter, ...said })),
      now,
    );
  }
}
