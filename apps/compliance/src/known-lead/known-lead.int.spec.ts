import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  complianceLeadProjection,
  type ConsentEntry,
  type ContactState,
  deadLetterTopicOf,
  leadCapturedV1,
  leadTopic,
} from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import {
  captureEvents,
  eventually,
  leadCaptured,
  leadDeleted,
  leadFormSubmitted,
  leadIdentityAdded,
  leadIdentityRemoved,
  leadUpdated,
  type ServiceClient,
  sql,
} from '@leadstream/testing';
import { type ComplianceApp, startComplianceApp } from '../../test/compliance-app.js';
import { stated } from '../../test/stated.js';

let app: ComplianceApp;
beforeAll(async () => {
  app = await startComplianceApp();
});
afterAll(() => app.stop());

const consents = [
  stated({ textVersion: 'form-2' }),
  stated({ channel: 'sms', purpose: 'sales', basis: 'legitimate_interest', givenAt: '2026-10-31T18:00:00.000Z' }),
];

const stateOf = (tenant: ServiceClient, leadId: string) =>
  tenant.get<ContactState>(`/v1/leads/${leadId}/contact-state`).then(({ body }) => body);
const ledgerOf = (tenant: ServiceClient, leadId: string) =>
  tenant.get<{ items: ConsentEntry[] }>(`/v1/consents?leadId=${leadId}`).then(({ body }) => body.items);
const addressOf = async (leadId: string) =>
  (
    await sql<{ email: string | null; sequence: string }>(
      app.database.adminUrl,
      'SELECT email, sequence FROM compliance.known_lead WHERE lead_id = $1',
      [leadId],
    )
  )[0];

/** Resolves once everything published before has been handled: a lead of its own, in every partition, has arrived. */
async function settled(tenant: ServiceClient): Promise<void> {
  const marks = Array.from({ length: 12 }, () => uuidV7.next());
  await app.publish(...marks.map((leadId) => leadCaptured({ tenantId: tenant.tenantId, leadId, sequence: 1 })));
  for (const leadId of marks) await eventually(async () => expect((await stateOf(tenant, leadId)).known).toBe(true));
}

describe('a form that names a known lead', () => {
  it('states what was never stated, and lifts no withdrawal', async () => {
    const tenant = app.as();
    const leadId = uuidV7.next();
    const lead = { tenantId: tenant.tenantId, leadId, sequence: 1 };
    await app.publish(leadCaptured(lead));
    await tenant.post('/v1/consents', { leadId, channel: 'email', purpose: 'marketing', state: 'withdrawn' });
    const sms = stated({ channel: 'sms', textVersion: 'form/3' });
    const record = leadFormSubmitted(lead, { consents: [stated({ givenAt: new Date().toISOString() }), sms, sms] });
    await app.publish(record, record);
    await eventually(async () => expect((await stateOf(tenant, leadId)).consents).toHaveLength(2));
    await settled(tenant);
    expect(
      (await ledgerOf(tenant, leadId)).map(({ channel, state, source, textVersion }) => [channel, state, source, textVersion]),
    ).toEqual([
      ['sms', 'given', 'form', 'form/3'],
      ['email', 'withdrawn', expect.anything(), null],
    ]);
    const { formId } = record.event.data as { formId: string };
    expect((await ledgerOf(tenant, leadId))[0]?.proof).toEqual({ form: formId, clientIp: '203.0.113.9' });
  });
});

