import { describe, expect, it } from '@jest/globals';
import { importOptions } from '@leadstream/contracts';
import type { CustomFieldDefinition } from '../../custom-fields/custom-field.js';
import { DEFAULT_VOCABULARY, type LeadVocabulary } from '../../lead/vocabulary.js';
import { planImport } from '../plan/plan.rules.js';
import { readRow } from '../plan/row.rules.js';
import { foreignWords } from './word-suggestions.rules.js';

const choice = (key: string, label: string) => ({ key, label, archived: false });
const field = (key: string, shape: object) =>
  ({ fieldId: key, entity: 'lead', key, label: key, required: false, unique: false, archived: false, ...shape }) as CustomFieldDefinition;
const FIELDS = [
  field('tier', { type: 'single-choice', options: { choices: [choice('gold', 'Gold member'), choice('silver', 'Silver member')] } }),
  field('topics', { type: 'multiple-choice', options: { choices: [choice('rent', 'To rent'), choice('buy', 'To buy')] } }),
];

const MAPPING = { Id: 'externalId', Status: 'status', Stage: 'lifecycleStage', Tier: 'customFields.tier', Topics: 'customFields.topics' };
const NAMES = Object.keys(MAPPING);
const planOf = (options: object, vocabulary: LeadVocabulary = DEFAULT_VOCABULARY) => ({
  ...planImport({ hasHeadings: true, names: NAMES }, importOptions.parse({ mapping: MAPPING, ...options }), {
    customFields: FIELDS,
    vocabulary,
  }),
  vocabulary,
});
const now = new Date('2026-05-01T10:00:00Z');

describe('words of a column', () => {
  const values = {
    Status: { 'Open -  Not Contacted': 'new', Open_Deal: 'Qualified' },
    Stage: { Evangelist: 'customer', Other: '' },
    Topics: { Miete: 'rent' },
  };
  const rowOf = (...cells: string[]) => readRow(['1', ...cells], planOf({ values }), now);

  it('are read as ours, in any case and spacing', () => {
    expect(rowOf('OPEN - not  contacted ', 'evangelist', '', '')).toMatchObject({
      row: { status: 'new', fields: { lifecycleStage: 'customer' } },
    });
    expect(rowOf('open_deal', 'MQL lead', '', '')).toMatchObject({ refusal: { code: 'lifecycle_stage.unknown' } });
  });

  it('say nothing where ours is empty, and stay as they are where none is said', () => {
    expect(rowOf('qualified', 'other', '', '')).toEqual({
      row: { fields: { externalId: '1' }, capturedAt: null, status: 'qualified', statusChangedAt: null },
    });
  });

  it('are translated one by one in a list', () => {
    const reading = rowOf('', '', '', 'miete; To buy');
    expect('row' in reading && reading.row.custom?.get('topics')).toBe('rent; To buy');
  });
});

describe('a plan', () => {
  const problems = (values: object) => planOf({ values }).problems.map(({ path, code }) => `${path} ${code}`);

  it('names each word that its field would not take, and each column that is not there', () => {
    expect(
      problems({
        Status: { Open: 'opened', open: 'new', Won: 'Converted' },
        Tier: { A: 'Gold member', B: 'bronze' },
        Topics: { C: 'rent', D: 'let' },
        Id: { none: '' },
        Where: { x: 'y' },
      }),
    ).toEqual([
      'options.values.Status.Open status.unknown',
      'options.values.Status.open values.repeated',
      'options.values.Tier.B choice.unknown',
      'options.values.Topics.D choice.unknown',
      'options.values.Where values.no_such_column',
    ]);
  });

  it('asks for the field of a column whose words it is to translate', () => {
    const { problems: found } = planImport(
      { hasHeadings: true, names: ['Id', 'Stage'] },
      importOptions.parse({ mapping: { Id: 'externalId' }, values: { Stage: { Other: '' } } }),
      { customFields: [], vocabulary: DEFAULT_VOCABULARY },
    );
    expect(found).toMatchObject([{ path: 'options.values.Stage', code: 'values.unmapped' }]);
  });
});

