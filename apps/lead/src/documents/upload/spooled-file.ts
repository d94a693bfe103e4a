import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { documentErrors } from '../document.errors.js';
import type { WholeFile } from '../storage/document-storage.js';
import { TextWatch } from './text-watch.js';

/** An upload that came in whole, on this machine's disk until it is disposed of. */
export interface SpooledFile extends WholeFile {
  /** UTF-8 without control characters, and no script that a shell would run. */
  readonly isPlainText: boolean;
  dispose(): Promise<void>;
}

/**
 * Takes the bytes as they come, in bounded memory: only a whole file can be judged, and its size and digest are known before it is stored.
 * @param parent folder of this machine that the file may lie in meanwhile
 * @throws DomainError `LEAD.DOCUMENT_TOO_LARGE` as soon as that is known; nothing is left behind then
 */
export async function spool(source: AsyncIterable<Buffer>, limitBytes: number, parent = tmpdir()): Promise<SpooledFile> {
  const folder = await mkdtemp(join(parent, 'leadstream-document-'));
  const dispose = () => rm(folder, { recursive: true, force: true });
  const path = join(folder, 'file');
  const digest = createHash('sha256');
  const text = new TextWatch();
  let sizeBytes = 0;
  async function* watched() {
    for await (const piece of source) {
      sizeBytes += piece.length;
      if (sizeBytes > limitBytes) {
        throw documentErrors.DOCUMENT_TOO_LARGE({ detail: `A file may have ${limitBytes} bytes at most.`, extra: { limitBytes } });
      }
      digest.update(piece);
      text.watch(piece);
      yield piece;
    }
  }
  try {
    await pipeline(watched, createWriteStream(path));
  } catch (error) {
    await dispose();
    throw error;
  }
  return { path, sizeBytes, sha256: digest.digest('hex'), isPlainText: text.isPlain(), dispose };
}
