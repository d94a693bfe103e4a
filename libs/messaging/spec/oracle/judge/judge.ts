/** An event that Postgres says was committed. `version` counts the events of an account in the order of their commits. */
export interface CommittedEvent {
  readonly topic: string;
  /** `tenantId:accountId`. */
  readonly key: string;
  readonly version: number;
  readonly type: string;
  readonly digest: string;
}

/** A record as it lies in the topic. */
export interface TopicRecord extends CommittedEvent {
  readonly partition: number;
  readonly eventId: string;
  /** What the headers say, which must agree with key and body. */
  readonly headerKey: string;
  readonly sequence: number;
}

/** How the topics differ from what was committed. Each list names `topic key version`. */
export interface Verdict {
  readonly records: number;
  /** Records that repeat one with the same event id: an inbox passes over them. Allowed only when something failed. */
  readonly duplicates: number;
  /** Committed and not there. */
  readonly lost: readonly string[];
  /** There and never committed. */
  readonly uncommitted: readonly string[];
  /** Came, for the first time, after a later event of its account. */
  readonly outOfOrder: readonly string[];
  /** There under two event ids: an inbox would let both through. */
  readonly doubled: readonly string[];
  /** Other type, body, headers or partition than committed. */
  readonly garbled: readonly string[];
}

export const nameOf = ({ topic, key, version }: CommittedEvent): string => `${topic} ${key} ${version}`;

function agrees(record: TopicRecord, committed: CommittedEvent): boolean {
  const { type, digest, headerKey, key, sequence, version } = record;
  return type === committed.type && digest === committed.digest && headerKey === key && sequence === version;
}

/** Follows the records as a consumer with an inbox would. Records of one partition come in the order of its log. */
export function judge(committed: readonly CommittedEvent[], records: readonly TopicRecord[]): Verdict {
  const expected = new Map(committed.map((event) => [nameOf(event), event]));
  const eventIds = new Map<string, string>();
  const newest = new Map<string, { partition: number; version: number }>();
  const verdict = {
    duplicates: 0,
    uncommitted: [] as string[],
    outOfOrder: [] as string[],
    doubled: [] as string[],
    garbled: [] as string[],
  };
  for (const record of records) {
    const name = nameOf(record);
    const event = expected.get(name);
    if (event === undefined) {
      verdict.uncommitted.push(name);
      continue;
    }
    const aggregate = `${record.topic} ${record.key}`;
    const before = newest.get(aggregate);
    if (!agrees(record, event) || (before && before.partition !== record.partition)) verdict.garbled.push(name);
    const seenAs = eventIds.get(name);
    if (seenAs === record.eventId) verdict.duplicates += 1;
    else if (seenAs !== undefined) verdict.doubled.push(name);
    else if (before && before.version > record.version) verdict.outOfOrder.push(name);
    eventIds.set(name, seenAs ?? record.eventId);
    newest.set(aggregate, { partition: record.partition, version: Math.max(before?.version ?? 0, record.version) });
  }
  return { ...verdict, records: records.length, lost: [...expected.keys()].filter((name) => !eventIds.has(name)) };
}

/** Findings that no further record can mend. */
export function isBeyondRepair({ uncommitted, outOfOrder, doubled, garbled }: Verdict): boolean {
  return [uncommitted, outOfOrder, doubled, garbled].some((findings) => findings.length > 0);
}
