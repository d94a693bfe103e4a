import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ImportJob } from '@leadstream/contracts';
import type { TenantClient, Problem } from '../../../test/tenant-client.js';
import { eventually } from '@leadstream/testing';
import { importEnded, importFile } from '../../../test/imports.js';
import { inspect } from '../../../test/inspect.js';
import { type LeadApp, startLeadApp } from '../../../test/lead-app.js';

const MAX_BYTES = 1_000_000;

let app: LeadApp;
let tenant: TenantClient;
beforeAll(async () => {
  app = await startLeadApp({ IMPORT_MAX_BYTES: String(MAX_BYTES), IMPORT_READ_AT_ONCE_BYTES: '500000' });
});
afterAll(() => app.stop());

const refusalOf = ({ status, body }: { status: number; body: Problem }) => [
  status,
  body.code,
  ...(body.errors ?? []).map(({ path, code }) => `${path} ${code}`),
];
const importsOf = ({ tenantId }: TenantClient) => inspect(app.database, 'SELECT status FROM import WHERE tenant_id = $1', [tenantId]);

describe('a file that is taken in', () => {
  it('is answered with where the import is, and how the file is understood', async () => {
    tenant = app.as();
    const { status, headers, body } = await tenant.upload<ImportJob>('mql_id;origin\n1;social\n', {
      constants: { 'sourceMetadata.batch': 'b1' },
    });
    expect([status, headers.get('location')]).toEqual([202, `/v1/imports/${body.id}`]);
    expect(body).toMatchObject({
      status: 'pending',
      fileName: 'leads.csv',
      sizeBytes: 23,
      matchBy: 'externalId',
      matchCustomField: null,
      mapping: { mql_id: 'externalId', origin: 'source' },
      progress: { done: 0, total: 1, percent: 0, etaSeconds: null },
      counts: { rows: 0, created: 0, updated: 0, skipped: 0, failed: 0 },
    });
    expect(await importEnded(tenant, body.id)).toMatchObject({
      status: 'completed',
      progress: { done: 1, total: 1, percent: 100, etaSeconds: 0 },
    });
  });

  it('is listed, the newest first, with who brought it', async () => {
    tenant = app.as();
    const colleague = app.as(tenant.tenantId);
    const { id: first } = await importFile(tenant, 'id\n1\n');
    const { body: second } = await colleague.upload<ImportJob>('id\n2\n', { start: false });
    const { body: third } = await tenant.upload<ImportJob>('id\n3\n', { start: false });
    const list = (query: string, client = tenant) => client.get<{ items: ImportJob[]; nextCursor: string | null }>(`/v1/imports${query}`);
    const { body } = await list('');
    expect(body.nextCursor).toBeNull();
    expect(body.items.map(({ id, status, madeBy }) => [id, status, madeBy])).toEqual([
      [third.id, 'draft', tenant.actor],
      [second.id, 'draft', colleague.actor],
      [first, 'completed', tenant.actor],
    ]);
    expect(body.items[1]).toEqual((await tenant.get<ImportJob>(`/v1/imports/${second.id}`)).body);
    const page = (await list('?status=draft&limit=1')).body;
    expect(page.items.map(({ id }) => id)).toEqual([third.id]);
    const rest = (await list(`?status=draft&limit=1&cursor=${page.nextCursor}`)).body;
    expect([rest.items.map(({ id }) => id), rest.nextCursor]).toEqual([[second.id], null]);
    expect((await list('', app.as())).body.items).toEqual([]);
    expect(await list('', app.as(tenant.tenantId, ['leads:write']))).toMatchObject({ status: 403 });
    expect(await list('?limit=1001')).toMatchObject({ status: 422, body: { errors: [{ path: 'limit' }] } });
    expect(await list('?cursor=x')).toMatchObject({ body: { code: 'HTTP.BAD_CURSOR' } });
  });

  it('may bring its options after it, or as a file of their own', async () => {
    tenant = app.as();
    const form = new FormData();
    form.append('file', new Blob(['a,b\nx@x.com,Acme\n']), 'x.csv');
    form.append('options', new Blob([JSON.stringify({ mapping: { a: 'email' }, matchBy: 'email' })], { type: 'application/json' }));
    expect(await tenant.send('POST', '/v1/imports', { body: form })).toMatchObject({ status: 202, body: { mapping: { a: 'email' } } });
  });

  it.each<[string, Buffer, object]>([
    ['stated', Buffer.from('id,company\n1,M\xfcller\n', 'latin1'), { encoding: 'windows-1252' }],
    ['found out late', Buffer.from(`id,note,company\n${`1,${'x'.repeat(1_000)},Acme\n`.repeat(400)}1,,M\xfcller\n`, 'latin1'), {}],
    ['found out without byte order mark', Buffer.from('id,company\n1,Müller\n', 'utf16le'), {}],
  ])('may be in another encoding, %s', async (_name, content, options) => {
    tenant = app.as();
    const job = await importFile(tenant, new Uint8Array(content), options);
    expect(job.counts).toMatchObject({ created: 1, failed: 0 });
    expect(await tenant.get('/v1/leads')).toMatchObject({ body: { items: [{ company: 'Müller' }] } });
  });
});

