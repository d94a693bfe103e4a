import { contractName, type DataOf, encodeEvent, type EventContract, type EventOf, type Sealing, sourceOf } from '@leadstream/contracts';
import { type Clock, currentContext, defineErrors, type IdSource, systemClock, uuidV7 } from '@leadstream/kernel';
import { jsonbArray, textArray, type Tx, uuidArray } from '@leadstream/persistence';
import { currentTraceparent } from '@leadstream/telemetry';
import { eventTraceparent } from '../event-trace.js';
import type { PersonalData } from '../personal-data.js';
import { actorOf } from './event-actor.js';
import { TransactionTurns } from './transaction-turns.js';

export const outboxErrors = defineErrors('OUTBOX', {
  EVENT_TOO_LARGE: { kind: 'too_large', title: 'The change is too large to be published' },
});

/** An event to publish with the transaction that it is added to. */
export interface NewEvent<C extends EventContract> {
  readonly data: DataOf<C>;
  /** Version of the aggregate after the change; known only to who holds the aggregate's row, which keeps events in commit order. */
  readonly sequence: number;
  /** When the fact became true; now when left out. */
  readonly time?: Date;
  /** The event that is the reason, where one batch handles many; else the ambient context tells. */
  readonly causedBy?: EventOf<EventContract>;
}

/** `addAll` item: the event and its contract. */
export type OutboxItem<C extends EventContract = EventContract> = NewEvent<C> & { readonly contract: C };

export interface OutboxOptions {
  /** Who publishes; needed for events that several services may publish. */
  readonly service?: string;
  /** Put in front of topic names; empty outside of tests. */
  readonly topicPrefix?: string;
  /** Rings after something was added, to wake the relay before its next poll. */
  readonly wake?: () => void;
  /** Needed for events that name a person: without it they cannot be added. */
  readonly personal?: PersonalData;
  /** Largest record (bytes of body and headers) that may be added. */
  readonly maxRecordBytes?: number;
  readonly clock?: Clock;
  readonly ids?: IdSource;
}

/** Kafka's own default for `max.message.bytes` is 1,048,588; the rest is for the record's frame. */
export const DEFAULT_MAX_RECORD_BYTES = 1_000_000;

const COLUMNS = 'tenant_id, event_id, topic, partition_key, headers, payload';
/** An event, and that it waits. */
const insert = (rows: string): string =>
  `WITH event AS (INSERT INTO outbox (${COLUMNS}) ${rows} RETURNING tenant_id, id)
   INSERT INTO outbox_waiting (tenant_id, id) SELECT tenant_id, id FROM event`;
const INSERT_ONE = { name: 'outbox-insert-one', text: insert('VALUES ($1, $2, $3, $4, $5, $6)') };
const INSERT_MANY = {
  name: 'outbox-insert-many',
  text: insert(`SELECT $1::uuid, event_id, topic, partition_key, headers, payload
                FROM unnest($2::uuid[], $3::text[], $4::text[], $5::jsonb[], $6::text[])
                     WITH ORDINALITY AS item (event_id, topic, partition_key, headers, payload, position)
                ORDER BY position`),
};

interface NewRow {
  readonly id: string;
  readonly topic: string;
  readonly key: string;
  /** As JSON. */
  readonly headers: string;
  readonly value: string;
}

/** The only way to publish: events are stored with the change and leave with its commit, never without it. */
export class Outbox {
  readonly #prefix: string;
  readonly #service: string | undefined;
  readonly #wake: () => void;
  readonly #personal: PersonalData | undefined;
  readonly #turns = new TransactionTurns();
  readonly #maxRecordBytes: number;
  readonly #clock: Clock;
  readonly #ids: IdSource;

  constructor(options: OutboxOptions = {}) {
    this.#prefix = options.topicPrefix ?? '';
    this.#service = options.service;
    this.#wake = options.wake ?? (() => undefined);
    this.#personal = options.personal;
    this.#maxRecordBytes = options.maxRecordBytes ?? DEFAULT_MAX_RECORD_BYTES;
    this.#clock = options.clock ?? systemClock;
    this.#ids = options.ids ?? uuidV7;
  }

  /**
   * Adds one event. Correlation, causation, actor and trace come from the ambient context.
   * @throws z.ZodError when the data break the contract, RangeError when another service publishes the event: bugs
   * @throws DomainError `OUTBOX.EVENT_TOO_LARGE`, or of kind `unavailable` when the person's key cannot be had
   */
  async add<C extends EventContract>(tx: Tx, contract: C, event: NewEvent<C>): Promise<void> {
    const item = { ...event, contract };
    const sealing = this.#sealings(tx, [item]);
    const [how] = sealing === undefined ? [] : await sealing;
    const { id, topic, key, headers, value } = this.#encode(tx, item, how);
    await tx.execute(INSERT_ONE, [tx.tenantId, id, topic, key, headers, value]);
    this.#wake();
  }

  /** Adds many, in this order, in one statement. */
  async addAll<C extends EventContract>(tx: Tx, items: readonly OutboxItem<C>[]): Promise<void> {
    if (items.length === 0) return;
    const sealing = this.#sealings(tx, items);
    const how = sealing === undefined ? [] : await sealing;
    const rows = items.map((item, index) => this.#encode(tx, item, how[index]));
    await tx.execute(INSERT_MANY, [
      tx.tenantId,
      uuidArray(rows.map((row) => row.id)),
      textArray(rows.map((row) => row.topic)),
      textArray(rows.map((row) => row.key)),
      jsonbArray(rows.map((row) => row.headers)),
      textArray(rows.map((row) => row.value)),
    ]);
    this.#wake();
  }

  /** @returns undefined when there is nothing to wait for */
  #sealings(tx: Tx, items: readonly OutboxItem[]): Promise<(Sealing | undefined)[]> | undefined {
    const named = items.find(({ contract }) => contract.person !== undefined);
    if (named === undefined) return this.#turns.after(tx, undefined);
    if (this.#personal === undefined) throw new Error(`${contractName(named.contract)} names a person: the outbox needs the vault`);
    return this.#turns.after(tx, this.#personal.sealings(tx.tenantId, items));
  }

  #encode(tx: Tx, item: OutboxItem, sealing: Sealing | undefined): NewRow {
    const { contract, data, causedBy } = item;
    const context = currentContext();
    const id = this.#ids.next();
    const source = sourceOf(contract, this.#service);
    const event: EventOf<EventContract> = {
      id,
      type: contract.type,
      version: contract.version,
      source,
      time: item.time ?? this.#clock.now(),
      tenantId: tx.tenantId,
      subject: String((data as Record<string, unknown>)[contract.aggregate]),
      sequence: item.sequence,
      correlationId: causedBy?.correlationId ?? context?.requestId ?? id,
      causationId: causedBy?.id ?? context?.causationId,
      actor: actorOf(source, context, causedBy),
      data,
    };
    const traceparent = (causedBy && eventTraceparent(tx, causedBy)) ?? currentTraceparent();
    const { key, headers, value } = encodeEvent(contract, event, traceparent, sealing);
    const row = { id, topic: this.#prefix + contract.topic.name, key, headers: JSON.stringify(headers), value };
    this.#checkSize(contract, row);
    return row;
  }

  #checkSize(contract: EventContract, row: NewRow): void {
    const sizeBytes = Buffer.byteLength(row.value) + Buffer.byteLength(row.headers);
    if (sizeBytes <= this.#maxRecordBytes) return;
    throw outboxErrors.EVENT_TOO_LARGE({ extra: { event: contractName(contract), sizeBytes, limitBytes: this.#maxRecordBytes } });
  }
}
