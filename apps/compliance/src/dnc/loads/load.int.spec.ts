import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DncEntry, DncEntryLoad, Problem } from '@leadstream/contracts';
import { requestRun } from '@leadstream/jobs';
import { uuidV7 } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { eventually, type ServiceClient, sql } from '@leadstream/testing';
import { type ComplianceApp, startComplianceApp } from '../../../test/compliance-app.js';
import { ask, changes, ended, load, loadEntries, national, reasonsFor, upload, uploadEntries } from '../../../test/dnc-loads.js';

const MAX_BYTES = 300_000;
const NOW = new Date('2026-11-20T12:00:00Z');

let app: ComplianceApp;
let tenant: ServiceClient;
beforeAll(async () => {
  app = await startComplianceApp(
    { now: () => NOW },
    { DNC_LOAD_MAX_BYTES: String(MAX_BYTES), DNC_LIST_WAIT_MS: '10000', DNC_ENTRY_LOAD_MAX_ROWS: '2500' },
  );
});
afterAll(() => app.stop());
beforeEach(() => {
  tenant = app.as();
});

const inSlice = (text: string, values: readonly unknown[]) => sql<{ state: string; count: string }>(app.database.adminUrl, text, values);
const loadsOf = ({ tenantId }: ServiceClient) =>
  inSlice(
    `SELECT l.state, count(c.bytes) FROM compliance.dnc_load l LEFT JOIN compliance.dnc_load_chunk c ON c.load_id = l.id
      WHERE l.tenant_id = $1 GROUP BY l.id, l.state`,
    [tenantId],
  );
/** A load as it stands in the database, past the upload. */
async function plant(state: string, mode: string, attempts: number, createdAt: Date, content: string): Promise<string> {
  const id = uuidV7.next();
  await inSlice(
    `WITH load AS (
       INSERT INTO compliance.dnc_load
         (tenant_id, id, source, mode, listed_at, since, allow_shrink, state, total_bytes, done_bytes, attempts, created_at)
       VALUES ($1, $2, 'us-national', $3, $6, CASE $3 WHEN 'delta' THEN $8::timestamptz END, false, $4, octet_length($7::bytea),
               octet_length($7::bytea), $5, $6) RETURNING tenant_id, id)
     INSERT INTO compliance.dnc_load_chunk SELECT tenant_id, id, 0, $7 FROM load`,
    [tenant.tenantId, id, mode, state, attempts, createdAt, Buffer.from(content), national().listedAt],
  );
  return id;
}
const toldOf = (type: string, id = '') => app.published.ofType(type).filter(({ key }) => key.endsWith(id));
/** The job looks now. */
const look = () => app.service.app.get(TenantDatabase, { strict: false }).withoutTenant((tx) => requestRun(tx, 'load-dnc-lists', 'spec'));

