import { randomBytes } from 'node:crypto';
import { findEvent, personalFieldsOf, SEALED_FIELD } from '@leadstream/contracts';
import type { TestDatabase } from './test-database.js';
import { testKafka } from './test-kafka.js';
import { TestVault } from './test-vault.js';

/** A record as it lies in the topic. */
export interface CapturedEvent {
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string;
  /** `ce_type`, `ce_tenantid`, `traceparent` ... */
  readonly headers: Readonly<Record<string, string>>;
  /** The body's text. */
  readonly text: string;
  /** The parsed body, its text when it is not JSON. Personal fields are in it when the capture was given the vault. */
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

export interface CaptureOptions {
  /** The database whose vault opens what is sealed; left out, `data` is the body as it lies in the topic. */
  readonly vault?: Pick<TestDatabase, 'adminUrl'>;
}

type Headers = Readonly<Record<string, string>>;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The body with its personal fields, null where nothing was given. */
async function unsealed(body: unknown, headers: Headers, vault: TestVault): Promise<unknown> {
  const contract = findEvent(headers['ce_type'] ?? '', Number(headers['ce_dataversion']));
  if (contract?.person === undefined || typeof body !== 'object' || body === null) return body;
  const { [SEALED_FIELD]: sealed, ...open } = body as Record<string, unknown>;
  const nothing = Object.fromEntries(personalFieldsOf(contract).map((name) => [name, null]));
  return { ...nothing, ...open, ...(typeof sealed === 'string' ? await vault.open(headers, sealed) : {}) };
}

/**
 * Reads a topic from its beginning and goes on reading.
 * @param topic the broker's name, prefix included
 */
export async function captureEvents(topic: string, options: CaptureOptions = {}): Promise<EventCapture> {
  const events: CapturedEvent[] = [];
  const vault = options.vault && new TestVault(options.vault);
  const consumer = testKafka().consumer({ groupId: `capture-${randomBytes(5).toString('hex')}`, maxWaitTimeInMs: 250 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ partition, message }) => {
      const headers = Object.fromEntries(Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]));
      const text = message.value?.toString() ?? '';
      const body = parsed(text);
      const data = vault ? await unsealed(body, headers, vault) : body;
      events.push({ partition, offset: BigInt(message.offset), key: message.key?.toString() ?? '', headers, text, data });
    },
  });
  return {
    events,
    ofType: (type) => events.filter((event) => event.headers['ce_type'] === type),
    stop: async () => {
      await consumer.disconnect();
      await vault?.close();
    },
  };
}
