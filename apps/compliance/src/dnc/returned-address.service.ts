import type { DncKind } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { SuppressionService } from '../suppression/suppression.service.js';
import { CLOCK } from '../tokens.js';
import { DncEvents } from './dnc-events.js';

/** Tells what blocks an address of somebody who was erased, once a lead has it again: until then nobody can name it. */
@Injectable()
export class ReturnedAddressService {
  constructor(
    private readonly suppression: SuppressionService,
    private readonly events: DncEvents,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * @param addresses that leads have from now on and had not before
   * @throws DomainError of kind `unavailable` while the vault is away
   */
  async tell(tx: Tx, addresses: readonly { readonly kind: DncKind; readonly value: string }[]): Promise<void> {
    const now = this.clock.now();
    for (const entry of await this.suppression.entriesToTell(tx, addresses)) await this.events.extended(tx, entry, now);
  }
}
