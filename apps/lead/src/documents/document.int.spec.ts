import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DocumentLink, Lead, LeadDocument } from '@leadstream/contracts';
import { eventually, TEST_CONTEXT_SECRET, S3_KEYS, S3StandIn } from '@leadstream/testing';
import { whileDeleted } from '../../test/attachments.js';
import { download, PDF, uploadDocument } from '../../test/documents.js';
import { inspect } from '../../test/inspect.js';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { ADA, AUGUSTA, create, merge, read, undo } from '../../test/merges.js';
import { ifMatch, type Problem, type TenantClient } from '../../test/tenant-client.js';
import { DocumentLinks } from './download/document-link.js';

const MAX_BYTES = 2_000_000;

let folder: string;
let app: LeadApp;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leadstream-spec-'));
  app = await startLeadApp({ DOCUMENT_FOLDER: folder, DOCUMENT_MAX_BYTES: String(MAX_BYTES) });
});
afterAll(async () => {
  await app.stop();
  await rm(folder, { recursive: true });
});

interface Stage {
  readonly tenant: TenantClient;
  readonly lead: Lead;
  readonly path: string;
}

async function stage(of: LeadApp = app): Promise<Stage> {
  const tenant = of.as();
  const { body: lead } = await tenant.post<Lead>('/v1/leads', { email: 'ada@x.com' });
  return { tenant, lead, path: `/v1/leads/${lead.id}/documents` };
}
const documentsOf = async ({ tenant, path }: Stage) => (await tenant.get<{ items: LeadDocument[] }>(path)).body.items;
const linkTo = async ({ tenant, path }: Stage, { id }: LeadDocument) => (await tenant.post<DocumentLink>(`${path}/${id}/links`, {})).body;
const requestSweep = (of: LeadApp) =>
  inspect(of.database, `UPDATE timed_job SET requested_at = now(), requested_by = 'spec' WHERE name = 'sweep-abandoned-documents'`);
/** What lies in the storage, and what the table knows of the tenant. */
async function leftOf({ tenant }: Stage) {
  const files = await readdir(join(folder, tenant.tenantId)).catch(() => []);
  const rows = await inspect<{ state: string }>(app.database, 'SELECT state FROM document WHERE tenant_id = $1', [tenant.tenantId]);
  return { files, states: rows.map(({ state }) => state) };
}