describe('a captured lead', () => {
  it('is known, with what it agreed to', async () => {
    const tenant = app.as();
    const leadId = uuidV7.next();
    await app.publish(leadCaptured({ tenantId: tenant.tenantId, leadId, sequence: 1 }, { consents }));
    await eventually(async () => expect((await stateOf(tenant, leadId)).known).toBe(true));
    expect(await stateOf(tenant, leadId)).toMatchObject({
      leadId,
      deleted: false,
      leadVersion: 1,
      consents: [
        { channel: 'email', purpose: 'marketing', state: 'given', basis: 'consent', statedAt: '2026-11-01T09:00:00.000Z' },
        { channel: 'sms', purpose: 'sales', state: 'given', basis: 'legitimate_interest', statedAt: '2026-10-31T18:00:00.000Z' },
      ],
      dnc: { blocked: false, entries: [], listVersion: 0 },
    });
    expect((await ledgerOf(tenant, leadId)).map(({ source, textVersion }) => [source, textVersion])).toEqual([
      ['capture', null],
      ['capture', 'form-2'],
    ]);
  });

  it('is told on with the event that caused it', async () => {
    const tenant = app.as();
    const leadId = uuidV7.next();
    const record = leadCaptured({ tenantId: tenant.tenantId, leadId, sequence: 1 }, { consents });
    await app.publish(record);
    const told = () => app.published.ofType('consent.changed').filter(({ key }) => key === `${tenant.tenantId}:${leadId}`);
    await eventually(() => expect(told()).toHaveLength(2));
    expect(told().map(({ headers }) => [headers['ce_sequence'], headers['ce_causationid'], headers['ce_correlationid']])).toEqual([
      ['1', record.event.id, record.event.id],
      ['2', record.event.id, record.event.id],
    ]);
  });

  it('states its consents once, though it be delivered ten times', async () => {
    const tenant = app.as();
    const leadId = uuidV7.next();
    const record = leadCaptured({ tenantId: tenant.tenantId, leadId, sequence: 1 }, { consents });
    for (let delivery = 0; delivery < 10; delivery += 1) await app.publish(record);
    await settled(tenant);
    expect(await ledgerOf(tenant, leadId)).toHaveLength(2);
  });

  it('states its consents once, though the inbox be empty and the topic replayed', async () => {
    const tenant = app.as();
    const leadId = uuidV7.next();
    const record = leadCaptured({ tenantId: tenant.tenantId, leadId, sequence: 1 }, { consents });
    await app.publish(record);
    await settled(tenant);
    await sql(app.database.adminUrl, 'DELETE FROM compliance.inbox');
    await app.publish(record);
    await settled(tenant);
    expect(await ledgerOf(tenant, leadId)).toHaveLength(2);
  });

  it('never states what lies in the future', async () => {
    const tenant = app.as();
    const leadId = uuidV7.next();
    const ahead = stated({ givenAt: '2099-01-01T00:00:00.000Z' });
    await app.publish(leadCaptured({ tenantId: tenant.tenantId, leadId, sequence: 1 }, { consents: [ahead] }));
    await eventually(async () => expect(await ledgerOf(tenant, leadId)).toHaveLength(1));
    await tenant.post('/v1/consents', { leadId, channel: 'email', purpose: 'marketing', state: 'withdrawn' });
    expect((await stateOf(tenant, leadId)).consents).toEqual([expect.objectContaining({ state: 'withdrawn' })]);
  });
});

describe('versions', () => {
  it('are taken in their order, not in that of their arrival', async () => {
    const tenant = app.as();
    const subject = { tenantId: tenant.tenantId, leadId: uuidV7.next() };
    await app.publish(
      leadUpdated({ ...subject, sequence: 3 }, { email: 'third@example.com' }),
      leadCaptured({ ...subject, sequence: 1 }, { email: 'first@example.com', consents }),
      leadUpdated({ ...subject, sequence: 2 }, { email: 'second@example.com' }),
    );
    await settled(tenant);
    expect(await addressOf(subject.leadId)).toEqual({ email: 'third@example.com', sequence: '3' });
    expect(await ledgerOf(tenant, subject.leadId)).toHaveLength(2);
    await app.publish(leadUpdated({ ...subject, sequence: 2 }, { email: 'late@example.com' }));
    await settled(tenant);
    expect(await addressOf(subject.leadId)).toEqual({ email: 'third@example.com', sequence: '3' });
  });

  it('let a deletion stand that came before everything else', async () => {
    const tenant = app.as();
    const subject = { tenantId: tenant.tenantId, leadId: uuidV7.next() };
    await app.publish(leadDeleted({ ...subject, sequence: 2 }));
    await app.publish(leadCaptured({ ...subject, sequence: 1 }, { consents }));
    await settled(tenant);
    expect(await stateOf(tenant, subject.leadId)).toMatchObject({ known: true, deleted: true, leadVersion: 2 });
    expect(await addressOf(subject.leadId)).toEqual({ email: null, sequence: '2' });
  });
});

