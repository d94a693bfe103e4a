import { randomUUID } from 'node:crypto';
import type { IncomingRecord, KafkaAdmin, KafkaClient, OutgoingRecord, TopicReader } from '../kafka-client.js';
import { DEAD_LETTER } from './dead-letter-writer.js';
import { OffsetSet } from './offset-set.js';

const SUFFIX = '.dlq';
/** Dead-letter topics have one partition. */
const PARTITION = 0;
const PAGE = 100;

/** How many dead letters a topic holds. */
export interface DeadLetterSummary {
  readonly topic: string;
  readonly total: number;
  /** Neither replayed nor discarded yet. */
  readonly open: number;
}

/** Which letters; all that are open when left out. */
export type Selection = readonly number[] | undefined;

/** Name of the group that remembers, as its offset and metadata, what has been dealt with. */
function groupOf(topic: string): string {
  return `${topic}.resolved`;
}

async function resolvedOf(admin: KafkaAdmin, topic: string): Promise<OffsetSet> {
  const [mark] = await admin.committedOffsets(groupOf(topic), [topic]);
  return new OffsetSet(Math.max(0, mark?.offset ?? 0), mark?.metadata);
}

function textOf(headers: IncomingRecord['headers'], name: string): string {
  const value = headers[name];
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : typeof value === 'string' ? value : '';
}

/** Every dead-letter topic below `prefix`, by name. */
export async function listDeadLetters(kafka: KafkaClient, prefix: string): Promise<DeadLetterSummary[]> {
  const admin = await kafka.admin();
  try {
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix) && topic.endsWith(SUFFIX)).sort();
    const summaries: DeadLetterSummary[] = [];
    for (const topic of topics) {
      const [bounds] = await admin.listOffsets([topic]);
      const { low, end } = bounds ?? { low: 0, end: 0 };
      summaries.push({ topic, total: end - low, open: (await resolvedOf(admin, topic)).countMissing(low, end) });
    }
    return summaries;
  } finally {
    await admin.close();
  }
}

/** The open letters of one dead-letter topic, held alone while they are dealt with. */
export class DeadLetterQueue {
  private constructor(
    private readonly kafka: KafkaClient,
    private readonly reader: TopicReader,
    private readonly prefix: string,
    private readonly low: number,
    private readonly end: number,
    private readonly resolved: OffsetSet,
  ) {}

  /** @throws Error when the topic does not exist or somebody else is at it */
  static async open(kafka: KafkaClient, prefix: string, topic: string): Promise<DeadLetterQueue> {
    const admin = await kafka.admin();
    try {
      if (!topic.endsWith(SUFFIX) || !(await admin.listTopics()).includes(topic)) throw new Error(`there is no dead-letter topic ${topic}`);
      const [bounds] = await admin.listOffsets([topic]);
      const { low, end } = bounds ?? { low: 0, end: 0 };
      const resolved = await resolvedOf(admin, topic);
      return new DeadLetterQueue(kafka, await kafka.reader(groupOf(topic), topic), prefix, low, end, resolved);
    } finally {
      await admin.close();
    }
  }

  async close(): Promise<void> {
    await this.reader.close();
  }

  /** Open letters, oldest first, a page at a time. */
  async *pages(selection?: Selection): AsyncGenerator<IncomingRecord[]> {
    const chosen = selection && new Set(selection);
    const from = Math.max(this.low, this.resolved.mark, chosen ? Math.min(...chosen) : 0);
    const to = Math.min(this.end, chosen ? Math.max(...chosen) + 1 : this.end);
    for (let at = from; at < to; at += PAGE) {
      const records = await this.reader.read(PARTITION, at, Math.min(at + PAGE, to));
      const open = records.filter(({ offset }) => !this.resolved.has(offset) && (chosen?.has(offset) ?? true));
      if (open.length > 0) yield open;
    }
  }

  /**
   * Sends letters to the topic that they came from, as they came. Every group of the topic gets them; those that had
   * applied the event find its id in their inbox.
   * @returns how many went; and how many stay because what was left out of them is nowhere any more
   */
  async replay(selection?: Selection): Promise<{ replayed: number; lost: number }> {
    const producer = await this.kafka.producer();
    let replayed = 0;
    let lost = 0;
    try {
      for await (const page of this.pages(selection)) {
        const restored = await Promise.all(page.map(async (letter) => ({ letter, record: await this.#restore(letter) })));
        const whole = restored.flatMap(({ letter, record }) => (record === undefined ? [] : [{ letter, record }]));
        if (whole.length > 0) await producer.send(whole.map(({ record }) => record));
        await this.#resolve(whole.map(({ letter }) => letter));
        replayed += whole.length;
        lost += restored.length - whole.length;
      }
      return { replayed, lost };
    } finally {
      await producer.close();
    }
  }

  /** Strikes letters off; their bytes stay in the topic until its retention ends. @returns how many */
  async discard(selection?: Selection): Promise<number> {
    let discarded = 0;
    for await (const page of this.pages(selection)) {
      await this.#resolve(page);
      discarded += page.length;
    }
    return discarded;
  }

  async #resolve(letters: readonly IncomingRecord[]): Promise<void> {
    if (letters.length === 0) return;
    for (const { offset } of letters) this.resolved.add(offset);
    await this.reader.commit(PARTITION, this.resolved.mark, this.resolved.toString());
  }

  /** The record as it was before it became a letter; undefined when what was left out of the letter is lost. */
  async #restore(letter: IncomingRecord): Promise<OutgoingRecord | undefined> {
    const topic = this.prefix + textOf(letter.headers, DEAD_LETTER.topic);
    const isWhole = letter.headers[DEAD_LETTER.bodyLeftOut] === undefined;
    const record = isWhole ? letter : await this.#original(topic, letter);
    if (record === undefined) return undefined;
    const { key, value } = record;
    const kept = Object.entries(record.headers).filter(([name]) => !name.startsWith('dlq_'));
    return { topic, key, value, headers: Object.fromEntries(kept) as OutgoingRecord['headers'] };
  }

  async #original(topic: string, letter: IncomingRecord): Promise<IncomingRecord | undefined> {
    const partition = Number(textOf(letter.headers, DEAD_LETTER.partition));
    const offset = Number(textOf(letter.headers, DEAD_LETTER.offset));
    const admin = await this.kafka.admin();
    const bounds = (await admin.listOffsets([topic]).finally(() => admin.close())).find((one) => one.partition === partition);
    if (bounds === undefined || offset < bounds.low || offset >= bounds.end) return undefined;
    const reader = await this.kafka.reader(`${topic}.restore-${randomUUID()}`, topic);
    const [original] = await reader.read(partition, offset, offset + 1).finally(() => reader.close());
    return original;
  }
}
