import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { documentErrors } from '../document.errors.js';
import type { DocumentPlace } from '../document.js';
import { DocumentStorage, keyOf, type WholeFile } from './document-storage.js';

/** Documents in a folder of this machine; for development, and for installations of one machine. */
export class FolderStorage extends DocumentStorage {
  constructor(private readonly folder: string) {
    super();
  }

  /** Written under another name first: what has its name is whole. */
  override put(place: DocumentPlace, file: WholeFile): Promise<void> {
    return told(async () => {
      const path = this.pathOf(place);
      const unfinished = `${path}.${randomUUID()}.part`;
      await mkdir(dirname(path), { recursive: true });
      try {
        await pipeline(createReadStream(file.path), createWriteStream(unfinished, { flush: true }));
        await rename(unfinished, path);
        await synced(dirname(path));
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
    });
  }

  override open(place: DocumentPlace): Promise<Readable> {
    return told(async () => (await open(this.pathOf(place))).createReadStream());
  }

  override delete(place: DocumentPlace): Promise<void> {
    return told(() => rm(this.pathOf(place), { force: true }));
  }

  private pathOf(place: DocumentPlace): string {
    return join(this.folder, keyOf(place));
  }
}

/** A name is on the disk once its folder is. */
async function synced(folder: string): Promise<void> {
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}

async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw documentErrors.DOCUMENT_STORAGE({ cause });
  }
}
