import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ColumnSuggestion, ImportJob, ImportRow, ImportTemplate, Lead } from '@leadstream/contracts';
import { eventually } from '@leadstream/testing';
import { importEnded, importFile, rowsOf } from '../../../test/imports.js';
import { inspect } from '../../../test/inspect.js';
import { type LeadApp, startLeadApp } from '../../../test/lead-app.js';
import { ifMatch, type Problem, type TenantClient } from '../../../test/tenant-client.js';
import { workbookOf } from '../xlsx/workbook.fixture.spec.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp({ IMPORT_BATCH_ROWS: '3' });
});
afterAll(() => app.stop());

async function draftOf(tenant: TenantClient, file: string, options: object = {}): Promise<ImportJob> {
  const { status, body } = await tenant.upload<ImportJob>(file, { start: false, ...options });
  expect([status, body.status]).toEqual([202, 'draft']);
  return body;
}

const act = <T = ImportJob>(tenant: TenantClient, { id }: { id: string }, action: string) =>
  tenant.post<T>(`/v1/imports/${id}/${action}`, {});

async function tracesOf({ tenantId }: TenantClient) {
  const [counts] = await inspect<Record<string, string>>(
    app.database,
    `SELECT (SELECT count(*) FROM lead WHERE tenant_id = $1) AS leads, (SELECT count(*) FROM lead_audit WHERE tenant_id = $1) AS audit,
            (SELECT count(*) FROM outbox WHERE tenant_id = $1) AS events`,
    [tenantId],
  );
  return counts;
}

const FILE = [
  'Kunde,Mail,Ort,Stand',
  'Ada Lovelace,ada@x.com,London,',
  'Bea,bea@x.com,,',
  'Ada L.,ada@x.com,Paris,',
  'Cyd,known@x.com,Rome,',
  'Dan,nonsense,,',
  'Eve,ada@x.com,,',
].join('\n');
const MAPPING = { matchBy: 'email', mapping: { Kunde: 'fullName', Mail: 'email', Ort: 'address.city' } };

