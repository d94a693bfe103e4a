import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  deadLetterTopicOf,
  engagementLeadProjection,
  type Interaction,
  leadCapturedV1,
  leadTopic,
  type Problem,
} from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { captureEvents, eventually, leadCaptured, leadDeleted, leadUpdated, type ServiceClient, sql } from '@leadstream/testing';
import { type EngagementApp, startEngagementApp } from '../../test/engagement-app.js';

let app: EngagementApp;
beforeAll(async () => {
  app = await startEngagementApp();
});
afterAll(() => app.stop());

const timeline = (tenant: ServiceClient, leadId: string) =>
  tenant.get<{ items: Interaction[] } & Problem>(`/v1/interactions?leadId=${leadId}`);
const record = (tenant: ServiceClient, leadId: string) =>
  tenant.post<Interaction>('/v1/interactions', {
    clientEventId: uuidV7.next(),
    leadId,
    kind: 'page_view',
    occurredAt: '2026-11-01T09:00:00Z',
  });
const known = async (tenant: ServiceClient) =>
  sql<{ lead_id: string; sequence: string; deleted: boolean }>(
    app.database.adminUrl,
    'SELECT lead_id, sequence, deleted_at IS NOT NULL AS deleted FROM engagement.known_lead WHERE tenant_id = $1',
    [tenant.tenantId],
  );

it('shows what a lead did before the lead itself arrived', async () => {
  const tenant = app.as();
  const leadId = uuidV7.next();
  await record(tenant, leadId);
  expect((await timeline(tenant, leadId)).body.items).toHaveLength(1);
  await app.publish(leadCaptured({ tenantId: tenant.tenantId, leadId, sequence: 1 }));
  await eventually(async () => expect(await known(tenant)).toHaveLength(1));
  expect((await timeline(tenant, leadId)).body.items).toHaveLength(1);
});

it('hides the timeline of a deleted lead, and keeps what still comes', async () => {
  const tenant = app.as();
  const leadId = uuidV7.next();
  const { body: before } = await record(tenant, leadId);
  await app.publish(
    leadCaptured({ tenantId: tenant.tenantId, leadId, sequence: 1 }),
    leadDeleted({ tenantId: tenant.tenantId, leadId, sequence: 2 }),
  );
  await eventually(async () => expect((await timeline(tenant, leadId)).status).toBe(404));
  expect((await timeline(tenant, leadId)).body.code).toBe('ENGAGEMENT.LEAD_NOT_FOUND');
  expect((await tenant.get<Problem>(`/v1/interactions/${before.id}`)).body.code).toBe('ENGAGEMENT.INTERACTION_NOT_FOUND');
  expect((await record(tenant, leadId)).status).toBe(201);
});

it('takes versions in their order, though they come ten times and in any order', async () => {
  const tenant = app.as();
  const subject = { tenantId: tenant.tenantId, leadId: uuidV7.next() };
  const [captured, updated, deleted] = [
    leadCaptured({ ...subject, sequence: 1 }),
    leadUpdated({ ...subject, sequence: 2 }),
    leadDeleted({ ...subject, sequence: 3 }),
  ];
  for (let delivery = 0; delivery < 10; delivery += 1) await app.publish(deleted, captured, updated);
  const last = leadCaptured({ ...subject, leadId: uuidV7.next(), sequence: 1 });
  await app.publish(last, updated, captured);
  await eventually(async () => expect(await known(tenant)).toHaveLength(2));
  expect((await known(tenant)).find(({ lead_id }) => lead_id === subject.leadId)).toMatchObject({ sequence: '3', deleted: true });
});

it('does not hide the timeline of another tenant that knows the same id', async () => {
  const [ours, theirs] = [app.as(), app.as()];
  const leadId = uuidV7.next();
  await record(ours, leadId);
  await app.publish(leadDeleted({ tenantId: theirs.tenantId, leadId, sequence: 1 }));
  await eventually(async () => expect((await timeline(theirs, leadId)).status).toBe(404));
  expect((await timeline(ours, leadId)).body.items).toHaveLength(1);
});

it('goes on past poison, which lands in the dead letters', async () => {
  const tenant = app.as();
  const lead = () => ({ tenantId: tenant.tenantId, leadId: uuidV7.next() });
  const dead = await captureEvents(app.topics.name(deadLetterTopicOf(leadTopic.name, engagementLeadProjection.name)));
  await app.publish(leadCaptured({ ...lead(), sequence: 1 }));
  await app.publisher.publishRaw(leadCapturedV1, { key: `${tenant.tenantId}:x`, value: '{"leadId":' });
  await app.publish(
    // Well-formed, but the database refuses a version of zero.
    leadUpdated({ ...lead(), sequence: 0 }),
    leadUpdated({ ...lead(), sequence: 2 }),
  );
  await eventually(async () => expect(await known(tenant)).toHaveLength(2));
  await eventually(() => expect(dead.events.filter(({ key }) => key.startsWith(tenant.tenantId))).toHaveLength(2));
  await dead.stop();
});
