import { describe, expect, it } from '@jest/globals';
import { DEFAULT_VOCABULARY, type LeadVocabulary } from '../../../lead/vocabulary.js';
import { acceptTraining } from './accept-training.rules.js';

const OWN: LeadVocabulary = {
  ...DEFAULT_VOCABULARY,
  leadStatuses: [
    { key: 'inquiry', label: 'Inquiry', meaning: 'open' },
    { key: 'signed', label: 'Signed', meaning: 'won' },
    { key: 'renewed', label: 'Renewed', meaning: 'won' },
    { key: 'spam', label: 'Spam', meaning: 'lost' },
  ],
};

describe('the outcomes that a model is to be trained by', () => {
  it('are those that the tenant’s statuses mean, unless they are stated', () => {
    expect(acceptTraining({ exclude: [] }, [], DEFAULT_VOCABULARY)).toMatchObject({ training: { won: ['converted'], lost: ['lost'] } });
    expect(acceptTraining({ exclude: [] }, [], OWN)).toMatchObject({ training: { won: ['signed', 'renewed'], lost: ['spam'] } });
    expect(acceptTraining({ won: ['renewed'], exclude: [] }, [], OWN)).toMatchObject({ training: { won: ['renewed'], lost: ['spam'] } });
  });

  it('are refused where the tenant has none, or not that one', () => {
    const open = { ...OWN, leadStatuses: OWN.leadStatuses.slice(0, 3) };
    expect(acceptTraining({ exclude: [] }, [], open)).toMatchObject({ errors: [{ path: 'lost', code: 'status.none' }] });
    expect(acceptTraining({ won: ['signed', 'converted'], exclude: [] }, [], OWN)).toMatchObject({
      errors: [{ path: 'won.1', code: 'status.unknown' }],
    });
  });
});
