import { randomBytes } from 'node:crypto';
import { testKafka } from './test-kafka.js';

/** A record as it lies in the topic. */
export interface CapturedEvent {
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string;
  /** `ce_type`, `ce_tenantid`, `traceparent` ... */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed body; its text when it is not JSON. */
  readonly data: unknown;
}

export interface EventCapture {
  /** Everything read so far, per partition in the order of the log; grows while the capture runs. */
  readonly events: readonly CapturedEvent[];
  /** Those of one type, for example `lead.captured`. */
  ofType(type: string): readonly CapturedEvent[];
  /** Call in `afterAll`. */
  stop(): Promise<void>;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * Reads a topic from its beginning and goes on reading.
 * @param topic the broker's name, prefix included
 */
export async function captureEvents(topic: string): Promise<EventCapture> {
  const events: CapturedEvent[] = [];
  const consumer = testKafka().consumer({ groupId: `capture-${randomBytes(5).toString('hex')}`, maxWaitTimeInMs: 50 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ partition, message }) => {
      const headers = Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]);
      events.push({
        partition,
        offset: BigInt(message.offset),
        key: message.key?.toString() ?? '',
        headers: Object.fromEntries(headers),
        data: parsed(message.value?.toString() ?? ''),
      });
    },
  });
  return {
    events,
    ofType: (type) => events.filter((event) => event.headers['ce_type'] === type),
    stop: () => consumer.disconnect(),
  };
}
