import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  complianceLeadProjection,
  complianceTopic,
  deadLetterTopicOf,
  emailTopic,
  type Erasure,
  type ErasureCertificate,
  gatewayTopic,
  type ImportJob,
  type Lead,
  leadTopic,
  type WebhookEndpoint,
} from '@leadstream/contracts';
import { runEncryptionCommand } from '@leadstream/persistence';
import { captureEvents, type EventCapture, eventually, TEST_ENCRYPTION_KEYS, testKafka, testStack } from '@leadstream/testing';
import pg from 'pg';
import { readAllAgain } from './erasure/read-again.js';
import { filesWith, holds, KEPT_TOPICS, tablesWith, topicsWith } from './erasure/canary-search.js';
import type { GatewayClient } from './gateway-client.js';
import { sendgridEvent, SendgridStandIn } from './sendgrid-stand-in.js';
import { startSystem, type System } from './system.js';

const SLICES = ['lead', 'engagement', 'email_events', 'compliance', 'analytics', 'gateway'];

/** Values that no id and no chance can hold. */
const CANARIES = [
  'canaryfirst',
  'canarylast',
  'canaryfirm',
  'canary.gone',
  'canary.stays',
  '2025550143',
  '2025550144',
  'canaryreason',
  'admin@example.com',
];

const gone = {
  firstName: 'Canaryfirst',
  lastName: 'Canarylast',
  company: 'Canaryfirm',
  email: 'canary.gone@example.com',
  phone: '+12025550143',
};
const stays = { ...gone, email: 'canary.stays@example.com', phone: '+12025550144' };

let system: System;
let client: GatewayClient;
let admin: pg.Pool;
let tenantId: string;
let goneId: string;
let staysId: string;
const captures = new Map<string, EventCapture>();

beforeAll(async () => {
  system = await startSystem({ ERASURE_PAUSE_MS: '2000', ERASURE_TURN_MS: '1000' });
  admin = new pg.Pool({ connectionString: system.adminUrl, max: 4 });
  await Promise.all(KEPT_TOPICS.map(async (topic) => captures.set(topic, await captureEvents(system.topicName(topic)))));
  client = await system.createTenant('Erasure');
  tenantId = (await client.get<{ id: string }>('/v1/tenants/current')).body.id;
  goneId = (await client.post<Lead>('/v1/leads', gone)).body.id;
  staysId = (await client.post<Lead>('/v1/leads', stays)).body.id;
  await client.post('/v1/dnc', { kind: 'email', value: gone.email, reason: 'canaryreason' });
  await eventually(async () => expect(await knownAddresses('email_events.known_lead', 'email')).toHaveLength(2));
  await reportDelivery(gone.email);
});

afterAll(async () => {
  await Promise.all([...captures.values()].map((capture) => capture.stop()));
  await admin?.end();
  await system?.stop();
});

async function reportDelivery(email: string): Promise<void> {
  const sendgrid = new SendgridStandIn(system.gatewayUrl);
  const wanted = { provider: 'sendgrid', name: 'Erasure', publicKey: sendgrid.verificationKey };
  const { body: endpoint } = await client.post<WebhookEndpoint>('/v1/email/endpoints', wanted);
  const { body: receipt } = await sendgrid.deliver(endpoint.path, [sendgridEvent('delivered', email, randomUUID())]);
  expect(receipt).toEqual({ received: 1 });
}

async function knownAddresses(table: string, column: string): Promise<(string | null)[]> {
  const { rows } = await admin.query<{ value: string | null }>(
    `SELECT ${column} AS value FROM ${table} WHERE tenant_id = $1 ORDER BY lead_id`,
    [tenantId],
  );
  return rows.map(({ value }) => value);
}

const canariesIn = (text: string): string[] => CANARIES.filter((canary) => text.toLowerCase().includes(canary));
const recordsOf = (topic: string) => captures.get(topic)?.events ?? [];

