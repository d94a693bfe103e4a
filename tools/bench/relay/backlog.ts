import { leadCapturedV1 } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { type KafkaClient, Outbox, OutboxRelay, type OutgoingRecord } from '@leadstream/messaging';
import { TenantDatabase } from '@leadstream/persistence';
import { leadData, sends } from '../lead-events.ts';
import { type Run, Stopwatch, timed } from '../paired-runs.ts';

const EVENTS_PER_WRITE = 500;

/** The client with every acknowledged record counted, and kept if so wished. */
function countingClient(client: KafkaClient, onSent: (records: readonly OutgoingRecord[]) => void): KafkaClient {
  return {
    consumer: (options) => client.consumer(options),
    admin: () => client.admin(),
    reader: (group, topic) => client.reader(group, topic),
    producer: async () => {
      const producer = await client.producer();
      const send = async (records: readonly OutgoingRecord[]): Promise<void> => {
        await producer.send(records);
        onSent(records);
      };
      return { send, close: () => producer.close() };
    },
  };
}

/** Commits `count` events to the outbox. */
export async function fillOutbox(database: TenantDatabase, outbox: Outbox, tenants: readonly string[], count: number): Promise<void> {
  for (let at = 0; at < count; at += EVENTS_PER_WRITE) {
    const items = Array.from({ length: Math.min(EVENTS_PER_WRITE, count - at) }, (_, n) => {
      return { contract: leadCapturedV1, data: leadData(uuidV7.next(), at + n), sequence: 1 };
    });
    await database.inTenant(tenants[(at / EVENTS_PER_WRITE) % tenants.length] as string, (tx) => outbox.addAll(tx, items));
  }
}

/** The relay from its start to the broker's answer for the last of `count` waiting events. @returns the records it sent as well */
export async function drainOutbox(kafka: KafkaClient, relayUrl: string, count: number): Promise<{ run: Run; sent: OutgoingRecord[] }> {
  const sent: OutgoingRecord[] = [];
  const { promise, resolve } = Promise.withResolvers<Run>();
  const database = new TenantDatabase({ url: relayUrl, poolSize: 2, applicationName: 'bench-relay' });
  await database.ping();
  const counting = countingClient(kafka, (records) => {
    sent.push(...records);
    if (sent.length >= count) resolve(stopwatch.run(count));
  });
  const relay = new OutboxRelay({ kafka: counting, database, slice: 'lead' });
  const stopwatch = new Stopwatch();
  relay.start();
  const run = await promise;
  await relay.stop();
  await database.end();
  return { run, sent };
}

/** The same client with nothing in front of it: full batches, one after the other, confirmed by all replicas. */
export async function sendRaw(kafka: KafkaClient, records: readonly OutgoingRecord[]): Promise<Run> {
  const producer = await kafka.producer();
  const run = await timed(records.length, async () => {
    for (const part of sends(records)) await producer.send(part);
  });
  await producer.close();
  return run;
}
