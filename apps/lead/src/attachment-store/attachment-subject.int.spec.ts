import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DocumentLink, Lead, LeadDocument, Note, NoteAuditEntry } from '@leadstream/contracts';
import { eventually } from '@leadstream/testing';
import { whileDeleted, type Work, WORK_KINDS, type WorkKind, workWith } from '../../test/attachments.js';
import { download, PDF, uploadTo } from '../../test/documents.js';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { ADA, AUGUSTA, create, merge, read, undo } from '../../test/merges.js';
import { eventsOf } from '../../test/tasks.js';
import { ifMatch, type Problem, type TenantClient } from '../../test/tenant-client.js';

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

interface Scene {
  readonly tenant: TenantClient;
  readonly lead: Lead;
  readonly work: Work;
}

async function stage(kind: WorkKind): Promise<Scene> {
  const tenant = app.as();
  const lead = await create(tenant, ADA);
  return { tenant, lead, work: await workWith(tenant, lead, kind) };
}
const notFound = (kind: WorkKind) => `LEAD.${kind.toUpperCase()}_NOT_FOUND`;
const write = async (tenant: TenantClient, path: string, body: string) => (await tenant.post<Note>(path, { body })).body;
const notesOf = async (tenant: TenantClient, path: string) => (await tenant.get<{ items: Note[] }>(path)).body.items;
const documentsOf = async (tenant: TenantClient, path: string) => (await tenant.get<{ items: LeadDocument[] }>(path)).body.items;
const told = (of: { readonly id: string }) => eventsOf(app, of).map(({ type, sequence }) => [type, sequence]);
const linkTo = async (tenant: TenantClient, path: string) => (await tenant.post<DocumentLink>(`${path}/links`, {})).body.path;

describe.each(WORK_KINDS)('the notes of a %s', (kind: WorkKind) => {
  it('are written, changed, deleted, restored and listed by themselves, with their audit', async () => {
    const { tenant, lead, work } = await stage(kind);
    const path = `${work.path}/notes`;
    const { status, headers, body: note } = await tenant.post<Note>(path, { body: ' Wants a garden ', pinned: true });
    expect([status, headers.get('location'), headers.get('etag')]).toEqual([201, `${path}/${note.id}`, '"1"']);
    expect(await tenant.get(`${path}/${note.id}`)).toMatchObject({ status: 200, body: note });
    const { body: changed } = await tenant.patch<Note>(`${path}/${note.id}`, 1, { body: 'Wants a balcony' });
    expect((await tenant.patch<Problem>(`${path}/${note.id}`, 1, { body: 'x' })).body.code).toBe('LEAD.NOTE_STALE');
    expect([await notesOf(tenant, path), await notesOf(tenant, `/v1/leads/${lead.id}/notes`)]).toEqual([[changed], []]);
    expect((await tenant.delete(`${path}/${note.id}`, ifMatch(2))).status).toBe(204);
    expect([await notesOf(tenant, path), (await notesOf(tenant, `${path}?deleted=true`)).map(({ id }) => id)]).toEqual([[], [note.id]]);
    expect((await tenant.post<Note>(`${path}/${note.id}/restore`, {})).body).toMatchObject({ version: 4, body: 'Wants a balcony' });
    const { body: audit } = await tenant.get<{ items: NoteAuditEntry[] }>(`${path}/${note.id}/audit`);
    expect(audit.items.map(({ action }) => action)).toEqual(['restored', 'deleted', 'updated', 'created']);
    expect((await tenant.post<Problem>(path, { body: 'x'.repeat(20_001) })).status).toBe(422);
    await eventually(() =>
      expect(told(note)).toEqual(['created', 'updated', 'deleted', 'restored'].map((done, at) => [`note.${done}`, at + 1])),
    );
    expect(eventsOf(app, note)[1]?.data).toMatchObject({ subjectKind: kind, subjectId: work.id, leadId: lead.id, changed: ['body'] });
    expect(JSON.stringify(eventsOf(app, note))).not.toContain('Wants');
  });

  it(`are hidden and shown again with the ${kind}, and with its lead`, async () => {
    const { tenant, lead, work } = await stage(kind);
    const path = `${work.path}/notes`;
    const note = await write(tenant, path, 'first');
    const isHidden = async () => {
      for (const answer of [
        await tenant.get<Problem>(path),
        await tenant.post<Problem>(path, { body: 'second' }),
        await tenant.patch<Problem>(`${path}/${note.id}`, 1, { body: 'x' }),
        await tenant.get<Problem>(`${path}/${note.id}`),
        await tenant.get<Problem>(`${path}/${note.id}/audit`),
      ])
        expect([answer.status, answer.body.code]).toEqual([404, notFound(kind)]);
    };
    await whileDeleted(tenant, work, 1, isHidden);
    expect(await notesOf(tenant, path)).toEqual([note]);
    await whileDeleted(tenant, { path: `/v1/leads/${lead.id}` }, 1, isHidden);
    expect(await notesOf(tenant, path)).toEqual([note]);
  });

  it('stay its own when its lead goes into another one, and go and come with the survivor', async () => {
    const tenant = app.as();
    const [survivor, merged] = [await create(tenant, ADA), await create(tenant, AUGUSTA)];
    const { path } = await workWith(tenant, merged, kind);
    const note = await write(tenant, `${path}/notes`, 'One');
    const { body: made } = await merge(tenant, survivor, merged);
    expect(await notesOf(tenant, `${path}/notes`)).toEqual([note]);
    const { version } = await read(tenant, survivor);
    await whileDeleted(tenant, { path: `/v1/leads/${survivor.id}` }, version, async () => {
      expect((await tenant.get<Problem>(`${path}/notes`)).body.code).toBe(notFound(kind));
    });
    await undo(tenant, made);
    expect(await notesOf(tenant, `${path}/notes`)).toEqual([note]);
  });

  it('are reached under it and in its tenant only', async () => {
    const { tenant, lead, work } = await stage(kind);
    const path = `${work.path}/notes`;
    const note = await write(tenant, path, 'first');
    const other = await workWith(tenant, lead, kind);
    for (const [client, id] of [
      [tenant, `${other.path}/notes/${note.id}`],
      [tenant, `/v1/leads/${lead.id}/notes/${note.id}`],
      [app.as(), `${path}/${note.id}`],
    ] as const) {
      expect((await client.patch(id, 1, { body: 'x' })).status).toBe(404);
      expect((await client.get(id)).status).toBe(404);
      expect((await client.get(`${id}/audit`)).status).toBe(404);
      expect((await client.delete(id, ifMatch(1))).status).toBe(404);
    }
    expect((await app.as().post<Problem>(path, { body: 'x' })).body.code).toBe(notFound(kind));
    expect((await app.as(tenant.tenantId, ['leads:read']).post(path, { body: 'x' })).status).toBe(403);
  });
});