describe('personal data', () => {
  it('lie in no record of any topic and no row of any outbox', async () => {
    await eventually(
      () => {
        expect(recordsOf(leadTopic.name).length).toBeGreaterThanOrEqual(2);
        for (const { name } of [complianceTopic, emailTopic, gatewayTopic]) expect(recordsOf(name).length).toBeGreaterThanOrEqual(1);
      },
      { withinMs: 120_000 },
    );
    for (const [topic, { events }] of captures) {
      for (const { key, headers, text } of events)
        expect([topic, canariesIn(`${key} ${JSON.stringify(headers)} ${text}`)]).toEqual([topic, []]);
    }
    const sealed = recordsOf(leadTopic.name).filter(({ headers }) => headers['ce_personkey'] !== undefined);
    expect(sealed).toHaveLength(2);
    for (const slice of SLICES) {
      const { rows } = await admin.query<{ row: string }>(`SELECT outbox::text AS row FROM ${slice}.outbox`);
      expect([slice, rows.flatMap(({ row }) => canariesIn(row))]).toEqual([slice, []]);
    }
  });

  it('lie in no answer that is kept for an idempotency key', async () => {
    for (const slice of SLICES) {
      const { rows } = await admin.query<{ row: string; answer: string | null }>(
        `SELECT idempotency_key::text AS row, encode(sealed_answer, 'escape') AS answer FROM ${slice}.idempotency_key`,
      );
      expect([slice, rows.flatMap(({ row, answer }) => canariesIn(`${row} ${answer}`))]).toEqual([slice, []]);
    }
    const { rows } = await admin.query('SELECT FROM lead.idempotency_key WHERE sealed_answer IS NOT NULL');
    expect(rows).toHaveLength(2);
  });

  it('lie in no dead letter', async () => {
    const [record] = recordsOf(leadTopic.name);
    const producer = testKafka().producer();
    await producer.connect();
    const headers = { ...record?.headers, ce_id: randomUUID() };
    await producer.send({
      topic: system.topicName(leadTopic.name),
      messages: [{ key: record?.key ?? '', value: record?.text ?? '', headers }],
    });
    await producer.disconnect();
    const letters = deadLetterTopicOf(leadTopic.name, complianceLeadProjection.name);
    await eventually(() => expect(recordsOf(letters)).toHaveLength(1), { withinMs: 20_000 });
    expect(recordsOf(letters)[0]?.headers['dlq_reason']).toBe('sealed_body:tampered');
    expect(canariesIn(JSON.stringify(recordsOf(letters).map(({ text, headers: all }) => [text, all])))).toEqual([]);
  });
});

/** As after a restore: compliance has lost its projection and reads its topics from their beginnings. */
async function replayCompliance(): Promise<void> {
  system.apps.kill('compliance', 'SIGKILL');
  await eventually(async () => {
    const { rows } = await admin.query(
      `SELECT FROM pg_stat_activity WHERE usename = 'compliance_service' AND datname = current_database()`,
    );
    expect(rows).toHaveLength(0);
  });
  for (const table of ['known_lead', 'inbox', 'consumer_progress']) await admin.query(`DELETE FROM compliance.${table}`);
  await system.apps.restart('compliance');
}

describe('an erased person', () => {
  it('is null in a full replay, and others are untouched', async () => {
    await eventually(async () => expect(await knownAddresses('compliance.known_lead', 'email')).toEqual([gone.email, stays.email]));
    const environment = {
      ENCRYPTION_KEYS: TEST_ENCRYPTION_KEYS,
      MIGRATION_DATABASE_URL: system.adminUrl,
      DATABASE_ROLE_PASSWORD: testStack().rolePassword,
    };
    const persons = [`lead:${goneId}`, `email:${gone.email}`, `phone:${gone.phone}`].flatMap((one) => ['--person', one]);
    const printed: string[] = [];
    await runEncryptionCommand(['destroy-person', '--tenant', tenantId, ...persons], environment, (line) => printed.push(line));
    expect(printed[0]).toMatch(/^2 keys destroyed/);

    await replayCompliance();
    await eventually(async () => expect(await knownAddresses('compliance.known_lead', 'lead_id')).toEqual([goneId, staysId]), {
      withinMs: 120_000,
    });
    expect(await knownAddresses('compliance.known_lead', 'email')).toEqual([null, stays.email]);
    expect(await knownAddresses('compliance.known_lead', 'phone')).toEqual([null, stays.phone]);
  });

  it('is null for every subscriber, in every topic', async () => {
    const vault = { adminUrl: system.adminUrl };
    const read = async (topic: string, type: string, count: number): Promise<unknown[]> => {
      const capture = await captureEvents(system.topicName(topic), { vault });
      try {
        return await eventually(() => {
          const found = capture.ofType(type).filter(({ offset }) => offset >= 0n);
          expect(found.length).toBeGreaterThanOrEqual(count);
          return found.map(({ data }) => data);
        });
      } finally {
        await capture.stop();
      }
    };
    const [message] = await read(emailTopic.name, 'message.state-changed', 1);
    expect(message).toMatchObject({ to: 'delivered', leadId: goneId, email: null });
    const [entry] = await read(complianceTopic.name, 'dnc.added', 1);
    expect(entry).toMatchObject({ kind: 'email', value: null, reason: null });
    const [member] = await read(gatewayTopic.name, 'member.added', 1);
    expect(member).toMatchObject({ email: 'admin@example.com' });
  });
});

/** Values that no id and no chance can hold, of a person of whom every service has something. */
const EVERYWHERE = ['quagmirefirst', 'quagmirelast', 'quagmirefirm', 'quagmire.gone', '2025550155', 'quagmirewords'];

