import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openCsv } from './csv-file.js';

type Stated = Parameters<typeof openCsv>[1];

async function* inBlocks(bytes: Buffer, sizeBytes: number) {
  for (let start = 0; start < bytes.length; start += sizeBytes) yield bytes.subarray(start, start + sizeBytes);
}

async function read(content: string | Buffer, stated: Stated = {}, blockBytes = 1024) {
  const file = await openCsv(inBlocks(Buffer.from(content as string), blockBytes), stated);
  const records: string[][] = [];
  for await (const block of file.records) records.push(...block.map(({ cells }) => cells));
  const [heading = [], ...rows] = records;
  return { encoding: file.encoding, delimiter: file.delimiter, heading, rows };
}

const failureOf = (reading: Promise<unknown>) =>
  reading.then(
    () => 'read',
    (error: { code: string; errors: { path: string; code: string }[] }) => [
      error.code,
      ...error.errors.map(({ path, code }) => `${path} ${code}`),
    ],
  );

describe('openCsv', () => {
  it.each([1, 2, 3, 7, 1024])('reads the same in blocks of %d bytes', async (blockBytes) => {
    const { heading, rows } = await read('id,name,note\r\n1,"Zoë, ""Z""","two\r\nlines"\r\n\r\n2,5" pipe,\n3,"",x', {}, blockBytes);
    expect(heading).toEqual(['id', 'name', 'note']);
    expect(rows).toEqual([
      ['1', 'Zoë, "Z"', 'two\r\nlines'],
      ['2', '5" pipe', ''],
      ['3', '', 'x'],
    ]);
  });

  it.each([[','], [';'], ['\t'], ['|']])('finds the delimiter %j', async (delimiter) => {
    const { rows } = await read(`"a,;|b"${delimiter}c${delimiter}d\n1${delimiter}2${delimiter}3\n`);
    expect(rows).toEqual([['1', '2', '3']]);
  });

  it('takes the stated delimiter over the likelier one', async () => {
    expect((await read('a;b,c\n1;2,3', { delimiter: ',' })).heading).toEqual(['a;b', 'c']);
  });

  it('reads files of one column, and rows that end with a lone carriage return', async () => {
    expect((await read('email\na@example.com\n')).rows).toEqual([['a@example.com']]);
    expect((await read('a,b\r1,2\r3,"4\r5"')).rows).toEqual([
      ['1', '2'],
      ['3', '4\r5'],
    ]);
  });

  it.each([
    ['utf-8', Buffer.from('\ufeffid,näme\n1,é')],
    ['utf-16le', Buffer.from('\ufeffid,näme\n1,é', 'utf16le')],
    ['utf-16be', Buffer.from('\ufeffid,näme\n1,é', 'utf16le').swap16()],
  ])('knows %s by its byte order mark', async (encoding, bytes) => {
    expect(await read(bytes, {}, 3)).toMatchObject({ encoding, heading: ['id', 'näme'], rows: [['1', 'é']] });
  });

  it('reads windows-1252 when it is stated', async () => {
    const bytes = Buffer.from([...Buffer.from('id,price\n1,'), 0x80, 0x20, 0xe9]);
    expect((await read(bytes, { encoding: 'windows-1252' })).rows).toEqual([['1', '€ é']]);
  });
});

describe('a file that cannot be read is refused with the line', () => {
  it.each([
    [
      'UTF-8 with bytes that are not',
      Buffer.concat([Buffer.from('id,name\n1,Zoë\n2,M'), Buffer.from('\xfcller\n', 'latin1')]),
      ['LEAD.IMPORT_ENCODING', 'file.line.3 encoding.invalid'],
    ],
    [
      'a character cut off at the end',
      Buffer.from([...Buffer.from('id\né\n'), 0xc3]),
      ['LEAD.IMPORT_ENCODING', 'file.line.3 encoding.invalid'],
    ],
    ['a NUL', 'id,name\n1,a\n2,b\0\n', ['LEAD.IMPORT_NUL', 'file.line.3 nul']],
    ['a quote that does not close', 'id,name\n1,"a"\n2,"b\n3,c\n', ['LEAD.IMPORT_QUOTES', 'file.line.3 quote.not_closed']],
    ['text behind a closing quote, further down', 'id,name\n1,"a\nb"c\n', ['LEAD.IMPORT_QUOTES', 'file.line.3 quote.followed_by_text']],
    ['text behind a closing quote in the headings', 'id,"na"me\n1,a\n', ['LEAD.IMPORT_QUOTES', 'file.line.1 quote.followed_by_text']],
    [
      'a cell that may go on in the next line',
      'id,name\n1,"say "hi, there\nand bye",x\n',
      ['LEAD.IMPORT_QUOTES', 'file.line.2 quote.followed_by_text'],
    ],
    ['such a cell in a row of another width', 'id,name\n1,"a"b",c\n', ['LEAD.IMPORT_QUOTES', 'file.line.2 quote.followed_by_text']],
    [
      'such a cell that may end in the next line',
      'id,name\n1,"a"b"\nand bye",x\n',
      ['LEAD.IMPORT_QUOTES', 'file.line.2 quote.followed_by_text'],
    ],
    ['nothing at all', '', ['LEAD.IMPORT_NO_ROWS']],
  ])('%s', async (_name, content, expected) => {
    for (const blockBytes of [2, 1024]) expect(await failureOf(read(content, {}, blockBytes))).toEqual(expected);
  });

  it.each<[string | Buffer, number, number, string, string]>([
    ['id,name\n1,a\n2,"b\n3,c\n', 3, 3, '"b', 'The quote opened here does not close: all up to line 4 is one cell.'],
    [
      'id,name\n1,"a\nb"c d\n',
      3,
      3,
      'c d',
      'Text follows a closing quote; inside a cell a quote is written twice. The cell begins in line 2: a quote before it may not close.',
    ],
    ['id,name\n1,a\n2,b\0\n', 3, 4, '2,b', 'A NUL stands here; a UTF-16 file needs a byte order mark or a stated encoding.'],
    [
      Buffer.from('id,name\n1,\xe9\n2,M\x81\n', 'latin1'),
      3,
      4,
      '2,M',
      'Holds bytes that are not windows-1252; state the encoding if it is another one.',
    ],
  ])('with the column, and what stands there: %j', async (content, line, column, text, message) => {
    const error = await read(content).catch((failure: unknown) => failure);
    expect(error).toMatchObject({ detail: `Line ${line}, column ${column}: ${message}`, extra: { line, column, text } });
  });

  it('a row beyond all measure', async () => {
    expect(await failureOf(read(`id\n${'x'.repeat(1_200_000)}`, {}, 65_536))).toEqual([
      'LEAD.IMPORT_RECORD_TOO_LARGE',
      'file.line.2 row.too_large',
    ]);
    expect(await failureOf(read(`id\n1\n"${'x\n'.repeat(600_000)}`, {}, 65_536))).toEqual([
      'LEAD.IMPORT_QUOTES',
      'file.line.3 quote.not_closed',
    ]);
  });
});