describe('words of a tenant’s own', () => {
  const { lifecycleStages } = DEFAULT_VOCABULARY;
  const leadStatuses = [
    { key: 'inquiry', label: 'Anfrage', meaning: 'open' },
    { key: 'qualified', label: 'Open deal room', meaning: 'open' },
    { key: 'demo-booked', label: 'Demo gebucht', meaning: 'open' },
  ] as const;
  const vocabulary = { leadStatuses, lifecycleStages };
  const statusOf = (cell: string) => readRow(['1', cell, '', '', ''], planOf({}, vocabulary), now);

  it('are read by key and by label, in any case', () => {
    expect(statusOf(' Demo-Booked ')).toMatchObject({ row: { status: 'demo-booked' } });
    expect(statusOf('demo  GEBUCHT')).toMatchObject({ row: { status: 'demo-booked' } });
    expect(statusOf('lost')).toMatchObject({
      refusal: { code: 'status.unknown', message: 'Is not one of the lead statuses: inquiry, qualified, demo-booked.' },
    });
  });

  it('are suggested where they are nearly said, and the words of others for the default ones that the tenant kept', () => {
    const found = foreignWords('status', ['Anfragen', 'prequalified', 'spam', 'Demo: gebucht'], {
      plan: planOf({}, vocabulary),
      customFields: FIELDS,
    });
    expect(found?.map(({ word, suggestion }) => [word, suggestion])).toEqual([
      ['Anfragen', 'inquiry'],
      ['prequalified', 'qualified'],
      ['spam', null],
      ['Demo: gebucht', 'demo-booked'],
    ]);
  });
});

describe('foreignWords', () => {
  const wordsOf = (target: Parameters<typeof foreignWords>[0], cells: readonly string[], vocabulary = DEFAULT_VOCABULARY) =>
    foreignWords(target, cells, { plan: planOf({}, vocabulary), customFields: FIELDS })?.map(({ word, suggestion }) => [word, suggestion]);

  // HubSpot's and Salesforce's own, as https://knowledge.hubspot.com/properties/hubspots-default-contact-properties and Salesforce Help name them.
  it.each([
    ['In Progress', 'contacted'],
    ['Open Deal', 'qualified'],
    ['Unqualified', 'lost'],
    ['Attempted to Contact', 'contacted'],
    ['Connected', 'engaged'],
    ['Bad Timing', 'nurturing'],
    ['OPEN', 'new'],
    ['Open - Not Contacted', 'new'],
    ['Working - Contacted', 'contacted'],
    ['Closed - Converted', 'converted'],
    ['Closed - Not Converted', 'lost'],
    ['Qualifié', 'qualified'],
    ['Contactd', 'contacted'],
    ['Hot', null],
    ['Uncontactable', null],
  ])('knows what the status %s means: %s', (word, ours) => {
    expect(wordsOf('status', [word])).toEqual([[word, ours]]);
  });

  it('tells of stages, kinds, countries and choices what is not ours, the most frequent first', () => {
    expect(wordsOf('lifecycleStage', ['Lead', 'Other', 'Evangelist', 'Evangelist', 'Marketing Qualified Lead', 'MQL'])).toEqual([
      ['Evangelist', 'customer'],
      ['Other', ''],
      ['MQL', 'marketing-qualified'],
    ]);
    expect(wordsOf('property.kind', ['house', 'Villa', 'Boat'])).toEqual([
      ['Villa', 'house'],
      ['Boat', null],
    ]);
    expect(wordsOf('address.country', ['Ghana', 'Svalbard & Jan Mayen Islands', 'Bouvet Island (Bouvetoya)', 'Korea'])).toEqual([
      ['Svalbard & Jan Mayen Islands', 'SJ'],
      ['Bouvet Island (Bouvetoya)', 'BV'],
      ['Korea', null],
    ]);
    expect(wordsOf('customFields.tier', ['Gold member', 'gold-member', 'Bronze'])).toEqual([
      ['gold-member', 'gold'],
      ['Bronze', null],
    ]);
    expect(wordsOf('customFields.topics', ['To rent; Lease', 'lease'])).toEqual([
      ['Lease', null],
      ['lease', null],
    ]);
  });

  it('guesses nothing of what somebody agreed to, and has nothing to say of texts', () => {
    expect(wordsOf('consent.email', ['yes', 'perhaps'])).toEqual([['perhaps', null]]);
    expect(wordsOf('company', ['Acme'])).toBeUndefined();
  });
});
