import { describe, expect, it } from '@jest/globals';
import { workbookOf } from '../xlsx/workbook.fixture.spec.js';
import { bytesOf } from '../xlsx/zip.fixture.spec.js';
import { openTable, type StatedTable } from './open-table.js';

async function read(content: string | Buffer, stated: Partial<StatedTable> = {}) {
  const table = await openTable(bytesOf(Buffer.from(content as string), 50), { fileName: null, ...stated });
  const rows: string[][] = [];
  for await (const block of table.rows) rows.push(...block.map(({ cells }) => cells));
  return { ...table, rows };
}

const refusalOf = (reading: Promise<unknown>) =>
  reading.then(
    () => ['read'],
    ({ code, errors }: { code: string; errors: { code: string }[] }) => [code, ...errors.map((problem) => problem.code)],
  );

const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
const workbook = workbookOf({
  sheets: { Leads: `<sheetData><row>${cell('id')}${cell('email')}</row><row>${cell('1')}</row></sheetData>` },
});

describe('openTable', () => {
  it('gives the same of a CSV file and of a workbook', async () => {
    const table = { hasHeadings: true, columns: ['id', 'email'], rows: [['1', '']] };
    expect(await read('id;email\n1;\n')).toEqual({ ...table, sizeBytes: 12, format: { kind: 'csv', delimiter: ';', encoding: 'utf-8' } });
    expect(await read(workbook, { fileName: 'leads.xlsx' })).toEqual({
      ...table,
      sizeBytes: expect.any(Number),
      format: { kind: 'workbook', sheets: ['Leads'], read: [{ name: 'Leads', rows: 1 }] },
    });
  });

  it('leaves rows of a CSV file as ragged as they are', async () => {
    expect((await read('a,b,c\n1\n1,2,3,4\n')).rows).toEqual([['1'], ['1', '2', '3', '4']]);
  });

  it('passes over what is blank in front of the headings', async () => {
    expect(await read(',,\n , ,\nid,email,\n1,a@x.com,\n')).toMatchObject({
      columns: ['id', 'email', 'Column 3'],
      rows: [['1', 'a@x.com', '']],
    });
  });

  it('tells columns of one name apart', async () => {
    expect((await read('name,Name,,email,name (2),Column 3\nx,,,,,\n')).columns).toEqual([
      'name',
      'Name (3)',
      'Column 3 (2)',
      'email',
      'name (2)',
      'Column 3',
    ]);
  });
});

describe('a formula that was never calculated', () => {
  const formula = '<c><f>A1+1</f></c>';

  it('breaks its row, and no other', async () => {
    const rows = `<row r="1">${cell('id')}${cell('email')}</row><row r="2">${cell('1')}${formula}</row><row r="3">${cell('2')}</row>`;
    const table = await openTable(bytesOf(workbookOf({ sheets: { S: `<sheetData>${rows}</sheetData>` } })), { fileName: null });
    const records = [];
    for await (const block of table.rows) records.push(...block);
    expect(records).toMatchObject([{ line: 2, cells: ['1', ''], broken: { column: 1, code: 'formula.no_value' } }, { line: 3 }]);
    expect(records[1]?.broken).toBeUndefined();
  });

  it('refuses the file where it is in the headings', async () => {
    const rows = `<row r="1">${cell('id')}${formula}</row><row r="2">${cell('1')}</row>`;
    expect(await refusalOf(read(workbookOf({ sheets: { S: `<sheetData>${rows}</sheetData>` } })))).toEqual([
      'LEAD.IMPORT_WORKBOOK',
      'formula.no_value',
    ]);
  });
});

