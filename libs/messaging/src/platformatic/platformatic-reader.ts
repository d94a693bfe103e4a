import { Admin, Consumer, ListOffsetTimestamps, offsetCommitV9 } from '@platformatic/kafka';
import type { IncomingRecord, TopicReader } from '../kafka-client.js';
import { fetchedRecords } from './incoming-records.js';
import {
  clientSettings,
  type ConnectionSettings,
  MAX_BYTES,
  MAX_BYTES_PER_PARTITION,
  memberSettings,
  RETRIES,
} from './platformatic-settings.js';

const FETCH_MS = 100;

/** Joins its group alone and fetches only what it is asked for. */
export class PlatformaticReader implements TopicReader {
  private constructor(
    private readonly consumer: Consumer,
    private readonly topic: string,
  ) {}

  /** @throws Error when another reader of this group holds the topic */
  static async open(settings: ConnectionSettings, groupId: string, topic: string): Promise<PlatformaticReader> {
    const consumer = new Consumer({ ...memberSettings(settings), retries: RETRIES, groupId });
    consumer.on('error', () => undefined);
    const reader = new PlatformaticReader(consumer, topic);
    /** Asked before joining: a group shares out anew, and might give the topic to who came last. */
    if (await hasMembers(settings, groupId)) return reader.#refuse();
    consumer.topics.track(topic);
    await consumer.joinGroup();
    return consumer.assignments?.some(({ partitions }) => partitions.length > 0) ? reader : reader.#refuse();
  }

  async read(partition: number, from: number, to: number): Promise<IncomingRecord[]> {
    const [low, high] = await Promise.all([
      this.#bound(partition, ListOffsetTimestamps.EARLIEST),
      this.#bound(partition, ListOffsetTimestamps.LATEST),
    ]);
    const end = Math.min(to, high);
    const found: IncomingRecord[] = [];
    for (let at = Math.max(from, low); at < end;) {
      const fetched = await this.#fetch(partition, at);
      if (fetched === undefined) continue;
      found.push(...fetched.records.filter(({ offset }) => offset < end));
      at = fetched.nextOffset;
    }
    return found;
  }

  /** The library's own commit has no room for a note. */
  async commit(partition: number, offset: number, metadata: string): Promise<void> {
    const { consumer, topic } = this;
    const coordinator = await consumer.findGroupCoordinator();
    const connection = (await consumer.connectToBrokers([coordinator])).get(coordinator);
    if (connection === undefined) throw new Error(`no connection to the coordinator of ${consumer.groupId}`);
    const mark = { partitionIndex: partition, committedOffset: BigInt(offset), committedLeaderEpoch: -1, committedMetadata: metadata };
    const topics = [{ name: topic, partitions: [mark] }];
    await offsetCommitV9.api.async(connection, consumer.groupId, consumer.generationId, consumer.memberId ?? '', null, topics);
  }

  async close(): Promise<void> {
    await this.consumer.close(true);
  }

  async #refuse(): Promise<never> {
    await this.close();
    throw new Error(`${this.topic} is being read by another process; try again when that is done`);
  }

  async #bound(partition: number, timestamp: bigint): Promise<number> {
    const offsets = await this.consumer.listOffsets({ topics: [this.topic], partitions: { [this.topic]: [partition] }, timestamp });
    return Number(offsets.get(this.topic)?.[partition] ?? 0);
  }

  async #fetch(partition: number, at: number) {
    const metadata = await this.consumer.metadata({ topics: [this.topic] });
    const known = metadata.topics.get(this.topic);
    const wanted = {
      partition,
      fetchOffset: BigInt(at),
      partitionMaxBytes: MAX_BYTES_PER_PARTITION,
      currentLeaderEpoch: -1,
      lastFetchedEpoch: -1,
    };
    const answer = await this.consumer.fetch({
      node: known?.partitions[partition]?.leader ?? -1,
      topics: [{ topicId: known?.id ?? '', partitions: [wanted] }],
      maxWaitTime: FETCH_MS,
      minBytes: 1,
      maxBytes: MAX_BYTES,
    });
    const [came] = answer.responses.flatMap(({ partitions }) => partitions).filter(({ partitionIndex }) => partitionIndex === partition);
    return came === undefined ? undefined : fetchedRecords(this.topic, came, at);
  }
}

async function hasMembers(settings: ConnectionSettings, groupId: string): Promise<boolean> {
  const admin = new Admin(clientSettings(settings));
  try {
    const groups = await admin.listGroups();
    if (!groups.has(groupId)) return false;
    const described = await admin.describeGroups({ groups: [groupId] });
    return [...described.values()].some(({ members }) => members.size > 0);
  } finally {
    await admin.close();
  }
}
