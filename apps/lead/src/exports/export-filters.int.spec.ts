import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CustomField, Lead, LeadExport, Segment } from '@leadstream/contracts';
import { runInContext, type Uuid } from '@leadstream/kernel';
import { downloadExport, exportedRows, leadsOf } from '../../test/exports.js';
import { fileOf, importFile } from '../../test/imports.js';
import { knownLeads } from '../../test/known-leads.js';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { scoreOf } from '../../test/scoring.js';
import { segment } from '../../test/segments.js';
import { ifMatch, type Problem, type TenantClient } from '../../test/tenant-client.js';
import { ExportService } from './export.service.js';

let stopped: Date | undefined;
let app: LeadApp;
let tenant: TenantClient;
let ids: Readonly<Record<'a' | 'b' | 'c' | 'd', Uuid>>;
beforeAll(async () => {
  app = await startLeadApp({ SEGMENT_POLL_MS: '50' }, { now: () => stopped ?? new Date() });
  [tenant] = await withSize();
  ids = await knownLeads(app, tenant);
  expect(await tenant.patch(`/v1/leads/${ids.c}`, 1, { customFields: { size: '7' } })).toMatchObject({ status: 200 });
});
afterAll(() => app.stop());

/** A tenant with an indexed custom field. */
async function withSize(): Promise<readonly [TenantClient, CustomField]> {
  const made = app.as(undefined, ['leads:read', 'leads:write', 'tenant:write']);
  const field = { entity: 'lead', type: 'number', key: 'size', label: 'Size', indexed: true };
  const { status, body } = await made.post<CustomField>('/v1/custom-fields', field);
  expect(status).toBe(201);
  return [made, body];
}

const exported = async (asked: object, client = tenant) =>
  (await exportedRows(app, client, { columns: ['externalId'], query: { sort: 'createdAt' }, ...asked })).map(
    ({ externalId }) => externalId,
  );
const opened = { field: 'engagement.message.opened', operator: 'gte', value: 1 };

describe('an export of a filter', () => {
  it.each([
    [{ field: 'score', operator: 'gte', value: 20 }, ['a']],
    [{ field: 'score', operator: 'between', value: [0.1, 20] }, ['b', 'c', 'd']],
    [{ field: 'temperature', operator: 'eq', value: 'hot' }, ['a']],
    [opened, ['a', 'c']],
    [{ ...opened, within: { count: 7, unit: 'day' } }, ['a']],
    [{ field: 'consent.email.marketing', operator: 'eq', value: 'given' }, ['a']],
    [{ field: 'consent.email.marketing', operator: 'is-empty' }, ['c', 'd']],
    [{ field: 'doNotContact.email', operator: 'eq', value: true }, ['b']],
    [{ field: 'tagIds', operator: 'contains-any', value: ['vip'] }, ['d']],
    [{ field: 'capturedAt', operator: 'at-least-ago', value: { count: 5, unit: 'week' } }, ['c']],
    [{ field: 'createdAt', operator: 'in-last', value: { count: 1, unit: 'day', timeZone: 'Europe/Berlin' } }, ['a', 'b', 'c', 'd']],
    [{ field: 'company', operator: 'contains', value: 'CM' }, ['a']],
    [{ field: 'address.city', operator: 'starts-with', value: 'ber' }, ['a']],
    [{ field: 'budget.max', operator: 'lt', value: { amount: '10', currency: 'EUR' } }, ['d']],
    [{ field: 'sourceMetadata.utm.source', operator: 'eq', value: 'news' }, ['b']],
    [{ field: 'customFields.size', operator: 'gt', value: 5 }, ['c']],
    [{ not: { or: [opened, { field: 'doNotContact.email', operator: 'eq', value: true }] } }, ['d']],
  ])('holds whom a search finds: %j', async (filter, expected) => {
    const { status, body } = await tenant.post<{ items: Lead[] }>('/v1/leads/search', { filter, sort: 'createdAt' });
    expect([status, body.items.map(({ externalId }) => externalId)]).toEqual([200, expected]);
    expect(await exported({ filter })).toEqual(expected);
  });

  it('shows score and temperature as they are told of each lead', async () => {
    stopped = new Date();
    const columns = ['id', 'score', 'temperature'];
    const rows = await exportedRows(app, tenant, { columns, filter: { field: 'score', operator: 'gte', value: 0 } });
    expect(rows).toHaveLength(4);
    for (const { id = '', score } of rows) expect(score).toBe(String((await scoreOf(tenant, id)).total));
    expect(new Map(rows.map(({ id, temperature }) => [id, temperature])).get(ids.a)).toBe('hot');
    expect(rows.filter(({ temperature }) => temperature === 'cold')).toHaveLength(3);
    stopped = undefined;
  });

  it('is narrowed by a segment that the caller may see', async () => {
    const { id } = await segment(tenant, { filter: opened, visibility: 'private' });
    expect(await exported({ segmentId: id })).toEqual(['a', 'c']);
    expect(await exported({ segmentId: id, filter: { field: 'company', operator: 'is-empty' } })).toEqual(['c']);
    const { body } = await tenant.post<LeadExport>('/v1/exports', { segmentId: id });
    expect(body).toMatchObject({ segmentId: id, columns: expect.arrayContaining(['email', 'customFields.*', 'sourceMetadata.*']) });
    const other = app.as(tenant.tenantId);
    const hidden = { status: 404, body: { code: 'LEAD.SEGMENT_NOT_FOUND' } };
    expect(await other.post<Problem>('/v1/exports', { segmentId: id })).toMatchObject(hidden);
    expect(await other.get<Problem>(`/v1/exports/${body.id}/file`)).toMatchObject(hidden);
    const { body: static_ } = await tenant.post<Segment>('/v1/segments', { name: 'None', kind: 'static' });
    expect(await exported({ segmentId: static_.id })).toEqual([]);
  });
});

