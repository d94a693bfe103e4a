import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { extractFromZip } from './zip.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'leadstream-zip-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An archive of one deflated entry, by the book (PKWARE APPNOTE 4.3). */
function zipOf(name: string, content: string): Buffer {
  const data = deflateRawSync(content);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(data.length, 20);
  entry.writeUInt16LE(name.length, 28);
  const start = local.length + name.length + data.length;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt32LE(start, 16);
  return Buffer.concat([local, Buffer.from(name), data, entry, Buffer.from(name), end]);
}

it('writes the entry whose name matches', () => {
  const archive = join(folder, 'one.zip');
  writeFileSync(archive, zipOf('redis-server-6.2-linux-amd64', 'a program'));
  extractFromZip(archive, /linux-amd64$/, join(folder, 'program'));
  expect(readFileSync(join(folder, 'program'), 'utf8')).toBe('a program');
});

it('says what is missing', () => {
  const archive = join(folder, 'two.zip');
  writeFileSync(archive, zipOf('other', 'text'));
  expect(() => extractFromZip(archive, /darwin/, join(folder, 'none'))).toThrow('holds no darwin');
});