describe('the stream', () => {
  it('goes on past poison, which lands in the dead letters', async () => {
    const tenant = app.as();
    const subject = { tenantId: tenant.tenantId, leadId: uuidV7.next() };
    const dead = await captureEvents(app.topics.name(deadLetterTopicOf(leadTopic.name, complianceLeadProjection.name)));
    await app.publish(leadCaptured({ ...subject, sequence: 1 }));
    await app.publisher.publishRaw(leadCapturedV1, { key: `${subject.tenantId}:${subject.leadId}`, value: 'not json' });
    await app.publish(
      // Well-formed, but the database refuses a version of zero.
      leadUpdated({ ...subject, leadId: uuidV7.next(), sequence: 0 }),
      leadUpdated({ ...subject, sequence: 2 }, { email: 'after@example.com' }),
    );
    await eventually(async () => expect(await addressOf(subject.leadId)).toEqual({ email: 'after@example.com', sequence: '2' }));
    await eventually(() => expect(dead.events.filter((event) => event.key.startsWith(tenant.tenantId))).toHaveLength(2));
    await dead.stop();
  });

  it('takes in an import of three thousand leads', async () => {
    const tenant = app.as();
    const records = Array.from({ length: 3_000 }, (_, index) =>
      leadCaptured(
        { tenantId: tenant.tenantId, leadId: uuidV7.next(), sequence: 1 },
        { email: `lead${index}@example.com`, consents: index % 2 === 0 ? consents : [] },
      ),
    );
    for (let at = 0; at < records.length; at += 500) await app.publish(...records.slice(at, at + 500));
    const count = async (table: string) =>
      (
        await sql<{ count: number }>(app.database.adminUrl, `SELECT count(*)::int FROM compliance.${table} WHERE tenant_id = $1`, [
          tenant.tenantId,
        ])
      )[0]?.count;
    await eventually(async () => expect(await count('known_lead')).toBe(3_000), { withinMs: 30_000 });
    expect(await count('consent_entry')).toBe(3_000);
  });
});

describe('the contact state', () => {
  it('of a lead nobody knows says so', async () => {
    const leadId = uuidV7.next();
    expect(await stateOf(app.as(), leadId)).toMatchObject({
      leadId,
      known: false,
      deleted: false,
      leadVersion: null,
      consents: [],
      dnc: { blocked: false },
    });
  });

  it('shows the entries that block one of the addresses', async () => {
    const tenant = app.as();
    const leadId = uuidV7.next();
    await app.publish(leadCaptured({ tenantId: tenant.tenantId, leadId, sequence: 1 }));
    await eventually(async () => expect((await stateOf(tenant, leadId)).known).toBe(true));
    await tenant.post('/v1/dnc', { kind: 'email', value: 'ada@example.com', channels: ['email'], reason: 'x' });
    expect((await stateOf(tenant, leadId)).dnc).toMatchObject({ blocked: true, entries: [{ value: 'ada@example.com' }], listVersion: 1 });
  });

  it("shows those that block a further address, for as long as it is known to be the lead's", async () => {
    const tenant = app.as();
    const [leadId, identityId] = [uuidV7.next(), uuidV7.next()];
    const identity = (sequence: number) => ({ tenantId: tenant.tenantId, identityId, sequence });
    await tenant.post('/v1/dnc', { kind: 'email', value: 'second@example.com', channels: ['email'], reason: 'x' });
    await app.publish(
      leadCaptured({ tenantId: tenant.tenantId, leadId, sequence: 1 }),
      leadIdentityAdded(identity(1), leadId, 'email', 'second@example.com'),
    );
    await eventually(async () =>
      expect((await stateOf(tenant, leadId)).dnc).toMatchObject({ blocked: true, entries: [{ value: 'second@example.com' }] }),
    );
    await app.publish(leadIdentityRemoved(identity(2), leadId));
    await eventually(async () => expect((await stateOf(tenant, leadId)).dnc.blocked).toBe(false));
  });

  it('is not shown to another tenant', async () => {
    const tenant = app.as();
    const leadId = uuidV7.next();
    await app.publish(leadCaptured({ tenantId: tenant.tenantId, leadId, sequence: 1 }, { consents }));
    await eventually(async () => expect((await stateOf(tenant, leadId)).known).toBe(true));
    expect(await stateOf(app.as(), leadId)).toMatchObject({ known: false, consents: [] });
  });
});