describe('the order of an export', () => {
  it('is any that a search has, leads without a value last, of deleted ones too', async () => {
    const [own] = await withSize();
    const leads = { a: ['Zola', '5'], b: [null, '10'], c: ['ábel', null], d: ['Muller', '-1'], e: [null, '5'] };
    for (const [externalId, [lastName, size]] of Object.entries(leads))
      await own.post('/v1/leads', { externalId, customFields: { size }, ...(lastName && { lastName }) });
    const orders = {
      lastName: ['c', 'd', 'a', 'b', 'e'],
      '-lastName': ['a', 'd', 'c', 'e', 'b'],
      id: ['a', 'b', 'c', 'd', 'e'],
      '-id': ['e', 'd', 'c', 'b', 'a'],
      'customFields.size': ['d', 'a', 'e', 'b', 'c'],
      '-customFields.size': ['b', 'e', 'a', 'd', 'c'],
    };
    for (const [sort, expected] of Object.entries(orders)) {
      const { body } = await own.post<{ items: Lead[] }>('/v1/leads/search', { sort });
      expect([sort, body.items.map(({ externalId }) => externalId)]).toEqual([sort, expected]);
      expect([sort, await exported({ query: { sort } }, own)]).toEqual([sort, expected]);
    }
    for (const { id } of await leadsOf(own)) await own.delete(`/v1/leads/${id}`, ifMatch(1));
    for (const [sort, expected] of Object.entries(orders)) {
      expect([sort, await exported({ query: { sort } }, own)]).toEqual([sort, []]);
      expect([sort, await exported({ query: { sort, deleted: 'true' } }, own)]).toEqual([sort, expected]);
    }
  });

  it('is kept over more leads than are read at a time', async () => {
    const [own] = await withSize();
    const [all, valued] = [2_345, 2_100];
    const place = (row: number) => (row * 1_009) % valued;
    const of = (value: (row: number) => string) => (row: number) => (row <= valued ? value(row) : '');
    const columns = { name: of((row) => `n${String(place(row)).padStart(4, '0')}`), size: of((row) => String(-place(row))) };
    const mapping = { id: 'externalId', name: 'lastName', size: 'customFields.size' };
    expect(await importFile(own, fileOf(all, columns), { mapping })).toMatchObject({ counts: { created: all } });
    const byPlace = Array.from({ length: valued }, (_, index) => index + 1).toSorted((one, other) => place(one) - place(other));
    const first = byPlace.map((row) => `e${row}`);
    for (const sort of ['lastName', '-customFields.size', '-lastName']) {
      const found = await exported({ query: { sort } }, own);
      expect(found.slice(0, valued)).toEqual(sort === '-lastName' ? first.toReversed() : first);
      expect([found.length, new Set(found).size]).toEqual([all, all]);
    }
  });

  it('is refused where no index has it, and breaks the file off when its index goes', async () => {
    const [own, { id, version }] = await withSize();
    await own.post('/v1/leads', { externalId: 'a', customFields: { size: '1' } });
    expect(await own.post<Problem>('/v1/exports', { query: { sort: 'customFields.none' } })).toMatchObject({
      status: 422,
      body: { code: 'LEAD.EXPORT_INVALID', errors: [{ path: 'query.sort', code: 'sort.field_unknown' }] },
    });
    expect(await own.post<Problem>('/v1/exports', { query: { sort: 'company' } })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'query.sort' }] },
    });
    const { body } = await own.post<LeadExport>('/v1/exports', { query: { sort: 'customFields.size' } });
    expect(body.query.sort).toBe('customFields.size');
    const { tenantId, actor } = own;
    const context = { tenantId, actor, scopes: ['leads:read'], requestId: body.id };
    const { file } = await runInContext(context, () => app.service.app.get(ExportService).open(body.id));
    expect(await own.patch(`/v1/custom-fields/${id}`, version, { indexed: false })).toMatchObject({ status: 200 });
    await expect(file.toArray()).rejects.toMatchObject({ code: 'LEAD.EXPORT_INVALID' });
    expect(await own.get(`/v1/exports/${body.id}/file`)).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'query.sort', code: 'sort.unsuited' }] },
    });
  });
});

