import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { S3_KEYS, S3StandIn } from '@leadstream/testing';
import { retentionConfig } from '../retention.config.js';
import type { ArchiveStore } from './archive-store.js';
import { chooseArchive } from './choose-archive.js';

let folder: string;
let server: S3StandIn;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'archive-'));
  server = await new S3StandIn('archives').listen();
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

function chosen(variables: Readonly<Record<string, string>>): ArchiveStore {
  const store = chooseArchive(retentionConfig.parse(variables));
  if (store === undefined) throw new Error('no archive is configured');
  return store;
}
const inFolder = () => chosen({ RETENTION_ARCHIVE: 'folder', RETENTION_FOLDER: folder });
const onServer = (variables: Readonly<Record<string, string>> = {}) =>
  chosen({
    RETENTION_ARCHIVE: 's3',
    RETENTION_S3_BUCKET: 'archives',
    RETENTION_S3_ENDPOINT: server.url,
    RETENTION_S3_PATH_STYLE: 'true',
    RETENTION_S3_ACCESS_KEY_ID: S3_KEYS.accessKeyId,
    RETENTION_S3_SECRET_ACCESS_KEY: S3_KEYS.secretAccessKey,
    ...variables,
  });
const newName = () => `${randomUUID()}/${randomUUID()}.ndjson.gz`;

describe.each([
  ['a folder', inFolder],
  ['S3', onServer],
])('archives in %s', (_, open) => {
  it.each([1, 3 * 1024 * 1024 + 1])('give %i bytes back as they were', async (sizeBytes) => {
    const [store, name, bytes] = [open(), newName(), randomBytes(sizeBytes)];
    await store.put(name, bytes);
    expect((await store.get(name))?.equals(bytes)).toBe(true);
  });

  it('have nothing under a name that was deleted, which may be said twice', async () => {
    const [store, name] = [open(), newName()];
    await store.put(name, Buffer.from('a'));
    await store.delete(name);
    await store.delete(name);
    expect(await store.get(name)).toBeUndefined();
  });
});

describe('archives in a folder', () => {
  it('are not taken for missing when the folder is out of reach', async () => {
    const tenant = randomUUID();
    await writeFile(join(folder, tenant), 'no folder');
    await expect(inFolder().put(`${tenant}/a`, Buffer.from('a'))).rejects.toThrow();
    await expect(inFolder().get(`${tenant}/a`)).rejects.toThrow('ENOTDIR');
  });
});

describe('archives on an S3 server', () => {
  it('are neither written, read nor deleted by a request that is not signed with the right key', async () => {
    const [name, wrong] = [newName(), onServer({ RETENTION_S3_SECRET_ACCESS_KEY: 'another' })];
    await onServer().put(name, Buffer.from('a'));
    await expect(wrong.put(name, Buffer.from('b'))).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
    await expect(wrong.get(name)).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
    await expect(wrong.delete(name)).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
    expect(server.objects.get(name)?.toString()).toBe('a');
  });

  it('are not taken for whole, and not for missing, when it breaks off in the middle', async () => {
    const [there, unwritten, bytes] = [newName(), newName(), randomBytes(1024 * 1024)];
    await onServer().put(there, bytes);
    server.breaksOff = true;
    await expect(onServer().get(there)).rejects.toThrow();
    await expect(onServer().put(unwritten, bytes)).rejects.toThrow();
    server.breaksOff = false;
    expect(await onServer().get(unwritten)).toBeUndefined();
  });

  it('are not taken for missing when there is no such bucket, or it does not answer', async () => {
    await expect(onServer({ RETENTION_S3_BUCKET: 'another' }).get(newName())).rejects.toMatchObject({ name: 'NoSuchBucket' });
    await expect(onServer({ RETENTION_S3_ENDPOINT: 'http://127.0.0.1:1' }).get(newName())).rejects.toThrow();
    server.isBusy = true;
    await expect(onServer().get(newName())).rejects.toThrow();
    server.isBusy = false;
  });
});
