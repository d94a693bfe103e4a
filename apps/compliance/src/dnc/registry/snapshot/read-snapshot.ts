import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { endianness } from 'node:os';
import type { AreaPage } from '../area-page.rules.js';
import { NumberSet } from '../number-set.rules.js';
import type { RegistryList } from '../registry-list.js';
import {
  BLOCK_HEAD_BYTES,
  bytesOf,
  CHECKSUM_BYTES,
  damaged,
  decodeBlock,
  decodeBlockHead,
  decodeDescription,
  decodePrefix,
  DIGEST_BYTES,
  PREFIX_BYTES,
  type SnapshotDescription,
} from './snapshot-format.rules.js';

/**
 * Reads a list from a file, its pages straight into the memory that answers later. Either the whole of it is as it was written, or there
 * is no list to answer from.
 * @throws DomainError `COMPLIANCE.DNC_SNAPSHOT_DAMAGED` when anything is missing, changed or too much
 */
export async function readSnapshot(path: string): Promise<RegistryList> {
  // Pages are the file's bytes as they are.
  if (endianness() !== 'LE') throw new Error('lists of numbers need a little-endian machine');
  const file = await open(path);
  try {
    return await new SnapshotReader(file).read();
  } finally {
    await file.close();
  }
}

class SnapshotReader {
  readonly #digest: Hash = createHash('sha256');
  #position = 0;

  constructor(private readonly file: FileHandle) {}

  async read(): Promise<RegistryList> {
    const description = await this.#description();
    const pages: [number, AreaPage][] = [];
    for (let count = 0; count < description.areaCodes; count += 1) pages.push(await this.#block(pages.at(-1)?.[0] ?? 0));
    await this.#end();
    const numbers = new NumberSet(pages);
    if (numbers.size !== description.size) throw damaged(`has ${numbers.size} numbers and speaks of ${description.size}`);
    const { source, version, loadId, listedAt } = description;
    return { source, version, loadId, listedAt: new Date(listedAt), numbers };
  }

  async #description(): Promise<SnapshotDescription> {
    const prefix = await this.#take(PREFIX_BYTES);
    const text = await this.#take(decodePrefix(prefix));
    return decodeDescription(prefix, text, await this.#take(CHECKSUM_BYTES));
  }

  async #block(after: number): Promise<[number, AreaPage]> {
    const head = await this.#take(BLOCK_HEAD_BYTES);
    const block = decodeBlockHead(head, after);
    await this.#fill(bytesOf(block.words));
    return [block.areaCode, decodeBlock(head, block, await this.#take(CHECKSUM_BYTES))];
  }

  async #end(): Promise<void> {
    const expected = this.#digest.digest();
    const stated = Buffer.alloc(DIGEST_BYTES);
    if ((await this.#readInto(stated)) < DIGEST_BYTES) throw damaged('ends too early');
    if (!stated.equals(expected)) throw damaged('does not have its own digest');
    if ((await this.#readInto(Buffer.alloc(1))) > 0) throw damaged('goes on behind its end');
  }

  async #take(length: number): Promise<Buffer> {
    const bytes = Buffer.alloc(length);
    await this.#fill(bytes);
    return bytes;
  }

  async #fill(bytes: Buffer): Promise<void> {
    if ((await this.#readInto(bytes)) < bytes.length) throw damaged('ends too early');
    this.#digest.update(bytes);
  }

  /** @returns how much there was; a read may give less than was asked for */
  async #readInto(bytes: Buffer): Promise<number> {
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await this.file.read(bytes, filled, bytes.length - filled, this.#position);
      if (bytesRead === 0) break;
      filled += bytesRead;
      this.#position += bytesRead;
    }
    return filled;
  }
}
