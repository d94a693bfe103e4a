import { createHash } from 'node:crypto';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type AuditTrailPage,
  type DncEntry,
  type Problem,
  RETENTION_CATEGORIES,
  type RetentionCount,
  type RetentionPolicy,
  type RetentionRule,
} from '@leadstream/contracts';
import { requestRun } from '@leadstream/jobs';
import { uuidV7 } from '@leadstream/kernel';
import { PersonVault, TenantDatabase } from '@leadstream/persistence';
import { eventually, type ServiceClient } from '@leadstream/testing';
import pg from 'pg';
import { AUDITOR, exported, judge, record, some, tamper, verify } from '../../test/audit-trail.js';
import { type ComplianceApp, startComplianceApp } from '../../test/compliance-app.js';
import { ARCHIVES, archivesOf, decided, linesOf, reviewed } from '../../test/retention.js';
import { ChainCheck } from '../audit/chain/chain-check.rules.js';
import { BEFORE_FIRST } from '../audit/audit-entry.js';
import { CheckpointService } from '../audit/checkpoints/checkpoint.service.js';
import { entryOfArchive } from '../audit/chain/archived-entry.fixture.spec.js';

const DAY_MS = 86_400_000;

let app: ComplianceApp;
let admin: pg.Client;
let archiveFolder: string;
let past: Date | undefined;
beforeAll(async () => {
  archiveFolder = await mkdtemp(join(tmpdir(), 'archive-'));
  app = await startComplianceApp({ now: () => past ?? new Date() }, { RETENTION_ARCHIVE: 'folder', RETENTION_FOLDER: archiveFolder });
  admin = new pg.Client({ connectionString: app.database.adminUrl, options: '-c search_path=compliance' });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await app.stop();
  await rm(archiveFolder, { recursive: true });
});

const tenantOfSpec = () => app.as(undefined, ['compliance:read', 'compliance:write', 'tenant:write']);
const put = (tenant: ServiceClient, version: number, rules: readonly RetentionRule[]) =>
  tenant.send<RetentionPolicy & Problem>('PUT', '/v1/retention', {
    body: JSON.stringify({ rules }),
    headers: { 'content-type': 'application/json', 'if-match': `"${version}"` },
  });

describe('a policy', () => {
  it('is the defaults until somebody says otherwise, changes as a whole, one version after the other, and is told', async () => {
    const tenant = tenantOfSpec();
    const first = await tenant.get<RetentionPolicy>('/v1/retention');
    expect([first.headers.get('etag'), first.body.updatedAt]).toEqual(['"1"', null]);
    expect(first.body.rules.map(({ category, isDefault }) => [category, isDefault])).toEqual(
      RETENTION_CATEGORIES.map((category) => [category, true]),
    );
    const rules: RetentionRule[] = [{ category: 'decisions', action: 'delete', afterDays: 366 }];
    const changed = await put(tenant, 1, rules);
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"2"']);
    expect(changed.body.rules.filter(({ isDefault }) => !isDefault)).toEqual([expect.objectContaining({ ...rules[0] })]);
    expect((await tenant.get<RetentionPolicy>('/v1/retention')).body).toEqual(changed.body);
    const stale = await put(tenant, 1, []);
    expect([stale.status, stale.body.code]).toEqual([412, 'COMPLIANCE.RETENTION_STALE']);
    await eventually(() => {
      const told = app.published.ofType('retention.changed').filter(({ key }) => key === `${tenant.tenantId}:${tenant.tenantId}`);
      expect(told.map(({ data }) => data)).toEqual([expect.objectContaining({ version: 2, rules })]);
    });
    expect((await put(tenant, 2, [])).body.rules).toEqual(first.body.rules);
  });

  it('stays within the bounds of its categories, and names each once', async () => {
    const tenant = tenantOfSpec();
    const early: RetentionRule = { category: 'decisions', action: 'delete', afterDays: 365 };
    const refused = await put(tenant, 1, [early]);
    expect([refused.status, refused.body.code]).toEqual([422, 'COMPLIANCE.RETENTION_OUT_OF_BOUNDS']);
    const fine = { ...early, afterDays: 366 };
    expect((await put(tenant, 1, [fine, fine])).status).toBe(422);
    expect((await tenant.get<RetentionPolicy>('/v1/retention')).body.version).toBe(1);
  });
});

async function letRowsGo(): Promise<void> {
  const at = await app.service.app.get(TenantDatabase).withoutTenant((tx) => requestRun(tx, 'let-rows-go', 'spec'));
  const outcome = `SELECT FROM timed_job_run WHERE job = 'let-rows-go' AND scheduled_for = $1 AND outcome = 'succeeded'`;
  await eventually(async () => expect((await admin.query(outcome, [at])).rowCount).toBe(1));
}

