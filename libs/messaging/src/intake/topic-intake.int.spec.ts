import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { decodeEvent, leadDeletedV1, leadTopic } from '@leadstream/contracts';
import { runInContext } from '@leadstream/kernel';
import { captureEvents, type EventCapture, eventually, testStack, testTopics, type TestTopics } from '@leadstream/testing';
import { KafkajsClient } from '../kafkajs/kafkajs-client.js';
import { TopicIntake } from './topic-intake.js';

/** What kafkajs waits for a broker that says nothing, before it asks again. */
const PATIENCE_OF_A_CLIENT_MS = 10_000;
const tenantId = randomUUID();
let topics: TestTopics;
let captured: EventCapture;
let intake: TopicIntake;

beforeAll(async () => {
  topics = await testTopics([leadTopic]);
  captured = await captureEvents(topics.name(leadTopic));
  intake = new TopicIntake({
    kafka: new KafkajsClient({ brokers: testStack().kafkaBrokers, clientId: 'spec' }),
    topicPrefix: topics.prefix,
  });
});
afterAll(async () => {
  await intake?.onApplicationShutdown();
  await captured?.stop();
  await topics?.drop();
});

const deleted = (leadId: string = randomUUID()) => ({ leadId, deletedAt: '2026-01-02T03:04:05Z' });

it('puts every event of every caller into its topic, readable, each under one id', async () => {
  const callers = Array.from({ length: 40 }, () => [deleted(), deleted(), deleted()]);
  const context = { tenantId, actor: { kind: 'service', id: 'spec' }, scopes: [], requestId: 'request-7' } as const;
  await runInContext(context, () => Promise.all(callers.map((data) => intake.publish(leadDeletedV1, tenantId, data))));
  // A send whose answer was late is sent again: the same event, which its id tells.
  const distinct = () => [...new Map(captured.events.map((event) => [event.headers['ce_id'], event])).values()];
  await eventually(() => expect(distinct()).toHaveLength(120));
  const events = distinct().map(({ headers, data }) => {
    const decoded = decodeEvent(leadDeletedV1, { headers, value: Buffer.from(JSON.stringify(data)) });
    if (!decoded.ok) throw new Error(decoded.problem);
    return decoded.value;
  });
  expect(new Set(events.map(({ data }) => data.leadId))).toEqual(new Set(callers.flat().map(({ leadId }) => leadId)));
  expect(new Set(events.map(({ tenantId: tenant, correlationId }) => `${tenant} ${correlationId}`))).toEqual(
    new Set([`${tenantId} request-7`]),
  );
  expect(new Set(captured.events.map(({ partition }) => partition)).size).toBe(2);
});

it('refuses an event that no topic would take, and sends nothing of its caller', async () => {
  const before = captured.events.length;
  await expect(intake.publish(leadDeletedV1, tenantId, [deleted(), { leadId: 'x'.repeat(300), deletedAt: '1' }])).rejects.toThrow();
  await intake.publish(leadDeletedV1, tenantId, [deleted(), deleted()]);
  await eventually(() => expect(captured.events).toHaveLength(before + 2));
});

it('answers in time when no broker does', async () => {
  const accepted: Socket[] = [];
  const silent = createServer((socket) => accepted.push(socket));
  await once(silent.listen(0, '127.0.0.1'), 'listening');
  const kafka = new KafkajsClient({ brokers: [`127.0.0.1:${(silent.address() as AddressInfo).port}`], clientId: 'spec' });
  const lonely = new TopicIntake({ kafka, topicPrefix: topics.prefix, limits: { answerWithinMs: 200 } });
  const answer = lonely.publish(leadDeletedV1, tenantId, [deleted()]).catch((error: unknown) => error);
  const late = delay(PATIENCE_OF_A_CLIENT_MS, 'as late as the client', { ref: false });
  expect(await Promise.race([answer, late])).toMatchObject({ code: 'INTAKE.UNAVAILABLE', kind: 'unavailable' });
  await lonely.onApplicationShutdown();
  silent.close();
  for (const socket of accepted) socket.destroy();
});
