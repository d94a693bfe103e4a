import {
  type EventContract,
  type EventEnvelope,
  type Opening,
  personOf,
  type PersonalOpener,
  type PersonalSealer,
  type Sealing,
} from '@leadstream/contracts';
import type { DomainError } from '@leadstream/kernel';
import { aeadOpen, aeadSeal, encryptionErrors, type PersonKey, type PersonVault } from '@leadstream/persistence';
import { logger } from '@leadstream/telemetry';

const log = logger('personal-data');

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

/** By which key something is sealed; by none where it is undefined. */
export type SealedUnder = Pick<EventEnvelope, 'tenantId' | 'personKeyId'>;

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

function missing(tenantId: string, keyId: string): DomainError {
  log.error('person_key_missing', { tenantId, personKeyId: keyId });
  return encryptionErrors.PERSON_KEY_MISSING();
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

  async openings(envelopes: readonly SealedUnder[]): Promise<(Opening | undefined)[]> {
    const openings: (Opening | undefined)[] = envelopes.map(() => undefined);
    const wanted = envelopes.flatMap(({ tenantId, personKeyId: keyId }, index) =>
      keyId === undefined ? [] : [{ tenantId, keyId, index }],
    );
    if (wanted.length === 0) return openings;
    for (const [position, key] of (await this.vault.find(wanted)).entries()) {
      const { tenantId, keyId, index } = wanted[position] as (typeof wanted)[number];
      if (key === undefined) throw missing(tenantId, keyId);
      openings[index] = key.key === undefined ? 'erased' : crypt(keyId, key.key);
    }
    return openings;
  }
}
