import { setTimeout as delay } from 'node:timers/promises';
import type { TenantDatabase } from '@leadstream/persistence';
import { errorFields, logger } from '@leadstream/telemetry';
import { eventsHandled, transactionSeconds } from '../metrics.js';
import type { DeadLetter } from '../dead-letters/dead-letter-writer.js';
import type { Delivery } from './decode-records.js';
import { failureReason, isUnavailable, PartitionLostError } from './failure.js';
import type { Position } from '../progress/progress.repository.js';
import { type Applied, applyInTransaction, RejectedError } from './event-transaction.js';

const log = logger('event-consumer');

/** Events of one partition, in order. */
export interface Slice {
  readonly deliveries: readonly Delivery[];
  /** True before the slice is applied. */
  readonly before: Position;
  /** True after it. */
  readonly after: Position;
  isLost(): boolean;
  /** Told after each commit which position went with it. */
  stored(position: Position): void;
}

export interface EventApplierOptions {
  readonly group: string;
  readonly database: TenantDatabase;
  /** How often an event that fails alone is tried before it is put aside. */
  readonly maxAttempts: number;
  readonly retryDelayMs: number;
}

function letter({ record }: Delivery, kind: DeadLetter['kind'], reason: string, attempts: number): DeadLetter {
  return { record, kind, reason, attempts };
}

/** Applies events so that a bad one harms no other: what fails together is halved until only the culprit is left. */
export class EventApplier {
  constructor(private readonly options: EventApplierOptions) {}

  /**
   * Returns when every event is applied, or was before, or cannot be.
   * @returns the events that cannot be applied; they are done once they lie in the dead letters
   * @throws PartitionLostError, or DomainError `unavailable` and the like: some events may be applied, the rest not
   */
  async apply(slice: Slice): Promise<DeadLetter[]> {
    const letters: DeadLetter[] = [];
    let { deliveries } = slice;
    for (let attempts = 1; deliveries.length > 0;) {
      try {
        await this.#transaction({ ...slice, deliveries });
        return letters;
      } catch (error) {
        if (error instanceof RejectedError) {
          letters.push(...error.rejections.map(({ delivery, reason }) => letter(delivery, 'rejected', reason, attempts)));
          deliveries = deliveries.filter((delivery) => error.rejections.every((rejection) => rejection.delivery !== delivery));
          continue;
        }
        if (error instanceof PartitionLostError || isUnavailable(error)) throw error;
        if (deliveries.length > 1) return [...letters, ...(await this.#halves({ ...slice, deliveries }))];
        const [alone] = deliveries as [Delivery];
        if (attempts >= this.options.maxAttempts) return [...letters, this.#giveUp(alone, error, attempts)];
        await delay(this.options.retryDelayMs * 2 ** (attempts - 1));
        attempts += 1;
      }
    }
    return letters;
  }

  async #halves(slice: Slice): Promise<DeadLetter[]> {
    const { deliveries, before } = slice;
    const middle = Math.ceil(deliveries.length / 2);
    const first = await this.apply({ ...slice, deliveries: deliveries.slice(0, middle), after: before });
    return [...first, ...(await this.apply({ ...slice, deliveries: deliveries.slice(middle) }))];
  }

  #giveUp(delivery: Delivery, error: unknown, attempts: number): DeadLetter {
    const { topic, partition, offset } = delivery.record;
    log.error('event_failed', { group: this.options.group, topic, partition, offset, error: errorFields(error) });
    return letter(delivery, 'failed', failureReason(error), attempts);
  }

  async #transaction({ deliveries, after, isLost, stored }: Slice): Promise<void> {
    if (isLost()) throw new PartitionLostError();
    const { group, database } = this.options;
    const startedMs = performance.now();
    const applied = await applyInTransaction(database, { group, deliveries, position: after, isLost });
    stored(after);
    transactionSeconds.record((performance.now() - startedMs) / 1000, { group, topic: after.topic });
    this.#count(applied, after.topic);
  }

  #count(applied: readonly Applied[], topic: string): void {
    for (const [outcome, same] of Map.groupBy(applied, (one) => one.outcome.kind)) {
      if (outcome !== 'reject') eventsHandled.add(same.length, { group: this.options.group, topic, outcome });
    }
  }
}
