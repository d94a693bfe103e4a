import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DomainError } from '@leadstream/kernel';
import { S3_KEYS, S3StandIn } from '@leadstream/testing';
import type { DocumentStorage, WholeFile } from './document-storage.js';
import { FolderStorage } from './folder-storage.js';
import { S3Storage } from './s3-storage.js';

let folder: string;
let server: S3StandIn;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leadstream-spec-'));
  server = await new S3StandIn('documents').listen();
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const ofServer = (more: object = {}) =>
  new S3Storage({ bucket: 'documents', region: 'eu-central-1', endpoint: server.url, forcePathStyle: true, credentials: S3_KEYS, ...more });
const storages: readonly [string, () => DocumentStorage][] = [
  ['a folder', () => new FolderStorage(join(folder, 'stored'))],
  ['S3', () => ofServer()],
];
const place = () => ({ tenantId: randomUUID(), documentId: randomUUID() });
const codeOf = (work: Promise<unknown>) => work.then(() => 'done').catch((error: DomainError) => error.code);

async function fileOf(bytes: Buffer): Promise<WholeFile> {
  const path = join(folder, randomUUID());
  await writeFile(path, bytes);
  return { path, sizeBytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

describe.each(storages)('%s', (_, open) => {
  it.each([1, 64 * 1024, 3 * 1024 * 1024 + 1])('gives %i bytes back as they were', async (sizeBytes) => {
    const [storage, at, bytes] = [open(), place(), randomBytes(sizeBytes)];
    await storage.put(at, await fileOf(bytes));
    expect((await buffer(await storage.open(at))).equals(bytes)).toBe(true);
  });

  it('has nothing after a deletion, which may be said twice', async () => {
    const [storage, at] = [open(), place()];
    await storage.put(at, await fileOf(Buffer.from('a')));
    await storage.delete(at);
    await storage.delete(at);
    expect(await codeOf(storage.open(at))).toBe('LEAD.DOCUMENT_STORAGE');
  });

  it('keeps what lies under one place from every other', async () => {
    const [storage, one, other] = [open(), place(), place()];
    await storage.put(one, await fileOf(Buffer.from('one')));
    await storage.put({ ...other, documentId: one.documentId }, await fileOf(Buffer.from('other')));
    expect((await buffer(await storage.open(one))).toString()).toBe('one');
  });

  it('says so when a file cannot be read, and keeps nothing of it', async () => {
    const [storage, at] = [open(), place()];
    const gone = { ...(await fileOf(Buffer.from('a'))), path: join(folder, 'gone') };
    expect(await codeOf(storage.put(at, gone))).toBe('LEAD.DOCUMENT_STORAGE');
    expect(await codeOf(storage.open(at))).toBe('LEAD.DOCUMENT_STORAGE');
  });
});

describe('a folder', () => {
  it('holds no unfinished file after a failure', async () => {
    const at = place();
    await codeOf(new FolderStorage(folder).put(at, { path: join(folder, 'gone'), sizeBytes: 1, sha256: '' }));
    expect(await readdir(join(folder, at.tenantId))).toEqual([]);
  });
});

describe('S3', () => {
  it('is asked by signed requests only, and takes only the bytes whose digest was signed', async () => {
    const file = await fileOf(Buffer.from('what was judged'));
    await writeFile(file.path, 'what is sent in');
    expect(await codeOf(ofServer().put(place(), file))).toBe('LEAD.DOCUMENT_STORAGE');
    const wrong = ofServer({ credentials: { ...S3_KEYS, secretAccessKey: 'another' } });
    expect(await codeOf(wrong.put(place(), await fileOf(Buffer.from('a'))))).toBe('LEAD.DOCUMENT_STORAGE');
    expect(server.refusals.slice(-2)).toEqual(['XAmzContentSHA256Mismatch', 'SignatureDoesNotMatch']);
  });

  it('that does not answer is told as such', async () => {
    server.isBusy = true;
    expect(await codeOf(ofServer().put(place(), await fileOf(Buffer.from('a'))))).toBe('LEAD.DOCUMENT_STORAGE');
    server.isBusy = false;
    expect(await codeOf(ofServer({ endpoint: 'http://127.0.0.1:1' }).open(place()))).toBe('LEAD.DOCUMENT_STORAGE');
  });
});
