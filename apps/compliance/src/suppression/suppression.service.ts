import type { DncEntry } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
import { PersonVault, type Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK } from '../tokens.js';
import type { HashedAddress, SuppressedAddress } from './suppressed-address.js';
import { suppressedName } from './suppressed-name.rules.js';
import { SuppressionReadModel } from './suppression.read-model.js';
import { SuppressionRepository, type Versioned } from './suppression.repository.js';

/** Keeps prohibitions without the addresses that they concern. */
@Injectable()
export class SuppressionService {
  constructor(
    private readonly repository: SuppressionRepository,
    private readonly readModel: SuppressionReadModel,
    private readonly vault: PersonVault,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async keep(tx: Tx, addresses: readonly SuppressedAddress[]): Promise<void> {
    const hashes = await this.hashesOf(tx, addresses);
    await this.keepHashed(
      tx,
      addresses.map(({ value: _value, ...address }, index) => ({ ...address, hash: hashes[index] as Buffer })),
    );
  }

  /** @returns in the order of the addresses */
  hashesOf(tx: Tx, addresses: readonly Pick<SuppressedAddress, 'kind' | 'value'>[]): Promise<Buffer[]> {
    return this.vault.hashesOf(tx.tenantId, addresses.map(suppressedName));
  }

  /** As {@link keep}, where no more than hashes of the addresses are left. */
  async keepHashed(tx: Tx, addresses: readonly HashedAddress[]): Promise<void> {
    for (const address of addresses) await this.repository.keep(tx, tx.tenantId, address);
    if (addresses.length > 0) await this.repository.advanceList(tx, tx.tenantId, this.clock.now());
  }

  /**
   * The person, or somebody else who has the address by now, wants to be contacted again. The caller tells it.
   * @returns the version to tell it under; undefined when it was not there
   */
  lift(tx: Tx, id: string): Promise<Versioned | undefined> {
    return this.repository.remove(tx, tx.tenantId, id);
  }

  /** Those whose time is over go, `limit` at most. The caller tells them. */
  removeExpired(tx: Tx, now: Date, limit: number): Promise<(Versioned & { readonly expiresAt: Date })[]> {
    return this.repository.removeExpired(tx, tx.tenantId, now, limit);
  }

  /**
   * What blocks addresses that somebody has brought again, as entries to be told: each under its next version.
   * @throws DomainError of kind `unavailable` while the vault is away
   */
  async entriesToTell(tx: Tx, addresses: readonly Pick<SuppressedAddress, 'kind' | 'value'>[]): Promise<DncEntry[]> {
    if (addresses.length === 0 || !(await this.repository.hasAny(tx, tx.tenantId))) return [];
    const entries = await this.readModel.find(tx, addresses);
    if (entries.length === 0) return [];
    const versions = await this.repository.advance(
      tx,
      tx.tenantId,
      entries.map(({ id }) => id),
    );
    return entries.flatMap((entry) => {
      const version = versions.get(entry.id);
      return version === undefined ? [] : [{ ...entry, version }];
    });
  }
}
