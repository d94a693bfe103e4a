import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type DataOf,
  deadLetterTopicOf,
  engagementLeadProjection,
  type Interaction,
  leadCapturedV1,
  leadTopic,
  type personDataErasedV1,
  type personDataGatheredV1,
  personDataRequestedV1,
  privacyTopic,
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

describe('a person', () => {
  type Asked = DataOf<typeof personDataRequestedV1>;

  const ask = async (tenant: ServiceClient, leadId: string, question: Pick<Asked, 'step'> & Partial<Asked>): Promise<string> => {
    const requestId = uuidV7.next();
    const data = { requestId, purpose: 'access' as const, round: 1, leadIds: [leadId], addresses: [], ...question };
    await app.publisher.publish(personDataRequestedV1, [{ tenantId: tenant.tenantId, sequence: 1, data }]);
    return requestId;
  };

  it('is told what is kept, whole however much it is; is erased with a receipt; and nothing is kept of it again', async () => {
    const answers = await captureEvents(app.topics.name(privacyTopic), { vault: app.database });
    const told = <T extends { requestId: string }>(type: string, requestId: string): T[] =>
      answers
        .ofType(type)
        .map(({ data }) => data as T)
        .filter((answer) => answer.requestId === requestId);
    const tenant = app.as();
    const leadId = uuidV7.next();
    const url = `https://example.com/${'canary/'.repeat(250)}`;
    const items = Array.from({ length: 200 }, (_, n) => ({
      clientEventId: uuidV7.next(),
      leadId,
      kind: 'page_view',
      occurredAt: '2026-11-01T09:00:00Z',
      content: { id: `/${n}`, url },
    }));
    expect((await tenant.post('/v1/interactions/batch', { items })).status).toBe(200);
    await record(tenant, uuidV7.next());

    const gather = await ask(tenant, leadId, { step: 'gather' });
    const parts = await eventually(() => {
      const found = told<DataOf<typeof personDataGatheredV1>>('person-data.gathered', gather);
      expect(found.at(-1)?.last).toBe(true);
      return found;
    });
    expect(parts.length).toBeGreaterThan(1);
    const records = parts.flatMap((part) => part.records ?? []);
    const { body: shown } = await tenant.get<{ items: Interaction[] }>(`/v1/interactions?leadId=${leadId}&limit=200`);
    expect(records.filter(({ store }) => store === 'interactions').map(({ fields }) => fields)).toEqual(shown.items);

    const receiptOf = async (requestId: string) =>
      eventually(() => {
        const [receipt] = told<DataOf<typeof personDataErasedV1>>('person-data.erased', requestId);
        if (receipt === undefined) throw new Error('no receipt yet');
        return receipt.stores.find(({ store }) => store === 'interactions');
      });
    const erased = { store: 'interactions', kind: 'table', removed: 200, blanked: 0, kept: 0, keptFor: null };
    expect(await receiptOf(await ask(tenant, leadId, { step: 'erase', purpose: 'erasure' }))).toEqual(erased);
    expect(await receiptOf(await ask(tenant, leadId, { step: 'erase', purpose: 'erasure', round: 2 }))).toEqual({ ...erased, removed: 0 });
    expect([(await timeline(tenant, leadId)).status, (await record(tenant, leadId)).status]).toEqual([404, 404]);
    const rows = await sql(app.database.adminUrl, 'SELECT FROM engagement.interaction WHERE tenant_id = $1', [tenant.tenantId]);
    expect(rows).toHaveLength(1);

    const over = await ask(tenant, leadId, { step: 'gather', addresses: null });
    await receiptOf(await ask(tenant, leadId, { step: 'erase', purpose: 'restore' }));
    expect(told('person-data.gathered', over)).toEqual([]);
    await answers.stop();
  });
});