describe('an idempotency key', () => {
  const key = { 'idempotency-key': 'upload-1' };

  it('makes one import of the same upload sent twice', async () => {
    tenant = app.as();
    const [first, second] = [await tenant.upload<ImportJob>('id\n1\n', {}, key), await tenant.upload<ImportJob>('id\n1\n', {}, key)];
    expect([first.status, second.status, second.body, second.headers.get('idempotency-replayed')]).toEqual([202, 202, first.body, 'true']);
    expect(await importsOf(tenant)).toHaveLength(1);
  });

  it('refuses another file or other options under the same key', async () => {
    tenant = app.as();
    await tenant.upload('id\n1\n', {}, key);
    expect(refusalOf(await tenant.upload('id\n2\n', {}, key))).toEqual([422, 'IDEMPOTENCY.KEY_REUSED']);
    expect(refusalOf(await tenant.upload('id\n1\n', { onMatch: 'skip' }, key))).toEqual([422, 'IDEMPOTENCY.KEY_REUSED']);
    expect(await importsOf(tenant)).toHaveLength(1);
  });

  it('makes one import of the same upload sent many times at once', async () => {
    tenant = app.as();
    const answers = await Promise.all(Array.from({ length: 5 }, () => tenant.upload<ImportJob & { code?: string }>('id\n1\n', {}, key)));
    expect(new Set(answers.filter(({ status }) => status === 202).map(({ body }) => body.id)).size).toBe(1);
    for (const { status, body } of answers.filter((answer) => answer.status !== 202))
      expect([status, body.code]).toEqual([409, 'IDEMPOTENCY.IN_PROGRESS']);
    expect(await importsOf(tenant)).toHaveLength(1);
  });
});

describe('a large file', () => {
  const rows = Array.from({ length: 1_400 }, (_, index) => `e${index},${'x'.repeat(450)}`);
  const eventsOf = ({ id }: ImportJob) =>
    app.published.events.filter(({ headers }) => headers['ce_subject'] === id).map(({ headers, data }) => [headers['ce_type'], data]);

  it('is answered once its beginning was read, goes in when the rest was, and is told then', async () => {
    tenant = app.as();
    const { status, body } = await tenant.upload<ImportJob>(['id,name', ...rows, ''].join('\n'), { mapping: { id: 'externalId' } });
    expect([status, body.status, body.progress.total]).toEqual([202, 'reading', 0]);
    expect(await importEnded(tenant, body.id)).toMatchObject({ status: 'completed', counts: { rows: 1_400, created: 1_400 } });
    await eventually(() =>
      expect(eventsOf(body)).toMatchObject([
        ['import.received', { status: 'pending', rows: 1_400 }],
        ['import.started', { rows: 1_400 }],
        ['import.completed', { status: 'completed' }],
      ]),
    );
  });

  it('may be a draft, in the encoding that its last bytes show', async () => {
    tenant = app.as();
    const bytes = new Uint8Array(Buffer.from(['id,name', ...rows, 'z,Müller', ''].join('\n'), 'latin1'));
    const { body } = await tenant.upload<ImportJob>(bytes, { start: false });
    expect(body.status).toBe('reading');
    expect(await importEnded(tenant, body.id)).toMatchObject({ status: 'draft', progress: { total: 1_401 } });
    const [row] = await inspect<{ encoding: string }>(app.database, `SELECT plan->>'encoding' AS encoding FROM import WHERE import_id = $1`, [body.id]); // prettier-ignore
    expect(row?.encoding).toBe('windows-1252');
  });

  it('fails with what it would have been refused with, further down, and changes nothing', async () => {
    tenant = app.as();
    const { body } = await tenant.upload<ImportJob>(['id,name', ...rows, '1,a\0b', ''].join('\n'), { mapping: { id: 'externalId' } });
    const failed = await importEnded(tenant, body.id);
    expect(failed).toMatchObject({ status: 'failed', counts: { rows: 0 }, error: { code: 'LEAD.IMPORT_NUL' } });
    expect(failed.error?.message).toMatch(/^Line 1402, column 4: /);
    expect(await inspect(app.database, 'SELECT FROM lead WHERE tenant_id = $1', [tenant.tenantId])).toEqual([]);
    expect(eventsOf(body)).toEqual([]);
  });

  it('is refused at once where its headings and options do not fit', async () => {
    tenant = app.as();
    const refused = await tenant.upload<Problem>(['colour,name', ...rows, ''].join('\n'));
    expect(refusalOf(refused)).toEqual([422, 'LEAD.IMPORT_OPTIONS', 'options.matchBy match.unmapped']);
    expect(await importsOf(tenant)).toEqual([]);
  });
});

