import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '@leadstream/testing';
import { Outbox, type KafkaClient } from '../../src/index.js';
import { type Books, type Told, transact } from './load/account-writer.js';
import { AnswerCutter } from './faults/answer-cutter.js';
import { Chance } from './load/chance.js';
import { ChaoticBroker } from './faults/chaotic-broker.js';
import { type Fault, injectFaults } from './faults/fault-schedule.js';
import { heldBack, isHeldBack } from './judge/held-back.js';
import { type CommittedEvent, isBeyondRepair, judge, type Verdict } from './judge/judge.js';
import { OracleStage } from './oracle-stage.js';
import { RelayCrew, startRealRelay, type StartRelay } from './relay-crew.js';
import { TopicLog } from './judge/topic-log.js';
import { drawOversized, drawTransaction } from './load/transaction-plan.js';

export interface OracleOptions {
  readonly seed: number;
  /** How long transactions are begun at least. */
  readonly seconds: number;
  /** So many transactions are run, however long a busy machine takes for them. */
  readonly transactions: number;
  /** How often a send of the relay goes wrong. */
  readonly mishapRatio01?: number;
  /** Sessions ended, answers cut, the broker down, relays restarted; two relays at once. */
  readonly faults?: boolean;
  /** Events that no broker takes until its limit is raised. */
  readonly oversized?: boolean;
  /** How long nothing may arrive before what is missing is taken for lost. */
  readonly patienceMs?: number;
  readonly relays?: number;
  readonly startRelay?: StartRelay;
  readonly outbox?: (stage: OracleStage, kafka: KafkaClient) => Promise<Books['outbox']>;
}

/** What was done, what the clients were told, and how the topics compare with Postgres. */
export interface Reconciliation extends Verdict {
  readonly seed: number;
  readonly committed: number;
  readonly told: Readonly<Record<Told, number>>;
  /** Transactions of which the client was told the contrary of what Postgres holds. */
  readonly toldWrong: readonly number[];
  /** Of those with unknown outcome, how many turned out to be committed. */
  readonly unknownCommitted: number;
  /** Events that waited for the operator, as they must; undefined when others waited or were not held back. */
  readonly heldBack: number | undefined;
  /** Accounts whose version is not the number of their events. */
  readonly unbalanced: number;
  readonly mishaps: number;
  readonly faults: Partial<Record<Fault, number>>;
}

const WRITERS = 8;
const TRANSACTIONS_A_WRITER = 1_000_000;
const OVERSIZED_EVERY = 25;
/** A relay loses its session so often between the broker's answer and its own commit. */
const LOST_BEFORE_COMMIT_RATIO01 = 0.1;
const RAISED_LIMIT_BYTES = 4_000_000;

/** One run against real servers, from an empty database to the reconciliation. */
export async function runOracle(options: OracleOptions): Promise<Reconciliation> {
  const stage = await OracleStage.open();
  try {
    return await new OracleRun(stage, options, await TopicLog.read(stage.topics)).run();
  } finally {
    await stage.close();
  }
}

class OracleRun {
  readonly #chance: Chance;
  readonly #broker: ChaoticBroker;
  readonly #crew: RelayCrew;
  readonly #told = new Map<number, Told>();

  constructor(
    private readonly stage: OracleStage,
    private readonly options: OracleOptions,
    private readonly log: TopicLog,
  ) {
    const { seed, faults = false, mishapRatio01 = 0, startRelay = startRealRelay } = options;
    this.#chance = new Chance(seed);
    const dying = this.#chance.fork();
    const afterSend = async (): Promise<void> => {
      if (faults && dying.hits(LOST_BEFORE_COMMIT_RATIO01)) await stage.endSessions('relays', 2);
    };
    this.#broker = new ChaoticBroker(stage.kafka, this.#chance.fork(), mishapRatio01, afterSend);
    this.#crew = new RelayCrew(() => startRelay(stage, this.#broker));
  }

