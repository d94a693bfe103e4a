import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { IMPORT_DELIMITERS } from '@leadstream/contracts';
import { stringify } from 'csv-stringify/sync';
import { openCsv } from './csv-file.js';

const file = join(process.env['SHARED_DATA'] ?? '../shared/data', '10_csv_corpora/naughty-strings/blns.json');
const whereGiven = existsSync(file) ? describe : describe.skip;

whereGiven(`naughty strings (${file}; skipped where absent)`, () => {
  it.each(IMPORT_DELIMITERS.flatMap((delimiter) => (['utf8', 'utf16le'] as const).map((encoding) => ({ delimiter, encoding }))))(
    'come back unchanged from a CSV file: %j',
    async ({ delimiter, encoding }) => {
      const strings = JSON.parse(readFileSync(file, 'utf8')) as string[];
      const rows = strings.map((text, index) => [String(index), text, text]);
      const content = Buffer.from(`\ufeff${stringify([['id', 'one', 'other'], ...rows], { delimiter, quoted_string: true })}`, encoding);
      async function* blocks() {
        for (let start = 0; start < content.length; start += 1_000) yield content.subarray(start, start + 1_000);
      }
      const found: string[][] = [];
      for await (const block of (await openCsv(blocks(), {})).records) found.push(...block.map(({ cells }) => cells));
      expect(strings.length).toBeGreaterThan(500);
      expect(found.slice(1)).toEqual(rows);
    },
  );
});
