import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Lead, LeadBatchResult, Problem } from '@leadstream/contracts';
import { eventually } from '@leadstream/testing';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import type { TenantClient } from '../../test/tenant-client.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp();
});
afterAll(() => app.stop());

const change = async (tenant: TenantClient, items: readonly unknown[]) =>
  (await tenant.post<{ items: LeadBatchResult[] }>('/v1/leads/batch', { items })).body.items;
const create = async (tenant: TenantClient, body: object) => (await tenant.post<Lead>('/v1/leads', body)).body;
const shown = (results: readonly LeadBatchResult[]) =>
  results.map((result) => (result.status === 'failed' ? result.error.code : result.status));
const leadsOf = async (tenant: TenantClient) => (await tenant.get<{ items: Lead[] }>('/v1/leads?sort=createdAt&limit=1000')).body.items;

it('answers one result per item, in order; items fail alone', async () => {
  const tenant = app.as();
  const known = await create(tenant, { email: 'known@x.com' });
  const gone = await create(tenant, { email: 'gone@x.com' });
  const results = await change(tenant, [
    { op: 'create', lead: { email: 'new@x.com', company: 'Acme' } },
    { op: 'create', lead: { email: 'nonsense' } },
    { op: 'update', id: known.id, version: 1, lead: { jobTitle: 'CTO' } },
    { op: 'delete', id: gone.id, version: 1 },
    { op: 'create', lead: { email: 'gone@x.com' } },
    { op: 'create', lead: { email: 'known@x.com' } },
    7,
  ]);
  expect(shown(results)).toEqual(['created', 'LEAD.INVALID', 'updated', 'deleted', 'created', 'LEAD.DUPLICATE_EMAIL', 'LEAD.INVALID']);
  expect((await leadsOf(tenant)).map(({ email, jobTitle }) => [email, jobTitle])).toEqual([
    ['known@x.com', 'CTO'],
    ['new@x.com', null],
    ['gone@x.com', null],
  ]);
  await eventually(() => {
    const own = app.published.events.filter(({ key }) => key.startsWith(tenant.tenantId)).map(({ headers }) => headers['ce_type']);
    expect(own.toSorted()).toEqual(['lead.captured', 'lead.captured', 'lead.captured', 'lead.captured', 'lead.deleted', 'lead.updated']);
  });
});

it('lets leads swap their identifiers', async () => {
  const tenant = app.as();
  const [one, two] = [await create(tenant, { email: 'one@x.com' }), await create(tenant, { email: 'two@x.com' })];
  const results = await change(tenant, [
    { op: 'update', id: one.id, version: 1, lead: { email: 'between@x.com' } },
    { op: 'update', id: two.id, version: 1, lead: { email: 'one@x.com' } },
    { op: 'update', id: one.id, version: 2, lead: { email: 'two@x.com' } },
    { op: 'create', lead: { email: 'between@x.com' } },
  ]);
  expect(shown(results)).toEqual(['updated', 'updated', 'updated', 'created']);
  expect((await leadsOf(tenant)).map(({ id, email, version }) => [id, email, version])).toEqual([
    [one.id, 'two@x.com', 3],
    [two.id, 'one@x.com', 2],
    [expect.any(String), 'between@x.com', 1],
  ]);
});

it('takes a thousand, each once though many say the same at once', async () => {
  const tenant = app.as();
  const items = Array.from({ length: 1_000 }, (_, n) => ({ op: 'create', lead: { externalId: `e${n}` } }));
  const answers = await Promise.all([items, items.toReversed(), items].map((batch) => change(tenant, batch)));
  const statuses = shown(answers.flat());
  expect(statuses.filter((status) => status === 'created')).toHaveLength(1_000);
  expect(statuses.filter((status) => status === 'LEAD.DUPLICATE_EXTERNAL_ID')).toHaveLength(2_000);
  expect(new Set((await leadsOf(tenant)).map(({ externalId }) => externalId)).size).toBe(1_000);
});

it('gives the first answer again for the same idempotency key', async () => {
  const tenant = app.as();
  const body = { items: [{ op: 'create', lead: { email: 'once@x.com' } }, 7] };
  const first = await tenant.post('/v1/leads/batch', body, { 'idempotency-key': 'b-1' });
  const again = await tenant.post('/v1/leads/batch', body, { 'idempotency-key': 'b-1' });
  expect(again.body).toEqual(first.body);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
});

it('refuses what is no batch, and knows nothing of another tenant', async () => {
  for (const body of [{ items: [] }, { items: Array.from({ length: 1_001 }, () => ({})) }, { items: {} }])
    expect((await app.as().post<Problem>('/v1/leads/batch', body)).body.code).toBe('HTTP.INVALID_BODY');
  const theirs = await create(app.as(), { email: 'a@x.com' });
  const results = await change(app.as(), [
    { op: 'update', id: theirs.id, version: 1, lead: { company: 'x' } },
    { op: 'delete', id: theirs.id, version: 1 },
    { op: 'create', lead: { email: 'a@x.com' } },
  ]);
  expect(shown(results)).toEqual(['LEAD.NOT_FOUND', 'LEAD.NOT_FOUND', 'created']);
});
