import { describe, expect, it } from '@jest/globals';
import { DEFAULT_VOCABULARY } from '../lead/vocabulary.js';
import { allowedFrom, keysLeftOut, readSettings, transitionProblems, withoutDefaults } from './settings.rules.js';
import { DEFAULT_SETTINGS } from './settings.js';

const OWN = [
  { key: 'new', label: 'New', meaning: 'open' as const },
  { key: 'demo-booked', label: 'Demo booked', meaning: 'open' as const },
];

describe('readSettings', () => {
  it('keeps labels in their stored form, and takes null for the default', () => {
    expect(readSettings({ lifecycleStages: [{ key: 'fan', label: '  Fan ' }], leadStatuses: null })).toEqual({
      settings: { lifecycleStages: [{ key: 'fan', label: 'Fan' }], leadStatuses: DEFAULT_VOCABULARY.leadStatuses },
    });
  });

  it('names each label that says nothing or too much', () => {
    const read = readSettings({ lifecycleStages: [{ key: 'a', label: ' ' }, { key: 'b', label: 'b'.repeat(101) }] }); // prettier-ignore
    expect('errors' in read && read.errors.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'lifecycleStages.0.label text.blank',
      'lifecycleStages.1.label text.too_long',
    ]);
  });
});

describe('allowedFrom', () => {
  it('is any status from one that no transition names, whatever it is called', () => {
    expect(allowedFrom({ ...DEFAULT_SETTINGS, statusTransitions: { lost: ['new'] } }, 'lost')).toEqual(['new']);
    expect(allowedFrom(DEFAULT_SETTINGS, 'constructor')).toBeUndefined();
  });
});

describe('a change of statuses', () => {
  const settings = { ...DEFAULT_SETTINGS, statusTransitions: { new: ['demo-booked'], lost: ['new'] } };

  it('leaves transitions between statuses that there are', () => {
    expect(transitionProblems({ ...settings, leadStatuses: OWN }, { leadStatuses: OWN })).toMatchObject([
      { path: 'leadStatuses', code: 'status.in_transitions' },
    ]);
    expect(transitionProblems(settings, { statusTransitions: settings.statusTransitions })).toMatchObject([
      { path: 'statusTransitions.new.0', code: 'status.unknown' },
    ]);
    const all = [...OWN, { key: 'lost', label: 'lost', meaning: 'lost' as const }];
    expect(transitionProblems({ ...settings, leadStatuses: all }, { leadStatuses: all })).toEqual([]);
  });

  it('leaves keys out, and no others', () => {
    expect(keysLeftOut(DEFAULT_SETTINGS, { ...DEFAULT_SETTINGS, leadStatuses: OWN })).toEqual([
      { field: 'leadStatuses', keys: ['contacted', 'engaged', 'qualified', 'nurturing', 'converted', 'lost'] },
    ]);
    expect(keysLeftOut(DEFAULT_SETTINGS, DEFAULT_SETTINGS)).toEqual([]);
  });

  it('is stored where it differs from the defaults', () => {
    expect(withoutDefaults({ ...DEFAULT_SETTINGS, leadStatuses: OWN })).toEqual({ leadStatuses: OWN });
  });
});
