import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { ImportJob, RetentionCount, RetentionRule } from '@leadstream/contracts';
import { requestRun } from '@leadstream/jobs';
import { uuidV7 } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { eventually, legalHoldPlaced, retentionChanged } from '@leadstream/testing';
import { WORK_KINDS, workWith } from '../../test/attachments.js';
import { PDF, uploadDocument, uploadTo } from '../../test/documents.js';
import { importFile } from '../../test/imports.js';
import { inspect } from '../../test/inspect.js';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { create, merge, read } from '../../test/merges.js';
import { ifMatch, type TenantClient } from '../../test/tenant-client.js';

const SCOPES = ['leads:read', 'leads:write', 'compliance:read'];

let folder: string;
let app: LeadApp;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leadstream-spec-'));
  app = await startLeadApp({ DOCUMENT_FOLDER: folder });
});
afterAll(async () => {
  await app.stop();
  await rm(folder, { recursive: true });
});

const rows = <R extends object>(text: string, ...values: unknown[]) => inspect<R & Record<string, unknown>>(app.database, text, values);

async function says(tenantId: string, ...rules: RetentionRule[]): Promise<void> {
  await app.publish(retentionChanged(tenantId, 2, rules));
  await eventually(async () => expect(await rows('SELECT FROM retention_policy WHERE tenant_id = $1', tenantId)).toHaveLength(1));
}
async function holds(tenantId: string, leadId: string): Promise<void> {
  const holdId = uuidV7.next();
  await app.publish(legalHoldPlaced(tenantId, holdId, { leadId }));
  await eventually(async () => expect(await rows('SELECT FROM legal_hold WHERE id = $1', holdId)).toHaveLength(1));
}

/** What would go and what holds keep, by category. */
async function counted(tenant: TenantClient): Promise<unknown[]> {
  const { body } = await tenant.get<{ items: RetentionCount[] }>('/v1/retention-counts/lead');
  return body.items.map(({ category, due, held }) => [category, due, held]);
}

async function run(job: string): Promise<void> {
  const at = await app.service.app.get(TenantDatabase).withoutTenant((tx) => requestRun(tx, job, 'spec'));
  await eventually(
    async () =>
      expect(await rows('SELECT outcome FROM timed_job_run WHERE job = $1 AND scheduled_for = $2', job, at)).toEqual([
        { outcome: 'succeeded' },
      ]),
    { withinMs: 30_000 },
  );
}

const AGED = `created_at = created_at - interval '100 days', started_at = started_at - interval '100 days', completed_at = completed_at - interval '100 days'`;

it('imports that have ended go with their rows, but for those that concern a lead on hold or one that went into it', async () => {
  const tenant = app.as(undefined, SCOPES);
  const { tenantId } = tenant;
  await says(tenantId, { category: 'imports', action: 'delete', afterDays: 90 });
  const files = ['free', 'held', 'merged', 'young'];
  const imported: ImportJob[] = [];
  for (const name of files) imported.push(await importFile(tenant, `Email\n${name}@example.com\n`, { matchBy: 'email' }));
  const leadOf = async (index: number) =>
    (await rows<{ lead_id: string }>('SELECT lead_id FROM import_row WHERE import_id = $1', imported[index]?.id))[0]?.lead_id ?? '';
  const [held, merged] = [await leadOf(1), await leadOf(2)];
  await merge(tenant, await read(tenant, { id: held }), await read(tenant, { id: merged }));
  await holds(tenantId, held);
  await rows(`UPDATE import SET ${AGED} WHERE tenant_id = $1 AND import_id <> $2`, tenantId, imported[3]?.id);
  expect(await counted(tenant)).toContainEqual(['imports', 1, 2]);
  await run('let-rows-go');
  const left = await rows<{ import_id: string; count: number }>(
    'SELECT import_id, count(r)::int FROM import i LEFT JOIN import_row r USING (tenant_id, import_id) WHERE i.tenant_id = $1 GROUP BY import_id',
    tenantId,
  );
  expect(new Map(left.map(({ import_id: id, count }) => [id, count]))).toEqual(new Map(imported.slice(1).map(({ id }) => [id, 1])));
  expect((await tenant.get(`/v1/imports/${imported[0]?.id}`)).status).toBe(404);
});