describe.each(WORK_KINDS)('a document of a %s', (kind: WorkKind) => {
  it('is stored, listed, opened, deleted and restored under it alone', async () => {
    const { tenant, lead, work } = await stage(kind);
    const path = `${work.path}/documents`;
    const { status, headers, body: document } = await uploadTo(tenant, work.path, PDF, { fileName: 'plan.exe' });
    expect([status, headers.get('location')]).toEqual([201, `${path}/${document.id}`]);
    expect(document).toMatchObject({ fileName: 'plan.exe', mediaType: 'application/pdf', author: tenant.actor });
    expect([await documentsOf(tenant, path), await documentsOf(tenant, `/v1/leads/${lead.id}/documents`)]).toEqual([[document], []]);
    expect(await tenant.get(`${path}/${document.id}`)).toMatchObject({ status: 200, body: document });
    const link = await linkTo(tenant, `${path}/${document.id}`);
    expect((await download(app, link)).bytes).toEqual(PDF);
    const other = await workWith(tenant, lead, kind);
    for (const [client, id] of [
      [tenant, `${other.path}/documents/${document.id}`],
      [tenant, `/v1/leads/${lead.id}/documents/${document.id}`],
      [app.as(), `${path}/${document.id}`],
    ] as const) {
      expect((await client.get(id)).status).toBe(404);
      expect((await client.post(`${id}/links`, {})).status).toBe(404);
      expect((await client.delete(id)).status).toBe(404);
    }
    expect((await uploadTo(app.as(tenant.tenantId, ['leads:read']), work.path, PDF)).status).toBe(403);
    expect((await tenant.delete(`${path}/${document.id}`)).status).toBe(204);
    expect([await documentsOf(tenant, path), (await download(app, link)).status]).toEqual([[], 404]);
    expect(await tenant.get(`${path}/${document.id}`)).toMatchObject({ status: 404, body: { code: 'LEAD.DOCUMENT_NOT_FOUND' } });
    expect((await tenant.post<LeadDocument>(`${path}/${document.id}/restore`, {})).body).toEqual(document);
    await eventually(() =>
      expect(told(document)).toEqual(['added', 'deleted', 'restored'].map((done, at) => [`document.${done}`, at + 1])),
    );
    const events = eventsOf(app, document);
    expect(events[0]?.data).toMatchObject({ subjectKind: kind, subjectId: work.id, leadId: lead.id, mediaType: 'application/pdf' });
    expect(JSON.stringify(events)).not.toContain('plan');
  });

  it(`is hidden and shown again with the ${kind}, and with its lead`, async () => {
    const { tenant, lead, work } = await stage(kind);
    const path = `${work.path}/documents`;
    const { body: document } = await uploadTo(tenant, work.path, PDF);
    const link = await linkTo(tenant, `${path}/${document.id}`);
    const isHidden = async () => {
      expect([(await download(app, link)).status, (await tenant.get(path)).status]).toEqual([404, 404]);
      expect((await uploadTo(tenant, work.path, PDF)).body.code).toBe(notFound(kind));
    };
    await whileDeleted(tenant, work, 1, isHidden);
    await whileDeleted(tenant, { path: `/v1/leads/${lead.id}` }, 1, isHidden);
    expect([await documentsOf(tenant, path), (await download(app, link)).status]).toEqual([[document], 200]);
  });
});
