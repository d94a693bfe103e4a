import { expect, it } from '@jest/globals';
import type { KnownLead } from './known-lead.js';
import { newestOfEach } from './known-lead.rules.js';

const lead = (leadId: string, sequence: number): KnownLead => ({
  leadId,
  sequence,
  email: `v${sequence}@example.com`,
  phone: null,
  timeZone: null,
  country: null,
  region: null,
  deletedAt: null,
  mergedInto: null,
});

it('keeps the highest version of each lead, whatever the order', () => {
  expect(newestOfEach([lead('a', 2), lead('b', 1), lead('a', 3), lead('a', 1)])).toEqual([lead('a', 3), lead('b', 1)]);
});