describe('a person who is erased while everything is read again', () => {
  const person = {
    firstName: 'Quagmirefirst',
    lastName: 'Quagmirelast',
    company: 'Quagmirefirm',
    email: 'quagmire.gone@example.com',
    phone: '+12025550155',
  };
  let leadId: string;
  let erasure: Erasure;
  let draftId: string;
  let underWayId: string;

  /** A file that names the person and a bystander; nothing of it is applied yet. */
  async function uploadDraft(rows: string): Promise<string> {
    const form = new FormData();
    form.set('options', JSON.stringify({ matchBy: 'email', region: 'US', start: false }));
    form.set('file', new Blob([`Email,Phone,First name\n${rows}\nbystander@example.com,,Bystander\n`]), 'people.csv');
    const { status, body } = await client.upload<ImportJob>('/v1/imports', form);
    expect([status, body.status]).toEqual([202, 'draft']);
    return body.id;
  }
  const importOf = async (id: string) => (await client.get<ImportJob>(`/v1/imports/${id}`)).body;

  beforeAll(async () => {
    draftId = await uploadDraft('somebody@example.com,(202) 555-0155,Quagmirefirst');
    underWayId = await uploadDraft('QUAGMIRE.gone@example.com,,Quagmirefirst');
    // As if its worker had died before the first row.
    const claimed = `status = 'running', started_at = now(), lease_expires_at = now() + interval '1 hour'`;
    await admin.query(`UPDATE lead.import SET ${claimed} WHERE import_id = $1`, [underWayId]);
    leadId = (await client.post<Lead>('/v1/leads', person)).body.id;
    await client.post(`/v1/leads/${leadId}/notes`, { body: 'Quagmirewords' });
    const form = new FormData();
    form.set('file', new Blob(['quagmirewords']), 'quagmirewords.txt');
    expect((await client.upload(`/v1/leads/${leadId}/documents`, form)).status).toBe(201);
    const did = { clientEventId: randomUUID(), leadId, kind: 'page_view', occurredAt: new Date().toISOString() };
    await client.post('/v1/interactions', { ...did, content: { id: '/', title: 'Quagmirewords' } });
    await client.post('/v1/dnc', { kind: 'phone', value: person.phone, channels: ['voice'], reason: 'quagmirewords' });
    await client.post('/v1/exports', { query: { email: person.email } });
    await eventually(async () => expect(await knownAddresses('email_events.known_lead', 'email')).toContain(person.email));
    await reportDelivery(person.email);
    await eventually(async () => {
      expect(await tablesWith(admin, EVERYWHERE)).toEqual(
        expect.arrayContaining(['email_events.email_event', 'compliance.known_lead', 'lead.import_chunk']),
      );
    });

    const asked = await client.post<Erasure>('/v1/erasures', { leadId, reason: 'request' });
    expect(asked.status).toBe(202);
    erasure = asked.body;
    await replayCompliance();
    await eventually(async () => expect((await client.get<Erasure>(`/v1/erasures/${erasure.id}`)).body.status).toBe('certified'), {
      withinMs: 180_000,
    });
  });

  it('is certified by every service', async () => {
    const { body } = await client.get<ErasureCertificate>(`/v1/erasures/${erasure.id}/certificate`);
    expect(body.services.map(({ service }) => service).sort()).toEqual(SLICES.map((slice) => slice.replace('_', '-')).sort());
    expect((await client.get(`/v1/leads/${leadId}`)).status).toBe(404);
  });

  it('is not brought back by files that were uploaded before, nor by what a provider tells of it later', async () => {
    expect((await importOf(draftId)).status).toBe('cancelled');
    expect((await client.get(`/v1/imports/${underWayId}/errors.csv`)).status).toBe(404);
    await admin.query('UPDATE lead.import SET lease_expires_at = now() WHERE import_id = $1', [underWayId]);
    await eventually(async () => {
      expect(await importOf(underWayId)).toMatchObject({ status: 'completed', counts: { rows: 2, created: 1, failed: 1 } });
    });
    await admin.query(`UPDATE lead.timed_job SET requested_at = now(), requested_by = 'spec' WHERE name = 'discard-abandoned-uploads'`);
    await reportDelivery(person.email);
    await eventually(async () => {
      const { rows } = await admin.query('SELECT kind, payload FROM email_events.email_event WHERE tenant_id = $1 AND email IS NULL', [
        tenantId,
      ]);
      expect(rows).toEqual([{ kind: 'delivered', payload: null }]);
    });
    await eventually(async () => expect(await tablesWith(admin, EVERYWHERE)).toEqual([]), { withinMs: 30_000 });
  });

  it('leaves no trace in any table, topic, dead letter, log, file or cache, also when everything is read once more', async () => {
    await readAllAgain(system, admin);
    for (const slice of ['compliance', 'engagement', 'email_events'])
      expect(await knownAddresses(`${slice}.known_lead`, 'lead_id')).toEqual(expect.arrayContaining([staysId]));
    expect(await tablesWith(admin, EVERYWHERE)).toEqual([]);
    expect(await topicsWith(system, EVERYWHERE)).toEqual([]);
    await eventually(() => expect(filesWith(system.traceFolder, EVERYWHERE)).toEqual([]));
    expect((await system.cacheContents()).filter((content) => holds(content, EVERYWHERE))).toEqual([]);
  });

  it('is still not called', async () => {
    const { body } = await client.post<{ blocked: boolean }>('/v1/dnc/check', { phone: person.phone, channel: 'voice' });
    expect(body.blocked).toBe(true);
  });
});
