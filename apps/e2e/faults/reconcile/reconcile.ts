import { allGroups, allTopics, deadLetterTopicOf, emailIngestTopic } from '@leadstream/contracts';
import pg from 'pg';
import type { FaultSystem } from '../fault-system.ts';
import type { Ledger, LedgerSummary } from '../ledger.ts';
import { type Finding, judge, type Wrong } from './finding.ts';
import { compareProjections } from './projections.ts';
import { type GroupSubscription, quiescence } from './quiescence.ts';
import { kafkaOf, readTopics, topicEnds } from './read-topics.ts';
import { compareSlices } from './slices.ts';
import { compareTopics } from './topics.ts';

/** What was promised to clients, against what is there once the system is at rest. */
export interface Reconciliation extends LedgerSummary {
  readonly lost: number;
  readonly doubled: number;
  readonly disordered: number;
  /** Projections or imports that hold something else than they must. */
  readonly differing: number;
  /** Events of the ledger's tenant in topics. */
  readonly events: number;
  readonly redelivered: number;
  /** From the end of the load until everything had arrived everywhere. */
  readonly restAfterMs: number;
  /** The first of what is wrong. */
  readonly findings: readonly Finding[];
}

export interface ReconcileOptions {
  /** Records that a scenario made undeliverable on purpose, of all groups together; 0 unless given. */
  readonly deadLetters?: number;
  readonly restWithinMs?: number;
}

const SHOWN = 25;

/** Those that outboxes fill. Deliveries of e-mail providers go to their topic directly; what becomes of them is compared in the slice. */
const TOPICS = allTopics.filter((topic) => topic !== emailIngestTopic).map(({ name }) => name);
const GROUPS: readonly GroupSubscription[] = allGroups.map(({ name, topics }) => ({ name, topics: topics.map((topic) => topic.name) }));
const DEAD_LETTERS = GROUPS.flatMap(({ name, topics }) => topics.map((topic) => deadLetterTopicOf(topic, name)));

/** Waits until the system is at rest. @returns milliseconds that it took */
export async function untilAtRest(system: FaultSystem, withinMs?: number): Promise<number> {
  const { adminUrl, brokers, topicPrefix } = system;
  return quiescence({ adminUrl, topicPrefix, kafka: kafkaOf(brokers), groups: GROUPS, ...(withinMs !== undefined && { withinMs }) });
}

/** Records in all dead-letter topics. */
export async function countDeadLetters(system: FaultSystem): Promise<number> {
  const ends = await topicEnds(
    kafkaOf(system.brokers),
    DEAD_LETTERS.map((topic) => system.topicPrefix + topic),
  );
  return ends.reduce((sum, { end }) => sum + end, 0);
}

/** Waits until the system is at rest, then compares the ledger with slices, topics and projections. */
export async function reconcile(system: FaultSystem, ledger: Ledger, options: ReconcileOptions = {}): Promise<Reconciliation> {
  const restAfterMs = await untilAtRest(system, options.restWithinMs);
  const records = await readTopics(
    kafkaOf(system.brokers),
    TOPICS.map((topic) => system.topicPrefix + topic),
  );
  const client = new pg.Client({ connectionString: system.adminUrl });
  await client.connect();
  try {
    const published = await compareTopics(client, ledger.tenantId, records);
    const deadLetters = judge('dead letters', 'all groups', await countDeadLetters(system), options.deadLetters ?? 0);
    const findings = [
      ...(await compareSlices(client, ledger)),
      ...published.findings,
      ...(await compareProjections(client, ledger.tenantId)),
      ...deadLetters.map((finding) => ({ ...finding, wrong: 'differs' as const })),
    ];
    const count = (wrong: Wrong): number => findings.filter((finding) => finding.wrong === wrong).length;
    return {
      ...ledger.summary(),
      lost: count('lost'),
      doubled: count('doubled'),
      disordered: count('disordered'),
      differing: count('differs'),
      events: published.events,
      redelivered: published.redelivered,
      restAfterMs,
      findings: findings.slice(0, SHOWN),
    };
  } finally {
    await client.end();
  }
}

/** True when nothing was lost, doubled, disordered or different. */
export function isClean({ lost, doubled, disordered, differing }: Reconciliation): boolean {
  return lost + doubled + disordered + differing === 0;
}
