import type { Tx } from '@leadstream/persistence';
import { ErasedAddresses } from '@leadstream/privacy';
import { Injectable } from '@nestjs/common';
import { KnownLeadService } from '../known-lead/known-lead.service.js';

/** Recipients who were erased: providers go on telling of their mail. */
@Injectable()
export class ErasedRecipients {
  constructor(
    private readonly addresses: ErasedAddresses,
    private readonly leads: KnownLeadService,
  ) {}

  /**
   * Those of the addresses that were an erased person's and are no lead's now.
   * @throws DomainError of kind `unavailable` while the vault is away
   */
  async among(tx: Tx, emails: readonly string[]): Promise<Set<string>> {
    const named = emails.map((value) => ({ kind: 'email' as const, value }));
    const erased = [...(await this.addresses.among(tx, named))].map((reference) => reference.slice('email:'.length));
    if (erased.length === 0) return new Set();
    const owned = await this.leads.findIdsByEmail(tx, tx.tenantId, erased);
    return new Set(erased.filter((email) => !owned.has(email)));
  }
}
