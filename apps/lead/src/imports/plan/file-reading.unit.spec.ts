import { expect, it } from '@jest/globals';
import { readThrough } from './file-reading.js';

it('counts the rows of a table, and sees in which order its columns write dates', async () => {
  const table = {
    format: { kind: 'csv' as const, delimiter: ',' as const, encoding: 'utf-8' as const },
    hasHeadings: true,
    columns: ['id', 'seen'],
    sizeBytes: 40,
    rows: (async function* () {
      yield [{ line: 2, cells: ['1', '03/04/2024'] }];
      yield [{ line: 3, cells: ['2', '15/04/2024'] }];
    })(),
  };
  expect(await readThrough(table)).toMatchObject({ rowsTotal: 2, format: { names: ['id', 'seen'], dateOrders: [null, 'dmy'] } });
});
