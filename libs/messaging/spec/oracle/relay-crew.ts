import { type KafkaClient, OutboxRelay } from '../../src/index.js';
import type { OracleStage } from './oracle-stage.js';

/** Whatever brings events from the outbox to the topics. */
export interface RunningRelay {
  stop(): Promise<void>;
}
export type StartRelay = (stage: OracleStage, kafka: KafkaClient) => Promise<RunningRelay>;

/** The relay as services run it. */
export const startRealRelay: StartRelay = async (stage, kafka) => {
  const database = stage.relayDatabase();
  const relay = new OutboxRelay({ kafka, database, bellUrl: stage.own.relayUrl('lead'), slice: 'lead', pollIntervalMs: 200 });
  relay.start();
  return { stop: () => relay.stop().then(() => database.end()) };
};

/** Relays of one slice that run side by side. */
export class RelayCrew {
  readonly #relays: RunningRelay[] = [];

  constructor(private readonly start: () => Promise<RunningRelay>) {}

  async add(): Promise<void> {
    this.#relays.push(await this.start());
  }

  /** Ends the one that has run longest and starts another. */
  async restartOne(): Promise<void> {
    await this.add();
    await this.#relays.shift()?.stop();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#relays.splice(0).map((relay) => relay.stop()));
  }
}
