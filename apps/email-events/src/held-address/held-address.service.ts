import type { Clock } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK } from '../tokens.js';
import { HeldAddressRepository, type ToldAddress } from './held-address.repository.js';

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

  /** @param told what leads are told to have, before any of it is taken over: some of it may hold for the blink of an eye only */
  noteBefore(tx: Tx, told: readonly ToldAddress[]): Promise<void> {
    return this.addresses.note(tx, tx.tenantId, told, this.clock.now());
  }

  /** To be called once holds have ended. */
  forgetReleased(tx: Tx): Promise<void> {
    return this.addresses.forget(tx, tx.tenantId, this.clock.now());
  }
}
