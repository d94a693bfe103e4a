import { describe, expect, it } from '@jest/globals';
import type { FileBytes } from '../table/file-bytes.js';
import { openWorkbook } from './open-workbook.js';
import { part, partsOf, workbookOf } from './workbook.fixture.spec.js';
import { bytesOf, zipOf } from './zip.fixture.spec.js';
import { refuseBombs } from './zip-limits.rules.js';
import { SHEET, withPart, ZIP_BOMBS } from './zip-bombs.fixture.spec.js';

const MIB = 1024 ** 2;

async function read(file: FileBytes) {
  for await (const _block of (await openWorkbook(file)).records);
}

const refusalOf = (reading: Promise<unknown>) =>
  reading.then(
    () => ['read'],
    ({ code, errors }: { code: string; errors?: { code: string }[] }) => [code, ...(errors ?? []).map((problem) => problem.code)],
  );

const parts = partsOf({});

describe('an archive that is made to burst is refused in time, before it does', () => {
  it.each(ZIP_BOMBS)('%s', async (_name, archive, expected) => {
    let handedOut = 0;
    const counted: FileBytes = {
      sizeBytes: archive.length,
      async *read(start, end) {
        for await (const block of bytesOf(archive).read(start, end)) {
          handedOut += block.length;
          yield block;
        }
      },
    };
    const before = process.memoryUsage().rss;
    // The processor's time: what passes depends on what else the machine does.
    const cpuBefore = process.cpuUsage();
    expect(await refusalOf(read(counted))).toEqual(expected);
    const { user, system } = process.cpuUsage(cpuBefore);
    expect((user + system) / 1_000).toBeLessThan(2_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * MIB);
    expect(handedOut).toBeLessThan(MIB);
  });

  it.each([
    ['a million rows of 33 columns, as we export them', 2_670_697_450, 132_460_700],
    ['a file of the largest size', 512 * MIB * 16, 512 * MIB],
  ])('%s are no such archive', (_name, uncompressedSize, compressedSize) => {
    const sheet = { fileName: SHEET, fileNameLength: SHEET.length, relativeOffsetOfLocalHeader: 0, uncompressedSize, compressedSize };
    expect(() => refuseBombs([sheet], compressedSize + 1_000)).not.toThrow();
  });

  it('a workbook in a workbook is left alone', async () => {
    const inner = workbookOf({ sheets: { S: `<sheetData>${'<row><c><v>1</v></c></row>'.repeat(1_000)}</sheetData>` } });
    expect(await refusalOf(read(bytesOf(zipOf([...parts, { name: 'xl/embeddings/inner.xlsx', content: inner }]))))).toEqual(['read']);
  });
});

describe('a document that reaches beyond itself is refused', () => {
  const laughs = Array.from({ length: 9 }, (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`).join('');
  it.each([
    [
      'entities that expand without end',
      `<!DOCTYPE w [<!ENTITY l0 "lol">${laughs}]><worksheet><sheetData><row><c><v>&l9;</v></c></row></sheetData></worksheet>`,
    ],
    [
      'an entity of another file',
      '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row><c t="str"><v>&x;</v></c></row></sheetData></worksheet>',
    ],
    ['a document type of another server', '<!DOCTYPE w SYSTEM "http://127.0.0.1:1/x.dtd"><worksheet/>'],
  ])('%s', async (_name, xml) => {
    for (const name of [SHEET, 'xl/workbook.xml', 'xl/sharedStrings.xml', '_rels/.rels'])
      expect(await refusalOf(read(bytesOf(withPart(name, part(name, xml)))))).toEqual(['LEAD.IMPORT_WORKBOOK', 'workbook.dtd']);
  });

  it('an entity that is declared nowhere', async () => {
    expect(await refusalOf(read(bytesOf(withPart(SHEET, part(SHEET, '<worksheet>&x;</worksheet>')))))).toEqual([
      'LEAD.IMPORT_WORKBOOK',
      'workbook.xml',
    ]);
  });
});

describe('an archive that is damaged or no workbook is refused', () => {
  const whole = workbookOf({});
  it.each<[string, Buffer, string[]]>([
    ['cut off', whole.subarray(0, whole.length - 30), ['LEAD.IMPORT_WORKBOOK', 'workbook.zip']],
    ['cut off in front', whole.subarray(100), ['LEAD.IMPORT_WORKBOOK', 'workbook.zip']],
    ['with a wrong checksum', withPart(SHEET, { crc: 1 }), ['LEAD.IMPORT_WORKBOOK', 'workbook.zip']],
    ['whose data are noise', withPart(SHEET, { data: Buffer.alloc(100, 0xff) }), ['LEAD.IMPORT_WORKBOOK', 'workbook.zip']],
    ['that is larger than its data', withPart(SHEET, { declaredBytes: 100_000 }), ['LEAD.IMPORT_WORKBOOK', 'workbook.zip']],
    [
      'with two parts of one name',
      zipOf([...parts, { name: SHEET.toUpperCase(), content: Buffer.from('<worksheet/>') }]),
      ['LEAD.IMPORT_WORKBOOK', 'workbook.zip'],
    ],
    ['without its sheet', zipOf(parts.filter(({ name }) => name !== SHEET)), ['LEAD.IMPORT_WORKBOOK', 'workbook.part_missing']],
    ['with half a document', withPart(SHEET, part(SHEET, '<worksheet><sheetData>')), ['LEAD.IMPORT_WORKBOOK', 'workbook.xml']],
    [
      'with bytes that are no text',
      withPart(SHEET, { content: Buffer.from('<a>\xff</a>', 'latin1') }),
      ['LEAD.IMPORT_WORKBOOK', 'workbook.xml'],
    ],
    ['with an encrypted part', withPart(SHEET, { flags: 1 }), ['LEAD.IMPORT_ENCRYPTED']],
    ['of something else', zipOf([{ name: 'a.txt', content: Buffer.from('x') }]), ['LEAD.IMPORT_FILE_TYPE', 'file.not_workbook']],
    [
      'of a text document',
      withPart('xl/workbook.xml', part('xl/workbook.xml', '<document/>')),
      ['LEAD.IMPORT_FILE_TYPE', 'file.not_workbook'],
    ],
    [
      'of a binary workbook',
      withPart(
        '_rels/.rels',
        part('_rels/.rels', '<Relationships><Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>'),
      ),
      ['LEAD.IMPORT_FILE_TYPE', 'file.binary_workbook'],
    ],
  ])('%s', async (_name, archive, expected) => {
    expect(await refusalOf(read(bytesOf(archive)))).toEqual(expected);
  });

  it('but not because its bytes cannot be had', async () => {
    // Noise, so that the part reaches in front of what is read of the end of the file.
    const noise = Array.from({ length: 100_000 }, (_, index) => Math.sin(index)).join(' ');
    const archive = withPart(SHEET, part(SHEET, `<worksheet>${noise}</worksheet>`));
    const lost = new Error('the database went away');
    const file: FileBytes = {
      sizeBytes: archive.length,
      async *read(start, end) {
        if (end < archive.length) throw lost;
        yield* bytesOf(archive).read(start, end);
      },
    };
    await expect(read(file)).rejects.toBe(lost);
  });
});
