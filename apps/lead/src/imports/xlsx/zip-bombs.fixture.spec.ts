import { constants, deflateRawSync } from 'node:zlib';
import { part, partsOf } from './workbook.fixture.spec.js';
import { type ZipEntry, zipOf } from './zip.fixture.spec.js';

const MIB = 1024 ** 2;

export const SHEET = 'xl/worksheets/sheet1.xml';
const parts = partsOf({});

/** The parts of a workbook, one of them another one. */
export const withPart = (name: string, change: Partial<ZipEntry>): Buffer =>
  zipOf(parts.map((entry) => (entry.name === name ? { ...entry, ...change } : entry)));

// One deflated MiB that is not the last block, many times over, and the shortest last block.
const mebibyte = deflateRawSync(Buffer.alloc(MIB), { finishFlush: constants.Z_FULL_FLUSH });
const zerosOf = (mebibytes: number) => Buffer.concat([...Array<Buffer>(mebibytes).fill(mebibyte), Buffer.from([3, 0])]);
const zeros = zerosOf(512);
const kernel = Buffer.from('x'.repeat(1_000));

/** Workbooks that are made to burst: what each is, its bytes, the codes that it is refused with. */
export const ZIP_BOMBS: readonly [name: string, archive: Buffer, codes: string[]][] = [
  ['one part of 512 MiB in a few', withPart(SHEET, { data: zeros, declaredBytes: 512 * MIB }), ['LEAD.IMPORT_EXPANDS', 'zip.ratio']],
  [
    '10 GiB in 10 MB that say they are small',
    withPart(SHEET, { data: zerosOf(10 * 1024), declaredBytes: 1_000 }),
    ['LEAD.IMPORT_EXPANDS', 'zip.declared_size'],
  ],
  ['a part that says it is small', withPart(SHEET, { data: zeros, declaredBytes: 1_000 }), ['LEAD.IMPORT_EXPANDS', 'zip.declared_size']],
  [
    'shared strings that say they are small',
    withPart('xl/sharedStrings.xml', { data: zeros, declaredBytes: 10 }),
    ['LEAD.IMPORT_EXPANDS', 'zip.declared_size'],
  ],
  [
    'many parts that are large only together',
    zipOf([
      ...parts,
      ...Array.from({ length: 30 }, (_, index) => ({
        name: `a${index}`,
        content: kernel,
        data: Buffer.alloc(500_000, 7),
        declaredBytes: 90 * MIB,
      })),
    ]),
    ['LEAD.IMPORT_EXPANDS', 'zip.ratio'],
  ],
  [
    'parts that say they are more together than a file can hold',
    zipOf([
      ...parts,
      ...Array.from({ length: 3 }, (_, index) => ({
        name: `d${index}`,
        content: kernel,
        data: Buffer.alloc(500_000, 7),
        declaredBytes: 4_000 * MIB,
      })),
    ]),
    ['LEAD.IMPORT_EXPANDS', 'zip.expanded_size'],
  ],
  [
    'parts that lie in each other',
    zipOf([
      ...parts,
      { name: 'k', content: kernel },
      ...Array.from({ length: 250 }, (_, index) => ({ name: `b${index}`, content: kernel, sharesWith: parts.length })),
    ]),
    ['LEAD.IMPORT_EXPANDS', 'zip.overlap'],
  ],
  [
    'too many parts',
    zipOf([
      ...parts,
      ...Array.from({ length: 60_000 }, (_, index) => ({ name: `c${index}`, content: Buffer.alloc(0), data: Buffer.from([3, 0]) })),
    ]),
    ['LEAD.IMPORT_EXPANDS', 'zip.entries'],
  ],
  [
    'a text without end',
    withPart(SHEET, part(SHEET, `<worksheet><sheetData><row><c><v>${'1'.repeat(5 * MIB)}`)),
    ['LEAD.IMPORT_EXPANDS', 'xml.token'],
  ],
  ['elements without end', withPart(SHEET, part(SHEET, '<a>'.repeat(100_000))), ['LEAD.IMPORT_EXPANDS', 'xml.depth']],
];
