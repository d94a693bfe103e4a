import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Deal, Lead, SearchHit, Task } from '@leadstream/contracts';
import { type Sql, TenantDatabase, type Tx } from '@leadstream/persistence';
import { sql } from '@leadstream/testing';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { create, merge } from '../../test/merges.js';
import { give } from '../../test/tasks.js';
import { ifMatch, type TenantClient } from '../../test/tenant-client.js';
import { searchTerms } from './query/search-terms.rules.js';
import { SearchIndexService } from './upkeep/search-index.service.js';
import { WorkCandidatesReadModel } from './work-candidates.read-model.js';

let app: LeadApp;
let database: TenantDatabase;
beforeAll(async () => {
  app = await startLeadApp();
  database = new TenantDatabase({ url: app.database.serviceUrl('lead'), poolSize: 2, applicationName: 'spec' });
});
afterAll(async () => {
  await database.end();
  await app.stop();
});

describe('deals and tasks', () => {
  let tenant: TenantClient;
  let ada: Lead;
  let villa: Deal;
  let call: Task;
  beforeAll(async () => {
    tenant = app.as();
    ada = await create(tenant, { firstName: 'Ada', lastName: 'Villard', email: 'ada@x.com', company: 'Analytical' });
    const products = [{ name: 'Café Zürich', quantity: '1', unitPrice: '10.00' }];
    const value = { amount: '20.00', currency: 'EUR' };
    villa = (await tenant.post<Deal>('/v1/deals', { leadId: ada.id, name: 'Villa am See', products, value })).body;
    call = await give(tenant, {
      subject: { kind: 'lead', id: ada.id },
      title: 'Call about the villa',
      description: 'Asks for a Mortgage.',
    });
  });

  const all = async (typed: string, more = '') => {
    const { status, body } = await tenant.get<{ items: SearchHit[] }>(`/v1/search?q=${encodeURIComponent(typed)}${more}`);
    expect(status).toBe(200);
    return body.items;
  };
  const typesOf = async (typed: string, more?: string) => (await all(typed, more)).map(({ type }) => type);

  it.each([
    ['a word of the name', 'villa', ['deal', 'task', 'lead']],
    ['its beginning', 'vill', ['lead', 'task', 'deal']],
    ['a product, without accents', 'cafe zurich', ['deal']],
    ['a slip in a description', 'mortage', ['task']],
    ['words of itself and of its lead', 'analytical see', ['deal']],
    ['the name of its lead and a word of a description', 'villard mortgage', ['task']],
    ['nothing but its lead', 'analytical', ['lead']],
  ])('are found by %s, ranked with leads', async (_, typed, types) => expect((await typesOf(typed)).toSorted()).toEqual(types.toSorted()));

  it('stand in the order of how well they fit', async () => {
    expect(await typesOf('villa')).toEqual(['task', 'deal', 'lead']);
    expect(await typesOf('villard')).toEqual(['lead']);
  });

  it.each([
    ['lead', ['lead']],
    ['deal', ['deal']],
    ['task,deal', ['task', 'deal']],
  ])('are asked for by types=%s', async (asked, types) => expect(await typesOf('villa', `&types=${asked}`)).toEqual(types));

  it('refuse what is no type', async () => {
    for (const types of ['note', '', 'deal,']) expect((await tenant.get(`/v1/search?q=villa&types=${types}`)).status).toBe(422);
  });

  it('are shown with their lead and with what fits', async () => {
    const { id, firstName, lastName, email, phone, company } = ada;
    const lead = { id, firstName, lastName, email, phone, company };
    expect(await all('villa zurich')).toEqual([
      {
        type: 'deal',
        id: villa.id,
        name: 'Villa am See',
        status: 'active',
        value: { amount: '20.00', currency: 'EUR' },
        lead,
        score01: expect.any(Number),
        matches: [
          { field: 'name', ranges: [{ start: 0, end: 5 }] },
          { field: 'lastName', ranges: [{ start: 0, end: 7 }] },
          { field: 'products', passage: 'Café Zürich', ranges: [{ start: 5, end: 11 }] },
        ],
      },
    ]);
    const { title, type: taskType, state, priority, dueAt } = call;
    expect(await all('mortgage')).toMatchObject([
      {
        type: 'task',
        id: call.id,
        title,
        taskType,
        state,
        priority,
        dueAt,
        lead,
        matches: [{ field: 'description', ranges: [{ start: 11, end: 19 }] }],
      },
    ]);
  });

  it('are shown to no other tenant', async () => {
    const stranger = app.as();
    expect((await stranger.get<{ items: SearchHit[] }>('/v1/search?q=villa')).body.items).toEqual([]);
    expect(await database.readInTenant(stranger.tenantId, (tx) => tx.query('SELECT * FROM work_search_key'))).toEqual([]);
  });

  it('are found by what they say now, under the lead that they stand with, and not while they or that are deleted', async () => {
    const other = await create(tenant, { firstName: 'Bob', phone: '+4930901820' });
    const { body: barn } = await tenant.post<Deal>('/v1/deals', { leadId: other.id, name: 'Barn' });
    await tenant.patch(`/v1/deals/${barn.id}`, 1, { name: 'Stable' });
    expect([await typesOf('barn'), await typesOf('stable')]).toEqual([[], ['deal']]);
    await merge(tenant, ada, other);
    expect(await all('stable villard')).toMatchObject([{ id: barn.id, lead: { id: ada.id } }]);
    await tenant.delete(`/v1/deals/${barn.id}`, ifMatch(2));
    expect(await typesOf('stable')).toEqual([]);
    await tenant.send('POST', `/v1/deals/${barn.id}/restore`);
    const { version } = (await tenant.get<Lead>(`/v1/leads/${ada.id}`)).body;
    await tenant.delete(`/v1/leads/${ada.id}`, ifMatch(version));
    expect([await typesOf('stable'), await typesOf('mortgage')]).toEqual([[], []]);
    await tenant.send('POST', `/v1/leads/${ada.id}/restore`);
    expect([await typesOf('stable'), await typesOf('mortgage')]).toEqual([['deal'], ['task']]);
  });

  it('are found by a word that thousands have, together with their lead', async () => {
    await sql(
      app.database.adminUrl,
      `INSERT INTO lead.work_search_key (tenant_id, key, lead_id, kind, work_id)
       SELECT $1, 'mortgage', lpad(n::text, 32, '0')::uuid, 'task', lpad(n::text, 32, '0')::uuid FROM generate_series(1, 6000) AS n`,
      [tenant.tenantId],
    );
    expect(await all('villard mortgage')).toMatchObject([{ id: call.id }]);
    await sql(
      app.database.adminUrl,
      `DELETE FROM lead.work_search_key WHERE tenant_id = $1 AND lead_id < '01000000-0000-0000-0000-000000000000'`,
      [tenant.tenantId],
    );
  });

  it('that were there before are indexed, with no new version', async () => {
    for (const table of ['deal', 'task'])
      await sql(app.database.adminUrl, `UPDATE lead.${table} SET search_version = 0, search_keys = '{}' WHERE tenant_id = $1`, [
        tenant.tenantId,
      ]);
    expect(await typesOf('villa', '&types=deal,task')).toEqual([]);
    const index = app.service.app.get(SearchIndexService);
    const run = { step: database.withoutTenant.bind(database), stepInTenant: database.inTenant.bind(database) };
    expect(await index.indexAll(run)).toEqual({ indexed: 0, attachments: 0, work: 3, identities: 0 });
    expect(await index.indexAll(run)).toEqual({ indexed: 0, attachments: 0, work: 0, identities: 0 });
    expect(await typesOf('villa', '&types=deal,task')).toEqual(['task', 'deal']);
    expect((await tenant.get<Deal>(`/v1/deals/${villa.id}`)).body).toEqual(villa);
  });

  it('are looked up one by one, and so are the leads that they stand with', async () => {
    const { tenantId } = tenant;
    // Of a few rows, one index is as good as another: the planner is told of a million.
    await sql(
      app.database.adminUrl,
      `UPDATE pg_class SET reltuples = 1000000, relpages = 1 WHERE oid = ANY (ARRAY['lead.lead', 'lead.work_search_key', 'lead.deal', 'lead.task']::regclass[])`,
    );
    const lines = await database.inTenant(tenantId, async (tx) => {
      const plan: string[] = [];
      const query = async (asked: Sql, values?: readonly unknown[]) => {
        const rows = await tx.query<{ 'QUERY PLAN': string }>(
          `EXPLAIN (COSTS OFF) ${typeof asked === 'string' ? asked : asked.text}`,
          values,
        );
        plan.push(...rows.map((row) => row['QUERY PLAN']));
        return [];
      };
      await tx.execute('SET LOCAL enable_seqscan = off');
      await new WorkCandidatesReadModel().findCandidates({ tenantId, query } as unknown as Tx, tenantId, searchTerms('ada villa'), [
        'deal',
      ]);
      return plan;
    });
    expect(lines.filter((line) => line.includes('Seq Scan'))).toEqual([]);
    // Merged leads are few, and have indexes of their own.
    const conditions = lines.filter((line, index) => line.includes('Index Cond') && !lines[index - 1]?.includes('lead_merged'));
    expect(conditions.length).toBeGreaterThan(0);
    for (const condition of conditions) expect(condition).toMatch(/\((lead_id|deal_id|task_id|key) [=>]/);
  });
});
