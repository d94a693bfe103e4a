import { expect, it } from '@jest/globals';
import { isNewEnough } from './pgbouncer-program.ts';

it.each([
  ['PgBouncer 1.18.0\nlibevent 2.1.12-stable', false],
  ['PgBouncer 1.20.1', false],
  ['PgBouncer 1.21.0', true],
  ['PgBouncer 1.24.1', true],
  ['PgBouncer 2.0.0', true],
  ['', false],
])('%j is new enough: %s', (printed, expected) => {
  expect(isNewEnough(printed)).toBe(expected);
});
