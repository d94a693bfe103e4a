import { describe, expect, it } from '@jest/globals';
import { rankWork, type WorkCandidate } from './rank-work.rules.js';
import { searchTerms } from './search-terms.rules.js';

const MONDAY = new Date('2026-11-02T12:00:00Z');
const NOBODY = { firstName: null, lastName: null, email: null, phone: null, company: null };
const OPEN = { status: 'active', value: null } as const;

const deal = (workId: string, title: string, more: Partial<WorkCandidate> = {}): WorkCandidate => {
  return { kind: 'deal', workId, leadId: 'lead', title, shown: OPEN, updatedAt: MONDAY, fits: [], ...NOBODY, ...more };
};
const rank = (typed: string, ...candidates: WorkCandidate[]) => rankWork(candidates, searchTerms(typed), 10);
const idsOf = (typed: string, ...candidates: WorkCandidate[]) => rank(typed, ...candidates).map(({ hit }) => hit.id);

describe('rankWork', () => {
  it('puts the word of a name before its beginning, that before a word behind it, and that before a slip', () => {
    const candidates = [
      deal('slip', 'Gardn'),
      deal('product', 'Villa', { fits: [{ term: 0, key: 'garden' }] }),
      deal('beginning', 'Gardener'),
      deal('word', 'Garden'),
    ];
    expect(idsOf('garden', ...candidates)).toEqual(['word', 'beginning', 'product', 'slip']);
  });

  it('takes fields of the lead for all words but one', () => {
    const candidate = deal('villa', 'Villa', { firstName: 'Ada', company: 'Acme' });
    expect(idsOf('ada acme villa', candidate)).toEqual(['villa']);
    expect(idsOf('ada acme', candidate)).toEqual([]);
    expect(idsOf('ada barn', candidate)).toEqual([]);
  });

  it('scores a lead by its name above a deal of that name, and a deal of its name above the lead with a note', () => {
    const [villa] = rank('ada villa', deal('villa', 'Villa', { firstName: 'Ada' }));
    expect(villa?.hit.score01).toBe(0.825);
    expect(rank('villa', deal('villa', 'Villa'))[0]?.hit.score01).toBe(0.85);
  });

  it('says where it fits, and needs the text behind the name only for words that the name has not', () => {
    const [found] = rank('villa garden', deal('villa', 'Old villa', { fits: [{ term: 0, key: 'villa' }, { term: 1, key: 'garden' }] })); // prettier-ignore
    expect(found).toMatchObject({ needsBody: true, hit: { matches: [{ field: 'name', ranges: [{ start: 4, end: 9 }] }] } });
    expect(rank('villa', deal('villa', 'Old villa', { fits: [{ term: 0, key: 'villa' }] }))[0]?.needsBody).toBe(false);
  });

  it('calls the name of a task its title', () => {
    const shown = { taskType: 'call', state: 'pending', priority: 'low', dueAt: '2026-11-02T12:00:00.000Z' } as const;
    const [found] = rank('villa', deal('call', 'Villa', { kind: 'task', shown }));
    expect(found?.hit).toMatchObject({ type: 'task', title: 'Villa', ...shown, matches: [{ field: 'title' }] });
  });
});
