import type { Channel, ConfirmationStatus } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { DncReadModel } from '../../dnc/dnc.read-model.js';
import { blocks } from '../../dnc/dnc.rules.js';
import { addressFor } from '../../decision/judgement/decision.rules.js';
import { familyIds } from '../../known-lead/known-lead.rules.js';
import { AddressHashReadModel } from '../../suppression/address-hash.read-model.js';
import { ConsentReadModel } from '../consent.read-model.js';
import type { Person } from '../person/person.js';
import { isGone } from '../person/person.rules.js';
import { REACHES } from '../reach.js';
import type { Confirmation } from './confirmation.js';
import { statusOf } from './confirmation.rules.js';

/** Finds out what became of a consent that was to be confirmed. */
@Injectable()
export class ConfirmationStateService {
  constructor(
    private readonly consents: ConsentReadModel,
    private readonly dnc: DncReadModel,
    private readonly addressHashes: AddressHashReadModel,
  ) {}

  /** What stands for the address by which a channel reaches the person today; null where none is known. */
  async addressHashOf(tx: Tx, { family }: Person, channel: Channel): Promise<Buffer | null> {
    const value = family.lead === undefined ? null : addressFor(channel, family.lead);
    const [kind] = REACHES[channel];
    if (value === null || kind === undefined) return null;
    const [hash] = await this.addressHashes.of(tx, [{ kind, value }]);
    return hash ?? null;
  }

  /** @param person who was asked, as it is today */
  async statusOf(tx: Tx, confirmation: Confirmation, person: Person, now: Date): Promise<ConfirmationStatus> {
    const { leadId, family } = person;
    const [ledger, { entries }, isElsewhere] = await Promise.all([
      this.consents.findLatest(tx, tx.tenantId, familyIds(leadId, family), confirmation),
      this.dnc.findListedOfPerson(tx, tx.tenantId, leadId, family),
      this.isElsewhere(tx, confirmation, person),
    ]);
    const since = {
      isLeadGone: isGone(family),
      isElsewhere,
      withdrawals: ledger.filter(({ state }) => state === 'withdrawn').map(({ statedAt }) => statedAt),
      blocks: entries.filter((entry) => blocks(entry, confirmation.channel, now)).map(({ addedAt }) => new Date(addedAt)),
    };
    return statusOf(confirmation, since, now);
  }

  private async isElsewhere(tx: Tx, { channel, addressHash, confirmedAt }: Confirmation, person: Person): Promise<boolean> {
    if (addressHash === null || confirmedAt !== null) return false;
    const present = await this.addressHashOf(tx, person, channel);
    return present?.equals(addressHash) !== true;
  }
}