describe('what is old enough', () => {
  const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS);

  const left = async (table: string, tenantId: string) =>
    (await admin.query<{ lead_id: string }>(`SELECT lead_id FROM ${table} WHERE tenant_id = $1 ORDER BY lead_id`, [tenantId])).rows.map(
      (row) => row.lead_id,
    );

  it('is the least age of a decision that the service may delete at all', async () => {
    const tenantId = uuidV7.next();
    const [old, young] = [uuidV7.next(), uuidV7.next()];
    await decided(admin, tenantId, old, daysAgo(367));
    await decided(admin, tenantId, young, daysAgo(365));
    await app.service.app.get(TenantDatabase).inTenant(tenantId, (tx) => tx.execute('DELETE FROM decision'));
    expect(await left('decision', tenantId)).toEqual([young]);
  });

  it('goes, decisions and closed reviews alike, but for the leads that a hold is on', async () => {
    const tenant = tenantOfSpec();
    const { tenantId } = tenant;
    const [free, held, young, waiting, heeded] = Array.from({ length: 5 }, () => uuidV7.next()) as [string, string, string, string, string];
    await put(tenant, 1, [
      { category: 'decisions', action: 'delete', afterDays: 366 },
      { category: 'opt-out-reviews', action: 'delete', afterDays: 366 },
    ]);
    await tenant.post('/v1/legal-holds', { leadId: held, matter: '17 O 4/26', reason: 'claim' });
    const old = daysAgo(400);
    for (const leadId of [free, held]) {
      await decided(admin, tenantId, leadId, old);
      await reviewed(admin, tenantId, leadId, old);
    }
    await decided(admin, tenantId, young, daysAgo(365));
    await reviewed(admin, tenantId, young, daysAgo(365));
    await reviewed(admin, tenantId, waiting, daysAgo(400), { isOpen: true });
    // What START lifts is known by it.
    const { body: entry } = await tenant.post<DncEntry>('/v1/dnc', { kind: 'phone', value: '+14155552671', reason: 'asked' });
    await reviewed(admin, tenantId, heeded, old, { dncEntryId: entry.id });
    const counted = async (query = '') => {
      const { body } = await tenant.get<{ items: RetentionCount[] }>(`/v1/retention-counts/compliance${query}`);
      return body.items.map(({ category, due, held, oldestAt }) => [category, due, held, oldestAt]);
    };
    const before = await counted();
    expect(before).toEqual([
      ['decisions', 1, 1, old.toISOString()],
      ['opt-out-reviews', 1, 1, old.toISOString()],
      ['audit', 0, 0, null],
    ]);
    // By the defaults none would go.
    expect(await counted('?rules=[]')).toEqual(before.map(([category]) => [category, 0, 0, null]));
    await letRowsGo();
    expect(await left('decision', tenantId)).toEqual([held, young].toSorted());
    expect(await left('opt_out_review', tenantId)).toEqual([held, young, waiting, heeded].toSorted());
    await tenant.send('DELETE', `/v1/dnc/${entry.id}`);
    await tenant.send('DELETE', `/v1/dnc/${entry.id}`);
    await letRowsGo();
    expect(await left('opt_out_review', tenantId)).toEqual([held, young, waiting].toSorted());
  });
});

