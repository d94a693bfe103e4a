import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Lead, LeadHit } from '@leadstream/contracts';
import { TenantDatabase } from '@leadstream/persistence';
import { sql } from '@leadstream/testing';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { merge, undo } from '../../test/merges.js';
import { ifMatch, type Problem, type TenantClient } from '../../test/tenant-client.js';
import { SearchIndexService } from './upkeep/search-index.service.js';
import { UnindexedAttachmentsRepository } from './upkeep/unindexed-attachments.repository.js';
import { UnindexedIdentitiesRepository } from './upkeep/unindexed-identities.repository.js';
import { UnindexedLeadsRepository } from './upkeep/unindexed-leads.repository.js';
import { UnindexedWorkRepository } from './upkeep/unindexed-work.repository.js';

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

const create = async (tenant: TenantClient, body: object) => (await tenant.post<Lead>('/v1/leads', body)).body;

async function find(tenant: TenantClient, typed: string, more = ''): Promise<LeadHit[]> {
  const { status, body } = await tenant.get<{ items: LeadHit[]; nextCursor: null }>(`/v1/search?q=${encodeURIComponent(typed)}${more}`);
  expect([status, body.nextCursor]).toEqual([200, null]);
  return body.items;
}

const namesOf = async (tenant: TenantClient, typed: string, more?: string) =>
  (await find(tenant, typed, more)).map(({ firstName }) => firstName);

const keysOf = (tenant: TenantClient) =>
  sql<{ key: string }>(app.database.adminUrl, 'SELECT key FROM lead.lead_search_key WHERE tenant_id = $1 ORDER BY key', [tenant.tenantId]);

/** As the job does it. */
function indexAll() {
  const attachments = new UnindexedAttachmentsRepository();
  const [work, identities] = [new UnindexedWorkRepository(), new UnindexedIdentitiesRepository()];
  const index = new SearchIndexService(new UnindexedLeadsRepository(), attachments, work, identities);
  return index.indexAll({ step: database.withoutTenant.bind(database), stepInTenant: database.inTenant.bind(database) });
}

describe('the search box', () => {
  let tenant: TenantClient;
  beforeAll(async () => {
    tenant = app.as();
    await create(tenant, {
      firstName: 'Sarah',
      lastName: 'Johnson',
      email: 'sarah.j@acme.com',
      phone: '+12025550143',
      company: 'Acme Realty',
    });
    await create(tenant, { firstName: 'Zoë', lastName: 'Müller-Lüdenscheidt', email: 'zoe@x.de', phone: '030 901820', phoneRegion: 'DE' });
    await create(tenant, { firstName: 'Иван', lastName: 'Петров', externalId: 'no-contact' });
    await create(tenant, { firstName: 'Sara', lastName: 'Jones', email: 'jones@other.com', company: "O'Brien & Sons" });
  });

  it.each([
    ['the beginning of a word', 'john', ['Sarah']],
    ['words in any order', 'johnson sarah', ['Sarah']],
    ['a slip', 'jonhson', ['Sarah']],
    ['a letter too few and one too many', 'sarrah jonson', ['Sarah']],
    ['an e-mail address', 'Sarah.J@acme.com', ['Sarah']],
    ['the beginning of an address', 'sarah.j@ac', ['Sarah']],
    ['a domain', 'acme.com', ['Sarah']],
    ['a company', 'realty', ['Sarah']],
    ['no accents', 'zoe muller', ['Zoë']],
    ['other accents', 'Zöe Mullér', ['Zoë']],
    ['another script', 'ivan petrov', ['Иван']],
    ['an apostrophe left out', 'obrien', ['Sara']],
    ['a national number', '(030) 90-18 20', ['Zoë']],
    ['an international number', '0049 (0)30 901820', ['Zoë']],
    ['the end of a number', '555-0143', ['Sarah']],
    ['the beginning of a number', '+1 202 5', ['Sarah']],
    ['a number and a name', 'muller +4930901820', ['Zoë']],
  ])('finds by %s', async (_, typed, names) => expect(await namesOf(tenant, typed)).toEqual(names));

  it('puts what fits better first', async () => expect(await namesOf(tenant, 'sara')).toEqual(['Sara', 'Sarah']));

  it('gives no more than was asked for', async () => expect(await namesOf(tenant, 'sara', '&limit=1')).toEqual(['Sara']));

  it.each(['sarah petrov', 'xyzzy', '!?', '%', '_', "'", '\\', 'sarah +49 30 901820'])('finds nothing by %s', async (typed) =>
    expect(await find(tenant, typed)).toEqual([]),
  );

  it('says what it found and where', async () => {
    expect(await find(tenant, 'johnsen')).toMatchObject([
      { type: 'lead', lastName: 'Johnson', status: 'new', score01: 0.5, matches: [{ field: 'lastName', ranges: [{ start: 0, end: 7 }] }] },
    ]);
  });

  it('refuses nothing, too much and too long', async () => {
    for (const query of ['q=', 'q=%20', 'limit=5', 'q=a&limit=0', 'q=a&limit=101', `q=${'a'.repeat(201)}`]) {
      expect((await tenant.get(`/v1/search?${query}`)).status).toBe(422);
    }
  });

  it('shows nothing to another tenant, and keeps no row in its reach', async () => {
    expect(await find(app.as(), 'sarah')).toEqual([]);
    const rows = await database.readInTenant(app.as().tenantId, (tx) => tx.query('SELECT * FROM lead_search_key'));
    expect(rows).toEqual([]);
  });
});

