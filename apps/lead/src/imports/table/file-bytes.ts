/** The bytes of a file that is stored somewhere; workbooks are read from their end. */
export interface FileBytes {
  readonly sizeBytes: number;
  /** Bytes from `start` up to and without `end`, in blocks; many may be read at a time. */
  read(start: number, end: number): AsyncIterable<Buffer>;
}

/** A few bytes as a whole; fewer where the file ends. */
export async function readWhole(file: FileBytes, start: number, end: number): Promise<Buffer> {
  const blocks: Buffer[] = [];
  for await (const block of file.read(start, Math.min(end, file.sizeBytes))) blocks.push(block);
  return Buffer.concat(blocks);
}
