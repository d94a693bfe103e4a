import type { Clock, IdSource, Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { addressesAmong } from '@leadstream/privacy';
import { Inject, Injectable } from '@nestjs/common';
import { DncService } from '../../dnc/dnc.service.js';
import { CLOCK, IDS } from '../../tokens.js';

/** As entries of the list name who said so. */
const SOURCE = 'subject-request';

/** Somebody who is no lead has no consent to withdraw: its objection is on the do-not-contact list. */
@Injectable()
export class AddressObjectionService {
  constructor(
    private readonly entries: DncService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** Blocks the addresses on every channel, for ever, until the entry is taken away. */
  async state(tx: Tx, requestId: Uuid, addresses: readonly string[]): Promise<void> {
    const now = this.clock.now();
    const said = { channels: [], reason: 'objection', source: SOURCE, addedAt: now, expiresAt: null };
    const evidence = { reference: `/v1/subject-requests/${requestId}` };
    for (const { kind, value } of addressesAmong(addresses)) {
      await this.entries.put(tx, { id: this.ids.next(), kind, value, ...said, evidence }, now);
    }
  }
}
