import { describe, expect, it } from '@jest/globals';
import { type LeadCandidate, rankLeads } from './rank-leads.rules.js';
import { searchTerms } from './search-terms.rules.js';

const MONDAY = new Date('2026-11-02T12:00:00Z');
const TUESDAY = new Date('2026-11-03T12:00:00Z');

function lead(leadId: string, fields: Partial<LeadCandidate>): LeadCandidate {
  const nothing = { firstName: null, lastName: null, email: null, phone: null, company: null };
  return { leadId, status: 'new', updatedAt: MONDAY, further: [], attachments: [], ...nothing, ...fields };
}

const rank = (typed: string, ...leads: LeadCandidate[]) => rankLeads(leads, searchTerms(typed), 10);
const find = (typed: string, ...leads: LeadCandidate[]) => rank(typed, ...leads).map(({ hit }) => hit);
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

  it('finds further addresses after those that leads have, and shows the ones without which a word fits worse', () => {
    const further = [
      { kind: 'email', value: 'ada@home.example' },
      { kind: 'phone', value: '+4930901820' },
    ] as const;
    const [known, own] = [lead('known', { email: 'ada@x.com', further }), lead('own', { email: 'ada@home.example' })];
    expect(idsOf('ada@home.example', known, own)).toEqual(['own', 'known']);
    expect(find('ada home', known)).toMatchObject([
      {
        matches: [
          { field: 'email', ranges: [{ start: 0, end: 3 }] },
          { field: 'email', passage: 'ada@home.example', ranges: [{ start: 0, end: 3 }, { start: 4, end: 8 }] }, // prettier-ignore
        ],
      },
    ]);
    expect(find('030 901820', known)).toMatchObject([{ matches: [{ field: 'phone', passage: '+4930901820' }] }]);
  });

  describe('with notes and documents', () => {
    const found = (term: number, key: string, id = 'note-1', kind: 'note' | 'document' = 'note') => ({ term, key, id, kind });

    it('puts what fits in a field worst before what fits in a note best', () => {
      const leads = [lead('note', { attachments: [found(0, 'johnson')] }), lead('company', { company: 'Jonson' })];
      expect(idsOf('johnson', ...leads)).toEqual(['company', 'note']);
    });

    it('puts a word of a note before its beginning, and that before a slip', () => {
      const leads = ['johnsen', 'johnsonville', 'johnson'].map((key) => lead(key, { attachments: [found(0, key)] }));
      expect(idsOf('johnson', ...leads)).toEqual(['johnson', 'johnsonville', 'johnsen']);
    });

    it('takes words from fields and from notes together, and leaves out whose note fits one of them alone', () => {
      const [both, one] = [
        lead('both', { firstName: 'Ada', attachments: [found(1, 'mortgage')] }),
        lead('one', { attachments: [found(1, 'mortgage')] }),
      ];
      expect(idsOf('ada mortgage', one, both)).toEqual(['both']);
    });

    it('names the notes that are needed, each once, and none for a word that fits a field', () => {
      const fits = [
        found(0, 'ada', 'note-1'),
        found(1, 'mortgage', 'note-2'),
        found(2, 'garden', 'note-2'),
        found(3, 'offer', 'file-1', 'document'),
      ];
      const [ranked] = rank('ada mortgage garden offer', lead('ada', { firstName: 'Ada', attachments: fits }));
      expect(ranked?.attachments).toEqual([
        { kind: 'note', id: 'note-2' },
        { kind: 'document', id: 'file-1' },
      ]);
    });

    it('does not believe a key that does not fit', () => {
      expect(rank('ada', lead('ada', { attachments: [found(0, 'grace')] }))).toEqual([]);
    });
  });
});
