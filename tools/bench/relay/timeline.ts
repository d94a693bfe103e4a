import type { KafkaClient, OutgoingRecord } from '@leadstream/messaging';
import { type SystemTx, TenantDatabase } from '@leadstream/persistence';

/** Instant that clocks of several processes agree on, epoch ms with fractions. */
export const nowMs = (): number => performance.timeOrigin + performance.now();

/** When an event came to each station between its commit and its topic; the first time counts. */
export interface RelayStations {
  readonly asked: Map<string, number>;
  readonly claimed: Map<string, number>;
  readonly sent: Map<string, number>;
  readonly acked: Map<string, number>;
}

/** The aggregate of an event, by which both ends know it. */
export const aggregateOf = (key: unknown): string => String(key).slice(-36);

/** A relay's database and client that write down when events come by. */
export class RelayWatch {
  readonly stations: RelayStations = { asked: new Map(), claimed: new Map(), sent: new Map(), acked: new Map() };

  database(options: ConstructorParameters<typeof TenantDatabase>[0]): TenantDatabase {
    const watched = (tx: SystemTx): SystemTx => this.#transaction(tx);
    return new (class extends TenantDatabase {
      override withoutTenant<T>(work: (tx: SystemTx) => Promise<T>): Promise<T> {
        return super.withoutTenant((tx) => work(watched(tx)));
      }
    })(options);
  }

  kafka(client: KafkaClient): KafkaClient {
    return {
      consumer: (options) => client.consumer(options),
      admin: () => client.admin(),
      reader: (group, topic) => client.reader(group, topic),
      producer: async () => {
        const producer = await client.producer();
        const send = async (records: readonly OutgoingRecord[]): Promise<void> => {
          this.#pass(
            'sent',
            records.map(({ key }) => key),
            nowMs(),
          );
          await producer.send(records);
          this.#pass(
            'acked',
            records.map(({ key }) => key),
            nowMs(),
          );
        };
        return { send, close: () => producer.close() };
      },
    };
  }

  #transaction(tx: SystemTx): SystemTx {
    const query = async <R>(...statement: Parameters<SystemTx['query']>): Promise<R[]> => {
      const askedMs = nowMs();
      const rows = await tx.query<R>(...statement);
      const keys = rows.flatMap((row) => (row as { partitionKey?: string }).partitionKey ?? []);
      this.#pass('asked', keys, askedMs);
      this.#pass('claimed', keys, nowMs());
      return rows;
    };
    return new Proxy(tx, {
      get: (target, name) => {
        const value: unknown = name === 'query' ? query : Reflect.get(target, name, target);
        return typeof value === 'function' && name !== 'query' ? value.bind(target) : value;
      },
    });
  }

  #pass(station: keyof RelayStations, keys: readonly unknown[], atMs: number): void {
    const times = this.stations[station];
    for (const key of keys) {
      const aggregate = aggregateOf(key);
      if (!times.has(aggregate)) times.set(aggregate, atMs);
    }
  }
}
