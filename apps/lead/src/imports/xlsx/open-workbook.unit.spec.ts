import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openWorkbook } from './open-workbook.js';
import { workbookOf, type WorkbookText } from './workbook.fixture.spec.js';
import { bytesOf } from './zip.fixture.spec.js';

async function read(workbook: WorkbookText | Buffer, { sheet, blockBytes }: { sheet?: string; blockBytes?: number } = {}) {
  const content = Buffer.isBuffer(workbook) ? workbook : workbookOf(workbook);
  const { records, ...found } = await openWorkbook(bytesOf(content, blockBytes), sheet);
  const rows: string[][] = [];
  for await (const block of records) rows.push(...block.map(({ cells }) => cells));
  return { ...found, rows };
}

const sheet = (rows: string, more = '') => ({ sheets: { Sheet1: `<sheetData>${rows}</sheetData>${more}` } });

const refusalOf = (reading: Promise<unknown>) =>
  reading.then(
    () => 'read',
    ({ code, errors }: { code: string; errors: { path: string; code: string }[] }) => [
      code,
      ...errors.map((problem) => `${problem.path} ${problem.code}`),
    ],
  );

describe('the cells of a sheet', () => {
  it('are told from texts where they are numbers', async () => {
    const rows = `<row r="1"><c r="A1"><v>3.125</v></c><c r="B1" t="inlineStr"><is><t>3.125</t></is></c><c r="D1" t="n"><v>2</v></c></row>
      <row r="2"><c r="A2" t="inlineStr"><is><t>x</t></is></c></row>`;
    const { records } = await openWorkbook(bytesOf(workbookOf(sheet(rows))), undefined);
    const numbers: (readonly number[] | undefined)[] = [];
    for await (const block of records) numbers.push(...block.map((record) => record.numbers));
    expect(numbers).toEqual([[0, 3], undefined]);
  });

  it('come out as texts, whatever they hold', async () => {
    const rows = `
      <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>Note</t></is></c></row>
      <row r="2" spans="1:3"><c r="A2"><v>919876543210</v></c><c r="B2" t="b"><v>1</v></c><c r="C2" t="e"><v>#N/A</v></c></row>
      <row r="3"><c r="A3" t="str"><f>A2&amp;"x"</f><v>919876543210x</v></c><c r="B3" t="b"><v>0</v></c><c r="C3" t="d"><v>2024-06-01T08:12:34</v></c></row>
      <row r="4"><c r="A4"><f>1/3</f><v>0.33333333333333331</v></c><c r="C4" t="s"><v>2</v></c></row>
      <row r="5"><c r="A5" t="str"><f>""</f><v></v></c><c r="B5" t="inlineStr"><is><r><rPr><b/></rPr><t>ri</t></r><r><t xml:space="preserve">ch </t></r></is></c></row>`;
    const strings = `<si><t>Phone</t></si><si><r><t>Act</t></r><r><rPr><i/></rPr><t>ive</t></r></si>
      <si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/></si>`;
    expect((await read({ ...sheet(rows), strings })).rows).toEqual([
      ['Phone', 'Active', 'Note'],
      ['919876543210', 'TRUE', '#N/A'],
      ['919876543210x', 'FALSE', '2024-06-01T08:12:34'],
      ['0.333333333333333', '', '東京'],
      ['', 'rich '],
    ]);
  });

  it('are days and padded numbers where their style says so', async () => {
    const styles = `<numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy\\ hh:mm"/><numFmt numFmtId="165" formatCode="00000"/></numFmts>
      <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
      <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs><cellStyles/>`;
    const row =
      '<row r="1"><c r="A1"><v>40729</v></c><c r="B1" s="1"><v>40729</v></c><c r="C1" s="2"><v>40729.5</v></c><c r="D1" s="3"><v>6652</v></c></row>';
    expect((await read({ ...sheet(row), styles })).rows).toEqual([['40729', '2011-07-05', '2011-07-05 12:00:00', '06652']]);
    const in1904 = await read({ ...sheet(row), styles, workbookPr: '<workbookPr date1904="true"/>' });
    expect(in1904.rows).toEqual([['40729', '2015-07-06', '2015-07-06 12:00:00', '06652']]);
  });

  it('leave out blank rows and blanks at the end, and keep blanks between', async () => {
    const rows = `<row r="2"><c r="B2" t="inlineStr"><is><t>b</t></is></c><c r="C2" s="1"/></row><row r="3"><c r="A3"/></row><row r="4"/>
      <row r="7"><c r="A7" t="inlineStr"><is><t> </t></is></c></row><row><c><v>1</v></c><c t="inlineStr"><is><t></t></is></c><c><v>3</v></c></row>`;
    expect((await read(sheet(rows))).rows).toEqual([
      ['', 'b'],
      ['1', '', '3'],
    ]);
  });

  it('hold the value of merged cells once, in the first', async () => {
    const rows =
      '<row r="1"><c r="A1"><v>1</v></c><c r="B1"/><c r="C1"><v>3</v></c></row><row r="2"><c r="A2"/><c r="C2"><v>4</v></c></row>';
    expect((await read(sheet(rows, '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>'))).rows).toEqual([
      ['1', '', '3'],
      ['', '', '4'],
    ]);
  });

  it('keep line breaks, white space and what XML has to escape', async () => {
    const cell = '<c r="A1" t="inlineStr"><is><t xml:space="preserve"> a_x000D_\n&lt;b&gt; &amp;&#233;<![CDATA[<c>]]> 😀 </t></is></c>';
    expect((await read(sheet(`<row r="1">${cell}</row>`), { blockBytes: 1 })).rows).toEqual([[' a\r\n<b> &é<c> 😀 ']]);
  });

  it('are found under any prefix of their names', async () => {
    const prefixed = {
      sheets: {
        S: '<x:sheetData xmlns:x="u"><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>1</x:t></x:is></x:c></x:row></x:sheetData>',
      },
    };
    expect((await read(prefixed)).rows).toEqual([['1']]);
  });

  it('come in blocks of a large sheet, every one of them', async () => {
    const count = 5_000;
    const rows = Array.from(
      { length: count },
      (_, index) => `<row r="${index + 1}"><c r="A${index + 1}" t="s"><v>${index}</v></c><c r="B${index + 1}"><v>${index}</v></c></row>`,
    );
    const strings = Array.from({ length: count }, (_, index) => `<si><t>person ${index}</t></si>`);
    const { records } = await openWorkbook(bytesOf(workbookOf({ ...sheet(rows.join('')), strings: strings.join('') }), 1_000));
    const seen: string[][] = [];
    let largestBlock = 0;
    for await (const block of records) {
      seen.push(...block.map(({ cells }) => cells));
      largestBlock = Math.max(largestBlock, block.length);
    }
    expect(seen).toEqual(Array.from({ length: count }, (_, index) => [`person ${index}`, String(index)]));
    expect(largestBlock).toBeLessThan(1_000);
  });
});