  async run(): Promise<Reconciliation> {
    const { seed, relays = this.options.faults ? 2 : 1 } = this.options;
    for (let count = 0; count < relays; count += 1) await this.#crew.add();
    try {
      const faults = await this.#load();
      const committed = await this.stage.committed();
      const held = await this.#releaseHeldBack(committed);
      const verdict = await this.#settle(committed);
      const mishaps = this.#broker.mishaps;
      const unbalanced = await this.stage.unbalanced();
      return { seed, committed: committed.length, ...verdict, ...(await this.#compareTold()), heldBack: held, unbalanced, mishaps, faults };
    } finally {
      await this.#crew.stop();
      await this.log.close();
    }
  }

  async #load(): Promise<Reconciliation['faults']> {
    const { stage } = this;
    const cutter = await AnswerCutter.before(stage.own.serviceUrl('lead'));
    const database = stage.writerDatabase(cutter.url);
    const { tenantIds, accountIds, prefix } = stage;
    const outbox = await (this.options.outbox?.(stage, this.#broker) ?? this.#realOutbox());
    const books: Books = { database, outbox, tenantIds, accountIds, topicPrefix: prefix };
    const endMs = performance.now() + this.options.seconds * 1_000;
    const isOver = (): boolean => performance.now() >= endMs && this.#told.size >= this.options.transactions;
    const writing = Array.from({ length: WRITERS }, (_, writer) => this.#write(books, writer, this.#chance.fork(), isOver));
    const targets = { stage, cutter, broker: this.#broker, relays: this.#crew };
    const faults = this.options.faults ? await injectFaults(this.#chance.fork(), targets, isOver) : {};
    await Promise.all(writing);
    await database.end();
    await cutter.close();
    return faults;
  }

  async #realOutbox(): Promise<Outbox> {
    return new Outbox({ topicPrefix: this.stage.prefix, maxRecordBytes: RAISED_LIMIT_BYTES });
  }

  async #write(books: Books, writer: number, chance: Chance, isOver: () => boolean): Promise<void> {
    for (let round = 0; !isOver(); round += 1) {
      const oversized = this.options.oversized === true && writer === 0 && round % OVERSIZED_EVERY === 0;
      const number = writer * TRANSACTIONS_A_WRITER + round;
      this.#told.set(number, await transact(books, oversized ? drawOversized(chance) : drawTransaction(chance), number));
    }
  }

  async #compareTold(): Promise<Pick<Reconciliation, 'told' | 'toldWrong' | 'unknownCommitted'>> {
    const committed = await this.stage.committedTransactions();
    const all = [...this.#told];
    const count = (wanted: Told): number => all.filter(([, told]) => told === wanted).length;
    return {
      told: { committed: count('committed'), refused: count('refused'), unknown: count('unknown') },
      toldWrong: all
        .filter(([number, told]) => told !== 'unknown' && committed.has(number) !== (told === 'committed'))
        .map(([number]) => number),
      unknownCommitted: all.filter(([number, told]) => told === 'unknown' && committed.has(number)).length,
    };
  }

  /** Waits until nothing but what must be held back is missing; then does what the operator would. */
  async #releaseHeldBack(committed: readonly CommittedEvent[]): Promise<number | undefined> {
    const expected = heldBack(committed);
    if (expected.must.size === 0) return 0;
    const { lost } = await this.#watch(committed, (verdict) => isHeldBack(expected, verdict.lost));
    await this.stage.limitRecords(RAISED_LIMIT_BYTES);
    const database = this.stage.relayDatabase();
    // Again and again, for the broker takes a moment to hear of its new limit, and the relay may park anew until then.
    const releasing = eventually(
      async () => {
        await database.withoutTenant((tx) => tx.query('SELECT release_parked_events()'));
        if (judge(committed, this.log.records).lost.length > 0) throw new Error('some are still held back');
      },
      { withinMs: 20_000, everyMs: 250 },
    );
    await releasing.catch(() => undefined).finally(() => database.end());
    return isHeldBack(expected, lost) ? lost.length : undefined;
  }

  /** The last word: all that was sent has been read. */
  async #settle(committed: readonly CommittedEvent[]): Promise<Verdict> {
    await this.#watch(committed, ({ lost }) => lost.length === 0);
    await this.#crew.stop();
    await this.#broker.settled();
    const sent = await this.stage.countRecords();
    await eventually(() => {
      if (this.log.records.length < sent) throw new Error(`${sent - this.log.records.length} records are not yet read`);
    });
    return judge(committed, this.log.records);
  }

  async #watch(committed: readonly CommittedEvent[], isDone: (verdict: Verdict) => boolean): Promise<Verdict> {
    const { patienceMs = 10_000 } = this.options;
    const beganMs = performance.now();
    for (;;) {
      const verdict = judge(committed, this.log.records);
      const quietSinceMs = Math.max(beganMs, this.log.lastRecordMs);
      if (isDone(verdict) || isBeyondRepair(verdict) || performance.now() - quietSinceMs > patienceMs) return verdict;
      await delay(100);
    }
  }
}
