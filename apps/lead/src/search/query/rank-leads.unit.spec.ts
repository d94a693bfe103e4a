import { describe, expect, it } from '@jest/globals';
import { type LeadCandidate, rankLeads } from './rank-leads.rules.js';
import { searchTerms } from './search-terms.rules.js';

const MONDAY = new Date('2026-11-02T12:00:00Z');
const TUESDAY = new Date('2026-11-03T12:00:00Z');

function lead(leadId: string, fields: Partial<LeadCandidate>): LeadCandidate {
  const nothing = { firstName: null, lastName: null, email: null, phone: null, company: null };
  return { leadId, status: 'new', updatedAt: MONDAY, ...nothing, ...fields };
}

const find = (typed: string, ...leads: LeadCandidate[]) => rankLeads(leads, searchTerms(typed), 10);
const idsOf = (typed: string, ...leads: LeadCandidate[]) => find(typed, ...leads).map(({ id }) => id);

describe('rankLeads', () => {
  it('puts the word before its beginning, that before a slip, and names before companies', () => {
    const leads = [
      lead('slip', { lastName: 'Jonson' }),
      lead('company', { company: 'Johnson' }),
      lead('beginning', { lastName: 'Johnsonville' }),
      lead('name', { lastName: 'Johnson' }),
    ];
    expect(idsOf('johnson', ...leads)).toEqual(['name', 'company', 'beginning', 'slip']);
  });

  it('puts the latest change first among equals', () => {
    expect(idsOf('ada', lead('old', { firstName: 'Ada' }), lead('new', { firstName: 'Ada', updatedAt: TUESDAY }))).toEqual(['new', 'old']);
  });

  it('leaves out what does not fit every word', () => {
    const [both, one] = [lead('both', { firstName: 'Ada', company: 'Acme' }), lead('one', { firstName: 'Ada' })];
    expect(idsOf('acme ada', one, both)).toEqual(['both']);
  });

  it('prefers a lead that fits the end of what may be a domain', () => {
    const [lee, other] = [lead('lee', { firstName: 'Sarah', lastName: 'Lee' }), lead('other', { firstName: 'Sarah', updatedAt: TUESDAY })];
    expect(idsOf('sarah.lee', other, lee)).toEqual(['lee', 'other']);
  });

  it('says in which parts of which fields it found something', () => {
    const ada = lead('ada', { firstName: 'Zoë Ada', email: 'ada.king@example.com', phone: '+4930901820' });
    expect(find('ada 030 9018', ada)).toMatchObject([
      {
        matches: [
          { field: 'firstName', ranges: [{ start: 4, end: 7 }] },
          { field: 'email', ranges: [{ start: 0, end: 3 }] },
          { field: 'phone', ranges: [{ start: 0, end: 11 }] },
        ],
      },
    ]);
  });

  it('gives the score of the best fit of each word', () => {
    const [hit] = find('ada acme', lead('ada', { firstName: 'Ada', email: 'ada@x.com', company: 'Acme' }));
    expect(hit?.score01).toBe(0.9);
  });
});
