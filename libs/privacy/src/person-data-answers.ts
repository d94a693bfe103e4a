import {
  type DataOf,
  type EventOf,
  personDataErasedV1,
  personDataGatheredV1,
  personDataLocatedV1,
  type personDataRequestedV1,
  type Producer,
} from '@leadstream/contracts';
import { type Clock, systemClock, type Uuid } from '@leadstream/kernel';
import { done, type Outbox, type Outcome, skip } from '@leadstream/messaging';
import type { PersonVault, Tx } from '@leadstream/persistence';
import { addressesAmong, type DataSubject, parseReference, referenceText } from './data-subject.js';
import { markErased } from './erased-person.js';
import { type GatheredRecord, partsOf } from './gathered-parts.js';
import type { PersonalStore } from './personal-store.js';

export interface PersonDataAnswersOptions {
  readonly service: Producer;
  /** Everything that the service keeps of persons. */
  readonly stores: readonly PersonalStore[];
  readonly outbox: Outbox;
  readonly vault: Pick<PersonVault, 'hashesOf'>;
  readonly clock?: Clock;
}

type Asked = DataOf<typeof personDataRequestedV1>;
type Request = Pick<EventOf<typeof personDataRequestedV1>, 'data' | 'tenantId'>;

/** Answers for one service when compliance asks for a person's data, in the transaction in which it was asked. */
export class PersonDataAnswers {
  readonly #service: Producer;
  readonly #stores: readonly PersonalStore[];
  readonly #outbox: Outbox;
  readonly #vault: PersonDataAnswersOptions['vault'];
  readonly #clock: Clock;

  /** @throws RangeError when two stores have one name */
  constructor({ service, stores, outbox, vault, clock = systemClock }: PersonDataAnswersOptions) {
    if (new Set(stores.map(({ name }) => name)).size < stores.length) throw new RangeError('two stores of personal data share a name');
    this.#service = service;
    this.#stores = stores;
    this.#outbox = outbox;
    this.#vault = vault;
    this.#clock = clock;
  }

  /** Does the step that is asked for and tells what came of it. A request that is over is left alone: its addresses are erased. */
  async answer({ data, tenantId }: Request, tx: Tx): Promise<Outcome> {
    if (data.addresses === null) return skip('request_over');
    const subject = subjectOf(tenantId, data.leadIds, data.addresses);
    if (data.purpose === 'restore') {
      await this.#erase(tx, data, await this.#broughtBack(tx, data, subject));
      return done();
    }
    if (data.step === 'gather') await this.#gather(tx, data, subject);
    else await this.#locate(tx, data, data.step, subject);
    if (data.step === 'erase') await this.#erase(tx, data, subject);
    return done();
  }

  /**
   * Whom the request has this service erase; for stores that need more than one transaction, which come before the answer.
   * @returns undefined when nobody is to be erased
   */
  async toErase({ data, tenantId }: Request, tx: Tx): Promise<DataSubject | undefined> {
    if (data.addresses === null || data.step !== 'erase') return undefined;
    const subject = subjectOf(tenantId, data.leadIds, data.addresses);
    return data.purpose === 'restore' ? this.#broughtBack(tx, data, subject) : subject;
  }

  /**
   * The person as a service knows it again that was brought back to an earlier time: nobody else can name its addresses any more. Of addresses whose keys
   * went; any other was somebody else's when the person was erased.
   */
  async #broughtBack(tx: Tx, { addressHashes = [] }: Asked, subject: DataSubject): Promise<DataSubject> {
    const found = new Set(subject.addresses.map(referenceText));
    const named = [...(await this.#referencesOf(tx, subject))].filter((text) => !text.startsWith('lead:'));
    const hashes = named.length === 0 ? [] : await this.#vault.hashesOf(tx.tenantId, named);
    const gone = new Set(addressHashes);
    for (const [index, text] of named.entries()) if (gone.has((hashes[index] as Buffer).toString('base64'))) found.add(text);
    return { ...subject, addresses: addressesAmong([...found]), addressHashes: addressHashes.map((hash) => Buffer.from(hash, 'base64')) };
  }

  async #referencesOf(tx: Tx, subject: DataSubject): Promise<Set<string>> {
    const found = new Set<string>();
    for (const store of this.#stores) {
      for (const reference of await store.references(tx, subject)) found.add(referenceText(reference));
    }
    return found;
  }

  async #gather(tx: Tx, asked: Asked, subject: DataSubject): Promise<void> {
    for await (const { part, last, records } of partsOf(this.#records(tx, subject))) {
      await this.#outbox.add(tx, personDataGatheredV1, {
        data: { ...this.#answerTo(asked), part, last, records: [...records] },
        sequence: part,
      });
    }
  }

  async *#records(tx: Tx, subject: DataSubject): AsyncGenerator<GatheredRecord> {
    for (const store of this.#stores) {
      for await (const fields of store.gather(tx, subject)) yield { store: store.name, fields };
    }
  }

  async #locate(tx: Tx, asked: Asked, step: 'references' | 'erase', subject: DataSubject): Promise<void> {
    const known = new Set([...(asked.addresses ?? []), ...subject.leadIds.map((leadId) => `lead:${leadId}`)]);
    const found = await this.#referencesOf(tx, subject);
    const references = [...found].filter((text) => !known.has(text) && parseReference(text) !== undefined);
    await this.#outbox.add(tx, personDataLocatedV1, { data: { ...this.#answerTo(asked), step, references }, sequence: asked.round });
  }

  async #erase(tx: Tx, asked: Asked, subject: DataSubject): Promise<void> {
    const stores: DataOf<typeof personDataErasedV1>['stores'] = [];
    for (const store of this.#stores) {
      const { removed, blanked, kept } = await store.erase(tx, subject);
      const stays = kept === undefined || kept.count === 0 ? undefined : kept;
      stores.push({ store: store.name, kind: store.kind, removed, blanked, kept: stays?.count ?? 0, keptFor: stays?.reason ?? null });
    }
    const now = this.#clock.now();
    await markErased(tx, subject.leadIds, now);
    await this.#outbox.add(tx, personDataErasedV1, {
      data: { ...this.#answerTo(asked), stores, doneAt: now.toISOString() },
      sequence: asked.round,
    });
  }

  #answerTo({ requestId, round }: Asked): { requestId: string; service: Producer; round: number } {
    return { requestId, service: this.#service, round };
  }
}

function subjectOf(tenantId: Uuid, leadIds: readonly Uuid[], addresses: readonly string[]): DataSubject {
  return { tenantId, leadIds, addresses: addressesAmong(addresses) };
}