describe('a document', () => {
  it('is stored as it was sent, and told by its bytes, whatever its sender claims', async () => {
    const scene = await stage();
    const bytes = Buffer.concat([PDF, randomBytes(1_500_000)]);
    const { status, headers, body } = await uploadDocument(scene.tenant, scene.lead.id, bytes, { fileName: 'C:\\files\\Angebot März.exe' });
    expect([status, headers.get('location')]).toEqual([201, `${scene.path}/${body.id}`]);
    expect(body).toMatchObject({
      fileName: 'Angebot März.exe',
      mediaType: 'application/pdf',
      sizeBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      author: scene.tenant.actor,
    });
    expect(await documentsOf(scene)).toEqual([body]);
    expect(await scene.tenant.get(`${scene.path}/${body.id}`)).toMatchObject({ status: 200, body });
    expect(await leftOf(scene)).toEqual({ files: [body.id], states: ['stored'] });
    const opened = await download(app, (await linkTo(scene, body)).path);
    expect([opened.status, opened.bytes.equals(bytes)]).toEqual([200, true]);
    expect(Object.fromEntries(opened.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(bytes.length),
      'content-disposition': `attachment; filename="Angebot M_rz.exe"; filename*=UTF-8''Angebot%20M%C3%A4rz.exe`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    });
  });

  it('that is a page is handed out as a text', async () => {
    const scene = await stage();
    const { body } = await uploadDocument(scene.tenant, scene.lead.id, '<script>alert(1)</script>', { fileName: 'page.html' });
    const { headers } = await download(app, (await linkTo(scene, body)).path);
    expect([headers.get('content-type'), headers.get('content-disposition')]).toEqual([
      'text/plain; charset=utf-8',
      expect.stringMatching(/^attachment;/),
    ]);
  });

  it.each([
    ['a program', 'MZ' + '\0'.repeat(100), 415, 'LEAD.DOCUMENT_TYPE file file.type'],
    ['nothing', '', 415, 'LEAD.DOCUMENT_TYPE file file.empty'],
    ['too much', 'x'.repeat(MAX_BYTES + 1), 413, 'LEAD.DOCUMENT_TOO_LARGE'],
  ])('that is %s is refused, and nothing is left of it', async (_, content, status, problem) => {
    const scene = await stage();
    const answer = await uploadDocument(scene.tenant, scene.lead.id, content);
    const [first] = answer.body.errors ?? [];
    expect([answer.status, [answer.body.code, ...(first ? [first.path, first.code] : [])].join(' ')]).toEqual([status, problem]);
    expect(await leftOf(scene)).toEqual({ files: [], states: [] });
  });

  it('needs a form with one file', async () => {
    const { tenant, path } = await stage();
    const form = (parts: Record<string, string | Blob>) => {
      const body = new FormData();
      for (const [name, value] of Object.entries(parts)) body.append(name, value);
      return tenant.send<Problem>('POST', path, { body });
    };
    expect((await form({})).status).toBe(400);
    expect((await form({ file: 'a text' })).body).toMatchObject({
      code: 'LEAD.DOCUMENT_PARTS',
      errors: [{ path: 'file', code: 'unexpected' }],
    });
    expect((await form({ file: new Blob(['a']), other: new Blob(['b']) })).body).toMatchObject({
      errors: [{ path: 'other', code: 'unexpected' }],
    });
    expect((await tenant.post(path, {})).status).toBe(415);
  });

  it('is stored once for one idempotency key', async () => {
    const scene = await stage();
    const key = { headers: { 'idempotency-key': 'd-1' } };
    const first = await uploadDocument(scene.tenant, scene.lead.id, 'text', key);
    const second = await uploadDocument(scene.tenant, scene.lead.id, 'text', key);
    expect([second.status, second.body, second.headers.get('idempotency-replayed')]).toEqual([201, first.body, 'true']);
    const other = await uploadDocument(scene.tenant, scene.lead.id, 'another text', key);
    expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY.KEY_REUSED']);
    expect(await leftOf(scene)).toEqual({ files: [first.body.id], states: ['stored'] });
  });

  it('is deleted and restored; a link opens nothing meanwhile', async () => {
    const scene = await stage();
    const { body: document } = await uploadDocument(scene.tenant, scene.lead.id, PDF);
    const link = await linkTo(scene, document);
    expect((await scene.tenant.delete(`${scene.path}/${document.id}`)).status).toBe(204);
    expect((await download(app, link.path)).status).toBe(404);
    expect([await documentsOf(scene), (await scene.tenant.delete(`${scene.path}/${document.id}`)).status]).toEqual([[], 404]);
    expect((await scene.tenant.get<{ items: LeadDocument[] }>(`${scene.path}?deleted=true`)).body.items).toEqual([document]);
    expect((await scene.tenant.post<LeadDocument>(`${scene.path}/${document.id}/restore`, {})).body).toEqual(document);
    expect((await scene.tenant.post(`${scene.path}/${document.id}/restore`, {})).status).toBe(409);
    expect(await documentsOf(scene)).toEqual([document]);
  });

  it('is hidden and shown again with its lead', async () => {
    const scene = await stage();
    const { body: document } = await uploadDocument(scene.tenant, scene.lead.id, PDF);
    const link = await linkTo(scene, document);
    await scene.tenant.delete(`/v1/leads/${scene.lead.id}`, ifMatch(1));
    expect([(await download(app, link.path)).status, (await scene.tenant.get(scene.path)).status]).toEqual([404, 404]);
    expect((await uploadDocument(scene.tenant, scene.lead.id, PDF)).body.code).toBe('LEAD.NOT_FOUND');
    await scene.tenant.post(`/v1/leads/${scene.lead.id}/restore`, {});
    expect(await documentsOf(scene)).toEqual([document]);
  });

  it('is reached through its lead and tenant only', async () => {
    const scene = await stage();
    const { body: document } = await uploadDocument(scene.tenant, scene.lead.id, PDF);
    const other = await stage();
    for (const [client, id] of [
      [scene.tenant, `/v1/leads/${other.lead.id}/documents/${document.id}`],
      [other.tenant, `${scene.path}/${document.id}`],
      [other.tenant, `${other.path}/${document.id}`],
    ] as const) {
      expect((await client.post(`${id}/links`, {})).status).toBe(404);
      expect((await client.delete(id)).status).toBe(404);
    }
    expect((await uploadDocument(other.tenant, scene.lead.id, PDF)).status).toBe(404);
    expect((await uploadDocument(app.as(scene.tenant.tenantId, ['leads:read']), scene.lead.id, PDF)).status).toBe(403);
  });

  it('is opened by its link until that expires, and by nothing that was made up', async () => {
    const scene = await stage();
    const { body: document } = await uploadDocument(scene.tenant, scene.lead.id, PDF);
    const { path, expiresAt } = await linkTo(scene, document);
    expect([(await download(app, path)).status, Date.parse(expiresAt) - Date.now() <= 300_000]).toEqual([200, true]);
    expect((await download(app, `${path.slice(0, -1)}${path.endsWith('A') ? 'B' : 'A'}`)).status).toBe(403);
    expect((await download(app, `/v1/documents/${document.id}`)).status).toBe(403);
    const place = { tenantId: scene.tenant.tenantId, documentId: document.id };
    const { token } = new DocumentLinks({ secret: TEST_CONTEXT_SECRET, lifeSeconds: 10 }).sign(place, new Date(Date.now() - 11_000));
    const { status, bytes } = await download(app, `/v1/documents/${token}`);
    expect([status, (JSON.parse(bytes.toString()) as Problem).code]).toEqual([403, 'LEAD.DOCUMENT_LINK']);
  });

  it('is listed newest first, page by page', async () => {
    const scene = await stage();
    const ids: string[] = [];
    for (const text of ['a', 'b', 'c']) ids.unshift((await uploadDocument(scene.tenant, scene.lead.id, text)).body.id);
    type Page = { items: LeadDocument[]; nextCursor: string | null };
    const { body: first } = await scene.tenant.get<Page>(`${scene.path}?limit=2`);
    const { body: second } = await scene.tenant.get<Page>(`${scene.path}?limit=2&cursor=${first.nextCursor}`);
    expect([[...first.items, ...second.items].map(({ id }) => id), second.nextCursor]).toEqual([ids, null]);
  });
});

