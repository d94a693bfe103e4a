import { PersonVault, type Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import type { HashedAddress, SuppressedAddress } from './suppressed-address.js';
import { suppressedName } from './suppressed-name.rules.js';
import { SuppressionRepository } from './suppression.repository.js';

/** Keeps prohibitions without the addresses that they concern. */
@Injectable()
export class SuppressionService {
  constructor(
    private readonly repository: SuppressionRepository,
    private readonly vault: PersonVault,
  ) {}

  async keep(tx: Tx, addresses: readonly SuppressedAddress[]): Promise<void> {
    const hashes = await this.vault.hashesOf(tx.tenantId, addresses.map(suppressedName));
    await this.keepHashed(
      tx,
      addresses.map(({ value: _value, ...address }, index) => ({ ...address, hash: hashes[index] as Buffer })),
    );
  }

  /** As {@link keep}, where no more than hashes of the addresses are left. */
  async keepHashed(tx: Tx, addresses: readonly HashedAddress[]): Promise<void> {
    for (const address of addresses) await this.repository.keep(tx, tx.tenantId, address);
  }

  /** The person, or somebody else who has the address by now, wants to be contacted again. @returns whether it was there */
  lift(tx: Tx, id: string): Promise<boolean> {
    return this.repository.remove(tx, tx.tenantId, id);
  }
}