describe('an archive', () => {
  /** A tenant with an archive of one review of each lead. */
  async function archived(...leadIds: string[]): Promise<ServiceClient> {
    const tenant = app.as(undefined, [...AUDITOR, 'compliance:read', 'tenant:write']);
    await put(tenant, 1, [{ category: 'opt-out-reviews', action: 'archive', afterDays: 366 }]);
    for (const leadId of leadIds) await reviewed(admin, tenant.tenantId, leadId, new Date(Date.now() - 400 * DAY_MS));
    await letRowsGo();
    return tenant;
  }
  const vault = () => app.service.app.get(PersonVault);
  const codeOf = async (tenant: ServiceClient, id = '') => {
    const { status, body } = await tenant.get<Problem>(`${ARCHIVES}/${id}/rows`);
    return [status, body.code];
  };

  it('is read back by its tenant alone, but for persons who were erased since, and whoever reads it is entered in the audit trail', async () => {
    const leads = [uuidV7.next(), uuidV7.next()].toSorted();
    const tenant = await archived(...leads);
    const [archive, ...more] = await archivesOf(tenant);
    const file = await readFile(join(archiveFolder, tenant.tenantId, `${archive?.id}.ndjson.gz`));
    const sha256 = createHash('sha256').update(file).digest('hex');
    const about = { service: 'compliance', category: 'opt-out-reviews', month: null, rows: 2 };
    expect([archive, more]).toEqual([expect.objectContaining({ ...about, sizeBytes: file.length, sha256 }), []]);
    expect(await archivesOf(tenant, '?category=decisions')).toEqual([]);
    const [header, ...rows] = await linesOf(tenant, archive?.id);
    expect(header).toEqual({ kind: 'header', archiveId: archive?.id, ...about, erased: 0 });
    expect(rows.map(({ row }) => row?.['lead_id']).toSorted()).toEqual(leads);

    await vault().destroy(tenant.tenantId, [`lead:${leads[0]}`]);
    const after = await linesOf(tenant, archive?.id);
    expect([after[0], after.filter(({ row }) => row).map(({ row }) => row?.['lead_id'])]).toEqual([{ ...header, erased: 1 }, [leads[1]]]);
    const other = app.as(undefined, AUDITOR);
    expect([await archivesOf(other), await codeOf(other, archive?.id)]).toEqual([[], [404, 'RETENTION.ARCHIVE_NOT_FOUND']]);
    await eventually(async () => {
      const { items } = (await tenant.get<AuditTrailPage>('/v1/audit?type=archive.read')).body;
      expect(items.map(({ data, source }) => [source, data['archiveId'], data['erased']])).toEqual(
        [1, 0].map((erased) => ['compliance', archive?.id, erased]),
      );
      expect(items[0]?.actor).toMatch(/^(member|api-key):/);
    });
  });

  it('says why it cannot be read: nobody has its keys, the file is another one, is not there, or is out of reach', async () => {
    const lead = uuidV7.next();
    const tenant = await archived(lead);
    const [archive] = await archivesOf(tenant);
    const folder = join(archiveFolder, tenant.tenantId);
    await vault().destroy(tenant.tenantId, [`lead:${lead}`]);
    expect(await codeOf(tenant, archive?.id)).toEqual([404, 'RETENTION.ARCHIVE_ERASED']);
    await appendFile(join(folder, `${archive?.id}.ndjson.gz`), 'x');
    expect(await codeOf(tenant, archive?.id)).toEqual([409, 'RETENTION.ARCHIVE_ALTERED']);
    await rm(folder, { recursive: true });
    expect(await codeOf(tenant, archive?.id)).toEqual([404, 'RETENTION.ARCHIVE_GONE']);
    await writeFile(folder, 'no folder');
    expect(await codeOf(tenant, archive?.id)).toEqual([503, 'RETENTION.ARCHIVE_STORAGE']);
    await rm(folder);
  });
});