describe('a row whose quotes do not pair', () => {
  const content = [
    'id,note,city',
    '1,"5" pipe",Rome\r',
    '2,"a, ""b""",Bonn',
    '3,"the "red" one","c, d"',
    '4,x,"two\nlines"',
    '5,"said "no"",y',
  ].join('\n');

  it.each([1, 2, 7, 1024])('is told by its cells, and ends with its line, in blocks of %d bytes', async (blockBytes) => {
    const records = [];
    for await (const block of (await openCsv(inBlocks(Buffer.from(content), blockBytes), {})).records) records.push(...block);
    expect(records.map(({ line, cells, broken }) => [line, cells, broken && [broken.column, broken.code]])).toEqual([
      [1, ['id', 'note', 'city'], undefined],
      [2, ['1', '5" pipe', 'Rome'], [1, 'quote.followed_by_text']],
      [3, ['2', 'a, "b"', 'Bonn'], undefined],
      [4, ['3', 'the "red" one', 'c, d'], [1, 'quote.followed_by_text']],
      [5, ['4', 'x', 'two\nlines'], undefined],
      [7, ['5', 'said "no"', 'y'], [1, 'quote.followed_by_text']],
    ]);
  });
});

describe('what separates cells', () => {
  it.each([
    ['nobody but the heading counts when there are no rows', 'a;b,c;d\n', ';'],
    ['the heading holds more commas than semicolons', 'Name, Vorname, Titel;Mail\nA;a@x.de\nB;b@x.de\n', ';'],
    ['every row holds a decimal comma', 'Nom;Prix\nA;1,5\nB;2,5\n', ';'],
    ['commas part words in every row', 'City, State;Phone\nAustin, TX;1\nDallas, TX;2\n', ';'],
    ['cells hold lists', 'id,tags\n1,a;b;c\n2,a;b\n', ','],
    ['rows of nothing stand in front', ',,\n,,\nid;x,name,c\n1,a,b\n', ','],
    ['quotes hold the other delimiters', '"a;b;c",d\n"1;2;3",4\n', ','],
    ['quotes do not pair further down', 'a;b,c;d\n1;2;3\n"1;2;3\n', ';'],
  ])('%s', async (_name, content, delimiter) => {
    const { records: _records, ...found } = await openCsv(inBlocks(Buffer.from(content), 7), {});
    expect(found.delimiter).toBe(delimiter);
  });

  it('is told by a line that spreadsheet programs write', async () => {
    for (const content of ['sep=;\r\na,b;c\r\n1;2\r\n', 'sep=|\na|b\n1|2\n', '\ufeffSEP=\t\na\tb\n1\t2\n'])
      expect((await read(content)).rows).toEqual([['1', '2']]);
  });

  it('may be quoted with apostrophes, where every heading is', async () => {
    const { heading, rows } = await read("'id','na,me'\n'1','O''Neil \"x\"\nb'\n2,plain\n", {}, 3);
    expect([heading, rows]).toEqual([
      ['id', 'na,me'],
      [
        ['1', 'O\'Neil "x"\nb'],
        ['2', 'plain'],
      ],
    ]);
    expect((await read("id,name\n'1','O''Neil'\n")).rows).toEqual([["'1'", "'O''Neil'"]]);
  });
});

const spectrum = join(process.env['SHARED_DATA'] ?? '../shared/data', '10_csv_corpora/csv-spectrum');
const whereGiven = existsSync(spectrum) ? describe : describe.skip;
whereGiven(`csv-spectrum (${spectrum}; skipped where absent)`, () => {
  const names = existsSync(spectrum) ? readdirSync(join(spectrum, 'csvs')).map((name) => name.replace('.csv', '')) : ['absent'];

  it.each(names)('%s', async (name) => {
    const text = readFileSync(join(spectrum, 'csvs', `${name}.csv`), 'utf8');
    // The carriage returns of one file got lost on its way into the corpus.
    const { heading, rows } = await read(name.endsWith('_crlf') ? text.replace(/\r?\n/g, '\r\n') : text);
    const records = rows.map((cells) => Object.fromEntries(cells.map((cell, column) => [heading[column], cell])));
    expect(records).toEqual(JSON.parse(readFileSync(join(spectrum, 'json', `${name}.json`), 'utf8')));
  });
});