describe('a draft', () => {
  it('says what its columns seem to hold, by name and values, and what they are mapped to', async () => {
    const tenant = app.as();
    const draft = await draftOf(tenant, FILE, { matchBy: 'phone' });
    expect(draft.problems).toMatchObject([{ path: 'options.matchBy', code: 'match.unmapped' }]);
    expect(await act<Problem>(tenant, draft, 'start')).toMatchObject({ status: 422, body: { code: 'LEAD.IMPORT_OPTIONS' } });
    const { body } = await tenant.get<{ items: ColumnSuggestion[] }>(`/v1/imports/${draft.id}/mapping`);
    expect(body.items.map(({ column, target, suggestion }) => [column, target, suggestion])).toEqual([
      ['Kunde', null, expect.any(String)],
      ['Mail', 'email', 'email'],
      ['Ort', null, 'address.city'],
      ['Stand', null, null],
    ]);
    expect(body.items[1]).toMatchObject({ samples: ['ada@x.com', 'bea@x.com', 'known@x.com', 'nonsense'], because: 'heading_and_values' });
    const changed = await tenant.send<ImportJob>('PUT', `/v1/imports/${draft.id}/mapping`, {
      body: JSON.stringify(MAPPING),
      headers: { 'content-type': 'application/json' },
    });
    expect(changed).toMatchObject({ status: 200, body: { status: 'draft', problems: [], mapping: MAPPING.mapping } });
  });

  it('can be tried: every row says what it would do, and nothing is changed', async () => {
    const tenant = app.as();
    await tenant.post('/v1/leads', { email: 'known@x.com' });
    const draft = await draftOf(tenant, FILE, MAPPING);
    const before = await tracesOf(tenant);
    expect(await act(tenant, draft, 'dry-run')).toMatchObject({ status: 202, body: { status: 'checking', isDryRun: true } });
    const counts = { rows: 6, created: 2, updated: 3, skipped: 0, failed: 1 };
    expect(await importEnded(tenant, draft.id)).toMatchObject({ status: 'draft', isDryRun: true, counts });
    expect(await tracesOf(tenant)).toEqual(before);
    expect(await rowsOf(tenant, draft.id)).toEqual([
      [1, 'created', null, null],
      [2, 'created', null, null],
      [3, 'updated', null, null],
      [4, 'updated', null, null],
      [5, 'failed', 'email.invalid', 'email'],
      [6, 'updated', 'row.repeated', 'email'],
    ]);
    const { body } = await tenant.get<{ items: ImportRow[] }>(`/v1/imports/${draft.id}/rows?outcome=failed`);
    expect(body.items).toMatchObject([{ row: 5, line: 6, column: 'Mail', value: 'nonsense', leadId: null }]);
    expect(await act(tenant, draft, 'start')).toMatchObject({
      status: 202,
      body: { status: 'pending', isDryRun: false, counts: { rows: 0 } },
    });
    expect(await importEnded(tenant, draft.id)).toMatchObject({ status: 'completed', isDryRun: false, counts });
    expect(await rowsOf(tenant, draft.id, 'created')).toHaveLength(2);
  });

  it('asks in which order its dates are written where they leave it open', async () => {
    const tenant = app.as();
    const file = 'id,created_at\n1,3/4/24\n2,5/6/24 2:30 PM\n';
    const unclear = { path: 'options.dateOrder', code: 'date_order.unclear' };
    expect(await tenant.upload(file)).toMatchObject({ status: 422, body: { code: 'LEAD.IMPORT_OPTIONS', errors: [unclear] } });
    const draft = await draftOf(tenant, file);
    expect(draft.problems).toMatchObject([unclear]);
    const options = { mapping: { id: 'externalId', created_at: 'capturedAt' } };
    const map = (body: object) =>
      tenant.send<ImportJob>('PUT', `/v1/imports/${draft.id}/mapping`, {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      });
    expect(await map(options)).toMatchObject({ status: 422 });
    expect(await map({ ...options, dateOrder: 'mdy' })).toMatchObject({ status: 200, body: { problems: [], dateOrder: 'mdy' } });
    await act(tenant, draft, 'start');
    expect(await importEnded(tenant, draft.id)).toMatchObject({ counts: { created: 2, failed: 0 } });
    expect((await tenant.get<{ items: Lead[] }>('/v1/leads')).body.items.map(({ capturedAt }) => capturedAt).toSorted()).toEqual([
      '2024-03-04T00:00:00.000Z',
      '2024-05-06T14:30:00.000Z',
    ]);
  });

  it('cannot be started twice, nor can what is at its end be cancelled', async () => {
    const tenant = app.as();
    const draft = await draftOf(tenant, 'id\n1\n');
    const colleague = app.as(tenant.tenantId);
    await act(colleague, draft, 'start');
    await importEnded(tenant, draft.id);
    for (const action of ['start', 'dry-run', 'cancel'])
      expect(await act(tenant, draft, action)).toMatchObject({
        status: 409,
        body: { code: 'LEAD.IMPORT_STATUS', currentStatus: 'completed' },
      });
    await eventually(() => {
      const told = app.published.events.filter(({ headers }) => headers['ce_subject'] === draft.id);
      expect(told.map(({ headers }) => [headers['ce_type'], headers['ce_actor']])).toEqual([
        ['import.received', `member:${tenant.actor.id}`],
        ['import.started', `member:${colleague.actor.id}`],
        ['import.completed', `member:${tenant.actor.id}`],
      ]);
    });
  });

  it('can be given up, once, and tells who brought it and that nothing was done though it was tried', async () => {
    const tenant = app.as();
    const draft = await draftOf(tenant, 'id\n1\n2\n');
    await act(tenant, draft, 'dry-run');
    await importEnded(tenant, draft.id);
    const colleague = app.as(tenant.tenantId);
    expect(await act(colleague, draft, 'cancel')).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    expect(await act(tenant, draft, 'cancel')).toMatchObject({ status: 409 });
    await eventually(() => {
      const told = app.published.events.filter(({ headers }) => headers['ce_subject'] === draft.id);
      expect(told.map(({ headers, data }) => [headers['ce_type'], headers['ce_actor'], data])).toMatchObject([
        ['import.received', `member:${tenant.actor.id}`, { status: 'draft', rows: 2 }],
        ['import.completed', `member:${colleague.actor.id}`, { status: 'cancelled', rows: 0, created: 0 }],
      ]);
    });
  });
});

describe('a draft that was only tried', () => {
  it('cannot be taken back when it is given up: it changed nothing', async () => {
    const tenant = app.as();
    const draft = await draftOf(tenant, 'id\n1\n');
    await act(tenant, draft, 'dry-run');
    await importEnded(tenant, draft.id);
    expect(await act(tenant, draft, 'cancel')).toMatchObject({ status: 200, body: { status: 'cancelled', isDryRun: true } });
    expect(await act(tenant, draft, 'revert')).toMatchObject({ status: 409, body: { code: 'LEAD.IMPORT_STATUS' } });
  });

  it('has no failed rows any more when it is mapped anew', async () => {
    const tenant = app.as();
    const draft = await draftOf(tenant, 'id,mail\n1,nonsense\n', { mapping: { id: 'externalId', mail: 'email' } });
    await act(tenant, draft, 'dry-run');
    await importEnded(tenant, draft.id);
    const errorLines = async () => (await tenant.get<string>(`/v1/imports/${draft.id}/errors.csv`)).body.trim().split('\n').length;
    expect(await errorLines()).toBe(2);
    await tenant.send('PUT', `/v1/imports/${draft.id}/mapping`, {
      body: JSON.stringify({ mapping: { id: 'externalId' } }),
      headers: { 'content-type': 'application/json' },
    });
    expect(await errorLines()).toBe(1);
  });
});

