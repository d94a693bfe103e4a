import { errorFields, logger } from '@leadstream/telemetry';
import type { IncomingRecord, RecordBatch } from '../kafka-client.js';
import { eventsHandled } from '../metrics.js';
import type { DeadLetter, DeadLetterWriter } from '../dead-letters/dead-letter-writer.js';
import { type DecodedRecords, decodeRecords } from './decode-records.js';
import type { EventApplier } from './event-applier.js';
import { isUnavailable, PartitionLostError } from './failure.js';
import type { HandlerTable } from '../consumer/handler-table.js';
import type { HeldPartition } from '../progress/held-partition.js';
import type { PartitionLeases } from '../progress/partition-leases.js';
import type { PersonalData } from '../personal-data.js';
import type { PartitionPauses } from './partition-pauses.js';
import type { Position } from '../progress/progress.repository.js';

const log = logger('event-consumer');
const HEARTBEAT_EVERY_MS = 500;
/** By the third rest more than a heartbeat has passed: had the broker given the partition away, we would know. */
const RENEW_AFTER = 3;

export interface PartitionWorkerOptions {
  readonly table: HandlerTable;
  /** Opens personal fields; without it sealed records cannot be read. */
  readonly personal: PersonalData | undefined;
  readonly applier: EventApplier;
  readonly deadLetters: DeadLetterWriter;
  readonly leases: PartitionLeases;
  readonly pauses: PartitionPauses;
  /** Records that are applied before the batch may be given up at the earliest. */
  readonly chunkSize: number;
  /** Called after every chunk: the sign of life of a long batch. */
  readonly onProgress: () => void;
}

/** Works through the batches of partitions: chunk by chunk, offsets committed only for what is applied or put aside. */
export class PartitionWorker {
  constructor(private readonly options: PartitionWorkerOptions) {}

  /** Never rejects: what is not done is not committed and comes again. */
  async work(batch: RecordBatch): Promise<void> {
    const heartbeat = setInterval(() => void batch.heartbeat(), HEARTBEAT_EVERY_MS);
    try {
      const held = await this.options.leases.of(batch);
      if (held !== undefined && !batch.isStale()) await this.#workOn(held, batch);
    } finally {
      clearInterval(heartbeat);
    }
  }

  async #workOn(held: HeldPartition, batch: RecordBatch): Promise<void> {
    const { pauses, leases, table } = this.options;
    held.observeBatch(batch);
    let done: number | undefined;
    try {
      for (const [end, records] of this.#chunks(batch)) {
        if (batch.isStale() || batch.isEnding()) break;
        await this.#apply(held, records, end, batch);
        done = end;
        this.options.onProgress();
      }
      pauses.succeeded(batch);
    } catch (error) {
      this.#interrupted(error, batch);
    }
    if (done === undefined || batch.isStale()) return;
    try {
      if (held.isAhead) await leases.store([held]);
      await batch.commit(done);
    } catch (error) {
      log.warn('progress_not_stored', { group: table.group, topic: batch.topic, partition: batch.partition, error: errorFields(error) });
    }
  }

  async #apply(held: HeldPartition, records: readonly IncomingRecord[], end: number, batch: RecordBatch): Promise<void> {
    const { applier, table, deadLetters, personal } = this.options;
    const decoded = await decodeRecords(records, table, personal);
    this.#countForeign(decoded, batch.topic);
    const before = held.position();
    const after = held.position(end, records.at(-1)?.timestampMs);
    const letters: DeadLetter[] = decoded.undecodable.map(({ record, problem }) => ({
      record,
      kind: 'undecodable',
      reason: problem,
      attempts: 1,
    }));
    const hooks = { isLost: () => batch.isStale(), stored: (position: Position) => held.markStored(position) };
    letters.push(...(await applier.apply({ deliveries: decoded.deliveries, before, after, ...hooks })));
    await deadLetters.write(letters.sort((one, other) => one.record.offset - other.record.offset));
    held.advance(after);
  }

  #countForeign({ foreign }: DecodedRecords, topic: string): void {
    if (foreign > 0) eventsHandled.add(foreign, { group: this.options.table.group, topic, outcome: 'foreign' });
  }

  *#chunks({ records, nextOffset }: RecordBatch): Generator<[end: number, records: readonly IncomingRecord[]]> {
    const { chunkSize } = this.options;
    if (records.length === 0) yield [nextOffset, records];
    for (let at = 0; at < records.length; at += chunkSize) {
      yield [records[at + chunkSize]?.offset ?? nextOffset, records.slice(at, at + chunkSize)];
    }
  }

  #interrupted(error: unknown, batch: RecordBatch): void {
    const { table, pauses, leases } = this.options;
    const { topic, partition } = batch;
    const fields = { group: table.group, topic, partition };
    if (batch.isStale()) {
      log.info('partition_lost', fields);
      return;
    }
    const restMs = pauses.pause(batch);
    if (error instanceof PartitionLostError && pauses.attempts(batch) >= RENEW_AFTER) leases.renew();
    const write = isUnavailable(error) || error instanceof PartitionLostError ? log.warn : log.error;
    write('partition_paused', { ...fields, restMs: Math.round(restMs), error: errorFields(error) });
  }
}
