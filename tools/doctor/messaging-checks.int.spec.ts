import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { allGroups, allTopics, complianceLeadProjection, deadLetterTopicOf, leadTopic, topicFile } from '@leadstream/contracts';
import { DeadLetterQueue, OutboxRelay } from '@leadstream/messaging';
import { SERVICE_SCHEMAS, TenantDatabase } from '@leadstream/persistence';
import { eventually } from '@leadstream/testing';
import { consumerGroups } from './checks/messaging/consumer-groups.ts';
import { deadLetters } from './checks/messaging/dead-letters.ts';
import { outbox } from './checks/messaging/outbox.ts';
import { topics as topicsCheck } from './checks/messaging/topics.ts';
import { DoctorStage, problem } from './doctor-stage.fixture.spec.ts';

const GROUP = complianceLeadProjection.name;
const tenantId = randomUUID();

let stage: DoctorStage;
beforeAll(async () => {
  stage = await DoctorStage.open();
});
afterAll(() => stage.close());

describe('outbox', () => {
  const add = (parked: boolean): Promise<unknown> =>
    stage.admin.query(
      `WITH event AS (
         INSERT INTO lead.outbox (tenant_id, event_id, topic, partition_key, headers, payload, created_at)
         VALUES ($1, $2::uuid, $3, $2::uuid::text, '{}', 'private words', now() - interval '5 minutes') RETURNING tenant_id, id
       )
       INSERT INTO lead.outbox_waiting (tenant_id, id, parked_at) SELECT tenant_id, id, CASE WHEN $4 THEN now() END FROM event`,
      [tenantId, randomUUID(), stage.topics.name(leadTopic), parked],
    );
  const startRelay = (): OutboxRelay => {
    const relayDatabase = new TenantDatabase({ url: stage.database.relayUrl('lead'), poolSize: 2, applicationName: 'lead-relay' });
    const relay = new OutboxRelay({ kafka: stage.kafka, database: relayDatabase, slice: 'lead' });
    stage.ends.push(() => relay.stop().then(() => relayDatabase.end()));
    relay.start();
    return relay;
  };

  it('finds rows that wait without a relay, then what is parked, until both are mended', async () => {
    await add(false);
    const findings = await stage.find(outbox, ['lead']);
    expect(findings).toEqual([problem('critical', 'lead', '1 events wait', 'kubectl rollout restart deployment/leadstream-lead')]);
    expect(findings[0]?.finding).toContain('no relay is connected');
    expect(JSON.stringify(findings)).not.toMatch(/private words/);

    startRelay();
    await eventually(async () => expect(await stage.find(outbox, ['lead'])).toEqual([]), { withinMs: 20_000 });

    await add(true);
    expect(await stage.find(outbox, ['lead'])).toEqual([
      problem('critical', 'lead', '1 events are parked', 'npm run outbox -- release --slice lead'),
    ]);
    const { stdout } = await stage.run('outbox', ['release', '--slice', 'lead']);
    expect(stdout).toBe('1 released; see: npm run outbox -- list --slice lead\n');
    await eventually(async () => expect(await stage.find(outbox, ['lead'])).toEqual([]), { withinMs: 20_000 });
  });
});

describe('topics', () => {
  it('finds fewer partitions and other settings than declared, until npm run topics', async () => {
    const name = stage.topics.name(leadTopic);
    const ofLead = async () => (await stage.find(topicsCheck)).filter(({ subject }) => subject === name);
    expect(await ofLead()).toEqual([
      problem('warn', name, 'only 2 partitions', 'npm run topics'),
      problem('warn', name, 'other settings', 'npm run topics'),
    ]);
    const kafkaAdmin = await stage.kafka.admin();
    const declared = topicFile(allTopics, allGroups).topics;
    await kafkaAdmin
      .ensureTopics(declared.map((topic) => ({ ...topic, name: stage.topics.prefix + topic.name })))
      .finally(() => kafkaAdmin.close());
    await eventually(async () => expect(await stage.find(topicsCheck)).toEqual([]), { withinMs: 20_000 });
  });

  it('finds topics that are not there', async () => {
    const missing = (await stage.find(topicsCheck, SERVICE_SCHEMAS, { topicPrefix: `${randomUUID()}.` })).filter(
      ({ severity }) => severity === 'critical',
    );
    expect(missing).toHaveLength(topicFile(allTopics, allGroups).topics.length);
  });
});

