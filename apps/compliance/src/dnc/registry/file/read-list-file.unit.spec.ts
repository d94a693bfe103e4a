import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { readListFile } from './read-list-file.js';

async function* pieces(bytes: Buffer, pieceBytes: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

async function read(content: string | Buffer, { isDelta = false, pieceBytes = 1_000 } = {}) {
  const [added, removed]: [number[], number[]] = [[], []];
  const sink = { add: (number: number) => added.push(number), remove: (number: number) => removed.push(number) };
  const summary = await readListFile(pieces(Buffer.from(content), pieceBytes), isDelta, sink);
  return { ...summary, added, removed };
}

const codeOf = (reading: Promise<unknown>) =>
  reading.then(
    () => undefined,
    (error: { code?: unknown }) => error.code,
  );

const list = (count: number, first = 0) =>
  Array.from({ length: count }, (_, index) => `415,${String(5_000_000 + first + index)}\n`).join('');

describe('a file', () => {
  it.each<[string, (text: string) => Buffer]>([
    ['plain', (text) => Buffer.from(text)],
    ['packed', (text) => gzipSync(text)],
    ['packed in two parts', (text) => Buffer.concat([gzipSync(text.slice(0, 37)), gzipSync(text.slice(37))])],
    ['with a byte order mark', (text) => Buffer.from(`\ufeff${text}`)],
    ['packed, with a byte order mark', (text) => gzipSync(`\ufeff${text}`)],
  ])('is read to its end: %s', async (_name, pack) => {
    const content = pack(list(5_000));
    for (const pieceBytes of [1, 777, content.length]) {
      const { added, rows, refused } = await read(content, { pieceBytes });
      expect([added.length, added[0], added.at(-1), rows, refused]).toEqual([5_000, 4_155_000_000, 4_155_004_999, 5_000, 0]);
    }
  });

  it('may have some bad rows, of which the first are told by line', async () => {
    const bad = Array.from({ length: 30 }, () => '415,x\n').join('');
    const { rows, refused, samples, added } = await read(`${list(10)}${bad}${list(10, 10)}`);
    expect([rows, refused, added.length, samples.length]).toEqual([50, 30, 20, 20]);
    expect(samples[0]).toEqual({ line: 11, problem: 'not_a_number' });
    expect(samples.at(-1)).toEqual({ line: 30, problem: 'not_a_number' });
  });

  it('of changes says what goes and what comes', async () => {
    const { added, removed } = await read('415,5552671,D\n415,5552672,A\n', { isDelta: true });
    expect([added, removed]).toEqual([[4_155_552_672], [4_155_552_671]]);
  });
});

describe('a file is refused', () => {
  const packed = gzipSync(list(5_000));
  const flipped = Buffer.from(packed);
  flipped[flipped.length - 6] = flipped.readUInt8(flipped.length - 6) ^ 1;

  it.each<[string, Buffer | string, string]>([
    ['when its packing ends too early', packed.subarray(0, packed.length - 5), 'DNC_FILE_DAMAGED'],
    ['when its packing ends in the middle', packed.subarray(0, packed.length / 2), 'DNC_FILE_DAMAGED'],
    ['when its packing has a wrong checksum', flipped, 'DNC_FILE_DAMAGED'],
    ['when only its first bytes look packed', Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.from(list(10))]), 'DNC_FILE_DAMAGED'],
    ['when its last row breaks off', list(10).slice(0, -4), 'DNC_FILE_CUT_OFF'],
    ['when it is a zip archive', Buffer.from('PK\u0003\u0004\u0014\u0000\u0000\u0000', 'latin1'), 'DNC_FILE_TYPE'],
    ['when it is UTF-16', Buffer.from(list(10), 'utf16le'), 'DNC_FILE_TYPE'],
    ['when it has nothing in it', '', 'DNC_FILE_EMPTY'],
    ['when it has no number', 'AreaCode,Number\n\n', 'DNC_FILE_EMPTY'],
    ['when it is a page of the web', `<html>\n${'<p>Please sign in</p>\n'.repeat(200)}</html>\n`, 'DNC_FILE_NO_LIST'],
    ['when one row in ninety is bad', `${list(89)}x\n`.repeat(101), 'DNC_FILE_NO_LIST'],
  ])('%s', async (_name, content, code) => {
    expect(await codeOf(read(content))).toBe(`COMPLIANCE.${code}`);
  });

  it('not for one bad row in more than a hundred', async () => {
    expect(await read(`${list(110)}x\n`.repeat(200))).toMatchObject({ rows: 22_200, refused: 200 });
  });

  it('of changes when it is a list, and the other way round', async () => {
    expect(await codeOf(read(list(200), { isDelta: true }))).toBe('COMPLIANCE.DNC_FILE_NO_LIST');
    expect(await codeOf(read(list(200).replaceAll('\n', ',D\n')))).toBe('COMPLIANCE.DNC_FILE_NO_LIST');
  });

  it('with what its source says when that fails', async () => {
    async function* failing(): AsyncGenerator<Buffer> {
      yield Buffer.from(list(10));
      throw new Error('gone');
    }
    await expect(readListFile(failing(), false, { add: () => undefined, remove: () => undefined })).rejects.toThrow('gone');
  });
});