describe('a workbook', () => {
  it('is read as a CSV file is', async () => {
    const tenant = app.as();
    const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
    const row = (...cells: string[]) => `<row>${cells.map(cell).join('')}</row>`;
    const sheets = {
      Notes: `<sheetData>${row('nothing')}</sheetData>`,
      Leads: `<sheetData>${row('id', 'email')}${row('1', 'ada@x.com')}${row('2', 'nonsense')}</sheetData>`,
    };
    const form = new FormData();
    form.append('options', JSON.stringify({ sheet: 'Leads' }));
    form.append('file', new Blob([new Uint8Array(workbookOf({ sheets }))]), 'leads.xlsx');
    const { status, body } = await tenant.send<ImportJob>('POST', '/v1/imports', { body: form });
    expect([status, body.columns]).toEqual([202, ['id', 'email']]);
    expect(await importEnded(tenant, body.id)).toMatchObject({ counts: { created: 1, failed: 1 } });
    expect(await rowsOf(tenant, body.id, 'failed')).toEqual([[2, 'failed', 'email.invalid', 'email']]);
    expect(body.sheets).toEqual([{ name: 'Notes', rows: null }, { name: 'Leads', rows: 2 }]); // prettier-ignore
  });

  it('of several sheets with the same headings is read as a whole, and says where a row stands', async () => {
    const tenant = app.as();
    const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
    const sheet = (...lines: string[][]) =>
      `<sheetData>${lines.map((cells) => `<row>${cells.map(cell).join('')}</row>`).join('')}</sheetData>`;
    const sheets = {
      May: sheet(['id', 'email'], ['1', 'a@x.com'], ['2', 'b@x.com'], ['3', '']),
      Remarks: sheet(['of the month']),
      June: sheet(['id', 'email'], ['4', 'd@x.com'], ['5', 'nonsense']),
    };
    const content = new Uint8Array(workbookOf({ sheets }));
    const draft = await tenant.upload<ImportJob>(content, { start: false }, {}, 'leads.xlsx');
    const parts = [{ name: 'May', rows: 3 }, { name: 'Remarks', rows: null }, { name: 'June', rows: 2 }]; // prettier-ignore
    expect([draft.status, draft.body.sheets]).toEqual([202, parts]);
    const choose = async <T = ImportJob>(sheet: string | null) =>
      tenant.send<T>('PUT', `/v1/imports/${draft.body.id}/mapping`, {
        body: JSON.stringify({ sheet }),
        headers: { 'content-type': 'application/json' },
      });
    const june = { sheets: [{ rows: null }, { rows: null }, { rows: 2 }], progress: { total: 2 } };
    expect(await choose('June')).toMatchObject({ status: 200, body: { ...june, columns: ['id', 'email'] } });
    expect(await choose('Remarks')).toMatchObject({ status: 422, body: { code: 'LEAD.IMPORT_NO_ROWS' } });
    expect(await choose('July')).toMatchObject({ status: 422, body: { errors: [{ path: 'options.sheet', code: 'sheet.unknown' }] } });
    expect((await tenant.get<ImportJob>(`/v1/imports/${draft.body.id}`)).body).toMatchObject(june);
    expect((await choose(null)).body.sheets).toEqual(parts);
    await act(tenant, draft.body, 'start');
    expect(await importEnded(tenant, draft.body.id)).toMatchObject({ sheets: parts, counts: { created: 4, failed: 1 } });
    const { items } = (await tenant.get<{ items: ImportRow[] }>(`/v1/imports/${draft.body.id}/rows`)).body;
    expect(items.map(({ sheet: name, line }) => [name, line])).toEqual([['May', 2], ['May', 3], ['May', 4], ['June', 2], ['June', 3]]); // prettier-ignore
    expect((await tenant.get<string>(`/v1/imports/${draft.body.id}/errors.csv`)).body.split('\n')[1]).toMatch(/^5,nonsense,5,/);
  });
});

