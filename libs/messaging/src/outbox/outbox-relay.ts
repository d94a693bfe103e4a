import { setTimeout as delay } from 'node:timers/promises';
import type { SystemTx, TenantDatabase } from '@leadstream/persistence';
import { errorFields, logger } from '@leadstream/telemetry';
import { ClientConnections } from '../client-connections.js';
import type { KafkaClient } from '../kafka-client.js';
import { eventsParked, eventsPublished, observeOutbox, observeRelay, publishDelay } from '../metrics.js';
import { Nap } from './nap.js';
import { OutboxBell } from './outbox-bell.js';
import { claimRows, lockOutbox, type OutboxRow, parkRows, putBack, readDepth } from './outbox.repository.js';
import { type Published, Publisher } from './publisher.js';

const log = logger('outbox-relay');

const CLAIM_ROWS = 1_000;
const CLAIM_BYTES = 4_194_304;
/**
 * With a backlog one transaction goes on claiming for so long: few commits, at each of which nothing is on its way to the broker, and no
 * transaction old enough to hold back vacuum.
 */
const TURN_MS = 1_000;
/**
 * So many in one claim are a backlog. Fewer are all that waited: what comes while they are sent is claimed after them, or it would wait for
 * two sends; and in a new transaction, for until the end of this one each claim reads past all that the ones before it took.
 */
const BACKLOG_ROWS = 500;
const QUICK_MS = 2;
const STANDBY_MS = 1_000;
const LONGEST_BACKOFF_MS = 1_000;
/** A topic that failed is left alone for so long, so that others of the slice go on. */
const TOPIC_REST_MS = 1_000;
/** A broker that does not answer must not hold up the end of the process: what still waits is sent again. */
const STOP_WITHIN_MS = 10_000;

export interface OutboxRelayOptions {
  readonly kafka: KafkaClient;
  /** With the relay role of the slice. */
  readonly database: TenantDatabase;
  /** For LISTEN; polling alone when left out. */
  readonly bellUrl?: string;
  /** Name of the slice in metrics. */
  readonly slice: string;
  /** Longest time between polls of an idle outbox, 200 to 1,000 ms. */
  readonly pollIntervalMs?: number;
}

/** What a turn came to: nothing to do, something was sent, trouble, or another process is the relay. */
type Turn = 'idle' | 'busy' | 'trouble' | 'standby';

/**
 * Brings committed events to their topics: they wait until all replicas have them, so an event may come twice but never
 * not at all, and in commit order per aggregate. Run as many as you like: one works, the others stand by.
 */
export class OutboxRelay {
  readonly #connections: ClientConnections;
  readonly #nap = new Nap();
  readonly #bell: OutboxBell | undefined;
  readonly #pollIntervalMs: number;
  #running: Promise<void> | undefined;
  #stopping = false;
  #lastTurnMs: number | undefined;
  readonly #observations: (() => void)[] = [];
  readonly #restingTopics = new Map<string, number>();

  constructor(private readonly options: OutboxRelayOptions) {
    this.#connections = new ClientConnections(options.kafka);
    this.#pollIntervalMs = options.pollIntervalMs ?? 500;
    if (options.bellUrl !== undefined) this.#bell = new OutboxBell(options.bellUrl, () => this.#nap.call());
  }

  start(): void {
    if (this.#running !== undefined) return;
    const { slice } = this.options;
    const startedMs = Date.now();
    const turnAgeSeconds = (): number => (Date.now() - (this.#lastTurnMs ?? startedMs)) / 1000;
    this.#observations.push(
      observeOutbox(() => this.#level()),
      observeRelay(() => ({ slice, ageSeconds: turnAgeSeconds() })),
    );
    this.#bell?.open();
    this.#running = this.#run();
  }

  /** Ends the turn in work: what was sent waits no more. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const stopObserving of this.#observations.splice(0)) stopObserving();
    this.#nap.call();
    await Promise.race([this.#running, delay(STOP_WITHIN_MS, undefined, { ref: false })]);
    await Promise.all([this.#bell?.close(), this.#connections.close()]);
  }

  /** Instant (epoch ms) of the last turn that did not fail; undefined before the first. */
  get lastTurnMs(): number | undefined {
    return this.#lastTurnMs;
  }

  async #run(): Promise<void> {
    let restMs = QUICK_MS;
    while (!this.#stopping) {
      const turn = await this.#turnOrTrouble();
      if (turn !== 'trouble') this.#lastTurnMs = Date.now();
      if (turn === 'busy') {
        restMs = QUICK_MS;
        continue;
      }
      const longestMs = turn === 'trouble' ? LONGEST_BACKOFF_MS : this.#pollIntervalMs;
      const rang = await this.#rest(turn === 'standby' ? STANDBY_MS : restMs);
      restMs = rang && turn === 'idle' ? QUICK_MS : Math.min(restMs * 2, longestMs);
    }
  }

  async #rest(ms: number): Promise<boolean> {
    const beganMs = performance.now();
    await this.#nap.take(ms);
    return performance.now() - beganMs < ms;
  }

  async #turnOrTrouble(): Promise<Turn> {
    try {
      return await this.options.database.withoutTenant((tx) => this.#turn(tx));
    } catch (error) {
      log.warn('relay_turn_failed', { slice: this.options.slice, error: errorFields(error) });
      return 'trouble';
    }
  }

  async #turn(tx: SystemTx): Promise<Turn> {
    if (!(await lockOutbox(tx))) return 'standby';
    const startedMs = performance.now();
    const claim = (without: readonly string[]): Promise<OutboxRow[]> => claimRows(tx, { rows: CLAIM_ROWS, bytes: CLAIM_BYTES, without });
    let rows = await claim(this.#resting());
    if (rows.length === 0) return 'idle';
    const publisher = new Publisher(await this.#connections.producer());
    while (rows.length > 0) {
      const goOn = !this.#stopping && rows.length >= BACKLOG_ROWS && performance.now() - startedMs < TURN_MS;
      const [published, next] = await Promise.all([
        publisher.publish(rows),
        goOn ? claim([...this.#resting(), ...publisher.failedTopics]) : [],
      ]);
      await Promise.all([putBack(tx, published.back), parkRows(tx, published.parked)]);
      this.#count(published);
      rows = next;
    }
    for (const topic of publisher.failedTopics) this.#restingTopics.set(topic, Date.now() + TOPIC_REST_MS);
    return publisher.failedTopics.size > 0 ? 'trouble' : 'busy';
  }

  #resting(): string[] {
    for (const [topic, untilMs] of this.#restingTopics) if (untilMs <= Date.now()) this.#restingTopics.delete(topic);
    return [...this.#restingTopics.keys()];
  }

  #count({ sent, parked }: Published): void {
    for (const [topic, same] of Map.groupBy(sent, (row) => row.topic)) {
      eventsPublished.add(same.length, { topic });
      publishDelay.record(Math.max(0, Date.now() - (same[0]?.createdMs ?? 0)) / 1000, { topic });
    }
    for (const { topic } of parked) eventsParked.add(1, { topic });
  }

  async #level(): Promise<{ slice: string; depth: number; oldestSeconds: number; parked: number } | undefined> {
    try {
      const depth = await this.options.database.withoutTenant((tx) => readDepth(tx));
      return depth && { slice: this.options.slice, ...depth };
    } catch {
      return undefined;
    }
  }
}
