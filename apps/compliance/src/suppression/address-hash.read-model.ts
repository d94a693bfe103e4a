import type { DncKind } from '@leadstream/contracts';
import { PersonVault, type Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { suppressedName } from './suppressed-name.rules.js';

/** What one transaction has hashed; a look waits for those before it, and finds what they made. */
interface Made {
  readonly hashes: Map<string, Buffer>;
  last: Promise<unknown>;
}

/** Keyed hashes of addresses. Several tables are asked about the same ones in a transaction, and a batch has thousands: each is made once. */
@Injectable()
export class AddressHashReadModel {
  readonly #made = new WeakMap<Tx, Made>();

  constructor(private readonly vault: PersonVault) {}

  /**
   * @returns in the order of the addresses
   * @throws DomainError of kind `unavailable` while the vault is away
   */
  of(tx: Tx, addresses: readonly { readonly kind: DncKind; readonly value: string }[]): Promise<Buffer[]> {
    const made = this.#made.get(tx) ?? { hashes: new Map<string, Buffer>(), last: Promise.resolve() };
    this.#made.set(tx, made);
    const found = made.last.then(() => this.#find(tx, made.hashes, addresses.map(suppressedName)));
    made.last = found;
    return found;
  }

  async #find(tx: Tx, hashes: Map<string, Buffer>, names: readonly string[]): Promise<Buffer[]> {
    const missing = [...new Set(names)].filter((name) => !hashes.has(name));
    const fresh = missing.length === 0 ? [] : await this.vault.hashesOf(tx.tenantId, missing);
    for (const [index, name] of missing.entries()) hashes.set(name, fresh[index] as Buffer);
    return names.map((name) => hashes.get(name) as Buffer);
  }
}
