import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Lead, Note, NoteAuditEntry } from '@leadstream/contracts';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { ADA, AUGUSTA, create, merge, undo } from '../../test/merges.js';
import { ifMatch, type Problem, type TenantClient } from '../../test/tenant-client.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp();
});
afterAll(() => app.stop());

type Notes = { items: Note[]; nextCursor: string | null };

async function stage(): Promise<{ tenant: TenantClient; lead: Lead; path: string }> {
  const tenant = app.as();
  const { body: lead } = await tenant.post<Lead>('/v1/leads', { email: 'ada@x.com' });
  return { tenant, lead, path: `/v1/leads/${lead.id}/notes` };
}
const write = async (tenant: TenantClient, path: string, body: string, pinned = false) =>
  (await tenant.post<Note>(path, { body, pinned })).body;
const notesOf = async (tenant: TenantClient, path: string) => (await tenant.get<Notes>(path)).body.items;

describe('a note', () => {
  it('is written by somebody, and keeps every change with who made it', async () => {
    const { tenant, path } = await stage();
    const { status, headers, body: note } = await tenant.post<Note>(path, { body: '# Call\n\n- *Tuesday* after 3 ' });
    expect([status, headers.get('location'), headers.get('etag')]).toEqual([201, `${path}/${note.id}`, '"1"']);
    expect(note).toMatchObject({ version: 1, body: '# Call\n\n- *Tuesday* after 3', pinned: false, author: tenant.actor });
    const shown = await tenant.get<Note>(`${path}/${note.id}`);
    expect([shown.status, shown.headers.get('etag'), shown.body]).toEqual([200, '"1"', note]);
    const colleague = app.as(tenant.tenantId);
    const { body: changed } = await colleague.patch<Note>(`${path}/${note.id}`, 1, { body: 'Called.', pinned: true });
    expect(changed).toMatchObject({ version: 2, body: 'Called.', pinned: true, author: tenant.actor, createdAt: note.createdAt });
    expect((await colleague.patch<Note>(`${path}/${note.id}`, 2, { pinned: true })).body.version).toBe(2);
    expect(await notesOf(tenant, path)).toEqual([changed]);
    const { body: audit } = await tenant.get<{ items: NoteAuditEntry[] }>(`${path}/${note.id}/audit`);
    expect(audit.items.map(({ version, action, changes, actor }) => [version, action, changes, actor])).toEqual([
      [
        2,
        'updated',
        [
          { field: 'body', before: note.body, after: 'Called.' },
          { field: 'pinned', before: false, after: true },
        ],
        colleague.actor,
      ],
      [1, 'created', [{ field: 'body', before: null, after: note.body }], tenant.actor],
    ]);
  });

  it('is deleted and restored, its audit stays', async () => {
    const { tenant, path } = await stage();
    const note = await write(tenant, path, 'first');
    expect((await tenant.delete(`${path}/${note.id}`, ifMatch(1))).status).toBe(204);
    expect([await notesOf(tenant, path), (await notesOf(tenant, `${path}?deleted=true`)).map(({ id }) => id)]).toEqual([[], [note.id]]);
    expect((await tenant.patch<Problem>(`${path}/${note.id}`, 2, { body: 'x' })).body.code).toBe('LEAD.NOTE_NOT_FOUND');
    expect(await tenant.get(`${path}/${note.id}`)).toMatchObject({ status: 404, body: { code: 'LEAD.NOTE_NOT_FOUND' } });
    const { body: restored } = await tenant.post<Note>(`${path}/${note.id}/restore`, {});
    expect(restored).toMatchObject({ id: note.id, version: 3, body: 'first' });
    expect(await tenant.post<Problem>(`${path}/${note.id}/restore`, {})).toMatchObject({
      status: 409,
      body: { code: 'LEAD.NOTE_NOT_DELETED' },
    });
    const { body: audit } = await tenant.get<{ items: NoteAuditEntry[] }>(`${path}/${note.id}/audit`);
    expect(audit.items.map(({ action }) => action)).toEqual(['restored', 'deleted', 'created']);
  });

  it.each([
    [{ body: ' \n ' }, 'LEAD.NOTE_INVALID', 'body text.blank'],
    [{ body: 'a\u0007' }, 'LEAD.NOTE_INVALID', 'body text.control_character'],
    [{ body: 'x'.repeat(20_001) }, 'HTTP.INVALID_BODY', 'body too_big'],
    [{ body: 'x', author: 'me' }, 'HTTP.INVALID_BODY', 'author unknown_field'],
  ])('is refused as %j', async (body, code, problem) => {
    const { tenant, path } = await stage();
    const answer = await tenant.post<Problem>(path, body);
    expect([answer.status, answer.body.code, answer.body.errors?.map((error) => `${error.path} ${error.code}`)]).toEqual([
      422,
      code,
      [problem],
    ]);
  });

  it('is changed by one of two who read the same version', async () => {
    const { tenant, path } = await stage();
    const note = await write(tenant, path, 'first');
    const answers = await Promise.all(['a', 'b'].map((body) => tenant.patch<Problem>(`${path}/${note.id}`, 1, { body })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(answers.find(({ status }) => status === 412)?.body).toMatchObject({ code: 'LEAD.NOTE_STALE', currentVersion: 2 });
  });
});

describe('the notes of a lead', () => {
  it('are listed pinned ones first, then newest first, page by page', async () => {
    const { tenant, path } = await stage();
    for (const [body, pinned] of [
      ['p1', true],
      ['n1', false],
      ['p2', true],
      ['n2', false],
      ['n3', false],
    ] as const)
      await write(tenant, path, body, pinned);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body: page }: { body: Notes } = await tenant.get<Notes>(`${path}?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ body }) => body));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(['p2', 'p1', 'n3', 'n2', 'n1']);
  });

  it('are hidden and shown again with it', async () => {
    const { tenant, lead, path } = await stage();
    const note = await write(tenant, path, 'first');
    await tenant.delete(`/v1/leads/${lead.id}`, ifMatch(1));
    for (const answer of [
      await tenant.get<Problem>(path),
      await tenant.post<Problem>(path, { body: 'second' }),
      await tenant.patch<Problem>(`${path}/${note.id}`, 1, { body: 'x' }),
    ])
      expect([answer.status, answer.body.code]).toEqual([404, 'LEAD.NOT_FOUND']);
    await tenant.post(`/v1/leads/${lead.id}/restore`, {});
    expect(await notesOf(tenant, path)).toEqual([note]);
  });

  it('are reached through their lead and tenant only', async () => {
    const { tenant, path } = await stage();
    const note = await write(tenant, path, 'first');
    const { body: other } = await tenant.post<Lead>('/v1/leads', { email: 'bob@x.com' });
    for (const [client, id] of [
      [tenant, `/v1/leads/${other.id}/notes/${note.id}`],
      [app.as(), `${path}/${note.id}`],
    ] as const) {
      expect((await client.patch(id, 1, { body: 'x' })).status).toBe(404);
      expect((await client.get(`${id}/audit`)).status).toBe(404);
      expect((await client.delete(id, ifMatch(1))).status).toBe(404);
    }
    expect((await app.as(tenant.tenantId, ['leads:read']).post(path, { body: 'x' })).status).toBe(403);
  });

  it('are written once for one idempotency key', async () => {
    const { tenant, path } = await stage();
    const key = { 'idempotency-key': 'n-1' };
    const [first, second] = [await tenant.post<Note>(path, { body: 'x' }, key), await tenant.post<Note>(path, { body: 'x' }, key)];
    expect([second.body, second.headers.get('idempotency-replayed')]).toEqual([first.body, 'true']);
    expect(await notesOf(tenant, path)).toHaveLength(1);
  });
});

describe('notes about a lead that went into another one', () => {
  it('stand with the survivor’s, and with their own lead once the merge is undone', async () => {
    const tenant = app.as();
    const [survivor, merged] = [await create(tenant, ADA), await create(tenant, AUGUSTA)];
    const [ours, theirs] = [survivor, merged].map(({ id }) => `/v1/leads/${id}/notes`) as [string, string];
    const [first, second] = [await write(tenant, ours, 'One'), await write(tenant, theirs, 'Two')];
    const { body: made } = await merge(tenant, survivor, merged);
    expect((await notesOf(tenant, ours)).map(({ body }) => body)).toEqual(['Two', 'One']);
    expect(await tenant.patch(`${ours}/${second.id}`, 1, { body: 'Two, changed' })).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await tenant.get(theirs)).toMatchObject({ status: 404, body: { mergedInto: survivor.id } });
    await undo(tenant, made);
    expect((await notesOf(tenant, ours)).map(({ id }) => id)).toEqual([first.id]);
    expect((await notesOf(tenant, theirs)).map(({ body }) => body)).toEqual(['Two, changed']);
  });
});
