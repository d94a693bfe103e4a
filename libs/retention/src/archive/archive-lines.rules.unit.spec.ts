import { expect, it } from '@jest/globals';
import { headerLine, rowLine } from './archive-lines.rules.js';

const ID = '01920000-0000-7000-8000-000000000001';
const AT = '2026-11-01T12:00:00.000Z';

it('begins with what the archive is and how much of it nobody can open', () => {
  const about = { id: ID, service: 'engagement', category: 'interactions', month: null, rows: 2 } as const;
  const archive = { ...about, firstAt: AT, lastAt: AT, sizeBytes: 1, sha256: 'a'.repeat(64), archivedAt: AT };
  expect(headerLine(archive, 1)).toBe(
    `{"kind":"header","archiveId":"${ID}","service":"engagement","category":"interactions","month":null,"rows":2,"erased":1}\n`,
  );
});

it('has a line for each row, digit for digit as the table had it, and for each that is erased', () => {
  expect(rowLine(0, '{"value":1.10,"big":12345678901234567890}')).toBe(
    '{"kind":"row","position":0,"row":{"value":1.10,"big":12345678901234567890}}\n',
  );
  expect(rowLine(1, undefined)).toBe('{"kind":"erased","position":1}\n');
});
