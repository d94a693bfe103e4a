import { describe, expect, it } from '@jest/globals';
import { openCsv, type StatedFormat } from './csv-file.js';

async function* inBlocks(bytes: Buffer, sizeBytes: number) {
  for (let start = 0; start < bytes.length; start += sizeBytes) yield bytes.subarray(start, start + sizeBytes);
}

async function read(bytes: Buffer, blockBytes: number, stated: StatedFormat = {}) {
  const file = await openCsv(inBlocks(bytes, blockBytes), stated);
  const records: string[][] = [];
  for await (const block of file.records) records.push(...block.map(({ cells }) => cells));
  const [heading = [], ...rows] = records;
  return { encoding: file.encoding, heading, rows };
}

const refusalOf = (reading: Promise<unknown>) =>
  reading.then(
    () => 'read',
    ({ code, extra }: { code: string; extra: object }) => ({ code, ...extra }),
  );

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();
const BLOCKS = [1, 2, 3, 5, 1024];

describe('the encoding of a file', () => {
  // One character each of 1, 2, 3 and 4 bytes in UTF-8; the last is a surrogate pair in UTF-16.
  const text = 'id,näme\n1,Ж€\n2,中😀\n';
  const table = {
    heading: ['id', 'näme'],
    rows: [
      ['1', 'Ж€'],
      ['2', '中😀'],
    ],
  };

  it.each([
    ['utf-8', Buffer.from(text)],
    ['utf-8', Buffer.from(`\ufeff${text}`)],
    ['utf-16le', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['utf-16be', utf16be(`\ufeff${text}`)],
    ['utf-16le', Buffer.from(text, 'utf16le')],
    ['utf-16be', utf16be(text)],
  ])('is found to be %s, also where blocks part characters', async (encoding, bytes) => {
    for (const blockBytes of BLOCKS) expect(await read(bytes, blockBytes)).toEqual({ encoding, ...table });
  });

  it('is UTF-16 also where most characters are no ASCII', async () => {
    const rows = [
      ['الاسم', 'البريد'],
      ['محمد أحمد', 'mohammed@email.ae'],
      ['上海张三', 'li@example.cn'],
    ];
    const content = rows.map((cells) => cells.join(';')).join('\r\n');
    expect(await read(Buffer.from(content, 'utf16le'), 7)).toEqual({ encoding: 'utf-16le', heading: rows[0], rows: rows.slice(1) });
    expect(await read(utf16be(content), 7)).toEqual({ encoding: 'utf-16be', heading: rows[0], rows: rows.slice(1) });
  });

  it('is Windows-1252 when the first bytes beyond ASCII are no UTF-8, however late they come', async () => {
    // The table of Windows-1252 as Unicode publishes it (CP1252.TXT), 0x80 to 0x9F without the undefined five.
    const bytes = Buffer.from(
      '80 82 83 84 85 86 87 88 89 8a 8b 8c 8e 91 92 93 94 95 96 97 98 99 9a 9b 9c 9e 9f'.replaceAll(' ', ''),
      'hex',
    );
    const characters = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';
    for (const plainRows of [0, 20_000]) {
      const plain = '1,plain\n'.repeat(plainRows);
      const content = Buffer.concat([Buffer.from(`id,name\n${plain}2,M`), Buffer.from([0xfc]), bytes, Buffer.from('\n')]);
      const { encoding, rows } = await read(content, 4096);
      expect([encoding, rows.length, rows.at(-1)]).toEqual(['windows-1252', plainRows + 1, ['2', `Mü${characters}`]]);
    }
  });

  it('is as stated, unless a byte order mark says otherwise', async () => {
    const latin = Buffer.from([...Buffer.from('id\n'), 0xc3, 0xa9]);
    expect(await read(latin, 2, { encoding: 'windows-1252' })).toMatchObject({ rows: [['Ã©']] });
    expect(await read(latin, 2)).toMatchObject({ encoding: 'utf-8', rows: [['é']] });
    expect(await read(Buffer.from('\ufeffid\né', 'utf16le'), 2, { encoding: 'utf-8' })).toMatchObject({
      encoding: 'utf-16le',
      rows: [['é']],
    });
  });

  it('takes a zero-width space from no place but the beginning', async () => {
    for (const blockBytes of BLOCKS)
      expect((await read(Buffer.from('\ufeffid,a\n\ufeff1,x\ufeff\n'), blockBytes)).rows).toEqual([['\ufeff1', 'x\ufeff']]);
  });
});

describe('bytes that are not in the encoding are refused with line, column and what stands in front of them', () => {
  it.each<[string, Buffer, StatedFormat, number, number, string]>([
    ['a stray byte in UTF-8', Buffer.concat([Buffer.from('id,é\n1,a\n2,"x\ny'), Buffer.from([0xff]), Buffer.from('z"\n')]), {}, 4, 2, 'y'],
    ['an overlong sequence', Buffer.concat([Buffer.from('é\n1,'), Buffer.from([0xc0, 0xaf])]), {}, 2, 3, '1,'],
    ['a surrogate in UTF-8', Buffer.concat([Buffer.from('é\n12,'), Buffer.from([0xed, 0xa0, 0x80])]), {}, 2, 4, '12,'],
    ['ISO 8859-1 that is stated to be UTF-8', Buffer.from('id\nM\xfcller\n', 'latin1'), { encoding: 'utf-8' }, 2, 2, 'M'],
    ['half of a surrogate pair in UTF-16', Buffer.from('\ufeffid\n1,\ud83d,\n', 'utf16le'), {}, 2, 3, '1,'],
    ['half a character at the end', Buffer.concat([Buffer.from('\ufeffid\n12', 'utf16le'), Buffer.from([0x41])]), {}, 2, 3, '12'],
    ['UTF-8 that is stated to be Windows-1252', Buffer.from('id\n”x”\n'), { encoding: 'windows-1252' }, 2, 3, 'â€'],
  ])('%s', async (_name, bytes, stated, line, column, text) => {
    for (const blockBytes of BLOCKS)
      expect(await refusalOf(read(bytes, blockBytes, stated))).toEqual({ code: 'LEAD.IMPORT_ENCODING', line, column, text });
  });

  it('a NUL is no sign of UTF-16 by itself', async () => {
    expect(await refusalOf(read(Buffer.from('id,name\n1,a\0\0b\n2,b\n'), 3))).toMatchObject({ code: 'LEAD.IMPORT_NUL' });
  });
});
