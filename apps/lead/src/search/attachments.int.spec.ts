import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Lead, LeadHit, Note } from '@leadstream/contracts';
import { TenantDatabase } from '@leadstream/persistence';
import { WORK_KINDS, whileDeleted, workWith } from '../../test/attachments.js';
import { uploadDocument } from '../../test/documents.js';
import { inspect } from '../../test/inspect.js';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { create, merge, read, undo } from '../../test/merges.js';
import { ifMatch, type TenantClient } from '../../test/tenant-client.js';
import { SearchIndexService } from './upkeep/search-index.service.js';

let folder: string;
let app: LeadApp;
let database: TenantDatabase;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leadstream-spec-'));
  app = await startLeadApp({ DOCUMENT_FOLDER: folder });
  database = new TenantDatabase({ url: app.database.serviceUrl('lead'), poolSize: 2, applicationName: 'spec' });
});
afterAll(async () => {
  await database.end();
  await app.stop();
  await rm(folder, { recursive: true });
});

const write = async (tenant: TenantClient, { id }: Lead, body: string) => (await tenant.post<Note>(`/v1/leads/${id}/notes`, { body })).body;

async function find(tenant: TenantClient, typed: string): Promise<LeadHit[]> {
  const { status, body } = await tenant.get<{ items: LeadHit[] }>(`/v1/search?q=${encodeURIComponent(typed)}`);
  expect(status).toBe(200);
  return body.items;
}
const namesOf = async (tenant: TenantClient, typed: string) => (await find(tenant, typed)).map(({ firstName }) => firstName);
const rowsOf = ({ tenantId }: TenantClient) =>
  inspect<{ key: string; kind: string }>(
    app.database,
    'SELECT key, kind FROM attachment_search_key WHERE tenant_id = $1 ORDER BY kind, key',
    [tenantId],
  );

async function stage() {
  const tenant = app.as();
  const ada = await create(tenant, { firstName: 'Ada', email: 'ada@x.com' });
  return { tenant, ada };
}

describe('what a note says', () => {
  let tenant: TenantClient;
  beforeAll(async () => {
    tenant = app.as();
    const [ada, bob, cleo, garden] = [
      await create(tenant, { firstName: 'Ada', email: 'ada@x.com' }),
      await create(tenant, { firstName: 'Bob', email: 'bob@x.com' }),
      await create(tenant, { firstName: 'Cleo', email: 'cleo@x.com' }),
      await create(tenant, { firstName: 'Dan', lastName: 'Gardener', email: 'dan@x.com' }),
    ];
    await write(tenant, ada, '# Call\n\nWants a *garden* and a swimming pool, asks for Café Müller.');
    await write(tenant, bob, 'Has a mortgage offer.');
    await write(tenant, bob, 'Asked about the school district.');
    await write(tenant, cleo, 'Gargantuan budget; Иван introduced her.');
    expect(garden.lastName).toBe('Gardener');
  });

  it.each([
    ['a word', 'pool', ['Ada']],
    ['its beginning', 'swimm', ['Ada']],
    ['no accents', 'cafe muller', ['Ada']],
    ['other accents', 'câfé', ['Ada']],
    ['another script', 'ivan', ['Cleo']],
    ['a slip', 'mortage', ['Bob']],
    ['two words as they stand', 'swimming pool', ['Ada']],
    ['words of two notes', 'mortgage district', ['Bob']],
    ['a name and a word', 'bob school', ['Bob']],
    ['an address and a word', 'ada@x.com pool', ['Ada']],
  ])('is found by %s', async (_, typed, names) => expect(await namesOf(tenant, typed)).toEqual(names));

  it.each(['ada mortgage', 'pool mortgage', 'imming', 'gardenia'])('is not found by %s', async (typed) =>
    expect(await find(tenant, typed)).toEqual([]),
  );

  it('stands below what fits a name, be it the beginning of the name and the whole word of the note', async () => {
    expect(await namesOf(tenant, 'garden')).toEqual(['Dan', 'Ada']);
  });

  it('is shown as a passage with what fits in it, and only where no field fits', async () => {
    const [dan, ada] = await find(tenant, 'garden');
    expect(dan?.matches).toEqual([{ field: 'lastName', ranges: [{ start: 0, end: 8 }] }]);
    const passage = '# Call\n\nWants a *garden* and a swimming pool, asks for Café Müller.';
    expect(ada?.matches).toEqual([{ field: 'note', id: expect.any(String), passage, ranges: [{ start: 17, end: 23 }] }]);
    const { body } = await tenant.get<{ items: Note[] }>(`/v1/leads/${ada?.id}/notes`);
    expect(ada?.matches[0]?.id).toBe(body.items[0]?.id);
  });

  it('is shown where it fits, however long it is', async () => {
    const { tenant: other, ada } = await stage();
    await write(other, ada, `${'lorem ipsum '.repeat(800)}chimney ${'dolor sit '.repeat(800)}`);
    const [match] = (await find(other, 'chimney'))[0]?.matches ?? [];
    const parts = match?.ranges.map(({ start, end }) => match.passage?.slice(start, end));
    expect([match?.field, parts, (match?.passage ?? '').length < 200]).toEqual(['note', ['chimney'], true]);
  });

  it('is found by none but the tenant, and no row is in the reach of another', async () => {
    const stranger = app.as();
    expect(await find(stranger, 'pool')).toEqual([]);
    expect(await database.readInTenant(stranger.tenantId, (tx) => tx.query('SELECT * FROM attachment_search_key'))).toEqual([]);
  });

  it('takes the scope that reads notes', async () => {
    expect((await app.as(tenant.tenantId, ['leads:write']).get('/v1/search?q=pool')).status).toBe(403);
  });
});

