import { expect, it } from '@jest/globals';
import { demandNameable } from './nameable.rules.js';

it('names ten thousand leads at most in one question', () => {
  const leads = Array.from({ length: 10_001 }, () => '01920000-0000-7000-8000-000000000001');
  expect(() => demandNameable(leads.slice(1))).not.toThrow();
  expect(() => demandNameable(leads)).toThrow(expect.objectContaining({ code: 'COMPLIANCE.PERSON_TOO_LARGE', extra: { leads: 10_001 } }));
});
