import { PersonVault, type Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { suppressedName } from '../suppression/suppressed-name.rules.js';
import type { FormerAddress } from './former-address.js';
import { FormerAddressRepository } from './former-address.repository.js';

/** Remembers which addresses leads had, without the addresses. */
@Injectable()
export class FormerAddressService {
  constructor(
    private readonly repository: FormerAddressRepository,
    private readonly vault: PersonVault,
  ) {}

  /** @throws DomainError of kind `unavailable` while the vault is away */
  async note(tx: Tx, lost: readonly FormerAddress[]): Promise<void> {
    if (lost.length === 0) return;
    const hashes = await this.vault.hashesOf(tx.tenantId, lost.map(suppressedName));
    await this.repository.note(
      tx,
      tx.tenantId,
      lost.map(({ value: _value, ...one }, index) => ({ ...one, hash: hashes[index] as Buffer })),
    );
  }
}