describe('a note that changes', () => {
  it('is found by its new words, not by its old ones', async () => {
    const { tenant, ada } = await stage();
    const note = await write(tenant, ada, 'Wants a garden');
    await tenant.patch(`/v1/leads/${ada.id}/notes/${note.id}`, 1, { body: 'Wants a balcony' });
    expect([await namesOf(tenant, 'garden'), await namesOf(tenant, 'balcony')]).toEqual([[], ['Ada']]);
    expect((await rowsOf(tenant)).map(({ key }) => key)).toEqual(['a', 'balcony', 'wants']);
  });

  it('is not found while it is deleted, and leaves no word behind', async () => {
    const { tenant, ada } = await stage();
    const note = await write(tenant, ada, 'Wants a garden');
    await tenant.delete(`/v1/leads/${ada.id}/notes/${note.id}`, ifMatch(1));
    expect([await find(tenant, 'garden'), await rowsOf(tenant)]).toEqual([[], []]);
    await tenant.post(`/v1/leads/${ada.id}/notes/${note.id}/restore`, {});
    expect(await namesOf(tenant, 'garden')).toEqual(['Ada']);
  });

  it('leaves no word when its row is removed', async () => {
    const { tenant, ada } = await stage();
    await write(tenant, ada, 'Wants a garden');
    await inspect(app.database, 'DELETE FROM note_audit WHERE tenant_id = $1', [tenant.tenantId]);
    await inspect(app.database, 'DELETE FROM note WHERE tenant_id = $1', [tenant.tenantId]);
    expect(await rowsOf(tenant)).toEqual([]);
  });
});

describe('a document', () => {
  it('is found by its name from when it is stored until it is deleted', async () => {
    const { tenant, ada } = await stage();
    const { body } = await uploadDocument(tenant, ada.id, 'text', { fileName: 'Kaufvertrag_Müller-2026.txt' });
    const [hit] = await find(tenant, 'kaufvertrag muller');
    expect(hit).toMatchObject({
      id: ada.id,
      matches: [{ field: 'document', id: body.id, passage: 'Kaufvertrag_Müller-2026.txt', ranges: [{ start: 0 }, { start: 12, end: 18 }] }],
    });
    expect(await namesOf(tenant, 'ada kaufvertrag_muller-2026.txt')).toEqual(['Ada']);
    await tenant.delete(`/v1/leads/${ada.id}/documents/${body.id}`);
    expect([await find(tenant, 'kaufvertrag'), await rowsOf(tenant)]).toEqual([[], []]);
    await tenant.post(`/v1/leads/${ada.id}/documents/${body.id}/restore`, {});
    expect(await namesOf(tenant, 'kaufvertrag')).toEqual(['Ada']);
  });

  it('is not found while it is being uploaded', async () => {
    const { tenant, ada } = await stage();
    await uploadDocument(tenant, ada.id, 'text', { fileName: 'offer.txt' });
    await inspect(app.database, `UPDATE document SET state = 'uploading' WHERE tenant_id = $1`, [tenant.tenantId]);
    expect([await find(tenant, 'offer'), await rowsOf(tenant)]).toEqual([[], []]);
  });
});