describe('a workbook of several sheets', () => {
  const row = (...texts: string[]) => `<row>${texts.map(cell).join('')}</row>`;
  const sheet = (...rows: string[]) => `<sheetData>${rows.join('')}</sheetData>`;
  const several = workbookOf({
    sheets: {
      Cover: sheet(row('Do not print')),
      January: sheet(row('id', 'email'), row('1', 'a@x.com'), row('2')),
      Blank: sheet(),
      Notes: sheet(row('id', 'remark'), row('9', 'x')),
      February: sheet(row('', ''), row('id', 'email'), row('3', 'b@x.com', 'beyond')),
      Broken: '<sheetData><row>',
      Kept: sheet(row('id', 'email'), row('8')),
      March: sheet(row('id', 'email')),
    },
    attributes: { Cover: 'state="hidden"', Kept: 'state="veryHidden"' },
  });
  const sheets = ['Cover', 'January', 'Blank', 'Notes', 'February', 'Broken', 'Kept', 'March'];

  it('is read from the first visible one on, of those that have its headings, and says which', async () => {
    const table = await read(several);
    expect(table).toMatchObject({ columns: ['id', 'email'], rows: [['1', 'a@x.com'], ['2', ''], ['3', 'b@x.com', 'beyond']] }); // prettier-ignore
    const parts = [{ name: 'January', rows: 2 }, { name: 'February', rows: 1 }, { name: 'March', rows: 0 }]; // prettier-ignore
    expect(table.format).toEqual({ kind: 'workbook', sheets, read: parts });
    const again = await read(several, { sheets: ['January', 'February', 'March'], hasHeadings: true });
    expect([again.rows, again.format]).toEqual([table.rows, table.format]);
  });

  it('is read of the one that is asked for alone', async () => {
    expect(await read(several, { sheet: 'January' })).toMatchObject({ rows: [['1', 'a@x.com'], ['2', '']], format: { sheets, read: [{ name: 'January', rows: 2 }] } }); // prettier-ignore
    expect(await read(several, { hasHeadings: false })).toMatchObject({ format: { read: [{ name: 'January', rows: 3 }] } });
  });
});

describe('a file without headings', () => {
  it.each([
    ['dac32acd4db4c29c230538b72f8dd87d,2018-02-01,social\n'],
    ['John,john@x.com\n'],
    ['Acme,+49 30 901820\n'],
    ['Acme,https://acme.com\n'],
    ['7927b2df-8bba-4d29-b9a2-b6e0beafe620,API\n'],
    ['ada@example.com,Ada,Website,2024-01-01\n'],
    ['ada@example.com,Ada Lovelace,Email,+49 30 901820\n'],
    ['ada@example.com,Ada,Phone\n'],
    ['ada@example.com,Ada,New,Owner\n'],
    ['ada@example.com,Ada,Referral,Country\n'],
    ['ada@example.com\n'],
    ['1001,ada@example.com,Lead,Ada\n'],
    ['Ada,Website,2024-01-01,\n'],
    ['1001,Website,Ada\n'],
  ])('is known by its data: %s', async (content) => {
    const cells = content.trim().split(',');
    expect(await read(content)).toMatchObject({
      hasHeadings: false,
      columns: cells.map((_cell, index) => `Column ${index + 1}`),
      rows: [cells],
    });
  });

  it.each(['id,2019,2020\n', 'colour,shape\n', 'Nom;1;2\n', 'Email,Phone,Visits,2024-01-01\n'])(
    'is not suspected for %s',
    async (content) => {
      expect(await read(content)).toMatchObject({ hasHeadings: true, rows: [] });
    },
  );

  it('is what the caller says it is', async () => {
    expect(await read('a,b\n1,2\n', { hasHeadings: false })).toMatchObject({
      columns: ['Column 1', 'Column 2'],
      rows: [
        ['a', 'b'],
        ['1', '2'],
      ],
    });
    expect(await read('a@x.com,2\n', { hasHeadings: true })).toMatchObject({ columns: ['a@x.com', '2'], rows: [] });
  });
});

