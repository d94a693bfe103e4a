import { meter } from '@leadstream/telemetry';
import type { Labels } from '@leadstream/telemetry';

const messaging = meter('leadstream.messaging');

type OfGroup = Labels & { readonly group: string; readonly topic: string };

export const eventsHandled = messaging.counter<OfGroup & { readonly outcome: 'done' | 'skip' | 'duplicate' | 'dead_letter' | 'foreign' }>(
  'messaging.events.handled',
  { unit: '{event}', description: 'Records a group is done with, by what became of them.' },
);
export const transactionSeconds = messaging.histogram<OfGroup>('messaging.transaction.duration', {
  unit: 's',
  description: 'One transaction of a consumer: inbox, handlers, commit.',
});
export const deadLetters = messaging.counter<OfGroup & { readonly kind: 'undecodable' | 'rejected' | 'failed' }>('messaging.dead_letters', {
  unit: '{record}',
  description: 'Records put aside in a dead-letter topic.',
});
export const eventsPublished = messaging.counter<{ readonly topic: string }>('messaging.outbox.published', {
  unit: '{event}',
  description: 'Events the relay brought to their topic.',
});
export const publishDelay = messaging.histogram<{ readonly topic: string }>('messaging.outbox.delay', {
  unit: 's',
  description: 'From the start of the writing transaction to all replicas, oldest event of each send.',
});
export const eventsParked = messaging.counter<{ readonly topic: string }>('messaging.outbox.parked', {
  unit: '{event}',
  description: 'Events that no broker takes because of their size; they and later ones of their aggregate wait.',
});

/** State of one partition as its consumer sees it. */
export interface PartitionLevel {
  readonly group: string;
  readonly topic: string;
  readonly lagRecords: number;
  readonly lagSeconds: number;
  readonly paused: boolean;
}

/** State of one outbox. */
export interface OutboxLevel {
  readonly slice: string;
  readonly depth: number;
  readonly oldestSeconds: number;
  readonly parked: number;
}

const partitionSources = new Set<() => readonly PartitionLevel[]>();
/** How long ago a relay's loop last came round. */
export interface RelayTurn {
  readonly slice: string;
  readonly ageSeconds: number;
}

const relaySources = new Set<() => RelayTurn>();
const outboxSources = new Set<() => Promise<OutboxLevel | undefined>>();

/** @returns the way to stop being observed */
export function observePartitions(source: () => readonly PartitionLevel[]): () => void {
  partitionSources.add(source);
  return () => partitionSources.delete(source);
}

/** @returns the way to stop being observed */
export function observeOutbox(source: () => Promise<OutboxLevel | undefined>): () => void {
  outboxSources.add(source);
  return () => outboxSources.delete(source);
}

/** @returns the way to stop being observed */
export function observeRelay(source: () => RelayTurn): () => void {
  relaySources.add(source);
  return () => relaySources.delete(source);
}

type Measure = (levels: readonly PartitionLevel[]) => number;
const sumOf =
  (value: (level: PartitionLevel) => number): Measure =>
  (levels) =>
    levels.reduce((sum, level) => sum + value(level), 0);
const maxOf =
  (value: (level: PartitionLevel) => number): Measure =>
  (levels) =>
    Math.max(0, ...levels.map(value));

function partitionGauge(name: string, unit: string, description: string, measure: Measure): void {
  messaging.gauge<OfGroup>(name, { unit, description }, (result) => {
    const levels = [...partitionSources].flatMap((source) => source());
    for (const same of Map.groupBy(levels, ({ group, topic }) => `${group} ${topic}`).values()) {
      const [{ group, topic }] = same as [PartitionLevel];
      result.observe(measure(same), { group, topic });
    }
  });
}

partitionGauge(
  'messaging.consumer.lag',
  '{record}',
  'Records behind the end of the log, all partitions of this member.',
  sumOf((level) => level.lagRecords),
);
partitionGauge(
  'messaging.consumer.lag_time',
  's',
  'Age of the last applied record of the partition that lags most; before the first, time since the partition was taken over.',
  maxOf((level) => level.lagSeconds),
);
partitionGauge(
  'messaging.consumer.paused',
  '{partition}',
  'Partitions that wait for a dependency.',
  sumOf((level) => Number(level.paused)),
);

function outboxGauge(name: string, unit: string, description: string, value: (level: OutboxLevel) => number): void {
  messaging.gauge<{ readonly slice: string }>(name, { unit, description }, async (result) => {
    for (const level of await Promise.all([...outboxSources].map((source) => source()))) {
      if (level !== undefined) result.observe(value(level), { slice: level.slice });
    }
  });
}

outboxGauge('messaging.outbox.depth', '{event}', 'Committed events that are not in their topic yet.', (level) => level.depth);
outboxGauge('messaging.outbox.oldest', 's', 'Age of the oldest event that is not in its topic yet.', (level) => level.oldestSeconds);
outboxGauge('messaging.outbox.held', '{event}', 'Events parked for their size.', (level) => level.parked);

messaging.gauge<{ readonly slice: string }>(
  'messaging.relay.turn_age',
  {
    unit: 's',
    description: 'Time since the relay last asked its outbox without failing; since its start before that. Standing by counts.',
  },
  (result) => {
    for (const { slice, ageSeconds } of [...relaySources].map((source) => source())) result.observe(ageSeconds, { slice });
  },
);
