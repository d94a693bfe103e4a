import type { ConfirmationStatus } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { DncReadModel } from '../../dnc/dnc.read-model.js';
import { blocks } from '../../dnc/dnc.rules.js';
import { familyIds } from '../../known-lead/known-lead.rules.js';
import { ConsentReadModel } from '../consent.read-model.js';
import type { Person } from '../person/person.js';
import { isGone } from '../person/person.rules.js';
import type { Confirmation } from './confirmation.js';
import { statusOf } from './confirmation.rules.js';

/** Finds out what became of a consent that was to be confirmed. */
@Injectable()
export class ConfirmationStateService {
  constructor(
    private readonly consents: ConsentReadModel,
    private readonly dnc: DncReadModel,
  ) {}

  /** @param person who was asked, as it is today */
  async statusOf(tx: Tx, confirmation: Confirmation, { leadId, family }: Person, now: Date): Promise<ConfirmationStatus> {
    const [ledger, { entries }] = await Promise.all([
      this.consents.findLatest(tx, tx.tenantId, familyIds(leadId, family), confirmation),
      this.dnc.findListedOfPerson(tx, tx.tenantId, leadId, family),
    ]);
    const since = {
      isLeadGone: isGone(family),
      withdrawals: ledger.filter(({ state }) => state === 'withdrawn').map(({ statedAt }) => statedAt),
      blocks: entries.filter((entry) => blocks(entry, confirmation.channel, now)).map(({ addedAt }) => new Date(addedAt)),
    };
    return statusOf(confirmation, since, now);
  }
}
