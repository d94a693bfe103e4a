import { errorFields, logger } from '@leadstream/telemetry';
import { type KafkaProducer, type OutgoingRecord, RecordTooLargeError } from '../kafka-client.js';
import { Deposit } from './deposit.js';
import { intakeErrors } from './intake.errors.js';
import { IntakeGate } from './intake-gate.js';

const log = logger('topic-intake');

export interface IntakeLimits {
  /** A group may become one record batch, and the broker's limit (1 MiB by default) is for the batch. */
  readonly groupBytes: number;
  /** What comes while so many are on their way waits for company, and nothing waits otherwise. */
  readonly sendsAtOnce: number;
  /** What waits and what is on its way, together; beyond it callers are refused. */
  readonly heldBytes: number;
  readonly heldRecords: number;
  /** After so long without an answer of the broker the caller is refused. */
  readonly answerWithinMs: number;
  /** While the broker is away callers are refused at once; after such a pause one of them tries it again. */
  readonly trialAfterMs: number;
}

export const DEFAULT_INTAKE_LIMITS: IntakeLimits = {
  groupBytes: 786_432,
  sendsAtOnce: 2,
  heldBytes: 33_554_432,
  heldRecords: 10_000,
  answerWithinMs: 5_000,
  trialAfterMs: 500,
};

/** A record with its size; `bytes` counts what the broker will hold. */
export interface SizedRecord {
  readonly record: OutgoingRecord;
  readonly bytes: number;
}

type Waiting = SizedRecord & { readonly deposit: Deposit };

const RETRY_AFTER_S = 5;

/**
 * Puts the records of callers that come while a send is on its way into the next one: nobody waits for a timer, and groups grow
 * with the load. Each caller hears of their own records alone.
 */
export class GroupedSender {
  readonly #unanswered = new Set<Promise<void>>();
  readonly #waiting: Waiting[] = [];
  readonly #gate: IntakeGate;
  #answeredAtMs = 0;
  #heldBytes = 0;
  #heldRecords = 0;
  #sends = 0;
  #closing = false;

  constructor(
    private readonly producer: () => Promise<KafkaProducer>,
    private readonly limits: IntakeLimits,
  ) {
    this.#gate = new IntakeGate(limits.trialAfterMs);
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  /**
   * Resolves when all in-sync replicas hold every record.
   * @throws DomainError `INTAKE.OVERLOADED`: nothing was sent; `INTAKE.UNAVAILABLE`: some of it may be there, send all again
   */
  async send(records: readonly SizedRecord[]): Promise<void> {
    if (records.length === 0) return;
    const bytes = records.reduce((sum, record) => sum + record.bytes, 0);
    const { heldBytes, heldRecords, answerWithinMs } = this.limits;
    if (this.#closing) throw unavailable();
    if (this.#heldBytes + bytes > heldBytes || this.#heldRecords + records.length > heldRecords) {
      throw intakeErrors.OVERLOADED({ extra: { retryAfterSeconds: RETRY_AFTER_S } });
    }
    if (!this.#gate.enter()) throw unavailable();
    const heldSinceMs = performance.now();
    const deposit = new Deposit(records.length, answerWithinMs, () => this.#late(heldSinceMs));
    this.#heldBytes += bytes;
    this.#heldRecords += records.length;
    this.#waiting.push(...records.map((record) => ({ ...record, deposit })));
    this.#unanswered.add(deposit.settled);
    this.#pump();
    return deposit.settled.finally(() => this.#unanswered.delete(deposit.settled));
  }

  /** Refuses what comes from now on, and waits for what is held; each caller is answered within the limit. */
  async close(): Promise<void> {
    this.#closing = true;
    await Promise.allSettled(this.#unanswered);
  }

  #pump(): void {
    while (this.#sends < this.limits.sendsAtOnce && this.#waiting.length > 0) void this.#sendGroup(this.#takeGroup());
  }

  async #sendGroup(group: readonly Waiting[]): Promise<void> {
    this.#sends += 1;
    try {
      const producer = await this.producer();
      await producer.send(group.map(({ record }) => record));
      this.#answeredAtMs = performance.now();
      this.#gate.answered();
      group.forEach(({ deposit }) => deposit.kept());
    } catch (error) {
      log.warn('intake_send_failed', { records: group.length, error: errorFields(error) });
      if (error instanceof RecordTooLargeError) this.#gate.answered();
      else this.#gate.failed();
      group.forEach(({ deposit }) => deposit.fail(unavailable(error)));
    } finally {
      this.#sends -= 1;
      this.#release(group);
      this.#pump();
    }
  }

  /** The oldest records that fit into one send, at least one. */
  #takeGroup(): Waiting[] {
    let bytes = 0;
    const end = this.#waiting.findIndex((waiting, index) => (bytes += waiting.bytes) > this.limits.groupBytes && index > 0);
    return this.#take(end);
  }

  /** @param end how many; -1 for all */
  #take(end: number): Waiting[] {
    return this.#waiting.splice(0, end === -1 ? this.#waiting.length : end);
  }

  /** All wait equally long, so those whose time is up stand in front. */
  #late(heldSinceMs: number): unknown {
    // A broker that kept something of others meanwhile is slow, not away.
    if (this.#answeredAtMs <= heldSinceMs) this.#gate.failed();
    queueMicrotask(() => {
      this.#release(this.#take(this.#waiting.findIndex(({ deposit }) => !deposit.isSettled)));
    });
    return unavailable();
  }

  #release(group: readonly Waiting[]): void {
    this.#heldRecords -= group.length;
    for (const { bytes } of group) this.#heldBytes -= bytes;
  }
}

function unavailable(cause?: unknown): unknown {
  return intakeErrors.UNAVAILABLE({ cause, extra: { retryAfterSeconds: RETRY_AFTER_S } });
}
