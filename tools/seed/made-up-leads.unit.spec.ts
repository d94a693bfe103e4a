import { describe, expect, it } from '@jest/globals';
import { createLeadBody, LEAD_STATUSES } from '@leadstream/contracts';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { COUNTRIES } from './countries.ts';
import { madeUpLeads } from './made-up-leads.ts';

const SOME = [...madeUpLeads(3_000, 7)];
const leads = SOME.map(({ lead }) => lead);

describe('made-up leads', () => {
  it('are the same for the same seed, and others for another; a longer list begins as a shorter one', () => {
    expect([...madeUpLeads(50, 7)]).toEqual(SOME.slice(0, 50));
    expect([...madeUpLeads(50, 8)].map(({ lead }) => lead.lastName)).not.toEqual(leads.slice(0, 50).map(({ lastName }) => lastName));
  });

  it('are what the API takes', () => {
    for (const lead of leads) expect(createLeadBody.safeParse(lead).error).toBeUndefined();
  });

  it('claim no e-mail address, telephone number or external id twice', () => {
    for (const field of ['email', 'phone', 'externalId'] as const) {
      const values = leads.map((lead) => lead[field]).filter((value) => value !== undefined);
      expect(new Set(values).size).toBe(values.length);
    }
  });

  it('reach nobody: addresses are of RFC 2606', () => {
    for (const { email } of leads) expect(email).toMatch(/^[a-z0-9.]+@(?:[a-z0-9]+\.example|example\.(?:com|org))$/);
  });

  it('have telephone numbers that the number plan of their country knows', () => {
    const wrong = leads.filter(({ phone, timeZone }) => {
      if (phone === undefined) return false;
      const country = COUNTRIES.find((one) => one.timeZone === timeZone);
      const parsed = parsePhoneNumberFromString(phone);
      return !parsed?.isValid() || parsed.country !== country?.code;
    });
    expect(wrong.map(({ phone }) => phone)).toEqual([]);
  });

  it('were captured in the stated span, and changed their status after that', () => {
    for (const { lead, statusChangedAt } of SOME) {
      expect(lead.capturedAt >= '2024-01-01' && lead.capturedAt < '2025-12-02' && statusChangedAt > lead.capturedAt).toBe(true);
    }
  });

  it('come from every country and source, with every status, about as often as stated', () => {
    const shareOf = (fits: (one: (typeof SOME)[number]) => boolean) => SOME.filter(fits).length / SOME.length;
    // Three standard deviations of a share of 3,000 are less than 0.03.
    for (const { timeZone, percent } of COUNTRIES) {
      expect(Math.abs(shareOf(({ lead }) => lead.timeZone === timeZone) - percent / 100)).toBeLessThan(0.03);
    }
    expect(Math.abs(shareOf(({ status }) => status === 'new') - 0.45)).toBeLessThan(0.03);
    expect(new Set(SOME.map(({ status }) => status))).toEqual(new Set(LEAD_STATUSES));
    expect(new Set(leads.map(({ source }) => source)).size).toBe(8);
  });
});