describe('a template', () => {
  it('holds where an upload says nothing, is found by its name, and is told', async () => {
    const tenant = app.as();
    const { status, body } = await tenant.post<ImportTemplate>('/v1/import-templates', { name: 'Messe', options: MAPPING });
    expect([status, body]).toMatchObject([201, { version: 1, name: 'Messe', options: MAPPING }]);
    expect(await tenant.post('/v1/import-templates', { name: 'MESSE', options: {} })).toMatchObject({
      status: 409,
      body: { code: 'LEAD.IMPORT_TEMPLATE_TAKEN', existingId: body.id },
    });
    const job = await importFile(tenant, FILE, { templateId: body.id, onMatch: 'skip' });
    expect(job).toMatchObject({ matchBy: 'email', onMatch: 'skip', mapping: MAPPING.mapping, counts: { created: 3 } });
    expect(await tenant.patch(`/v1/import-templates/${body.id}`, 1, { name: 'Fair' })).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await tenant.patch(`/v1/import-templates/${body.id}`, 1, { name: 'Expo' })).toMatchObject({
      status: 412,
      body: { code: 'LEAD.IMPORT_TEMPLATE_STALE' },
    });
    expect(await tenant.get('/v1/import-templates')).toMatchObject({ body: { items: [{ name: 'Fair', options: MAPPING }] } });
    expect(await tenant.send('DELETE', `/v1/import-templates/${body.id}`, { headers: ifMatch(2) })).toMatchObject({ status: 204 });
    expect(await tenant.upload(FILE, { templateId: body.id })).toMatchObject({ status: 404 });
    const told = () => app.published.ofType('import-template.changed').filter(({ key }) => key.endsWith(body.id));
    const data = [{ action: 'created' }, { action: 'updated', changed: ['name'] }, { action: 'deleted', version: 3, name: 'Fair' }];
    await eventually(() => expect(told().map((event) => event.data)).toMatchObject(data));
  });

  it('keeps how files of its kind are read, too, and takes no word that its field would not', async () => {
    const tenant = app.as();
    const file = { delimiter: '|', encoding: 'windows-1252', hasHeadings: false };
    const mapping = { 'Column 1': 'externalId', 'Column 2': 'company', 'Column 3': 'status' };
    const values = { 'Column 3': { Offen: 'new', Kunde: 'converted' } };
    const { status, body } = await tenant.post<ImportTemplate>('/v1/import-templates', {
      name: 'Old',
      options: { ...file, mapping, values },
    });
    expect([status, body.options]).toEqual([201, expect.objectContaining(file)]);
    const job = await importFile(tenant, new Uint8Array(Buffer.from('1|M\xfcller, S\xf6hne|KUNDE\n', 'latin1')), { templateId: body.id });
    expect(job.counts).toMatchObject({ created: 1, failed: 0 });
    expect(await tenant.get('/v1/leads')).toMatchObject({ body: { items: [{ company: 'Müller, Söhne', status: 'converted' }] } });
    const wrong = { options: { mapping, values: { 'Column 3': { Kunde: 'customer' } } } };
    expect(await tenant.patch(`/v1/import-templates/${body.id}`, 1, wrong)).toMatchObject({
      status: 422,
      body: { code: 'LEAD.IMPORT_OPTIONS', errors: [{ path: 'options.values.Column 3.Kunde', code: 'status.unknown' }] },
    });
  });
});

describe('the error file', () => {
  it('holds the rows that failed as they stand in the file, with the reason, and can be imported again', async () => {
    const tenant = app.as();
    const job = await importFile(tenant, 'id;email;note\n1;ada@x.com;\n2;"bad;one";"two\nlines"\n3;=cmd;\n');
    const { status, headers, body: text } = await tenant.send<string>('GET', `/v1/imports/${job.id}/errors.csv`);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(text).toBe(
      [
        'id,email,note,Import row,Import code,Import field,Import reason',
        '2,bad;one,"two\nlines",2,email.invalid,email,Is not an e-mail address.',
        "3,'=cmd,,3,email.invalid,email,Is not an e-mail address.",
        '',
      ].join('\n'),
    );
    expect(await importFile(tenant, text.replace('bad;one', 'bea@x.com').replace("'=cmd", 'cyd@x.com'))).toMatchObject({
      counts: { created: 2, failed: 0 },
    });
  });
});

describe('watchers', () => {
  it('are told of the progress until the end', async () => {
    const tenant = app.as();
    const { body: job } = await tenant.upload<ImportJob>('id\n1\n2\n');
    const { headers, body: text } = await tenant.send<string>('GET', `/v1/imports/${job.id}/events`);
    expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const events = text.trim().split('\n\n');
    const [name, data = ''] = (events.at(-1) ?? '').split('\n');
    expect(name).toBe('event: end');
    expect(JSON.parse(data.replace('data: ', ''))).toMatchObject({ id: job.id, status: 'completed', counts: { created: 2 } });
  });
});
