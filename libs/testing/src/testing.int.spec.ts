import { leadTopic } from '@leadstream/contracts';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import {
  captureEvents,
  eventually,
  sql,
  testDatabase,
  type TestDatabase,
  testKafka,
  testRedis,
  type TestRedis,
  testTopics,
  type TestTopics,
} from './index.js';

let database: TestDatabase;
let topics: TestTopics;
let redis: TestRedis;
beforeAll(async () => {
  [database, topics, redis] = await Promise.all([testDatabase(), testTopics([leadTopic]), testRedis()]);
});
afterAll(() => Promise.all([database.drop(), topics.drop(), redis.drop()]));

it('gives a database with every slice, reached by its own roles', async () => {
  expect(await sql(database.serviceUrl('lead'), 'select current_user as role, current_schema() as schema')).toEqual([
    { role: 'lead_service', schema: 'lead' },
  ]);
  expect(await sql(database.relayUrl('email_events'), 'select current_schema() as schema')).toEqual([{ schema: 'email_events' }]);
});

it('gives each spec file another database', async () => {
  const other = await testDatabase();
  expect(other.name).not.toBe(database.name);
  await other.drop();
  const left = await sql(database.adminUrl, `select 1 from pg_database where datname = '${other.name}'`);
  expect(left).toEqual([]);
});

it('captures what was written before and after it began to listen', async () => {
  const producer = testKafka().producer();
  await producer.connect();
  const send = (value: string): Promise<unknown> =>
    producer.send({ topic: topics.name(leadTopic), messages: [{ key: 'k', value, headers: { ce_type: 'lead.captured' } }] });
  await send('{"n":1}');
  const capture = await captureEvents(topics.name(leadTopic));
  await eventually(() => expect(capture.events).toHaveLength(1));
  await send('not json');
  await eventually(() => expect(capture.ofType('lead.captured').map(({ data }) => data)).toEqual([{ n: 1 }, 'not json']));
  await Promise.all([capture.stop(), producer.disconnect()]);
});

it('makes the dead-letter topics of the groups that read a topic', async () => {
  const admin = testKafka().admin();
  await admin.connect();
  expect(await admin.listTopics()).toContain(topics.name('crm.lead.v1.compliance.lead-projection.dlq'));
  await admin.disconnect();
});

it('gives a Redis database that no other spec file sees', async () => {
  const other = await testRedis();
  const [mine, theirs] = [new Redis(redis.url), new Redis(other.url)];
  await mine.set('key', 'value', 'EX', 60);
  expect(await theirs.get('key')).toBeNull();
  await Promise.all([mine.quit(), theirs.quit()]);
});
