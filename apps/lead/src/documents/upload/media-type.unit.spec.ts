import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DomainError } from '@leadstream/kernel';
import { takenMediaType } from './media-type.js';
import { spool } from './spooled-file.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leadstream-spec-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Byte by byte: no character and no signature arrives in one piece. */
const dripping = (bytes: Buffer) => Readable.from([...bytes].map((byte) => Buffer.from([byte])));

async function judge(bytes: Buffer): Promise<string> {
  const file = await spool(dripping(bytes), 1_000, folder);
  try {
    return await takenMediaType(file);
  } catch (error) {
    const { code, errors } = error as DomainError;
    return `${code} ${errors[0]?.code}`;
  } finally {
    await file.dispose();
  }
}
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('the type of a file', () => {
  it.each<[string, Buffer, string]>([
    ['PDF', Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1'), 'application/pdf'],
    ['PNG', hex('89504e47 0d0a1a0a 0000000d 49484452 00000001 00000001 08060000 001f15c4 89 00000000 49454e44 ae426082'), 'image/png'],
    ['GIF', Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1'), 'image/gif'],
    ['text', Buffer.from('Grüße, 東京\n'), 'text/plain'],
    ['HTML', Buffer.from('<!doctype html><script>alert(1)</script>'), 'text/plain'],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), 'text/plain'],
    ['nothing', Buffer.alloc(0), 'LEAD.DOCUMENT_TYPE file.empty'],
    ['a Windows program', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(100)]), 'LEAD.DOCUMENT_TYPE file.type'],
    ['a Linux program', Buffer.concat([hex('7f454c46 020101'), Buffer.alloc(60)]), 'LEAD.DOCUMENT_TYPE file.type'],
    ['a macOS program', Buffer.concat([hex('cffaedfe 07000001'), Buffer.alloc(60)]), 'LEAD.DOCUMENT_TYPE file.type'],
    ['a script', Buffer.from('#!/bin/sh\nrm -rf ~\n'), 'LEAD.DOCUMENT_TYPE file.type'],
    ['an archive', Buffer.concat([hex('504b0506'), Buffer.alloc(18)]), 'LEAD.DOCUMENT_TYPE file.type'],
    ['bytes', hex('00ff00ff'), 'LEAD.DOCUMENT_TYPE file.type'],
    ['Latin-1', Buffer.from('Gr\xfc\xdfe', 'latin1'), 'LEAD.DOCUMENT_TYPE file.type'],
    ['half a character at the end', Buffer.from('Gr\xc3', 'latin1'), 'LEAD.DOCUMENT_TYPE file.type'],
  ])('of %s', async (_, bytes, expected) => {
    expect(await judge(bytes)).toBe(expected);
  });
});

describe('a spooled file', () => {
  it('has its size and digest', async () => {
    const file = await spool(dripping(Buffer.from('abc')), 3, folder);
    // FIPS 180-2, appendix B.1.
    expect(file).toMatchObject({ sizeBytes: 3, sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' });
    await file.dispose();
  });

  it('is refused as soon as it is too large, and leaves nothing', async () => {
    let read = 0;
    async function* endless() {
      for (; ; read += 1) yield Buffer.alloc(100);
    }
    await expect(spool(endless(), 1_000, folder)).rejects.toMatchObject({ code: 'LEAD.DOCUMENT_TOO_LARGE', extra: { limitBytes: 1_000 } });
    expect(read).toBeLessThan(20);
    expect(await readdir(folder)).toEqual([]);
  });

  it('leaves nothing when its sender goes away', async () => {
    async function* broken() {
      yield Buffer.from('a');
      throw new Error('gone');
    }
    await expect(spool(broken(), 1_000, folder)).rejects.toThrow('gone');
    expect(await readdir(folder)).toEqual([]);
  });
});
