import { describe, expect, it } from '@jest/globals';
import { EMPTY_LEAD, type LeadFields, type LeadRecord } from '../../lead/lead.js';
import { blanksFilled, meantLead } from './fill-blanks.rules.js';

const noon = new Date('2026-11-01T12:00:00Z');
const lead = (leadId: string, fields: Partial<LeadFields>): LeadRecord => ({
  ...EMPTY_LEAD,
  ...fields,
  leadId,
  version: 1,
  status: 'new',
  statusChangedAt: noon,
  capturedAt: noon,
  createdAt: noon,
  updatedAt: noon,
  deletedAt: null,
});

const stated = { email: 'ada@example.com', phone: '+4930901820', firstName: 'Ada' };
const byEmail = lead('e', { email: 'ada@example.com' });
const byPhone = lead('p', { phone: '+4930901820' });

describe('which lead is meant', () => {
  it.each([
    [[byPhone, byEmail], 'e'],
    [[byPhone], 'p'],
    [[], undefined],
  ])('among %#', (holders, leadId) => {
    expect(meantLead(holders, stated)?.leadId).toBe(leadId);
  });
});

describe('what a known lead learns', () => {
  it('is what nobody said before', () => {
    const known = lead('e', { email: 'ada@example.com', firstName: 'Augusta' });
    expect(blanksFilled(known, { ...stated, lastName: 'King', company: null }, [known])).toEqual({
      phone: '+4930901820',
      lastName: 'King',
    });
  });

  it('is no identifier of another lead', () => {
    expect(blanksFilled(byEmail, stated, [byEmail, byPhone])).toEqual({ firstName: 'Ada' });
  });

  it('is where it came from only when nothing of that is known', () => {
    const origin = { source: 'form', sourceMetadata: { utm_source: 'ads' } };
    expect(blanksFilled(byEmail, origin, [byEmail])).toEqual(origin);
    expect(blanksFilled(lead('s', { source: 'referral' }), origin, [])).toEqual({});
    expect(blanksFilled(lead('m', { sourceMetadata: { utm_source: 'mail' } }), origin, [])).toEqual({});
  });
});
