import {
  type EventContract,
  type EventEnvelope,
  type Opening,
  personOf,
  type PersonalOpener,
  type PersonalSealer,
  type Sealing,
} from '@leadstream/contracts';
import { aeadOpen, aeadSeal, encryptionErrors, type PersonKey, type PersonVault } from '@leadstream/persistence';

/** The keys with which the personal fields of events are sealed and opened, many at a time. */
export interface PersonalData {
  /**
   * How each of the events of one tenant is to be written; undefined where nothing is to be sealed.
   * @throws DomainError of kind `unavailable`
   */
  sealings(tenantId: string, events: readonly Unsealed[]): Promise<(Sealing | undefined)[]>;
  /**
   * How each of the records is to be read; undefined where nothing is sealed.
   * @throws DomainError of kind `unavailable`, also when a key is not there: that is no erasure, and nothing may be lost for it
   */
  openings(envelopes: readonly EventEnvelope[]): Promise<(Opening | undefined)[]>;
}

export interface Unsealed {
  readonly contract: EventContract;
  readonly data: Readonly<Record<string, unknown>>;
}

type LiveKey = NonNullable<PersonKey['key']>;

/** Sealing in this thread: a round trip to the thread pool would take longer. */
function crypt(keyId: string, key: LiveKey): PersonalSealer & PersonalOpener {
  return {
    keyId,
    seal: (plain, context) => aeadSeal(key, plain, context),
    open: (sealed, context) => aeadOpen(key, sealed, context),
  };
}

const sealingOf = ({ keyId, key }: PersonKey): Sealing => (key === undefined ? 'erased' : crypt(keyId, key));

/** Personal data under the keys of the vault. */
export class VaultPersonalData implements PersonalData {
  constructor(private readonly vault: PersonVault) {}

  async sealings(tenantId: string, events: readonly Unsealed[]): Promise<(Sealing | undefined)[]> {
    const persons = events.map(({ contract, data }) => personOf(contract, data));
    const named = persons.filter((person) => person !== undefined);
    if (named.length === 0) return persons.map(() => undefined);
    const keys = await this.vault.keysOf(tenantId, named);
    return persons.map((person) => {
      const key = person === undefined ? undefined : keys.get(person);
      return key && sealingOf(key);
    });
  }

  async openings(envelopes: readonly EventEnvelope[]): Promise<(Opening | undefined)[]> {
    const wanted = envelopes.flatMap(({ tenantId, personKeyId: keyId }) => (keyId === undefined ? [] : [{ tenantId, keyId }]));
    if (wanted.length === 0) return envelopes.map(() => undefined);
    const keys = await this.vault.find(wanted);
    return envelopes.map(({ personKeyId }) => {
      if (personKeyId === undefined) return undefined;
      const key = keys.get(personKeyId);
      if (key === undefined) throw encryptionErrors.PERSON_KEY_MISSING();
      return sealingOf(key) as Opening;
    });
  }
}