describe('dead letters', () => {
  it('finds those that wait for a decision, until they are discarded', async () => {
    const topic = stage.topics.prefix + deadLetterTopicOf(leadTopic.name, GROUP);
    const producer = await stage.kafka.producer();
    await producer.send([{ topic, key: null, value: 'private words', headers: {} }]).finally(() => producer.close());
    const expected = [problem('warn', topic, '1 dead letters wait', `npm run dlq -- show ${topic}`)];
    // A broker that has just begun refuses the first questions about groups.
    await eventually(async () => expect(await stage.find(deadLetters, ['compliance'])).toEqual(expected), { withinMs: 20_000 });
    expect(await stage.find(deadLetters, ['lead'])).toEqual([]);
    const queue = await DeadLetterQueue.open(stage.kafka, stage.topics.prefix, topic);
    await queue.discard().finally(() => queue.close());
    expect(await stage.find(deadLetters, ['compliance'])).toEqual([]);
  });
});

describe('consumer groups', () => {
  const texts = async (): Promise<string[]> => {
    const found = await stage.find(consumerGroups, ['compliance']);
    return found.filter(({ subject }) => subject.includes(GROUP)).map(({ finding }) => finding);
  };
  const progress = (highWater: number, age: string): Promise<unknown> =>
    stage.admin.query(
      `INSERT INTO compliance.consumer_progress AS own (consumer_group, topic, partition, high_water, log_end, updated_at)
       SELECT $1, $2, partition, $3, $3, now() - $4::interval FROM generate_series(0, 5) AS partition
       ON CONFLICT (consumer_group, topic, partition) DO UPDATE SET high_water = $3, log_end = $3, updated_at = now() - $4::interval`,
      [GROUP, leadTopic.name, highWater, age],
    );

  it('finds an empty group, a missing row, lag, and a database that is not where the broker believes it', async () => {
    const producer = await stage.kafka.producer();
    const records = Array.from({ length: 60 }, (_, index) => ({
      topic: stage.topics.name(leadTopic),
      key: `k${index}`,
      value: 'x',
      headers: {},
    }));
    await producer.send(records).finally(() => producer.close());
    expect(await texts()).toEqual(['nobody is in the group: nothing is applied', expect.stringContaining('no progress row')]);

    await progress(0, '10 minutes');
    expect(await texts()).toEqual([expect.anything(), expect.stringMatching(/^partition [0-5, ]+: lags \(\d+ records, 60\d s\)$/)]);
    await progress(100_000, '0 s');
    expect(await texts()).toEqual([expect.anything(), expect.stringContaining('ahead of the end of the topic')]);

    await progress(0, '0 s');
    const committed: number[] = [];
    const consumer = stage.kafka.consumer({ groupId: stage.topics.prefix + GROUP, topics: [stage.topics.name(leadTopic)], concurrency: 1 });
    stage.ends.push(() => consumer.stop());
    consumer.start({
      assigned: () => undefined,
      revoked: () => undefined,
      batch: async (batch) => {
        await batch.commit(batch.nextOffset);
        committed.push(batch.partition);
      },
    });
    await eventually(() => expect(committed.length).toBeGreaterThan(0), { withinMs: 30_000 });
    await eventually(async () => expect(await texts()).toEqual([expect.stringContaining('behind what the broker has as applied')]), {
      withinMs: 20_000,
    });
  });
});