describe('a file that is refused', () => {
  const html = `<html>\n${'<p>Please sign in</p>\n'.repeat(200)}`;

  const refused: readonly [string | Uint8Array<ArrayBuffer>, object, string][] = [
    [new Uint8Array(gzipSync('415,5552672\n'.repeat(1_000)).subarray(0, 30)), {}, 'DNC_FILE_DAMAGED'],
    ['415,5552672\n415,55', {}, 'DNC_FILE_CUT_OFF'],
    [html, {}, 'DNC_FILE_NO_LIST'],
    ['\u0000\u0001', {}, 'DNC_FILE_TYPE'],
    ['', {}, 'DNC_FILE_EMPTY'],
    ['415,5552671\n', {}, 'DNC_LOAD_SHRINKS'],
    ['415,5552671,A\n', changes({ source: 'us-tx' }), 'DNC_LOAD_WITHOUT_LIST'],
    ['415,5552672,A\n', changes({ since: '2026-11-20T05:00:00Z' }), 'DNC_LOAD_GAP'],
  ];

  it('says why, and changes nothing', async () => {
    await load(tenant, '415,5552671\n212,5550100\n', national());
    const loads = await Promise.all(refused.map(([content, options]) => load(tenant, content, national(options))));
    expect(loads.map(({ status, refusal, version }) => [status, refusal, version])).toEqual(
      refused.map(([, , code]) => ['refused', `COMPLIANCE.${code}`, null]),
    );
    expect(loads[2]).toMatchObject({
      counts: { rows: 201, refused: 201 },
      problems: expect.arrayContaining([{ line: 1, code: 'not_a_number' }]),
    });
    expect(await ask(tenant, ['4155552671', '4155552672', '2125550100'])).toMatchObject({
      items: [{ blocked: true }, { blocked: false }, { blocked: true }],
      lists: [{ version: 1 }],
    });
    expect((await loadsOf(tenant)).filter(({ count }) => count !== '0')).toEqual([]);
    const refusal = { headers: { ce_sequence: '2' }, data: { refusal: 'COMPLIANCE.DNC_FILE_NO_LIST', rows: 201, refused: 201 } };
    await eventually(() => expect(toldOf('dnc-load.refused', loads[2]?.id)).toMatchObject([refusal]));
  });

  it('for lacking too much may be loaded all the same when that is meant', async () => {
    await load(tenant, '415,5552671\n212,5550100\n', national());
    expect(await load(tenant, '415,5552671\n', national({ allowShrink: true }))).toMatchObject({ status: 'completed', size: 1 });
    expect(await reasonsFor(tenant, ['2125550100'])).toEqual([[]]);
  });

  const refusalOf = ({ status, body }: { status: number; body: Problem }) => [status, body.code, body.errors?.map(({ path }) => path)];

  it.each<[string, object | string, unknown[]]>([
    ['options that are not JSON', '{', [422, 'COMPLIANCE.DNC_LOAD_OPTIONS', ['options']]],
    ['an unknown source', national({ source: 'somebody' }), [422, 'COMPLIANCE.DNC_LOAD_OPTIONS', ['options.source']]],
    ['a list of tomorrow', national({ listedAt: '2026-11-21T12:00:00Z' }), [422, 'COMPLIANCE.DNC_LOAD_OPTIONS', ['options.listedAt']]],
    ['changes of who knows what', changes({ since: undefined }), [422, 'COMPLIANCE.DNC_LOAD_OPTIONS', ['options.since']]],
    ['unknown options', national({ colour: 'red' }), [422, 'COMPLIANCE.DNC_LOAD_OPTIONS', ['options.colour']]],
  ])('for %s leaves nothing behind', async (_name, options, expected) => {
    expect(refusalOf(await upload<Problem>(tenant, '415,5552671\n', options))).toEqual(expected);
    expect(await loadsOf(tenant)).toEqual([]);
  });

  it('for its size, or for coming before its options, leaves nothing behind', async () => {
    const large = await upload<Problem>(tenant, '415,5552671\n'.repeat(MAX_BYTES / 12 + 1), national());
    expect([large.status, large.body.code]).toEqual([413, 'COMPLIANCE.DNC_LOAD_TOO_LARGE']);
    const body = new FormData();
    body.append('file', new Blob(['415,5552671\n']), 'numbers.txt');
    expect(refusalOf(await tenant.send<Problem>('POST', '/v1/dnc/loads', { body }))).toEqual([422, 'COMPLIANCE.DNC_LOAD_PARTS', ['file']]);
    expect((await tenant.post<Problem>('/v1/dnc/loads', national())).status).toBe(415);
    expect(await loadsOf(tenant)).toEqual([]);
  });

  it('for being older than the list that holds', async () => {
    await load(tenant, '415,5552671\n', national());
    const late = await upload<Problem>(tenant, '415,5552671\n', changes({ listedAt: '2026-11-20T05:59:59Z' }));
    expect([late.status, late.body.code]).toEqual([409, 'COMPLIANCE.DNC_LOAD_OUTDATED']);
  });
});

describe('an upload', () => {
  it('is not kept once it is loaded, but who brought what when is', async () => {
    const { id } = await load(tenant, '415,5552671\n', national());
    expect(await loadsOf(tenant)).toEqual([{ state: 'completed', count: '0' }]);
    await eventually(() =>
      expect(toldOf('dnc-load.received', id)).toMatchObject([
        { headers: { ce_sequence: '1', ce_actor: expect.stringMatching(/^member:/) }, data: { source: 'us-national', sizeBytes: 12 } },
      ]),
    );
  });

  it('is done once per idempotency key', async () => {
    const key = { 'idempotency-key': uuidV7.next() };
    const [first, again] = [await upload(tenant, '415,5552671\n', national(), key), await upload(tenant, '415,5552671\n', national(), key)];
    expect([again.status, again.body.id, again.headers.get('idempotency-replayed')]).toEqual([202, first.body.id, 'true']);
    const other = await upload<Problem>(tenant, '415,5552672\n', national(), key);
    expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY.KEY_REUSED']);
    expect(await ended(tenant, first.body.id)).toMatchObject({ version: 1 });
    expect(await loadsOf(tenant)).toHaveLength(1);
  });

  it('is seen by its tenant alone', async () => {
    const { id } = await load(tenant, '415,5552671\n', national());
    const other = app.as();
    expect((await other.get<Problem>(`/v1/dnc/loads/${id}`)).body.code).toBe('COMPLIANCE.DNC_LOAD_NOT_FOUND');
    expect(await ask(other, ['4155552671'])).toMatchObject({ items: [{ blocked: false }], lists: [] });
    expect((await upload(app.as(tenant.tenantId, ['compliance:read']), '415,5552671\n', national())).status).toBe(403);
  });

  it('keeps those waiting that came after it for the same list, and no others', async () => {
    await load(tenant, '415,5552671\n', national());
    const earlier = new Date(NOW.getTime() - 60_000);
    const full = await plant('uploading', 'full', 0, earlier, '415,5552671\n415,5552672\n');
    const { body: delta } = await upload(tenant, '415,5552673,A\n', changes({ since: earlier.toISOString(), listedAt: NOW.toISOString() }));
    await load(tenant, '415,5552671\n', national({ source: 'own-partners' }));
    expect((await tenant.get(`/v1/dnc/loads/${delta.id}`)).body).toMatchObject({ status: 'pending' });
    await inSlice("UPDATE compliance.dnc_load SET state = 'pending' WHERE id = $1", [full]);
    await look();
    expect(await ended(tenant, delta.id)).toMatchObject({ status: 'completed', version: 3, size: 3 });
  });

  it('that never ended is taken away a day later', async () => {
    for (const hours of [25, 23]) await plant('uploading', 'full', 0, new Date(NOW.getTime() - hours * 3_600_000), '415,5552671\n');
    await look();
    await eventually(async () => expect(await loadsOf(tenant)).toHaveLength(1));
  });
});

