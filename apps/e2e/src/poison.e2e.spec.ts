import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { allGroups, deadLetterTopicOf, type Lead, type Lead360 } from '@leadstream/contracts';
import { captureEvents, type EventCapture, eventually, testKafka } from '@leadstream/testing';
import type { GatewayClient } from './gateway-client.js';
import { startSystem, type System } from './system.js';

/** Records that claim to be an event which the group handles, and are none. */
const POISON: readonly [name: string, value: Buffer][] = [
  ['bad JSON', Buffer.from('{"leadId":')],
  ['no UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
  ['NUL', Buffer.from('{"leadId":"\\u0000"}')],
  ['__proto__', Buffer.from('{"__proto__":{"polluted":true},"constructor":{"prototype":{}}}')],
  ['an empty body', Buffer.alloc(0)],
  ['900 kB of one letter', Buffer.alloc(900_000, 'a')],
];

const subscriptions = allGroups.flatMap((group) =>
  group.topics.map((topic) => ({ topic, group, reader: `${topic.name} for ${group.name}` })),
);

let system: System;
let client: GatewayClient;
beforeAll(async () => {
  system = await startSystem();
  client = await system.createTenant('Poison');
}, 120_000);
afterAll(() => system?.stop(), 60_000);

describe.each(subscriptions)('poison on $reader', ({ topic, group }) => {
  let deadLetters: EventCapture;
  beforeAll(async () => {
    deadLetters = await captureEvents(system.topicName(deadLetterTopicOf(topic.name, group.name)));
  });
  afterAll(() => deadLetters?.stop());

  it('goes to the dead letters with a reason, and harms no neighbour', async () => {
    const before = deadLetters.events.length;
    const producer = testKafka().producer();
    await producer.connect();
    const messages = POISON.map(([, value]) => ({ key: `${randomUUID()}:${randomUUID()}`, value, headers: envelope() }));
    await producer.send({ topic: system.topicName(topic.name), messages });
    await producer.disconnect();
    await eventually(() => expect(deadLetters.events.length - before).toBeGreaterThanOrEqual(POISON.length), { withinMs: 20_000 });
    for (const { headers } of deadLetters.events) expect(Object.keys(headers).some((name) => name.includes('reason'))).toBe(true);
    await expectALeadToPass();
  }, 60_000);
});

/** Headers of a lead.captured that are themselves in order. */
function envelope(): Record<string, string> {
  return {
    ce_specversion: '1.0',
    ce_id: randomUUID(),
    ce_type: 'lead.captured',
    ce_dataversion: '1',
    ce_source: 'lead',
    ce_time: new Date().toISOString(),
    ce_subject: randomUUID(),
    ce_tenantid: randomUUID(),
    ce_sequence: '1',
    ce_correlationid: randomUUID(),
    'content-type': 'application/json',
  };
}

async function expectALeadToPass(): Promise<void> {
  const { body: lead } = await client.post<Lead>('/v1/leads', { email: `${randomUUID()}@example.com` });
  await eventually(async () => {
    const { body } = await client.get<Lead360>(`/v1/leads/${lead.id}/360`);
    expect(body).toMatchObject({ compliance: { known: true }, missing: [] });
  });
}
