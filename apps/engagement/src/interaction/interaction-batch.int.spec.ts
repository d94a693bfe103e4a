import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Interaction, InteractionResult, Problem } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { eventually, type ServiceClient } from '@leadstream/testing';
import { type EngagementApp, startEngagementApp } from '../../test/engagement-app.js';

let app: EngagementApp;
beforeAll(async () => {
  app = await startEngagementApp();
});
afterAll(() => app.stop());

const seen = (leadId: string, change: object = {}) => ({
  clientEventId: uuidV7.next(),
  leadId,
  kind: 'page_view',
  occurredAt: '2026-11-01T09:00:00Z',
  ...change,
});
const record = (tenant: ServiceClient, items: readonly unknown[]) =>
  tenant.post<{ items: InteractionResult[] }>('/v1/interactions/batch', { items }).then(({ body }) => body.items);
const idOf = (result: InteractionResult | undefined) => (result && 'id' in result ? result.id : undefined);

it('answers one result per item, in order; items fail alone', async () => {
  const tenant = app.as();
  const leadId = uuidV7.next();
  const known = seen(leadId);
  const { body: first } = await tenant.post<Interaction>('/v1/interactions', known);
  const fresh = seen(leadId);
  const results = await record(tenant, [
    fresh,
    { ...seen(leadId), kind: 'Page View' },
    known,
    fresh,
    'nonsense',
    seen(leadId, { occurredAt: '2999-01-01T00:00:00Z' }),
    seen(leadId),
  ]);
  expect(results.map((result) => (result.status === 'failed' ? result.error.code : result.status))).toEqual([
    'recorded',
    'ENGAGEMENT.INVALID_INTERACTION',
    'duplicate',
    'duplicate',
    'ENGAGEMENT.INVALID_INTERACTION',
    'ENGAGEMENT.OCCURRED_IN_FUTURE',
    'recorded',
  ]);
  expect(idOf(results[2])).toBe(first.id);
  expect(idOf(results[3])).toBe(idOf(results[0]));
  expect(results[1]).toMatchObject({ error: { errors: [{ path: 'kind', code: 'invalid_format' }] } });
  const { body } = await tenant.get<{ items: Interaction[] }>(`/v1/interactions?leadId=${leadId}`);
  expect(body.items).toHaveLength(3);
});

it('takes a thousand, and stores each once though many say the same at once', async () => {
  const tenant = app.as();
  const leads = Array.from({ length: 10 }, () => uuidV7.next());
  const items = Array.from({ length: 1_000 }, (_, index) => seen(leads[index % 10] ?? ''));
  const answers = await Promise.all([items, items.toReversed(), items.toSorted(), items].map((batch) => record(tenant, batch)));
  const statuses = answers.flat().map(({ status }) => status);
  expect(statuses.filter((status) => status === 'recorded')).toHaveLength(1_000);
  expect(statuses.filter((status) => status === 'duplicate')).toHaveLength(3_000);
  expect(new Set(answers.flat().map(idOf)).size).toBe(1_000);
  const own = () => app.published.events.filter(({ key }) => key.startsWith(tenant.tenantId));
  await eventually(() => expect(own()).toHaveLength(1_000), { withinMs: 20_000 });
  for (const leadId of leads) {
    const sequences = own().flatMap(({ key, headers }) => (key.endsWith(leadId) ? [Number(headers['ce_sequence'])] : []));
    expect(sequences).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
  }
});

it('gives the first answer again for the same idempotency key', async () => {
  const tenant = app.as();
  const body = { items: [seen(uuidV7.next()), { kind: 7 }] };
  const key = { 'idempotency-key': uuidV7.next() };
  const first = await tenant.post('/v1/interactions/batch', body, key);
  const again = await tenant.post('/v1/interactions/batch', body, key);
  expect(again.body).toEqual(first.body);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
});

it.each<[string, unknown]>([
  ['no items', { items: [] }],
  ['more than a thousand', { items: Array.from({ length: 1_001 }, () => ({})) }],
  ['something else', { items: {} }],
  ['an unknown field', { items: [{}], tenantId: 'x' }],
])('refuses %s as a whole', async (_, body) => {
  const answer = await app.as().post<Problem>('/v1/interactions/batch', body);
  expect([answer.status, answer.body.code]).toEqual([422, 'HTTP.INVALID_BODY']);
});

it('says nothing of another tenant', async () => {
  const item = seen(uuidV7.next());
  const [ours] = await record(app.as(), [item]);
  const [theirs] = await record(app.as(), [item]);
  expect([ours?.status, theirs?.status]).toEqual(['recorded', 'recorded']);
  expect(idOf(theirs)).not.toBe(idOf(ours));
});