describe('the sheet that is read', () => {
  const one = (text: string) => `<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>${text}</t></is></c></row></sheetData>`;
  const sheets = { Hidden: one('h'), First: one('f'), Other: one('o') };
  const attributes = { Hidden: 'state="hidden"' };

  it('is the first that is visible, or the one that is named', async () => {
    expect(await read({ sheets, attributes })).toEqual({ sheet: 'First', sheets: ['Hidden', 'First', 'Other'], rows: [['f']] });
    expect(await read({ sheets, attributes }, { sheet: 'Other' })).toMatchObject({ sheet: 'Other', rows: [['o']] });
    expect(await read({ sheets, attributes }, { sheet: 'Hidden' })).toMatchObject({ rows: [['h']] });
  });

  it('must be there', async () => {
    expect(await refusalOf(read({ sheets }, { sheet: 'first' }))).toEqual(['LEAD.IMPORT_OPTIONS', 'options.sheet sheet.unknown']);
    expect(await refusalOf(read({ sheets: {} }))).toEqual(['LEAD.IMPORT_WORKBOOK', 'file workbook.no_sheet']);
  });
});

describe('a cell that cannot be told is refused by its name', () => {
  it.each([
    ['a string that is not there', '<c r="B2" t="s"><v>7</v></c>', ['LEAD.IMPORT_WORKBOOK', 'file.cell.B2 cell.no_such_string']],
    ['a column beyond the last', '<c r="XFE1"><v>1</v></c>', ['LEAD.IMPORT_WORKBOOK', 'file.cell.XFE1 cell.misplaced']],
    ['a place that is none', '<c r="ZZZZ1"><v>1</v></c>', ['LEAD.IMPORT_WORKBOOK', 'file.cell.ZZZZ1 cell.misplaced']],
    ['two cells in one place', '<c r="B1"><v>1</v></c><c r="B1"><v>2</v></c>', ['LEAD.IMPORT_WORKBOOK', 'file.cell.B1 cell.misplaced']],
    ['a NUL', '<c r="A1" t="inlineStr"><is><t>a_x0000_</t></is></c>', ['LEAD.IMPORT_NUL', 'file.cell.A1 nul']],
    [
      'more text than a row may have',
      `<c r="A1" t="inlineStr"><is>${`<r><t>${'x'.repeat(32_767)}</t></r>`.repeat(33)}</is></c>`,
      ['LEAD.IMPORT_RECORD_TOO_LARGE', 'file.line.1 row.too_large'],
    ],
  ])('%s', async (_name, cells, expected) => {
    expect(await refusalOf(read(sheet(`<row r="1">${cells}</row>`)))).toEqual(expected);
  });
});

const dictionary = join(process.env['SHARED_DATA'] ?? '../shared/data', '02_xeducation_leads/Leads Data Dictionary.xlsx');
const whereGiven = existsSync(dictionary) ? describe : describe.skip;
whereGiven(`the data dictionary of X Education (${dictionary}; skipped where absent)`, () => {
  it('names the columns of the leads', async () => {
    const { rows } = await read(readFileSync(dictionary), { blockBytes: 100 });
    // The table stands in B3:C40 of the sheet; both facts can be seen in a spreadsheet program.
    expect([rows.length, rows[0]]).toEqual([38, ['', 'Variables', 'Description']]);
    const described = rows.slice(1).map(([, name]) => name?.trim());
    const [heading = ''] = readFileSync(join(dictionary, '../leads_2000.csv'), 'utf8').split(/\r?\n/);
    expect(described).toHaveLength(37);
    expect(heading.split(',').filter((name) => described.includes(name)).length).toBeGreaterThan(30);
  });
});
