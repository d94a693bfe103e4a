import { expect, it } from '@jest/globals';
import type { KnownLead } from '../../../known-lead/known-lead.js';
import { familyIdsThen } from './family-then.rules.js';

const NOON = new Date('2026-11-27T12:00:00Z');
const ONE = new Date('2026-11-27T13:00:00Z');
const lead = (leadId: string, mergedInto: string | null, deletedAt: Date | null): KnownLead => ({
  ...{ leadId, sequence: 1, email: null, phone: null, timeZone: null, country: null, region: null },
  mergedInto,
  deletedAt,
});

it('has a lead in the family from its merge on', () => {
  const family = { lead: lead('a', null, null), merged: [lead('b', 'a', NOON)] };
  expect(familyIdsThen('a', family, new Date(NOON.getTime() - 1))).toEqual(['a']);
  expect(familyIdsThen('a', family, NOON)).toEqual(['a', 'b']);
});

it('has what went into a lead that went in later only from then on', () => {
  const family = { lead: undefined, merged: [lead('c', 'b', NOON), lead('b', 'a', ONE)] };
  expect(familyIdsThen('a', family, NOON)).toEqual(['a']);
  expect(familyIdsThen('a', family, ONE)).toEqual(['a', 'b', 'c']);
});