describe('what is found', () => {
  it('follows every change of a lead in its transaction', async () => {
    const tenant = app.as();
    const { id } = await create(tenant, { firstName: 'Ada', email: 'ada@x.com' });
    await tenant.patch(`/v1/leads/${id}`, 1, { firstName: 'Grace' });
    expect([await namesOf(tenant, 'ada'), await namesOf(tenant, 'grace')]).toEqual([['Grace'], ['Grace']]);
    await tenant.patch(`/v1/leads/${id}`, 2, { email: 'grace@x.com' });
    expect([await namesOf(tenant, 'ada'), await namesOf(tenant, 'grace')]).toEqual([[], ['Grace']]);
    await tenant.delete(`/v1/leads/${id}`, ifMatch(3));
    expect([await find(tenant, 'grace'), await keysOf(tenant)]).toEqual([[], []]);
    await tenant.send('POST', `/v1/leads/${id}/restore`);
    expect([await namesOf(tenant, 'grace'), await keysOf(tenant)]).toEqual([['Grace'], [{ key: 'grace' }, { key: 'x' }]]);
  });

  it('includes leads of a batch, and leaves nothing of a lead whose row is removed', async () => {
    const tenant = app.as();
    const items = ['Ada', 'Grace'].map((firstName) => ({ op: 'create', lead: { firstName, email: `${firstName}@x.com` } }));
    await tenant.post('/v1/leads/batch', { items });
    expect(await namesOf(tenant, 'grace')).toEqual(['Grace']);
    await sql(app.database.adminUrl, 'DELETE FROM lead.lead WHERE tenant_id = $1', [tenant.tenantId]);
    expect(await keysOf(tenant)).toEqual([]);
  });

  it('is still found when a word is so common that not all leads with it are read', async () => {
    const tenant = app.as();
    const { id } = await create(tenant, { firstName: 'Zelda', company: 'Common' });
    await sql(
      app.database.adminUrl,
      `INSERT INTO lead.lead_search_key (tenant_id, key, lead_id) SELECT $1, 'common', lpad(n::text, 32, '0')::uuid FROM generate_series(1, 6000) AS n`,
      [tenant.tenantId],
    );
    expect((await find(tenant, 'common zelda')).map((hit) => hit.id)).toEqual([id]);
  });

  it('is found by its whole name, and by each of its addresses, where every word is so common', async () => {
    const tenant = app.as();
    const lead = await create(tenant, { firstName: 'Minseo', lastName: 'Kimura', email: 'minseo.kimura@crowd.example' });
    const bea = await create(tenant, { firstName: 'Bea', email: 'kimura.minseo@crowd.example' });
    const { body: done } = await merge(tenant, lead, bea);
    expect(done).toBeDefined();
    await sql(
      app.database.adminUrl,
      `INSERT INTO lead.lead_search_key (tenant_id, key, lead_id)
       SELECT $1, key, lpad(n::text || place::text, 32, '0')::uuid
       FROM unnest(ARRAY['minseo', 'kimura', 'crowd']) WITH ORDINALITY AS word (key, place), generate_series(1, 6000) AS n`,
      [tenant.tenantId],
    );
    for (const typed of ['minseo kimura', 'Minseo.Kimura@crowd.example', ' kimura.minseo@crowd.example'])
      expect((await find(tenant, typed)).map((hit) => hit.id)).toEqual([lead.id]);
  });
});

describe('leads that were there before they could be searched', () => {
  it('are indexed tenant by tenant, deleted ones too, and no lead changes its version by that', async () => {
    const tenants = [app.as(), app.as()] as const;
    const leads = await Promise.all(tenants.map((tenant) => create(tenant, { firstName: 'Ada', email: 'ada@x.com' })));
    await tenants[1].delete(`/v1/leads/${leads[1]?.id}`, ifMatch(1));
    await sql(app.database.adminUrl, `UPDATE lead.lead SET search_version = 0, search_keys = '{}' WHERE tenant_id = ANY ($1)`, [
      tenants.map(({ tenantId }) => tenantId),
    ]);
    expect(await find(tenants[0], 'ada')).toEqual([]);
    expect(await indexAll()).toEqual({ indexed: 2, attachments: 0, work: 0, identities: 0 });
    expect(await indexAll()).toEqual({ indexed: 0, attachments: 0, work: 0, identities: 0 });
    expect(await namesOf(tenants[0], 'ada')).toEqual(['Ada']);
    expect((await tenants[0].get<Lead>(`/v1/leads/${leads[0]?.id}`)).body).toEqual(leads[0]);
    await tenants[1].send('POST', `/v1/leads/${leads[1]?.id}/restore`);
    expect(await namesOf(tenants[1], 'ada')).toEqual(['Ada']);
  });
});

