import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { testStack } from './test-stack.js';

const before = process.env['TEST_POSTGRES_URL'];
beforeEach(() => {
  delete process.env['TEST_POSTGRES_URL'];
});
afterEach(() => {
  if (before) process.env['TEST_POSTGRES_URL'] = before;
});

it('says in one line how to run a spec that needs the servers', () => {
  expect(testStack).toThrow(/^TEST_POSTGRES_URL is not set: run integration specs through `npm test -- <path>`.*$/);
});
