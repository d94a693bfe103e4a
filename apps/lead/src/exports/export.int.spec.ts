import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EXPORT_COLUMNS, type Lead, type LeadExport } from '@leadstream/contracts';
import { runInContext } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { eventually } from '@leadstream/testing';
import { downloadExport, exportedRows, leadsOf } from '../../test/exports.js';
import { fileOf, importFile } from '../../test/imports.js';
import { inspect } from '../../test/inspect.js';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { ifMatch, type Problem, type TenantClient } from '../../test/tenant-client.js';
import { openWorkbook } from '../imports/xlsx/open-workbook.js';
import { ExportService } from './export.service.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp();
});
afterAll(() => app.stop());

const rowsOf = (tenant: TenantClient, asked: object) => exportedRows(app, tenant, asked);

/** Begins to read a file and goes away with its headings. */
function brokenOff({ tenantId, actor }: TenantClient, exportId: string): Promise<void> {
  return runInContext({ tenantId, actor, scopes: ['leads:read'], requestId: exportId }, async () => {
    const { file } = await app.service.app.get(ExportService).open(exportId);
    for await (const _block of file) break;
  });
}

describe('an export', () => {
  it('is asked for, shown, and a file that is no page', async () => {
    const tenant = app.as();
    await tenant.post('/v1/leads', { email: 'ada@x.com', phone: '+4930901820' });
    const { status, headers, body } = await tenant.post<LeadExport>('/v1/exports', { columns: ['email', 'phone'] });
    expect([status, headers.get('location')]).toEqual([201, `/v1/exports/${body.id}`]);
    expect(body).toMatchObject({ format: 'csv', columns: ['email', 'phone'], query: { sort: '-createdAt', deleted: 'false' } });
    expect(Date.parse(body.expiresAt) - Date.parse(body.createdAt)).toBe(7 * 24 * 3_600_000);
    expect((await tenant.get<LeadExport>(`/v1/exports/${body.id}`)).body).toEqual(body);
    const file = await fetch(`${app.service.url}${body.file}`, { headers: tenant.context() });
    expect(file.headers.get('content-type')).toContain('text/csv');
    expect(file.headers.get('content-disposition')).toBe(`attachment; filename="leads-${body.createdAt.slice(0, 10)}.csv"`);
    expect(Buffer.from(await file.arrayBuffer()).toString()).toBe("\ufeffemail,phone\r\nada@x.com,'+4930901820\r\n");
  });

  it('holds the leads that a list would give, in its order, as they are when it is downloaded', async () => {
    const tenant = app.as();
    for (const externalId of ['one', 'two', 'three'])
      await tenant.post('/v1/leads', { externalId, source: externalId === 'two' ? 'ads' : 'web' });
    const idsOf = async (query: object) => (await rowsOf(tenant, { columns: ['externalId'], query })).map(({ externalId }) => externalId);
    expect(await idsOf({})).toEqual(['three', 'two', 'one']);
    expect(await idsOf({ sort: 'createdAt', source: 'WEB' })).toEqual(['one', 'three']);
    const { body } = await tenant.post<LeadExport>('/v1/exports', { columns: ['externalId'] });
    const [last] = (await leadsOf(tenant)).slice(-1);
    await tenant.delete(`/v1/leads/${last?.id}`, ifMatch(1));
    const later = await fetch(`${app.service.url}${body.file}`, { headers: tenant.context() });
    expect((await later.text()).trim().split('\r\n').slice(1)).toEqual(['two', 'one']);
    expect(await idsOf({ deleted: 'true' })).toEqual(['three']);
  });

  it('of more leads than are read at a time has each of them once', async () => {
    const tenant = app.as();
    await importFile(tenant, fileOf(2_345));
    const rows = await rowsOf(tenant, { columns: ['externalId'], query: { sort: 'capturedAt' } });
    expect(new Set(rows.map(({ externalId }) => externalId)).size).toBe(2_345);
    expect(rows).toHaveLength(2_345);
  });

  it('has every field unless columns are chosen', async () => {
    const tenant = app.as();
    const { body: lead } = await tenant.post<Lead>('/v1/leads', {
      email: 'ada@x.com',
      address: { city: 'Berlin' },
      sourceMetadata: { ad: 7 },
    });
    const [row] = await rowsOf(tenant, {});
    expect(row).toMatchObject({ id: lead.id, email: 'ada@x.com', 'address.city': 'Berlin', createdAt: lead.createdAt, company: '' });
    expect(Object.keys(row ?? {})).toEqual([...EXPORT_COLUMNS, 'sourceMetadata.ad']);
    const details = {
      property: { kind: 'house', bathrooms: 1.5 },
      budget: { max: '9.5', currency: 'eur' },
      sourceMetadata: { 'utm.source': 'x', paid: true },
    };
    const { body: other } = await tenant.post<Lead>('/v1/leads', { externalId: 'o-1', capturedAt: '2026-01-02T03:04:05.678Z', ...details });
    const [second] = await rowsOf(tenant, {
      columns: [...EXPORT_COLUMNS, 'sourceMetadata.utm.source', 'sourceMetadata.*', 'sourceMetadata.none'],
    });
    expect(Object.keys(second ?? {}).slice(EXPORT_COLUMNS.length)).toEqual(
      ['utm.source', 'ad', 'paid', 'none'].map((name) => `sourceMetadata.${name}`),
    );
    for (const name of ['id', 'status', 'source', 'lifecycleStage', 'statusChangedAt', 'capturedAt', 'createdAt', 'updatedAt'] as const) {
      expect(second?.[name]).toBe(other[name]);
    }
    expect(second).toMatchObject({
      capturedAt: '2026-01-02T03:04:05.678Z',
      'property.kind': 'house',
      'property.bathrooms': '1.5',
      'budget.min': '',
      'budget.max': '9.50',
      'budget.currency': 'EUR',
      'sourceMetadata.utm.source': 'x',
      'sourceMetadata.paid': 'true',
      'sourceMetadata.none': '',
    });
  });

  it('as a workbook holds the same texts', async () => {
    const tenant = app.as();
    await tenant.post('/v1/leads', { email: 'ada@x.com', phone: '+4930901820', company: '=HYPERLINK("http://x")' });
    const { headers, bytes } = await downloadExport(app, tenant, { format: 'xlsx', columns: ['phone', 'company'] });
    expect(headers.get('content-type')).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    const read = async function* (start: number, end: number) {
      yield bytes.subarray(start, end);
    };
    const rows: string[][] = [];
    for await (const block of (await openWorkbook({ sizeBytes: bytes.length, read })).records)
      rows.push(...block.map(({ cells }) => cells));
    expect(rows).toEqual([
      ['phone', 'company'],
      ['+4930901820', '=HYPERLINK("http://x")'],
    ]);
  });

  it.each([
    ['columns', { columns: [] }],
    ['columns', { columns: ['email', 'email'] }],
    ['columns.0', { columns: ['secret'] }],
    ['format', { format: 'pdf' }],
    ['query.limit', { query: { limit: 5 } }],
    ['query.status', { query: { status: 'hot' } }],
  ])('is refused with the path %s: %j', async (path, asked) => {
    const { status, body } = await app.as().post<Problem>('/v1/exports', asked);
    expect([status, body.errors?.map((error) => error.path)]).toEqual([422, [path]]);
  });

  it('is listed, the newest first, with who asked for it', async () => {
    const tenant = app.as();
    const colleague = app.as(tenant.tenantId);
    const { body: first } = await tenant.post<LeadExport>('/v1/exports', {});
    const { body: second } = await colleague.post<LeadExport>('/v1/exports', { format: 'xlsx' });
    const list = async (query = '') => (await tenant.get<{ items: LeadExport[]; nextCursor: string | null }>(`/v1/exports${query}`)).body;
    expect(await list()).toEqual({ items: [second, first], nextCursor: null });
    expect([second.madeBy, first.madeBy]).toEqual([colleague.actor, tenant.actor]);
    const page = await list('?limit=1');
    expect([page.items, await list(`?limit=1&cursor=${page.nextCursor}`)]).toEqual([[second], { items: [first], nextCursor: null }]);
    expect((await app.as().get<{ items: LeadExport[] }>('/v1/exports')).body.items).toEqual([]);
    expect((await app.as(tenant.tenantId, ['leads:write']).get('/v1/exports')).status).toBe(403);
  });

  it('is told with who asked for what, but not for whom, and so is each download', async () => {
    const tenant = app.as();
    await tenant.post('/v1/leads', { email: 'ada@x.com' });
    const asked = {
      columns: ['email', 'customFields.*'],
      query: { email: 'ada@x.com', sort: 'createdAt' },
      filter: {
        not: {
          or: [
            { field: 'company', operator: 'eq', value: 'Acme' },
            { field: 'score', operator: 'gt', value: 90 },
          ],
        },
      },
    };
    const { body } = await tenant.post<LeadExport>('/v1/exports', asked);
    const told = (word: string) =>
      app.published.ofType(`export.${word}`).filter(({ data }) => (data as { exportId: string }).exportId === body.id);
    for (const _ of ['first', 'second']) await (await fetch(`${app.service.url}${body.file}`, { headers: tenant.context() })).text();
    await brokenOff(tenant, body.id);
    await eventually(() => expect([told('created').length, told('download-ended').length]).toEqual([1, 3]));
    const [created] = told('created');
    expect(created?.headers['ce_actor']).toBe(`member:${tenant.actor.id}`);
    expect(created?.data).toEqual({
      ...{ exportId: body.id, format: 'csv', columns: asked.columns, query: ['email'], segmentId: null, createdAt: body.createdAt },
      conditions: [
        { field: 'company', operator: 'eq' },
        { field: 'score', operator: 'gt' },
      ],
    });
    expect(new Set(told('download-started').map(({ headers }) => headers['ce_actor']))).toEqual(new Set([`member:${tenant.actor.id}`]));
    const ends = told('download-ended').map(({ data }) => data as { outcome: string; leads: number });
    expect(ends.map(({ outcome, leads }) => (outcome === 'completed' ? leads : outcome)).toSorted()).toEqual([1, 1, 'broken-off']);
    const keysOf = (word: string) => new Set(told(word).map(({ key }) => key));
    expect([keysOf('download-started').size, keysOf('download-ended')]).toEqual([3, keysOf('download-started')]);
  });

  it('is nobody else’s', async () => {
    const { body } = await app.as().post<LeadExport>('/v1/exports', {});
    for (const path of ['', '/file']) expect((await app.as().get(`/v1/exports/${body.id}${path}`)).status).toBe(404);
    expect((await app.as(undefined, ['settings:read']).post('/v1/exports', {})).status).toBe(403);
  });

  it('is gone after seven days, for everybody who asks and then for good', async () => {
    const tenant = app.as();
    const { body } = await tenant.post<LeadExport>('/v1/exports', {});
    await inspect(app.database, `UPDATE export SET created_at = created_at - interval '7 days 1 minute' WHERE export_id = $1`, [body.id]);
    const answer = await tenant.get<Problem>(`/v1/exports/${body.id}/file`);
    expect([answer.status, answer.body.code]).toEqual([404, 'LEAD.EXPORT_NOT_FOUND']);
    expect((await tenant.get<{ items: unknown[] }>('/v1/exports')).body.items).toEqual([]);
    const service = app.service.app.get(ExportService);
    expect(await app.service.app.get(TenantDatabase).withoutTenant((tx) => service.discardExpired(tx))).toBe(1);
    expect(await inspect(app.database, 'SELECT 1 FROM export WHERE export_id = $1', [body.id])).toEqual([]);
  });
});

