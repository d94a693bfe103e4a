import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { RegistryList } from '../registry-list.js';
import { encodeBlock, encodeHead } from './snapshot-format.rules.js';

/** How names of files end that are not whole. */
export const UNFINISHED = '.part';

/** Writes a list under another name first: what has its name is whole, on the disk, or what was there before. */
export async function writeSnapshot(path: string, list: RegistryList): Promise<void> {
  const unfinished = `${path}.${randomUUID()}${UNFINISHED}`;
  try {
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await writeAll(file, list);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function writeAll(file: FileHandle, { source, version, loadId, listedAt, numbers }: RegistryList): Promise<void> {
  const digest = createHash('sha256');
  const write = async (pieces: Buffer[]) => {
    pieces.forEach((piece) => digest.update(piece));
    await writeFully(file, pieces);
  };
  const areaCodes = [...numbers.pages()].length;
  await write([encodeHead({ source, version, loadId, listedAt: listedAt.toISOString(), size: numbers.size, areaCodes })]);
  for (const [areaCode, page] of numbers.pages()) await write(encodeBlock(areaCode, page));
  await writeFully(file, [digest.digest()]);
}

/** A write may take less than it was given. */
async function writeFully(file: FileHandle, pieces: readonly Buffer[]): Promise<void> {
  for (const piece of pieces) for (let written = 0; written < piece.length;) written += (await file.write(piece, written)).bytesWritten;
}

/** A name is on the disk once its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}