describe('a document of a lead that went into another one', () => {
  it('is opened while it stands with the survivor', async () => {
    const tenant = app.as();
    const [survivor, merged] = [await create(tenant, ADA), await create(tenant, AUGUSTA)];
    const { body: document } = await uploadDocument(tenant, merged.id, PDF);
    const { body: made } = await merge(tenant, survivor, merged);
    const scene = { tenant, lead: survivor, path: `/v1/leads/${survivor.id}/documents` };
    const { path } = await linkTo(scene, document);
    expect((await download(app, path)).bytes).toEqual(PDF);
    await whileDeleted(tenant, { path: `/v1/leads/${survivor.id}` }, (await read(tenant, survivor)).version, async () => {
      expect((await download(app, path)).status).toBe(404);
    });
    await undo(tenant, made);
    expect([(await download(app, path)).status, await documentsOf(scene)]).toEqual([200, []]);
  });
});

describe('an upload that comes to nothing', () => {
  it('leaves nothing when its sender goes away', async () => {
    const scene = await stage();
    const boundary = 'x';
    const gone = new AbortController();
    const body = new ReadableStream({
      start: (stream) =>
        stream.enqueue(Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\nbegun`)),
    });
    const request = fetch(`${app.service.url}${scene.path}`, {
      method: 'POST',
      body,
      duplex: 'half',
      signal: gone.signal,
      headers: { ...scene.tenant.context(), 'content-type': `multipart/form-data; boundary=${boundary}` },
    } as RequestInit);
    setTimeout(() => gone.abort(), 200);
    await expect(request).rejects.toThrow();
    expect(await leftOf(scene)).toEqual({ files: [], states: [] });
  });

  it('and whose process died is swept away, the stored ones stay', async () => {
    const scene = await stage();
    const { body: kept } = await uploadDocument(scene.tenant, scene.lead.id, 'kept');
    const { body: lost } = await uploadDocument(scene.tenant, scene.lead.id, 'lost');
    const { body: fresh } = await uploadDocument(scene.tenant, scene.lead.id, 'fresh');
    const begin = `UPDATE document SET state = 'uploading', created_at = created_at - $2::interval WHERE document_id = $1`;
    await inspect(app.database, begin, [lost.id, '61 minutes']);
    await inspect(app.database, begin, [fresh.id, '59 minutes']);
    await inspect(app.database, `UPDATE document SET created_at = created_at - interval '2 hours' WHERE document_id = $1`, [kept.id]);
    await requestSweep(app);
    await eventually(async () => expect((await leftOf(scene)).files.sort()).toEqual([kept.id, fresh.id].sort()), { withinMs: 20_000 });
    await eventually(async () => expect((await leftOf(scene)).states.sort()).toEqual(['stored', 'uploading']));
  });
});

describe('with S3', () => {
  it('bytes lie in the bucket; while it does not answer nothing is half-done', async () => {
    const server = await new S3StandIn('documents').listen();
    const s3 = await startLeadApp({
      DOCUMENT_STORAGE: 's3',
      DOCUMENT_S3_BUCKET: 'documents',
      DOCUMENT_S3_ENDPOINT: server.url,
      DOCUMENT_S3_PATH_STYLE: 'true',
      DOCUMENT_S3_ACCESS_KEY_ID: S3_KEYS.accessKeyId,
      DOCUMENT_S3_SECRET_ACCESS_KEY: S3_KEYS.secretAccessKey,
    });
    try {
      const scene = await stage(s3);
      const { body: document } = await uploadDocument(scene.tenant, scene.lead.id, PDF);
      expect([...server.objects]).toEqual([[`${scene.tenant.tenantId}/${document.id}`, PDF]]);
      expect((await download(s3, (await linkTo(scene, document)).path)).bytes).toEqual(PDF);
      server.isBusy = true;
      expect(await uploadDocument(scene.tenant, scene.lead.id, PDF)).toMatchObject({
        status: 503,
        body: { code: 'LEAD.DOCUMENT_STORAGE' },
      });
      expect([await documentsOf(scene), server.objects.size]).toEqual([[document], 1]);
      server.isBusy = false;
      await requestSweep(s3);
      await eventually(
        async () =>
          expect(await inspect(s3.database, 'SELECT state FROM document WHERE tenant_id = $1', [scene.tenant.tenantId])).toEqual([
            { state: 'stored' },
          ]),
        { withinMs: 20_000 },
      );
    } finally {
      await s3.stop();
      await server.close();
    }
  });
});