describe('a file of entries', () => {
  const entriesOf = async () => (await tenant.get<{ items: DncEntry[] }>('/v1/dnc?limit=1000')).body.items;
  const blocked = async (addresses: object[]) =>
    (await tenant.post<{ items: { blocked: boolean }[] }>('/v1/dnc/batch', { addresses, channel: 'email' })).body.items.map(
      (one) => one.blocked,
    );

  it('puts addresses, numbers of any country and domains on the list, once however often it comes', async () => {
    const options = { channels: ['email'], reason: 'asked the partner', evidence: { reference: 'list of 3 May' }, hasHeadings: true };
    const content = 'who,when\nADA@example.com,3 May\n+49 30 901820,\ncorp.example,\nada@example.com,\n415 555 2671,\n';
    await tenant.post('/v1/dnc', { kind: 'email', value: 'ada@example.com', channels: ['email'], reason: 'x' });
    const first = await loadEntries(tenant, new Uint8Array(gzipSync(content)), options);
    expect(first).toEqual({
      ...first,
      status: 'completed',
      progress: { done: 5, total: 5, percent: 100, etaSeconds: 0 },
      counts: { rows: 5, added: 2, changed: 1, unchanged: 1, refused: 1 },
      problems: [{ line: 6, code: 'phone', value: '… 71' }],
      refusal: null,
    });
    const entries = await entriesOf();
    expect(entries.map(({ value, evidence, version }) => [value, evidence, version]).toSorted()).toEqual([
      ['+4930901820', options.evidence, 1],
      ['ada@example.com', options.evidence, 2],
      ['corp.example', options.evidence, 1],
    ]);
    const addresses = [
      { email: 'ada@example.com' },
      { phone: '+4930901820' },
      { email: 'bea@mail.corp.example' },
      { email: 'cy@example.com' },
    ];
    expect(await blocked(addresses)).toEqual([true, true, true, false]);
    expect((await loadEntries(tenant, content, options)).counts).toEqual({ rows: 5, added: 0, changed: 0, unchanged: 4, refused: 1 });
    expect(await entriesOf()).toEqual(entries);
    await eventually(() => {
      const told = app.published.events
        .filter(({ key }) => entries.some(({ id }) => key.endsWith(id)))
        .map(({ headers }) => headers['ce_type']);
      expect(told.toSorted()).toEqual(['dnc.added', 'dnc.added', 'dnc.added', 'dnc.domain-added']);
    });
    expect(
      await inSlice("SELECT content, options -> 'evidence' AS evidence FROM compliance.dnc_entry_load WHERE id = $1", [first.id]),
    ).toEqual([{ content: null, evidence: null }]);
  });

  it('of thousands of rows that were there in part blocks for as long as either says', async () => {
    const lines = (count: number) => Array.from({ length: count }, (_, index) => `n${index}@example.com\n`).join('');
    await loadEntries(tenant, lines(1_200), { expiresAt: '2026-12-01T00:00:00Z' });
    const { counts } = await loadEntries(tenant, lines(2_400), { expiresAt: '2026-12-02T00:00:00Z' });
    expect(counts).toEqual({ rows: 2_400, added: 1_200, changed: 1_200, unchanged: 0, refused: 0 });
    expect(
      await inSlice('SELECT DISTINCT expires_at::text FROM compliance.dnc_entry WHERE tenant_id = $1', [tenant.tenantId]),
    ).toHaveLength(1);
    expect((await tenant.post<{ listVersion: number }>('/v1/dnc/check', { email: 'n7@example.com' })).body).toMatchObject({
      blocked: true,
      listVersion: 2,
    });
  });

  it('that is refused says why, and nothing of it is on the list', async () => {
    const rows = `${'x\n'.repeat(101)}ada@example.com\n`;
    const loads = await Promise.all(
      [rows, '\n', '\u0000', 'a@example.com\n'.repeat(2_501), new Uint8Array([0x1f, 0x8b, 8, 0, 1])].map((content) =>
        loadEntries(tenant, content),
      ),
    );
    expect(loads.map(({ status, refusal }) => [status, refusal])).toEqual(
      ['DNC_FILE_NO_LIST', 'DNC_FILE_EMPTY', 'DNC_FILE_TYPE', 'DNC_LOAD_TOO_MANY_ROWS', 'DNC_FILE_DAMAGED'].map((code) => [
        'refused',
        `COMPLIANCE.${code}`,
      ]),
    );
    expect(loads[0]).toMatchObject({ counts: { rows: 102, refused: 101, added: 0 } });
    const told = { headers: { ce_sequence: '2' }, data: { status: 'refused', refusal: 'COMPLIANCE.DNC_FILE_NO_LIST', rows: 102 } };
    await eventually(() => expect(toldOf('dnc-entry-load.ended', loads[0]?.id)).toMatchObject([told]));
    expect(toldOf('dnc-entry-load.received', loads[0]?.id)).toMatchObject([{ headers: { ce_sequence: '1' } }]);
    expect(await entriesOf()).toEqual([]);
    const past = await uploadEntries<Problem>(tenant, rows, { reason: 'x', expiresAt: '2026-11-20T11:00:00Z' });
    expect([past.status, past.body.code]).toEqual([422, 'COMPLIANCE.EXPIRES_IN_PAST']);
  });

  it('is loaded once per idempotency key, and seen by its tenant alone', async () => {
    const key = { 'idempotency-key': uuidV7.next() };
    const [one, other] = [
      await uploadEntries(tenant, 'ada@example.com\n', { reason: 'x' }, key),
      await uploadEntries(tenant, 'ada@example.com\n', { reason: 'x' }, key),
    ];
    expect([other.body.id, other.headers.get('idempotency-replayed')]).toEqual([one.body.id, 'true']);
    await ended<DncEntryLoad>(tenant, one.body.id, '/v1/dnc/entry-loads');
    expect((await app.as().get<Problem>(`/v1/dnc/entry-loads/${one.body.id}`)).body.code).toBe('COMPLIANCE.DNC_LOAD_NOT_FOUND');
  });
});

