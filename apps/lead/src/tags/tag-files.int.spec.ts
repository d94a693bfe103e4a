import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Lead, LeadExport, Tag } from '@leadstream/contracts';
import { parse } from 'csv-parse/sync';
import { importEnded, importFile, rowsOf } from '../../test/imports.js';
import { inspect } from '../../test/inspect.js';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import type { TenantClient } from '../../test/tenant-client.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp({ IMPORT_BATCH_ROWS: '2' });
});
afterAll(() => app.stop());

const byEmail = { matchBy: 'email', mapping: { email: 'email', tags: 'tags' } };
const tagsOf = async (tenant: TenantClient): Promise<readonly [string, number][]> =>
  (await tenant.get<{ items: Tag[] }>('/v1/tags')).body.items.map(({ name, usage }) => [name, usage.leads]);

async function exported(tenant: TenantClient): Promise<Record<string, string>> {
  const { body } = await tenant.post<LeadExport>('/v1/exports', { columns: ['email', 'tags'] });
  const { body: file } = await tenant.get<string>(body.file);
  const rows: { email: string; tags: string }[] = parse(file, { columns: true, bom: true });
  return Object.fromEntries(rows.map(({ email, tags }) => [email, tags]));
}

describe('tags in files', () => {
  it('come with rows, beside those that a lead has, and go out as they came in', async () => {
    const tenant = app.as();
    await importFile(tenant, 'email,tags\na@x.com,VIP; north\nb@x.com,vip\nc@x.com,\nd@x.com,bad\u0007\n', byEmail);
    expect(await tagsOf(tenant)).toEqual([['north', 1], ['VIP', 2]]); // prettier-ignore
    const again = await importFile(tenant, 'email,tags\na@x.com,old;VIP\nb@x.com,VIP\nc@x.com,\n', byEmail);
    expect(await rowsOf(tenant, again.id)).toEqual([
      [1, 'updated', null, null],
      [2, 'skipped', 'lead.unchanged', null],
      [3, 'skipped', 'lead.unchanged', null],
    ]);
    expect(await exported(tenant)).toEqual({ 'a@x.com': 'north;old;VIP', 'b@x.com': 'VIP', 'c@x.com': '' });
    const other = app.as();
    await importFile(other, 'email,tags\na@x.com,north;old;VIP\nb@x.com,VIP\n', byEmail);
    expect(await exported(other)).toEqual({ 'a@x.com': 'north;old;VIP', 'b@x.com': 'VIP' });
  });

  it('are not made by a row that is only tried, and are as before when an import is taken back', async () => {
    const tenant = app.as();
    await importFile(tenant, 'email,tags\na@x.com,VIP\n', byEmail);
    const draft = await tenant.upload<{ id: string }>('email,tags\na@x.com,new\nb@x.com,new\n', { ...byEmail, start: false });
    expect((await tenant.post(`/v1/imports/${draft.body.id}/dry-run`, {})).status).toBe(202);
    await importEnded(tenant, draft.body.id);
    expect(await rowsOf(tenant, draft.body.id)).toEqual([[1, 'updated', null, null], [2, 'created', null, null]]); // prettier-ignore
    expect(await tagsOf(tenant)).toEqual([['VIP', 1]]);
    const done = await importFile(tenant, 'email,tags\na@x.com,new\n', byEmail);
    const { body: lead } = await tenant.get<{ items: Lead[] }>('/v1/leads');
    expect(lead.items[0]?.tagIds).toHaveLength(2);
    await tenant.post(`/v1/imports/${done.id}/revert`, {});
    await importEnded(tenant, done.id);
    expect(await exported(tenant)).toEqual({ 'a@x.com': 'VIP' });
  });

  it('fail the rows that name new ones beyond as many as there may be, and so a dry run foretells', async () => {
    const tenant = app.as();
    await inspect(
      app.database,
      `INSERT INTO tag (tenant_id, tag_id, version, name, name_fold, colour, created_at, updated_at)
       SELECT $1::uuid, gen_random_uuid(), 1, 't' || n, 't' || n, '#808080', now(), now() FROM generate_series(1, 999) AS n`,
      [tenant.tenantId],
    );
    const file = 'email,tags\na@x.com,first\nb@x.com,second\nc@x.com,t1;FIRST\nd@x.com,t2;third\n';
    const expected = [
      [1, 'created', null, null],
      [2, 'failed', 'tag.limit', 'tags'],
      [3, 'created', null, null],
      [4, 'failed', 'tag.limit', 'tags'],
    ];
    const draft = await tenant.upload<{ id: string }>(file, { ...byEmail, start: false });
    await tenant.post(`/v1/imports/${draft.body.id}/dry-run`, {});
    await importEnded(tenant, draft.body.id);
    expect(await rowsOf(tenant, draft.body.id)).toEqual(expected);
    expect(await rowsOf(tenant, (await importFile(tenant, file, byEmail)).id)).toEqual(expected);
  });
});
