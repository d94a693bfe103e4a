import type { Clock } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK } from '../tokens.js';
import { HeldAddressRepository } from './held-address.repository.js';

/**
 * Mail belongs to addresses, and a lead on hold may change its own: what it had stays known for as long as the hold. A hold that arrives while a lead changes
 * its address finds the old one in either of two places, for this is noted before the change, whoever comes first.
 */
@Injectable()
export class HeldAddressService {
  constructor(
    private readonly addresses: HeldAddressRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @param leadIds leads whose addresses are about to change */
  noteBefore(tx: Tx, leadIds: readonly string[]): Promise<void> {
    return this.addresses.note(tx, tx.tenantId, leadIds, this.clock.now());
  }

  /** To be called once holds have ended. */
  forgetReleased(tx: Tx): Promise<void> {
    return this.addresses.forget(tx, tx.tenantId, this.clock.now());
  }
}
