import { setTimeout as pause } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { IncomingRecord, KafkaProducer } from '../../index.js';

/** What was sent under one key, as the sender saw it. */
export interface Account {
  readonly key: string;
  /** Numbers whose send resolved, in order. */
  readonly acked: number[];
  /** Numbers that were tried while something was broken; they may be there more than once. */
  readonly disturbed: Set<number>;
}

/** Sends ascending numbers under each key, one send at a time, each until it is acknowledged; as the relay does. */
export class Ledger {
  readonly accounts: readonly Account[];
  #stopped = false;
  #running: Promise<void> | undefined;
  isDisturbed = false;

  constructor(
    private readonly producer: KafkaProducer,
    private readonly topic: string,
    keys: readonly string[],
  ) {
    this.accounts = keys.map((key) => ({ key, acked: [], disturbed: new Set() }));
  }

  get acked(): number {
    return Math.min(...this.accounts.map(({ acked }) => acked.length));
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Resolves when the last number is acknowledged. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  /**
   * Every acknowledged number is there, each for the first time in order, and in the topic more than once only if it was disturbed.
   * What a member got again, because its commit was not heard, is the same record.
   */
  compare(deliveries: readonly IncomingRecord[]): void {
    const records = [...Map.groupBy(deliveries, ({ partition, offset }) => `${partition}:${offset}`).values()].map(([record]) => record);
    const received = Map.groupBy(records, (record) => String(record?.key));
    for (const { key, acked, disturbed } of this.accounts) {
      const numbers = (received.get(key) ?? []).map((record) => Number(record?.value));
      expect([...new Set(numbers)]).toEqual(acked);
      const doubled = numbers.filter((n, index) => numbers.indexOf(n) !== index);
      expect(doubled.filter((n) => !disturbed.has(n))).toEqual([]);
    }
  }

  async #run(): Promise<void> {
    for (let n = 0; !this.#stopped; n += 1) {
      while (!(await this.#tried(n))) await pause(50);
      this.accounts.forEach(({ acked }) => acked.push(n));
    }
  }

  async #tried(n: number): Promise<boolean> {
    const note = (): void => {
      if (this.isDisturbed) this.accounts.forEach(({ disturbed }) => disturbed.add(n));
    };
    note();
    try {
      await this.producer.send(this.accounts.map(({ key }) => ({ topic: this.topic, key, value: String(n), headers: {} })));
      return true;
    } catch {
      return false;
    } finally {
      note();
    }
  }
}