describe('a file that is refused', () => {
  it.each<[string, string | Uint8Array<ArrayBuffer>, unknown, unknown[]]>([
    [
      'in the wrong encoding',
      new Uint8Array(Buffer.from('id,name\n1,M\xfcller\n', 'latin1')),
      { encoding: 'utf-8' },
      [422, 'LEAD.IMPORT_ENCODING', 'file.line.2 encoding.invalid'],
    ],
    ['with a NUL', 'id,name\n1,a\0b\n', {}, [422, 'LEAD.IMPORT_NUL', 'file.line.2 nul']],
    [
      'with unbalanced quotes at its end',
      `id,name\n${'1,a\n'.repeat(2_000)}2,"b\n`,
      {},
      [422, 'LEAD.IMPORT_QUOTES', 'file.line.2002 quote.not_closed'],
    ],
    ['that is no table', '%PDF-1.7\n', {}, [415, 'LEAD.IMPORT_FILE_TYPE', 'file file.unknown_type']],
    ['that is an archive', 'PK\u0003\u0004', {}, [415, 'LEAD.IMPORT_FILE_TYPE', 'file file.not_as_named']],
    ['with no rows', 'id,name\n\n', {}, [422, 'LEAD.IMPORT_NO_ROWS']],
    ['with nothing in it', '', {}, [422, 'LEAD.IMPORT_NO_ROWS']],
    ['with too many columns', `id${',x'.repeat(600)}\n`, {}, [422, 'LEAD.IMPORT_HEADER', 'file.heading.501 heading.too_many']],
    ['that is too large', `id\n${'1234567\n'.repeat(130_000)}`, {}, [413, 'LEAD.IMPORT_TOO_LARGE']],
    ['whose columns nobody knows', 'colour\nred\n', {}, [422, 'LEAD.IMPORT_OPTIONS', 'options.matchBy match.unmapped']],
    [
      'with options that do not fit it',
      'id\n1\n',
      { mapping: { ident: 'externalId' } },
      [422, 'LEAD.IMPORT_OPTIONS', 'options.mapping.ident mapping.no_such_column', 'options.matchBy match.unmapped'],
    ],
    ['with unknown options', 'id\n1\n', { match: 'id' }, [422, 'LEAD.IMPORT_OPTIONS', 'options.match unknown_field']],
    [
      'with options of wrong type',
      'id\n1\n',
      { matchBy: 'name', mapping: { id: 'colour' } },
      [422, 'LEAD.IMPORT_OPTIONS', 'options.mapping.id not_allowed', 'options.matchBy not_allowed'],
    ],
    ['with options that are not JSON', 'id\n1\n', '{', [422, 'LEAD.IMPORT_OPTIONS', 'options malformed_json']],
  ])('%s leaves nothing behind', async (_name, content, options, expected) => {
    tenant = app.as();
    expect(refusalOf(await tenant.upload<Problem>(content, options))).toEqual(expected);
    expect(await importsOf(tenant)).toEqual([]);
    expect(await inspect(app.database, 'SELECT 1 FROM import_chunk WHERE tenant_id = $1', [tenant.tenantId])).toEqual([]);
  });

  it('is refused before it is read when its length tells', async () => {
    tenant = app.as();
    const response = await tenant.upload<Problem>(`id\n${'1\n'.repeat(50_000_000)}`);
    expect(refusalOf(response)).toEqual([413, 'LEAD.IMPORT_TOO_LARGE']);
    expect(await importsOf(tenant)).toEqual([]);
  });

  it('is refused in the middle when its length does not tell', async () => {
    tenant = app.as();
    let sentBytes = 0;
    async function* endless() {
      yield Buffer.from('--b\r\nContent-Disposition: form-data; name="file"; filename="x.csv"\r\n\r\nid\n');
      for (; sentBytes < 500 * MAX_BYTES; sentBytes += 50_000)
        yield Buffer.from('1234567890123456789012345678901234567890123456789\n'.repeat(1_000));
    }
    const response = await fetch(`${app.service.url}/v1/imports`, {
      method: 'POST',
      headers: { ...tenant.context(), 'content-type': 'multipart/form-data; boundary=b' },
      body: ReadableStream.from(endless()),
      duplex: 'half',
    });
    expect(refusalOf({ status: response.status, body: (await response.json()) as Problem })).toEqual([413, 'LEAD.IMPORT_TOO_LARGE']);
    expect(sentBytes).toBeLessThan(100 * MAX_BYTES);
    expect(await importsOf(tenant)).toEqual([]);
  });

  it('does not hold up the next upload', async () => {
    tenant = app.as();
    await tenant.upload('id\n"1\n');
    expect(await importFile(tenant, 'id\n1\n')).toMatchObject({ counts: { created: 1 } });
  });
});

