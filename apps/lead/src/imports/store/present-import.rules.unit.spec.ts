import { expect, it } from '@jest/globals';
import { presentImport, sheetOfRow, type StoredImport } from './present-import.rules.js';

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
const stored = (fields: Partial<StoredImport>): StoredImport => ({
  importId: 'i',
  status: 'running',
  fileName: null,
  sizeBytes: 10n,
  plan: { matchBy: 'email', onMatch: 'skip', mapping: { a: 'email' } },
  rowsTotal: 800,
  rowsDone: 0,
  rowsCreated: 0,
  rowsUpdated: 0,
  rowsSkipped: 0,
  rowsFailed: 0,
  rowsWarned: 0,
  isDry: false,
  reversedTo: null,
  leadsReverted: 0,
  leadsConflicted: 0,
  reversalAskedAt: null,
  errorCode: null,
  errorMessage: null,
  actorKind: 'member',
  actorId: 'm',
  createdAt: at(0),
  startedAt: at(1),
  completedAt: null,
  ...fields,
});

it('reads plans of before several match keys', () => {
  expect(presentImport(stored({}), at(2))).toMatchObject({
    matchBy: 'email',
    matchKeys: ['email'],
    dateOrder: 'iso',
    onBadValue: 'fail-row',
  });
});

it('estimates the rest from the rows so far', () => {
  expect(presentImport(stored({ rowsDone: 0 }), at(2)).progress).toEqual({ done: 0, total: 800, percent: 0, etaSeconds: null });
  expect(presentImport(stored({ rowsDone: 300 }), at(4)).progress).toEqual({ done: 300, total: 800, percent: 37, etaSeconds: 5 });
});

it('is at its end when it is completed', () => {
  const job = presentImport(stored({ status: 'completed', rowsDone: 800, rowsCreated: 800, completedAt: at(9) }), at(10));
  expect(job).toMatchObject({
    progress: { percent: 100, etaSeconds: 0 },
    counts: { rows: 800, created: 800 },
    error: null,
    mapping: { a: 'email' },
  });
});

it('keeps the progress it had, and says why, when it failed', () => {
  const job = presentImport(
    stored({ status: 'failed', rowsDone: 400, errorCode: 'LEAD.IMPORT_STUCK', errorMessage: 'x', completedAt: at(9) }),
    at(10),
  );
  expect(job).toMatchObject({ progress: { percent: 50, etaSeconds: 0 }, error: { code: 'LEAD.IMPORT_STUCK', message: 'x' } });
});

it('counts the rows that are taken back while it is taken back, from the last to the first', () => {
  const progress = (fields: Partial<StoredImport>, second: number) =>
    presentImport(
      stored({ status: 'reverting', rowsDone: 400, rowsCreated: 400, completedAt: at(9), reversalAskedAt: at(20), ...fields }),
      at(second),
    ).progress;
  expect(progress({ reversedTo: 401 }, 21)).toEqual({ done: 0, total: 400, percent: 0, etaSeconds: null });
  expect(progress({ reversedTo: 301 }, 22)).toEqual({ done: 100, total: 400, percent: 25, etaSeconds: 6 });
  expect(progress({ reversedTo: 301, reversalAskedAt: null }, 22)).toMatchObject({ percent: 25, etaSeconds: null });
  expect(progress({ reversedTo: 0, status: 'reverted' }, 30)).toEqual({ done: 400, total: 800, percent: 50, etaSeconds: 0 });
});

it('shows the sheets of a workbook, and where a row stands', () => {
  const plan = { matchBy: 'email', mapping: {}, sheets: ['Cover', 'A', 'B'], read: [{ name: 'A', rows: 2 }, { name: 'B', rows: 1 }] }; // prettier-ignore
  const { sheets } = presentImport(stored({ plan }), at(1));
  expect(sheets).toEqual([
    { name: 'Cover', rows: null },
    { name: 'A', rows: 2 },
    { name: 'B', rows: 1 },
  ]);
  expect([1, 2, 3, 4].map((row) => sheetOfRow(sheets, row))).toEqual(['A', 'A', 'B', null]);
  expect(presentImport(stored({}), at(1)).sheets).toEqual([]);
});
