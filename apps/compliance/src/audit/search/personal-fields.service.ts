import { type Fields, openFields, SEALED_FIELD } from '@leadstream/contracts';
import { VaultPersonalData } from '@leadstream/messaging';
import { PersonVault } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import type { AuditEntry } from '../audit-entry.js';
import { maySeePersonal, type Shown } from './present-entry.rules.js';

const NONE: Shown = { personalState: 'none', personal: null };
const WITHHELD: Shown = { personalState: 'withheld', personal: null };
const ERASED: Shown = { personalState: 'erased', personal: null };

/** Opens what is sealed of entries, for those who may see it. */
@Injectable()
export class PersonalFieldsService {
  readonly #keys: VaultPersonalData;

  constructor(vault: PersonVault) {
    this.#keys = new VaultPersonalData(vault);
  }

  /**
   * @param entries with their parsed bodies
   * @throws DomainError of kind `unavailable` when keys cannot be had
   */
  async open(
    tenantId: string,
    entries: readonly { readonly entry: AuditEntry; readonly body: Fields }[],
    scopes: readonly string[],
  ): Promise<Shown[]> {
    const openings = await this.#keys.openings(
      entries.map(({ entry }) => {
        const isWanted = entry.personKeyId !== null && maySeePersonal(entry, scopes);
        return { tenantId, personKeyId: isWanted ? (entry.personKeyId ?? undefined) : undefined };
      }),
    );
    return entries.map(({ entry, body }, index): Shown => {
      if (entry.personKeyId === null) return NONE;
      const opening = openings[index];
      if (opening === undefined) return WITHHELD;
      if (typeof opening === 'string') return ERASED;
      const place = { tenantId, id: entry.eventId, type: entry.type };
      const personal = openFields(body[SEALED_FIELD], place, entry.personKeyId, opening);
      // What does not open was altered: verification tells where, and here nothing is shown.
      return typeof personal === 'string' ? WITHHELD : { personalState: 'open', personal };
    });
  }
}
