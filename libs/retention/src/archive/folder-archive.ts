import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ArchiveStore } from './archive-store.js';

/** Archives in a folder that every worker of the service sees. */
export class FolderArchive extends ArchiveStore {
  constructor(private readonly folder: string) {
    super();
  }

  /** Written under another name first: what has its name is whole, and on the disk. */
  override async put(name: string, bytes: Buffer): Promise<void> {
    const path = join(this.folder, name);
    const unfinished = `${path}.${randomUUID()}.part`;
    await mkdir(dirname(path), { recursive: true });
    try {
      await written(unfinished, bytes);
      await rename(unfinished, path);
      await synced(dirname(path));
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  }

  override async get(name: string): Promise<Buffer | undefined> {
    try {
      return await readFile(join(this.folder, name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  override delete(name: string): Promise<void> {
    return rm(join(this.folder, name), { force: true });
  }
}

async function written(path: string, bytes: Buffer): Promise<void> {
  const handle = await open(path, 'wx');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A name is on the disk once its folder is. */
async function synced(folder: string): Promise<void> {
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}
