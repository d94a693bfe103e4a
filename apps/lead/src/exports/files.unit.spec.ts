import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { openTable } from '../imports/table/open-table.js';
import { openWorkbook } from '../imports/xlsx/open-workbook.js';
import { bytesOf } from '../imports/xlsx/zip.fixture.spec.js';
import { csvFile } from './csv/csv-file.rules.js';
import type { FileBlocks, Row } from './lead-export.js';
import { xlsxFile } from './xlsx/xlsx-file.js';

const lead = ({ lastName = '', phone = '' }: { lastName?: string; phone?: string }): Row => [lastName, phone];
const NAMES = ['Ada, "Countess"', 'line\r\nbreak', ' spaced ', '=1+1', "'=x", 'Zoë 🙂 王', '<b>&amp;</b>', 'a_x0041_b\u0001\ud800', ''];
const COLUMNS: Row = ['lastName', 'phone'];

async function* inBatches(leads: readonly Row[], size: number) {
  for (let from = 0; from < leads.length; from += size) yield leads.slice(from, from + size);
}

async function whole(file: FileBlocks): Promise<Buffer> {
  const blocks: Buffer[] = [];
  for await (const block of file) blocks.push(block);
  return Buffer.concat(blocks);
}

const csvOf = (leads: readonly Row[]) => whole(csvFile(COLUMNS, inBatches(leads, 2)));

async function sheetsOf(leads: readonly Row[], mostRows?: number): Promise<Record<string, string[][]>> {
  const bytes = await whole(xlsxFile(COLUMNS, inBatches(leads, 2), mostRows));
  const file = {
    sizeBytes: bytes.length,
    async *read(start: number, end: number) {
      yield bytes.subarray(start, end);
    },
  };
  const found: Record<string, string[][]> = {};
  for (const name of (await openWorkbook(file)).sheets) {
    found[name] = [];
    for await (const block of (await openWorkbook(file, name)).records) found[name].push(...block.map(({ cells }) => cells));
  }
  return found;
}

describe('a CSV file', () => {
  it('is what RFC 4180 says, in UTF-8 with byte order mark', async () => {
    const bytes = await csvOf([lead({ lastName: 'Lovelace, "Ada"', phone: '+4930901820' }), lead({ lastName: 'Zoë' })]);
    expect(bytes.toString()).toBe('\ufefflastName,phone\r\n"Lovelace, ""Ada""",\'+4930901820\r\nZoë,\r\n');
  });

  it('begins nothing to calculate where a program parts it at semicolons', async () => {
    const bytes = await csvOf([lead({ lastName: 'x', phone: "Ltd;=cmd|'/c calc'!A1;y" })]);
    expect(bytes.toString()).toContain(`x,"Ltd;'=cmd|'/c calc'!A1;y"\r\n`);
  });

  it('can be read by another library, and by spreadsheet programs without being calculated', async () => {
    const rows = parse(await csvOf(NAMES.map((lastName) => lead({ lastName }))), { bom: true, record_delimiter: '\r\n' });
    const expected = NAMES.map((name) => name.replace('\ud800', '\ufffd').replace(/^(?='*=)/, "'"));
    expect(rows.slice(1).map(([name]) => name)).toEqual(expected);
  });

  it('of no leads has its headings', async () => expect((await csvOf([])).toString()).toBe('\ufefflastName,phone\r\n'));
});

describe('a workbook', () => {
  it('holds texts as they are', async () => {
    const { Leads: rows } = await sheetsOf(NAMES.map((lastName) => lead({ lastName, phone: '+4930901820' })));
    expect(rows?.[0]).toEqual(['lastName', 'phone']);
    expect(rows?.slice(1).map(([name = '']) => name)).toEqual(NAMES);
    expect(rows?.slice(1).every(([, phone]) => phone === '+4930901820')).toBe(true);
  });

  it('goes on on the next sheet when one is full, and makes none for nobody', async () => {
    const leads = ['a', 'b', 'c', 'd'].map((lastName) => lead({ lastName }));
    const sheets = async (count: number) =>
      Object.fromEntries(
        Object.entries(await sheetsOf(leads.slice(0, count), 3)).map(([name, rows]) => [name, rows.slice(1).flat().join('')]),
      );
    expect(await sheets(0)).toEqual({ Leads: '' });
    expect(await sheets(2)).toEqual({ Leads: 'ab' });
    expect(await sheets(3)).toEqual({ Leads: 'ab', 'Leads 2': 'c' });
    expect(await sheets(4)).toEqual({ Leads: 'ab', 'Leads 2': 'cd' });
  });

  it('of several sheets is read by imports as a whole', async () => {
    const leads = ['a', 'b', 'c', 'd', 'e'].map((lastName) => lead({ lastName }));
    const bytes = await whole(xlsxFile(COLUMNS, inBatches(leads, 2), 3));
    const { columns, rows, format } = await openTable(bytesOf(bytes), { fileName: 'leads.xlsx' });
    const read: string[] = [];
    for await (const block of rows) read.push(...block.map(({ cells }) => cells[0] ?? ''));
    expect([columns, read.join('')]).toEqual([COLUMNS, 'abcde']);
    expect(format).toMatchObject({ read: [{ name: 'Leads', rows: 2 }, { name: 'Leads 2', rows: 2 }, { name: 'Leads 3', rows: 1 }] }); // prettier-ignore
  });

  it('lets go of its leads when nobody takes the rest', async () => {
    const { promise: isLetGo, resolve } = Promise.withResolvers<string>();
    async function* many() {
      try {
        for (;;) yield [lead({ lastName: 'x'.repeat(50_000) })];
      } finally {
        resolve('let go');
      }
    }
    let sizeBytes = 0;
    for await (const block of xlsxFile(COLUMNS, many())) if ((sizeBytes += block.length) > 1_000) break;
    expect(await isLetGo).toBe('let go');
  });

  it('fails as its leads do', async () => {
    async function* broken() {
      yield [lead({ lastName: 'a' })];
      throw new Error('gone');
    }
    await expect(whole(xlsxFile(COLUMNS, broken()))).rejects.toThrow('gone');
  });
});