describe('months of the audit trail whose term is over', () => {
  const auditor = () => app.as(undefined, [...AUDITOR, 'compliance:read', 'compliance:write', 'tenant:write']);
  const counted = async (tenant: ServiceClient) => {
    const { body } = await tenant.get<{ items: RetentionCount[] }>('/v1/retention-counts/compliance');
    const audit = body.items.find(({ category }) => category === 'audit');
    return [audit?.action, audit?.due, audit?.held];
  };
  async function recordedThen(tenant: ServiceClient, count: number): Promise<string> {
    const events = some(tenant.tenantId, count);
    await record(app, tenant.tenantId, events);
    return events[0]?.id ?? '';
  }
  /** What is said over the API is told, and is an entry of the trail itself. */
  async function saysSilently({ tenantId }: ServiceClient, rule: RetentionRule): Promise<void> {
    const insert = `INSERT INTO retention_policy (tenant_id, version, rules, actor_kind, actor_id, recorded_at) VALUES ($1, 2, $2, 'member', 'ada', now())`;
    await admin.query(insert, [tenantId, JSON.stringify([rule])]);
  }
  const untilHeadIs = (tenant: ServiceClient, head: number) => eventually(async () => expect((await verify(tenant)).head).toBe(head));

  it('go as a whole once every chain was signed and nobody keeps them; what stays verifies, and says where it begins', async () => {
    const [staying, quiet, broken] = [auditor(), auditor(), auditor()];
    await saysSilently(quiet, { category: 'audit', action: 'delete', afterDays: 366 });
    await admin.query(`SELECT ensure_month_partitions('audit_entry', 0, 15)`);
    const now = new Date();
    past = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 14, 15));
    const leadId = await recordedThen(staying, 3);
    await app.service.app.get(CheckpointService).signHead(staying.tenantId);
    const { checkpoint: kept } = await verify(staying);
    await recordedThen(staying, 2);
    for (const tenant of [quiet, broken]) await recordedThen(tenant, 2);
    const month = `audit_entry_y${past.toISOString().slice(0, 7).replace('-', 'm')}`;
    past = undefined;
    await recordedThen(staying, 3);
    const isThere = async () => (await admin.query<{ is: boolean }>('SELECT to_regclass($1) IS NOT NULL AS is', [month])).rows[0]?.is;

    const hold = await staying.post<{ id: string }>('/v1/legal-holds', { leadId, matter: '17 O 5/26', reason: 'claim' });
    await untilHeadIs(staying, 9);
    expect([await counted(staying), await counted(quiet)]).toEqual([
      ['archive', 0, 5],
      ['delete', 2, 0],
    ]);
    await letRowsGo();
    expect([await isThere(), (await verify(staying)).archive]).toEqual([true, null]);

    await staying.post(`/v1/legal-holds/${hold.body.id}/release`, { reason: 'settled' });
    await untilHeadIs(staying, 10);
    expect(await counted(staying)).toEqual(['archive', 5, 0]);
    const alter = (from: string, to: string) =>
      tamper(app, broken, `UPDATE audit_entry SET source = '${to}' WHERE tenant_id = $id AND sequence = 2 AND source = '${from}'`);
    await alter('lead', 'eve');
    await letRowsGo();
    expect([await isThere(), (await verify(broken)).finding]).toEqual([true, { sequence: 2, problem: 'altered', belongsAt: null }]);
    // Whoever was signed for already is checked from its first entry on as long as that is there.
    expect(await verify(staying)).toMatchObject({ isSound: true, from: 1, to: 10, archive: null });

    await alter('eve', 'lead');
    await letRowsGo();
    expect([await isThere(), await counted(staying)]).toEqual([false, ['archive', 0, 0]]);
    expect(await verify(staying)).toMatchObject({
      isSound: true,
      from: 6,
      to: 10,
      archive: { purpose: 'archive', number: 1, sequence: 5 },
    });
    expect(await verify(staying, { from: 1 })).toMatchObject({ isSound: true, from: 6 });
    expect(await verify(quiet)).toMatchObject({ isSound: true, from: 3, to: 2, head: 2, archive: { sequence: 2 } });
    const page = await staying.get<AuditTrailPage>('/v1/audit');
    expect([page.body.items.map(({ sequence }) => sequence), page.body.beginsAt]).toEqual([[10, 9, 8, 7, 6], 6]);

    const exports = [await exported(staying), await exported(staying, '?to=2'), await exported(staying, '?from=7')];
    const begin = /\nbegins behind entry 5, up to which entries were taken out: signed .* with key [0-9a-f]{64}\n$/;
    for (const whole of exports.slice(0, 2)) expect(await judge(whole)).toMatch(new RegExp(`^sound: entries 6 to 10, .*${begin.source}`));
    expect(await judge(exports[2] ?? '')).toMatch(/^sound: entries 7 to 10, signed [^\n]*\n$/);
    expect(await judge(await exported(quiet))).toMatch(/^sound: no entries, those up to 2 were taken out, signed/);
    expect(await judge((exports[0] ?? '').replace('"sequence":5', '"sequence":4'))).toBe('NOT SOUND: the archive ends at another entry\n');

    const witness = (sequence = 0, hash = '') => verify(staying, { kept: { sequence, hash } });
    expect((await witness(kept?.sequence, kept?.hash)).isSound).toBe(true);
    expect((await witness(kept?.sequence, '0'.repeat(64))).finding).toMatchObject({ sequence: 3, problem: 'contradicted' });
    await tamper(app, staying, `UPDATE audit_entry SET actor = 'member:eve' WHERE tenant_id = $id AND sequence = 7`);
    expect((await verify(staying)).finding).toMatchObject({ sequence: 7, problem: 'altered' });
    await tamper(app, quiet, `UPDATE audit_checkpoint SET hash = sha256('') WHERE tenant_id = $id AND purpose = 'archive'`);
    expect((await verify(quiet)).finding).toMatchObject({ sequence: 2, problem: 'forged' });
    await provesItself(staying, 5);
  });

  /** The archived entries, as they are read back, make the chain from its beginning to what was signed. */
  async function provesItself(tenant: ServiceClient, last: number): Promise<void> {
    const { tenantId } = tenant;
    const [archive] = await archivesOf(tenant);
    expect(archive).toMatchObject({ category: 'audit', month: expect.stringMatching(/^\d{4}-\d\d$/), rows: last });
    const check = new ChainCheck(tenantId, BEFORE_FIRST);
    for (const { row } of (await linesOf(tenant, archive?.id)).slice(1)) {
      expect(check.next(entryOfArchive(JSON.stringify(row)))).toBeUndefined();
    }
    const signed = `SELECT hash FROM audit_checkpoint WHERE tenant_id = $1 AND purpose = 'archive' AND sequence = $2`;
    expect((await admin.query<{ hash: Buffer }>(signed, [tenantId, last])).rows).toEqual([{ hash: check.last.hash }]);
  }
});