describe('a file that is not what it should be is refused', () => {
  /** A compound file whose directory, in its second sector, names one stream (MS-CFB 2.2, 2.6.1). */
  function compoundFile(stream: string): Buffer {
    const bytes = Buffer.alloc(1_024);
    bytes.write('d0cf11e0a1b11ae1', 'hex');
    bytes.writeUInt16LE(9, 30);
    bytes.write(stream, 512 + 128, 'utf16le');
    return bytes;
  }

  it.each<[string, string | null, Buffer, string[]]>([
    ['a workbook of before 2007', 'a.xls', compoundFile('Workbook'), ['LEAD.IMPORT_FILE_TYPE', 'file.legacy_workbook']],
    ['a workbook of before 1997', 'a.xls', compoundFile('Book'), ['LEAD.IMPORT_FILE_TYPE', 'file.legacy_workbook']],
    ['an encrypted workbook', 'a.xlsx', compoundFile('EncryptedPackage'), ['LEAD.IMPORT_ENCRYPTED']],
    ['an old document', 'a.doc', compoundFile('WordDocument'), ['LEAD.IMPORT_FILE_TYPE', 'file.unknown_type']],
    ['a workbook under the name of a CSV file', 'a.csv', workbook, ['LEAD.IMPORT_FILE_TYPE', 'file.not_as_named']],
    ['a CSV file under the name of a workbook', 'a.XLSX', Buffer.from('id\n1\n'), ['LEAD.IMPORT_FILE_TYPE', 'file.not_as_named']],
    ['a PDF', 'a.csv', Buffer.from('%PDF-1.7\n'), ['LEAD.IMPORT_FILE_TYPE', 'file.unknown_type']],
    ['a picture', 'a.csv', Buffer.from('GIF89a'), ['LEAD.IMPORT_FILE_TYPE', 'file.unknown_type']],
    ['a picture of the web', 'a.csv', Buffer.from('RIFF\u0010\0\0\0WEBPVP8 ', 'latin1'), ['LEAD.IMPORT_FILE_TYPE', 'file.unknown_type']],
    ['a list in JSON', 'a.csv', Buffer.from('\n[ { "email": "a@x.com" } ]'), ['LEAD.IMPORT_FILE_TYPE', 'file.no_table']],
    ['texts in JSON', null, Buffer.from('[\n\t"",\n\t"undefined"]'), ['LEAD.IMPORT_FILE_TYPE', 'file.no_table']],
    ['an object in JSON', null, Buffer.from('\ufeff{"records":[]}'), ['LEAD.IMPORT_FILE_TYPE', 'file.no_table']],
    ['JSON in UTF-16', null, Buffer.from('\ufeff{"records":[]}', 'utf16le'), ['LEAD.IMPORT_FILE_TYPE', 'file.no_table']],
    ['lines of JSON', null, Buffer.from('{"email":"a@x.com"}\n{"email":"b@x.com"}\n'), ['LEAD.IMPORT_FILE_TYPE', 'file.no_table']],
    ['a page', 'a.csv', Buffer.from(' <!DOCTYPE html>\n<html><body>'), ['LEAD.IMPORT_FILE_TYPE', 'file.no_table']],
    ['a page of an old program', 'a.xls', Buffer.from('<html xmlns:x="urn:x"><table>'), ['LEAD.IMPORT_FILE_TYPE', 'file.no_table']],
    ['a document in XML', null, Buffer.from('<?xml version="1.0"?><leads/>'), ['LEAD.IMPORT_FILE_TYPE', 'file.no_table']],
    ['a compressed file', null, Buffer.from([0x1f, 0x8b, 8, 0]), ['LEAD.IMPORT_FILE_TYPE', 'file.unknown_type']],
    [
      'an archive of nothing',
      null,
      Buffer.concat([Buffer.from('PK\u0005\u0006'), Buffer.alloc(18)]),
      ['LEAD.IMPORT_FILE_TYPE', 'file.not_workbook'],
    ],
    ['nothing', 'a.csv', Buffer.alloc(0), ['LEAD.IMPORT_NO_ROWS']],
    ['blank rows only', 'a.csv', Buffer.from(',,\n\n ,\n'), ['LEAD.IMPORT_NO_ROWS']],
  ])('%s', async (_name, fileName, content, expected) => {
    expect(await refusalOf(read(content, { fileName }))).toEqual(expected);
  });
});

describe('a table is not taken for something else', () => {
  it.each(['[id],[name]\n', '{id},{name}\n', '{{id}},{{name}}\n', '<TICKER>,<DATE>\n', '"{""a"": 1}",note\n', 'RIFF,GIF\n'])(
    'because of its headings: %s',
    async (content) => {
      expect((await read(content)).columns).toHaveLength(2);
    },
  );
});
