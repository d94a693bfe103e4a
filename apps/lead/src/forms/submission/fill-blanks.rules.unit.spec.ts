import { describe, expect, it } from '@jest/globals';
import type { FoundLeads } from '../../lead/found-leads.js';
import { LeadDirectory } from '../../lead/lead-directory.rules.js';
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

const among = (leads: LeadRecord[], further: FoundLeads['further'] = []) => new LeadDirectory({ leads, further });
const stated = { email: 'ada@example.com', phone: '+4930901820', firstName: 'Ada' };
const byEmail = lead('e', { email: 'ada@example.com' });
const byPhone = lead('p', { phone: '+4930901820' });

describe('which lead is meant', () => {
  it.each([
    [[byPhone, byEmail], 'e'],
    [[byPhone], 'p'],
    [[], undefined],
  ])('among %#', (holders, leadId) => {
    expect(meantLead(among(holders), stated)?.leadId).toBe(leadId);
  });

  it('is also the one that an address leads to', () => {
    const further = [{ name: 'email', value: 'ada@example.com', leadId: 's' }] as const;
    expect(meantLead(among([byPhone, lead('s', {})], further), stated)?.leadId).toBe('s');
  });
});

describe('what a known lead learns', () => {
  it('is what nobody said before', () => {
    const known = lead('e', { email: 'ada@example.com', firstName: 'Augusta' });
    expect(blanksFilled(known, { ...stated, lastName: 'King', company: null }, among([known]))).toEqual({
      phone: '+4930901820',
      lastName: 'King',
    });
  });

  it('is no identifier of another lead', () => {
    expect(blanksFilled(byEmail, stated, among([byEmail, byPhone]))).toEqual({ firstName: 'Ada' });
  });

  it('is no identifier that leads to it already', () => {
    const further = [{ name: 'phone', value: '+4930901820', leadId: 'e' }] as const;
    expect(blanksFilled(byEmail, stated, among([byEmail], further))).toEqual({ firstName: 'Ada' });
  });

  it('is where it came from only when nothing of that is known', () => {
    const origin = { source: 'form', sourceMetadata: { utm_source: 'ads' } };
    expect(blanksFilled(byEmail, origin, among([byEmail]))).toEqual(origin);
    expect(blanksFilled(lead('s', { source: 'referral' }), origin, among([]))).toEqual({});
    expect(blanksFilled(lead('m', { sourceMetadata: { utm_source: 'mail' } }), origin, among([]))).toEqual({});
  });
});