describe('a load that a process left unfinished', () => {
  it('is done again from its beginning, and what it had put aside counts for nothing', async () => {
    await load(tenant, '415,5552671\n', national());
    await inSlice(
      `INSERT INTO compliance.dnc_registry_page (tenant_id, source, area_code, version, size, content)
       SELECT tenant_id, source, 999, 2, 1, content FROM compliance.dnc_registry_page WHERE tenant_id = $1`,
      [tenant.tenantId],
    );
    expect(await reasonsFor(tenant, ['9995552671', '4155552671'])).toEqual([[], ['listed']]);
    const id = await plant('pending', 'delta', 1, NOW, '415,5552672,A\n');
    await look();
    expect(await ended(tenant, id)).toMatchObject({ status: 'completed', version: 2, size: 2 });
    expect(await reasonsFor(tenant, ['9995552671', '4155552671', '4155552672'])).toEqual([[], ['listed'], ['listed']]);
  });

  it('keeps no other tenant waiting while it fails', async () => {
    const broken = await plant('pending', 'full', 0, new Date(NOW.getTime() - 60_000), '415,5552671\n');
    await inSlice('DELETE FROM compliance.dnc_load_chunk WHERE load_id = $1', [broken]);
    const failing = tenant;
    tenant = app.as();
    const id = await plant('pending', 'full', 0, NOW, '415,5552671\n');
    await look();
    expect(await ended(tenant, id)).toMatchObject({ status: 'completed', version: 1 });
    expect(await loadsOf(failing)).toEqual([{ state: 'pending', count: '0' }]);
  });

  it('is given up after five attempts', async () => {
    const id = await plant('pending', 'full', 5, NOW, '415,5552671\n');
    await look();
    expect(await ended(tenant, id)).toMatchObject({ status: 'refused', refusal: 'COMPLIANCE.DNC_LOAD_FAILED' });
  });
});