describe('what belongs to a lead', () => {
  it('is hidden and found again with it', async () => {
    const { tenant, ada } = await stage();
    await write(tenant, ada, 'Wants a garden');
    await tenant.delete(`/v1/leads/${ada.id}`, ifMatch(1));
    expect(await find(tenant, 'garden')).toEqual([]);
    await tenant.post(`/v1/leads/${ada.id}/restore`, {});
    expect(await namesOf(tenant, 'garden')).toEqual(['Ada']);
  });

  it.each(WORK_KINDS)('is found under it where it hangs on a %s of it, unless that is deleted', async (kind) => {
    const { tenant, ada } = await stage();
    const work = await workWith(tenant, ada, kind);
    const { body: note } = await tenant.post<Note>(`${work.path}/notes`, { body: 'Wants a garden' });
    const subject = { kind, id: work.id };
    expect(await find(tenant, 'garden')).toMatchObject([{ id: ada.id, matches: [{ field: 'note', id: note.id, subject }] }]);
    await whileDeleted(tenant, work, 1, async () => expect([await find(tenant, 'garden'), await rowsOf(tenant)]).toEqual([[], []]));
    expect(await namesOf(tenant, 'garden')).toEqual(['Ada']);
  });

  it('is found under the survivor of a merge, together with its words, and under its own lead once that is undone', async () => {
    const { tenant, ada } = await stage();
    const augusta = await create(tenant, { firstName: 'Augusta', phone: '+4930901820' });
    await write(tenant, ada, 'Wants a pool');
    const note = await write(tenant, augusta, 'Wants a garden');
    const { body: made } = await merge(tenant, ada, augusta);
    expect(await find(tenant, 'garden')).toMatchObject([{ id: ada.id, matches: [{ field: 'note', id: note.id }] }]);
    expect((await find(tenant, 'ada pool garden')).map(({ id }) => id)).toEqual([ada.id]);
    await undo(tenant, made);
    expect((await find(tenant, 'garden')).map(({ id }) => id)).toEqual([augusta.id]);
    expect(await find(tenant, 'pool garden')).toEqual([]);
  });

  it('is found at the end of a chain of merges, and not while that is deleted', async () => {
    const { tenant, ada } = await stage();
    const [bob, cleo] = [await create(tenant, { phone: '+4930901820' }), await create(tenant, { externalId: 'c' })];
    await write(tenant, cleo, 'Wants a garden');
    await merge(tenant, bob, cleo);
    await merge(tenant, ada, await read(tenant, bob));
    expect((await find(tenant, 'garden')).map(({ id }) => id)).toEqual([ada.id]);
    await tenant.delete(`/v1/leads/${ada.id}`, ifMatch((await read(tenant, ada)).version));
    expect(await find(tenant, 'garden')).toEqual([]);
  });
});

