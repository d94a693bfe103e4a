import { expect, it } from '@jest/globals';
import { instantText } from './column-sql.rules.js';

it.each([
  ['2026-01-02T03:04:05', '2026-01-02T03:04:05.000Z'],
  ['2026-01-02T03:04:05.6', '2026-01-02T03:04:05.600Z'],
  ['2026-01-02T03:04:05.678', '2026-01-02T03:04:05.678Z'],
  ['2026-01-02T03:04:05.6789', '2026-01-02T03:04:05.678Z'],
  ['2026-01-02T03:04:05.678901', '2026-01-02T03:04:05.678Z'],
])('shows %s as %s', (sent, shown) => {
  expect(instantText(sent)).toBe(shown);
});