it('runs of syncs go with what they did, but for those that run and the latest that came to its end', async () => {
  const tenant = app.as(undefined, SCOPES);
  const { tenantId } = tenant;
  await says(tenantId, { category: 'crm-syncs', action: 'delete', afterDays: 90 });
  await rows(
    `INSERT INTO crm_connection (tenant_id, provider, version, base_url, credentials_kind, sealed_credentials, settings, next_sync_at, created_at, updated_at)
     VALUES ($1, 'hubspot', 1, 'https://peer.example', 'oauth', '\\x00', '{}', now(), now(), now())`,
    tenantId,
  );
  const runs = ['completed', 'failed', 'completed', 'failed', 'running'].map((status) => ({ status, id: uuidV7.next() }));
  for (const { id, status } of runs) {
    await rows(
      `INSERT INTO crm_sync_run (tenant_id, run_id, provider, kind, status, phase, window_from, window_until, turned_at, created_at, ended_at, waits_until)
       SELECT $1, $2, 'hubspot', 'full', $3, 'end', at, at, at, at, CASE WHEN $3 <> 'running' THEN at END, now() + interval '1 day'
       FROM (SELECT now() - interval '100 days' AS at) AS old`,
      ...[tenantId, id, status],
    );
    await rows(
      `INSERT INTO crm_sync_record (tenant_id, run_id, record_id, direction, outcome, fields, recorded_at) VALUES ($1, $2, $2, 'pull', 'failed', '{}', now())`,
      ...[tenantId, id],
    );
  }
  expect(await counted(tenant)).toContainEqual(['crm-syncs', 2, 0]);
  await run('let-rows-go');
  for (const table of ['crm_sync_run', 'crm_sync_record']) {
    const left = await rows<{ run_id: string }>(`SELECT run_id FROM ${table} WHERE tenant_id = $1 ORDER BY run_id`, tenantId);
    expect(left.map((row) => row.run_id)).toEqual(runs.slice(2).map(({ id }) => id));
  }
});

it('documents go with their files once they, their deal or task, or the lead that theirs went into, were deleted long ago', async () => {
  const tenant = app.as(undefined, SCOPES);
  const { tenantId } = tenant;
  await says(tenantId, { category: 'deleted-documents', action: 'delete', afterDays: 90 });
  const lead = async (email: string) => (await create(tenant, { email })).id;
  const [living, gone, into, held] = [await lead('a@x.com'), await lead('b@x.com'), await lead('c@x.com'), await lead('d@x.com')];
  const upload = async (leadId: string, fileName: string) => (await uploadDocument(tenant, leadId, PDF, { fileName })).body.id;
  const deleted = await upload(living, 'deleted.pdf');
  const kept = [await upload(living, 'kept.pdf'), await upload(living, 'just-deleted.pdf'), await upload(held, 'held.pdf')];
  await upload(gone, 'of-merged.pdf');
  for (const kind of WORK_KINDS) {
    const [old, fresh] = [await workWith(tenant, { id: living }, kind), await workWith(tenant, { id: living }, kind)];
    await uploadTo(tenant, old.path, PDF);
    kept.push((await uploadTo(tenant, fresh.path, PDF)).body.id);
    for (const { path } of [old, fresh]) await tenant.delete(path, ifMatch(1));
    const earlier = ['created_at', 'updated_at', 'deleted_at', ...(kind === 'deal' ? ['opened_at'] : [])].map(
      (at) => `${at} = ${at} - interval '100 days'`,
    );
    await rows(`UPDATE ${kind} SET ${earlier.join()} WHERE tenant_id = $1 AND ${kind}_id = $2`, tenantId, old.id);
  }
  for (const id of [deleted, kept[1]]) await tenant.delete(`/v1/leads/${living}/documents/${id}`);
  await merge(tenant, await read(tenant, { id: into }), await read(tenant, { id: gone }));
  for (const id of [into, held]) await tenant.delete(`/v1/leads/${id}`, ifMatch((await read(tenant, { id })).version));
  await holds(tenantId, held);
  await rows(`UPDATE document SET created_at = created_at - interval '200 days' WHERE tenant_id = $1`, tenantId);
  await rows(`UPDATE document SET deleted_at = deleted_at - interval '100 days' WHERE document_id = $1`, deleted);
  const before = ['captured_at', 'created_at', 'updated_at', 'status_changed_at', 'deleted_at'].map(
    (at) => `${at} = ${at} - interval '100 days'`,
  );
  await rows(`UPDATE lead SET ${before.join()} WHERE tenant_id = $1 AND lead_id = ANY ($2)`, tenantId, [into, held]);
  expect(await counted(tenant)).toContainEqual(['deleted-documents', 4, 1]);
  await run('let-rows-go');
  await run('sweep-abandoned-documents');
  const left = await rows<{ document_id: string }>('SELECT document_id FROM document WHERE tenant_id = $1', tenantId);
  expect(left.map((row) => row.document_id).toSorted()).toEqual(kept.toSorted());
  expect((await readdir(join(folder, tenantId))).toSorted()).toEqual(kept.toSorted());
});
