import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Problem } from '@leadstream/contracts';
import { requestRun } from '@leadstream/jobs';
import { uuidV7 } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { eventually, type ServiceClient, sql } from '@leadstream/testing';
import { type ComplianceApp, startComplianceApp } from '../../../test/compliance-app.js';
import { ask, changes, ended, load, national, reasonsFor, upload } from '../../../test/dnc-loads.js';

const MAX_BYTES = 300_000;
const NOW = new Date('2026-11-20T12:00:00Z');

let app: ComplianceApp;
let tenant: ServiceClient;
beforeAll(async () => {
  app = await startComplianceApp({ now: () => NOW }, { DNC_LOAD_MAX_BYTES: String(MAX_BYTES), DNC_LIST_WAIT_MS: '10000' });
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
         (tenant_id, id, source, mode, listed_at, allow_shrink, state, total_bytes, done_bytes, attempts, created_at)
       VALUES ($1, $2, 'us-national', $3, $6, false, $4, octet_length($7::bytea), octet_length($7::bytea), $5, $6) RETURNING tenant_id, id)
     INSERT INTO compliance.dnc_load_chunk SELECT tenant_id, id, 0, $7 FROM load`,
    [tenant.tenantId, id, mode, state, attempts, createdAt, Buffer.from(content)],
  );
  return id;
}
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
    ['415,5552671,A\n', { mode: 'delta', source: 'us-tx' }, 'DNC_LOAD_WITHOUT_LIST'],
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
    await load(tenant, '415,5552671\n', national());
    expect(await loadsOf(tenant)).toEqual([{ state: 'completed', count: '0' }]);
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

  it('that never ended is taken away a day later', async () => {
    for (const hours of [25, 23]) await plant('uploading', 'full', 0, new Date(NOW.getTime() - hours * 3_600_000), '415,5552671\n');
    await look();
    await eventually(async () => expect(await loadsOf(tenant)).toHaveLength(1));
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
