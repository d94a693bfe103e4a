import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LINES } from '../national-number.rules.js';
import { NumberSet } from '../number-set.rules.js';
import { NumberSetDraft } from '../number-set-draft.rules.js';
import type { RegistryList } from '../registry-list.js';
import { readSnapshot } from './read-snapshot.js';
import { writeSnapshot } from './write-snapshot.js';

const LOAD = '01920000-0000-7000-8000-000000000001';
const DAMAGED = 'COMPLIANCE.DNC_SNAPSHOT_DAMAGED';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leadstream-snapshot-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Three area codes: one exchange that is dense, one that is sparse, one full. */
function sample(): RegistryList {
  const draft = new NumberSetDraft();
  for (let line = 0; line < 2_000; line += 1) draft.add(201 * LINES + 5_550_000 + line * 3);
  for (let line = 0; line < 5; line += 1) draft.add(415 * LINES + 5_552_671 + line * 11_000);
  for (let line = 0; line < 10_000; line += 1) draft.add(999 * LINES + 9_990_000 + line);
  return {
    source: 'us-national',
    version: 7,
    loadId: LOAD,
    listedAt: new Date('2026-11-20T12:00:00.000Z'),
    numbers: draft.finish().numbers,
  };
}

const every = (numbers: NumberSet) => [...numbers.pages()].map(([areaCode, { counts, words }]) => ({ areaCode, counts, words }));

async function whole(): Promise<Buffer> {
  const path = join(folder, 'whole');
  await writeSnapshot(path, sample());
  return readFile(path);
}

/** @returns the code with which a file of these bytes is refused, or undefined when it is read */
async function refusal(bytes: Uint8Array): Promise<unknown> {
  const path = join(folder, 'changed');
  await writeFile(path, bytes);
  return readSnapshot(path).then(
    () => undefined,
    (error: { code?: unknown }) => error.code,
  );
}

describe('a snapshot', () => {
  it('is read as it was written', async () => {
    const path = join(folder, 'list');
    const list = sample();
    await writeSnapshot(path, list);
    const { numbers, ...rest } = await readSnapshot(path);
    expect(rest).toEqual({ source: 'us-national', version: 7, loadId: LOAD, listedAt: list.listedAt });
    expect([numbers.size, every(numbers)]).toEqual([12_005, every(list.numbers)]);
  });

  it('may be of a list with no number on it', async () => {
    const path = join(folder, 'empty');
    await writeSnapshot(path, { ...sample(), numbers: NumberSet.EMPTY });
    expect((await readSnapshot(path)).numbers.size).toBe(0);
  });

  it('takes the place of the one before at once, and leaves nothing beside it', async () => {
    const own = await mkdtemp(join(folder, 'own-'));
    await writeSnapshot(join(own, 'list'), sample());
    await writeSnapshot(join(own, 'list'), { ...sample(), version: 8 });
    expect([await readdir(own), (await readSnapshot(join(own, 'list'))).version]).toEqual([['list'], 8]);
    await expect(writeSnapshot(join(own, 'none', 'list'), sample())).rejects.toThrow();
    expect(await readdir(own)).toEqual(['list']);
  });
});

describe('a damaged snapshot is refused', () => {
  it('whichever bit was flipped', async () => {
    const bytes = await whole();
    const position = fc.oneof(
      fc.nat(200),
      fc.nat(bytes.length - 1),
      fc.nat(40).map((back) => bytes.length - 1 - back),
    );
    await fc.assert(
      fc.asyncProperty(position, fc.nat(7), async (at, bit) => {
        const changed = Buffer.from(bytes);
        changed[at] = changed.readUInt8(at) ^ (1 << bit);
        expect(await refusal(changed)).toBe(DAMAGED);
      }),
      { numRuns: 300 },
    );
  });

  it('wherever it was cut off', async () => {
    const bytes = await whole();
    const length = fc.oneof(
      fc.nat(200),
      fc.nat(bytes.length - 1),
      fc.nat(40).map((back) => bytes.length - 1 - back),
    );
    await fc.assert(
      fc.asyncProperty(length, async (kept) => {
        expect(await refusal(bytes.subarray(0, kept))).toBe(DAMAGED);
      }),
      { numRuns: 200 },
    );
  });

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['when something follows its end', (bytes) => Buffer.concat([bytes, Buffer.alloc(1)])],
    ['when it is there twice', (bytes) => Buffer.concat([bytes, bytes])],
    ['when it is empty', () => Buffer.alloc(0)],
    ['when it is another file', () => Buffer.from('415,5552671\n'.repeat(1_000))],
    ['when it is zeros', (bytes) => Buffer.alloc(bytes.length)],
    ['when line ends were translated on the way', (bytes) => Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1')],
  ])('%s', async (_name, change) => {
    expect(await refusal(change(await whole()))).toBe(DAMAGED);
  });
});