describe('a form that is refused', () => {
  const formOf = (...parts: [string, string | Blob][]) => {
    const form = new FormData();
    for (const [name, value] of parts) form.append(name, value);
    return form;
  };
  const file = new Blob(['id\n1\n']);

  it.each<[string, [string, string | Blob][], string]>([
    ['without a file', [['options', '{}']], 'file missing'],
    [
      'with two files',
      [
        ['file', file],
        ['file', file],
      ],
      'file repeated',
    ],
    [
      'with a part nobody knows',
      [
        ['file', file],
        ['colour', 'red'],
      ],
      'colour unexpected',
    ],
    ['whose file is no file', [['file', 'id\n1\n']], 'file unexpected'],
  ])('%s', async (_name, parts, problem) => {
    tenant = app.as();
    expect(refusalOf(await tenant.send<Problem>('POST', '/v1/imports', { body: formOf(...parts) }))).toEqual([
      400,
      'LEAD.IMPORT_PARTS',
      problem,
    ]);
    expect(await importsOf(tenant)).toEqual([]);
  });

  it('that is no form, or ends in the middle', async () => {
    tenant = app.as();
    expect(
      refusalOf(await tenant.send<Problem>('POST', '/v1/imports', { body: '{}', headers: { 'content-type': 'application/json' } }))[0],
    ).toBe(415);
    const cut = '--b\r\nContent-Disposition: form-data; name="file"; filename="x.csv"\r\n\r\nid\n1\n';
    const answer = await tenant.send<Problem>('POST', '/v1/imports', {
      body: cut,
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
    });
    expect(refusalOf(answer)).toEqual([400, 'LEAD.IMPORT_PARTS', ' malformed_form']);
    expect(await importsOf(tenant)).toEqual([]);
  });
});

describe('another tenant', () => {
  it('does not see the import', async () => {
    tenant = app.as();
    const { id } = await importFile(tenant, 'id\n1\n');
    for (const path of ['', '/rows'])
      expect(await app.as().get(`/v1/imports/${id}${path}`)).toMatchObject({ status: 404, body: { code: 'LEAD.IMPORT_NOT_FOUND' } });
  });
});