describe('an export of a filter', () => {
  const administrator = () => app.as(undefined, ['leads:read', 'leads:write', 'tenant:write']);

  it('holds the leads that satisfy it, with the tenant’s own fields as imports read them', async () => {
    const tenant = administrator();
    const fields = [
      { entity: 'lead', type: 'number', key: 'size', label: 'Size', options: { scale: 1 } },
      { entity: 'lead', type: 'money', key: 'fee', label: 'Fee' },
      {
        entity: 'lead',
        type: 'multiple-choice',
        key: 'likes',
        label: 'Likes',
        options: { choices: ['a', 'b', 'c'].map((key) => ({ key, label: key.toUpperCase() })) },
      },
    ];
    for (const field of fields) expect(await tenant.post('/v1/custom-fields', field)).toMatchObject({ status: 201 });
    const customFields = { size: '7.5', fee: { amount: '12.50', currency: 'EUR' }, likes: ['b', 'a'] };
    await tenant.post('/v1/leads', { externalId: 'in', company: 'Acme', customFields });
    await tenant.post('/v1/leads', { externalId: 'small', company: 'Acme', customFields: { size: 1 } });
    await tenant.post('/v1/leads', { externalId: 'other', company: 'Beta', customFields: { size: 9 } });
    const columns = ['externalId', 'customFields.size', 'customFields.fee', 'customFields.likes'];
    const filter = {
      and: [
        { field: 'company', operator: 'eq', value: 'acme' },
        { field: 'customFields.size', operator: 'gt', value: 2 },
      ],
    };
    const [row, ...others] = await rowsOf(tenant, { columns, filter });
    expect(others).toEqual([]);
    expect(row).toEqual({
      externalId: 'in',
      'customFields.size': '7.5',
      'customFields.fee': '12.50 EUR',
      'customFields.likes': expect.stringMatching(/^(a;b|b;a)$/),
    });
    const copy = administrator();
    for (const field of fields) await copy.post('/v1/custom-fields', field);
    const { bytes } = await downloadExport(app, tenant, { columns, filter });
    const mapping = Object.fromEntries(columns.map((column) => [column, column]));
    expect(await importFile(copy, new Uint8Array(bytes), { mapping })).toMatchObject({ counts: { created: 1, failed: 0 } });
    const [lead] = await leadsOf(copy);
    expect(lead?.customFields).toEqual((await leadsOf(tenant)).find(({ externalId }) => externalId === 'in')?.customFields);
  });

  it('is refused where it cannot be read, or a column is of no field', async () => {
    const filter = { field: 'shoe', operator: 'eq', value: 1 };
    expect(await app.as().post<Problem>('/v1/exports', { columns: ['email', 'customFields.gone'], filter })).toMatchObject({
      status: 422,
      body: { code: 'LEAD.EXPORT_INVALID', errors: [{ path: 'columns.1', code: 'custom_field.unknown' }, { path: 'filter.field' }] },
    });
  });
});
