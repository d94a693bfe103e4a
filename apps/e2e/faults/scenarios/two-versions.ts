import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { allGroups, deadLetterTopicOf } from '@leadstream/contracts';
import pg from 'pg';
import { untilAtRest } from '../reconcile/reconcile.ts';
import { kafkaOf, topicEnds } from '../reconcile/read-topics.ts';
import type { Scenario, Stage } from '../stage.ts';

const REPOSITORY = fileURLToPath(new URL('../../../..', import.meta.url));
const TOPIC = 'crm.lead.v1';
const GROUP = 'analytics.lead-lifecycle';
const DEAD_LETTERS = deadLetterTopicOf(TOPIC, GROUP);
/** Of the groups that read the event's topic as well, of whatever service: the next release leaves them as they are. */
const DEAD_LETTERS_OF_OTHERS = allGroups
  .filter(({ name, topics }) => name !== GROUP && topics.some((topic) => topic.name === TOPIC))
  .map(({ name }) => deadLetterTopicOf(TOPIC, name));
const LEADS = 60;
/** What the next release adds to this one: the group also reads version 2 of an event. */
const CONSUMER = 'dist/lifecycle/lifecycle.consumer.js';
const [BEFORE, AFTER] = ['leadStatusChangedV1,', 'leadStatusChangedV1, { ...leadStatusChangedV1, version: 2 },'];

/** The built app once more, with the change of the next release. Libraries are found above it. @returns the checkout's folder */
function nextRelease(stage: Stage): string {
  const checkout = join(stage.system.folder, 'next-release');
  const app = join(checkout, 'apps/analytics');
  for (const part of ['dist', 'package.json']) cpSync(join(REPOSITORY, 'apps/analytics', part), join(app, part), { recursive: true });
  const text = readFileSync(join(app, CONSUMER), 'utf8');
  // Behind its import, the name stands once more: in the list of what the group reads.
  const at = text.lastIndexOf(BEFORE);
  if (at === text.indexOf(BEFORE)) throw new Error(`${CONSUMER} does not read lead.status-changed any more`);
  writeFileSync(join(app, CONSUMER), text.slice(0, at) + AFTER + text.slice(at + BEFORE.length));
  return checkout;
}

interface SyntheticEvent {
  readonly type: string;
  readonly version: number;
  readonly sequence: number;
  readonly data: object;
}

function record(tenantId: string, leadId: string, { type, version, sequence, data }: SyntheticEvent): object {
  const headers = {
    ce_specversion: '1.0',
    ce_id: randomUUID(),
    ce_type: type,
    ce_dataversion: String(version),
    ce_source: 'lead',
    ce_time: new Date().toISOString(),
    ce_subject: leadId,
    ce_tenantid: tenantId,
    ce_sequence: String(sequence),
    ce_correlationid: randomUUID(),
    'content-type': 'application/json',
  };
  return { key: `${tenantId}:${leadId}`, headers, value: JSON.stringify({ leadId, ...data }) };
}

/** Leads of a tenant that only the topic knows: each captured, then moved on by an event of the next version. */
function history(tenantId: string): { key: string; value: string }[] {
  const now = new Date().toISOString();
  const nobody = { externalId: null, firstName: null, lastName: null, email: null, phone: null, company: null, timeZone: null };
  const captured = { ...nobody, source: 'next', status: 'new', capturedAt: now, consents: [], importId: null };
  const moved = { from: 'new', to: 'converted', changedAt: now, trigger: 'manual', secondsInStage: 0, importId: null };
  return Array.from({ length: LEADS }, () => randomUUID()).flatMap((leadId) => [
    record(tenantId, leadId, { type: 'lead.captured', version: 1, sequence: 1, data: captured }),
    record(tenantId, leadId, { type: 'lead.status-changed', version: 2, sequence: 2, data: moved }),
  ]) as { key: string; value: string }[];
}

async function publish(stage: Stage, messages: { key: string; value: string }[]): Promise<void> {
  const producer = kafkaOf(stage.system.brokers).producer();
  await producer.connect();
  await producer.send({ topic: stage.system.topicPrefix + TOPIC, messages });
  await producer.disconnect();
}

async function convertedLeads(stage: Stage, tenantId: string): Promise<number> {
  const client = new pg.Client({ connectionString: stage.system.adminUrl });
  await client.connect();
  const { rows } = await client.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM analytics.lead_lifecycle WHERE tenant_id = $1 AND sequence = 2 AND reached ? 'converted'",
    [tenantId],
  );
  await client.end();
  return rows[0]?.count ?? 0;
}

/** How many were put aside so far: by the group itself, and by each of the others. */
async function deadLetters({ system: { brokers, topicPrefix } }: Stage): Promise<{ readonly own: number; readonly others: number[] }> {
  const topics = [DEAD_LETTERS, ...DEAD_LETTERS_OF_OTHERS].map((topic) => topicPrefix + topic);
  const ends = await topicEnds(kafkaOf(brokers), topics);
  const [own = 0, ...others] = topics.map((topic) => ends.reduce((sum, one) => sum + (one.topic === topic ? one.end : 0), 0));
  return { own, others };
}

async function replay(stage: Stage): Promise<void> {
  const { brokers, topicPrefix } = stage.system;
  const env = { KAFKA_BROKERS: brokers, TOPIC_PREFIX: topicPrefix };
  await promisify(execFile)(process.execPath, [join(REPOSITORY, 'tools/dlq.ts'), 'replay', DEAD_LETTERS, '--all'], {
    cwd: REPOSITORY,
    env,
  });
}

/** A rolling release: the old and the next version share a group while events come that only the next one can read. */
export const twoVersions: Scenario = {
  name: 'two-versions',
  title: 'two versions of a service in one group',
  async run(stage) {
    const { system } = stage;
    const tenantId = randomUUID();
    stage.load.start();
    const next = await system.addReplica('analytics', { name: 'next', checkout: nextRelease(stage) });
    await stage.recovered();
    const before = await deadLetters(stage);
    await publish(stage, history(tenantId));
    await untilAtRest(system);
    const [read, kept] = [await convertedLeads(stage, tenantId), (await deadLetters(stage)).own - before.own];
    stage.demand(read > 0 && kept > 0, `both versions must meet the event: ${read} read, ${kept} put aside`);
    stage.demand(read + kept === LEADS, `${LEADS} events of the next version: ${read} read, ${kept} put aside`);
    await system.apps.drain('analytics');
    await replay(stage);
    await untilAtRest(system);
    const after = await convertedLeads(stage, tenantId);
    stage.demand(after === LEADS, `after the replay the next version has read ${after} of ${LEADS}`);
    stage.notes.push(`of ${LEADS} events of an unknown version the old release put ${kept} aside; replayed, the next one has read all`);
    await system.apps.restart('analytics');
    await system.removeReplica(next);
    await stage.recovered();
    // Whoever else reads the event knows the older version only, and meets those again that were replayed to the topic.
    const others = (await deadLetters(stage)).others.map((count, at) => count - (before.others[at] ?? 0));
    stage.demand(
      others.every((count) => count === 0 || count === LEADS + kept),
      `other groups put ${others.join(', ')} aside, where all or none of ${LEADS} and the ${kept} replayed were to be`,
    );
    return stage.end(
      `${LEADS} events that the older release cannot read`,
      others.reduce((sum, count) => sum + count, kept),
    );
  },
};