describe('an export of no chosen columns', () => {
  /** What is nobody else’s: ids, and when the rows were written. */
  const facts = ({ id: _id, version: _version, tagIds, createdAt: _createdAt, updatedAt: _updatedAt, ...lead }: Lead) => ({
    ...lead,
    tags: tagIds.length,
  });
  const fields = [
    { entity: 'lead', type: 'money', key: 'fee', label: 'Fee' },
    { entity: 'lead', type: 'date', key: 'day', label: 'Day' },
    { entity: 'lead', type: 'boolean', key: 'old', label: 'Old' },
  ];
  const withFields = async () => {
    const made = app.as(undefined, ['leads:read', 'leads:write', 'tenant:write']);
    for (const field of fields) expect(await made.post('/v1/custom-fields', field)).toMatchObject({ status: 201 });
    return made;
  };

  it.each(['csv', 'xlsx'])('is taken back by an import as it was, without a mapping: %s', async (format) => {
    const [from, to] = [await withFields(), await withFields()];
    await knownLeads(app, from);
    const details = {
      ...{ firstName: 'Zoë', lastName: '=Ada', jobTitle: 'CTO', language: 'de-AT', timeZone: 'Europe/Vienna', lifecycleStage: 'customer' },
      ...{ property: { kind: 'house', bathrooms: 1.5 }, address: { street: '-1 Way', country: 'AT' } },
      sourceMetadata: { 'utm.source.first': 'news', utm_medium: '+mail', 'a-b': 'x' },
      customFields: { fee: { amount: '12.50', currency: 'EUR' }, day: '2026-01-02', old: true },
    };
    expect(await from.post('/v1/leads', { externalId: 'all', ...details })).toMatchObject({ status: 201 });
    const { bytes } = await downloadExport(app, from, { format });
    const job = await importFile(to, new Uint8Array(bytes), {}, `leads.${format}`);
    expect(job.counts).toMatchObject({ rows: 5, created: 5 });
    const byExternalId = async (client: TenantClient) =>
      new Map((await leadsOf(client)).map((lead) => [lead.externalId, facts(lead)] as const));
    expect(await byExternalId(to)).toEqual(await byExternalId(from));
  });
});