describe('a lead that is known by more than its row says', () => {
  it('is found by it, and listed by it, as it cannot be captured a second time', async () => {
    const tenant = app.as();
    const [ada, bea] = [
      await create(tenant, { firstName: 'Ada', email: 'ada@x.com' }),
      await create(tenant, { firstName: 'Bea', email: 'bea@home.example', externalId: 'crm-1' }),
    ];
    const listed = async (query: string) => (await tenant.get<{ items: Lead[] }>(`/v1/leads?${query}`)).body.items.map(({ id }) => id);
    const { body: done } = await merge(tenant, ada, bea);
    const again = await tenant.post<Problem>('/v1/leads', { email: 'bea@home.example' });
    expect([again.status, again.body['existingId']]).toEqual([409, ada.id]);
    const match = { field: 'email', passage: 'bea@home.example' };
    expect(await find(tenant, 'bea@home.example')).toMatchObject([{ id: ada.id, email: 'ada@x.com', matches: [match] }]);
    expect(await listed('email=bea@home.example&count=true')).toEqual([ada.id]);
    expect(await listed('externalId=crm-1&sort=lastName')).toEqual([ada.id]);
    const number = { kind: 'phone', value: '+4930901820' };
    expect((await tenant.post(`/v1/leads/${ada.id}/identities`, number)).status).toBe(200);
    expect((await find(tenant, 'ada 030 901820')).map(({ id }) => id)).toEqual([ada.id]);
    expect(await listed('phone=%2B4930901820')).toEqual([ada.id]);

    expect((await undo(tenant, done)).status).toBe(200);
    expect((await find(tenant, 'bea@home.example')).map(({ id }) => id)).toEqual([bea.id]);
    expect(await listed('email=bea@home.example')).toEqual([bea.id]);
    expect((await find(tenant, '030 901820')).map(({ id }) => id)).toEqual([ada.id]);
  });

  it('is found by what it was known by before that could be searched, and not by what it is no more', async () => {
    const tenant = app.as();
    const { id } = await create(tenant, { firstName: 'Ada', email: 'ada@x.com' });
    await tenant.post(`/v1/leads/${id}/identities`, { kind: 'email', value: 'ada@home.example' });
    const change = (text: string) => sql(app.database.adminUrl, text, [tenant.tenantId]);
    await change(`UPDATE lead.lead_identity SET search_version = 0, search_keys = '{}' WHERE tenant_id = $1`);
    expect(await find(tenant, 'ada home')).toEqual([]);
    expect(await indexAll()).toMatchObject({ indexed: 0, identities: 1 });
    expect(await find(tenant, 'ada home')).toMatchObject([{ id }]);
    await change('DELETE FROM lead.lead_identity WHERE tenant_id = $1');
    expect(await find(tenant, 'ada@home.example')).toEqual([]);
    expect(await change('SELECT FROM lead.identity_search_key WHERE tenant_id = $1')).toEqual([]);
  });
});

describe('under row-level security', () => {
  const BEGINNING = ['key >= $2 AND key < $3', ['joh', 'joh\u{10FFFF}']] as const;
  const SLIP = ['key = $2', ['jonson']] as const;
  it.each([
    ['a beginning of a word of leads', 'lead_search_key', ...BEGINNING],
    ['a slip in a word of leads', 'lead_search_key', ...SLIP],
    ['a beginning of a word of further addresses', 'identity_search_key', ...BEGINNING],
    ['a beginning of a word of deals and tasks', 'work_search_key', ...BEGINNING],
    ['a slip in a word of deals and tasks', 'work_search_key', ...SLIP],
  ])('%s is a condition of the index', async (_, table, condition, values) => {
    const { tenantId } = app.as();
    const plan = await database.inTenant(tenantId, async (tx) => {
      await tx.execute('SET LOCAL enable_seqscan = off');
      const text = `EXPLAIN (COSTS OFF) SELECT lead_id FROM ${table} WHERE tenant_id = $1 AND ${condition} LIMIT 10`;
      return tx.query<{ 'QUERY PLAN': string }>(text, [tenantId, ...values]);
    });
    const lines = plan.map((row) => row['QUERY PLAN'].trim());
    expect(lines.find((line) => line.startsWith('Index Cond'))).toContain('key');
    expect(lines.find((line) => line.startsWith('Filter')) ?? '').not.toContain('key');
  });
});
