import { describe, expect, it } from '@jest/globals';
import type { KnownLead } from '../../known-lead/known-lead.js';
import { familyAt } from './family-at.rules.js';

const at = (time: string) => new Date(`2026-11-20T${time}Z`);
const nowhere = { sequence: 1, email: null, phone: null, timeZone: null, country: null, region: null };
const merged = (leadId: string, mergedInto: string, time: string): KnownLead => ({ ...nowhere, leadId, mergedInto, deletedAt: at(time) });

describe('the family of Cyd, whom Bea went into, and Ada into Bea before', () => {
  const family = { lead: undefined, merged: [merged('ada', 'bea', '09:00:00'), merged('bea', 'cyd', '11:00:00')] };
  const members = (leadId: string, time: string) => familyAt(leadId, family, at(time)).merged.map(({ leadId: id }) => id);

  it('is all of them from the last merge on', () => {
    expect(members('cyd', '11:00:00')).toEqual(['ada', 'bea']);
  });

  it('is nobody else before it, though Ada was part of Bea', () => {
    expect(members('cyd', '10:59:59')).toEqual([]);
    expect(members('bea', '10:59:59')).toEqual(['ada']);
    expect(members('bea', '08:00:00')).toEqual([]);
  });
});