describe('a word that is common in notes', () => {
  /** More rows of a word than are read, of leads whose ids stand before all others. */
  const crowd = ({ tenantId }: TenantClient, word: string) =>
    inspect(
      app.database,
      `INSERT INTO attachment_search_key (tenant_id, key, lead_id, kind, attachment_id)
       SELECT $1, $2, lpad(n::text, 32, '0')::uuid, 'note', lpad(n::text, 32, '0')::uuid FROM generate_series(1, 6000) AS n`,
      [tenantId, word],
    );

  it('does not hide the lead that another word finds, though the row that says so is not read', async () => {
    const { tenant, ada } = await stage();
    const bob = await create(tenant, { firstName: 'Bob', phone: '+4930901820' });
    const augusta = await create(tenant, { firstName: 'Ada', externalId: 'a' });
    await write(tenant, bob, 'Asked for a mortgage');
    await merge(tenant, ada, bob);
    await crowd(tenant, 'mortgage');
    expect((await find(tenant, 'ada mortgage')).map(({ id }) => id)).toEqual([ada.id]);
    expect((await find(tenant, 'ada')).map(({ id }) => id).sort()).toEqual([ada.id, augusta.id].sort());
  });

  it('does not hide leads by rows of those that are deleted', async () => {
    const { tenant, ada } = await stage();
    await write(tenant, ada, 'Asked for a mortgage');
    await inspect(
      app.database,
      `INSERT INTO attachment_search_key (tenant_id, key, lead_id, kind, attachment_id)
       SELECT $1, 'mortgage', ('ffffffff-ffff-4fff-bfff-' || lpad(n::text, 12, '0'))::uuid, 'note', $2 FROM generate_series(1, 1000) AS n`,
      [tenant.tenantId, ada.id],
    );
    expect(await namesOf(tenant, 'mortgage')).toEqual(['Ada']);
  });
});

describe('notes and documents that were there before they could be searched', () => {
  it('are indexed tenant by tenant, deleted ones too, and none changes its version by that', async () => {
    const [one, two] = [await stage(), await stage()];
    const note = await write(one.tenant, one.ada, 'Wants a garden');
    await uploadDocument(one.tenant, one.ada.id, 'text', { fileName: 'garden.txt' });
    const gone = await write(two.tenant, two.ada, 'Wants a garden');
    await two.tenant.delete(`/v1/leads/${two.ada.id}/notes/${gone.id}`, ifMatch(1));
    const tenants = [one.tenant.tenantId, two.tenant.tenantId];
    for (const table of ['note', 'document'])
      await inspect(app.database, `UPDATE ${table} SET search_version = 0, search_keys = '{}' WHERE tenant_id = ANY ($1)`, [tenants]);
    expect([await find(one.tenant, 'garden'), await rowsOf(one.tenant)]).toEqual([[], []]);
    const index = app.service.app.get(SearchIndexService);
    const run = { step: database.withoutTenant.bind(database), stepInTenant: database.inTenant.bind(database) };
    expect(await index.indexAll(run)).toEqual({ indexed: 0, attachments: 3, work: 0, identities: 0 });
    expect(await index.indexAll(run)).toEqual({ indexed: 0, attachments: 0, work: 0, identities: 0 });
    expect((await rowsOf(one.tenant)).map(({ kind, key }) => `${kind} ${key}`)).toEqual([
      'document garden',
      'document txt',
      'note a',
      'note garden',
      'note wants',
    ]);
    const { body } = await one.tenant.get<{ items: Note[] }>(`/v1/leads/${one.ada.id}/notes`);
    expect(body.items).toEqual([note]);
    await two.tenant.post(`/v1/leads/${two.ada.id}/notes/${gone.id}/restore`, {});
    expect(await namesOf(two.tenant, 'garden')).toEqual(['Ada']);
  });
});

describe('under row-level security', () => {
  it.each([
    ['a beginning', 'key >= $2 AND key < $3', ['gar', 'gar\u{10FFFF}']],
    ['a slip', 'key = $2', ['gardn']],
  ])('%s is a condition of the index', async (_, condition, values) => {
    const { tenantId } = app.as();
    const plan = await database.inTenant(tenantId, async (tx) => {
      await tx.execute('SET LOCAL enable_seqscan = off');
      const text = `EXPLAIN (COSTS OFF) SELECT lead_id FROM attachment_search_key WHERE tenant_id = $1 AND ${condition} LIMIT 10`;
      return tx.query<{ 'QUERY PLAN': string }>(text, [tenantId, ...values]);
    });
    const lines = plan.map((row) => row['QUERY PLAN'].trim());
    expect(lines.find((line) => line.startsWith('Index Cond'))).toContain('key');
    expect(lines.find((line) => line.startsWith('Filter')) ?? '').not.toContain('key');
  });
});
