import { describe, expect, it } from '@jest/globals';
import { customField, fieldId } from '../../../../test/custom-fields.js';
import { everyField, leadRecord } from '../../../../test/filters.js';
import type { LeadRecord } from '../../../lead/lead.js';
import type { Contributions } from '../../score/score.js';
import { ExampleTable } from './example-table.js';

const fieldOf = (type: string) => everyField.find((field) => field.type === type)?.fieldId ?? '';

function tableOf(leads: readonly { lead?: Partial<LeadRecord>; contributions?: Contributions }[], excluded: readonly string[] = []) {
  const table = new ExampleTable(everyField, excluded);
  leads.forEach(({ lead, contributions = new Map() }, index) =>
    table.add(`lead-${index}`, index === 0 ? 'won' : 'lost', { lead: leadRecord(lead), contributions, beforeMs: 1_000 }),
  );
  const { ids, outcomes, columns } = table.examples();
  return { ids, outcomes: [...outcomes], columns: Object.fromEntries(columns.map(({ feature, values }) => [feature.key, values])), table };
}

describe('leads to learn from', () => {
  it('are told by fields of the lead and of the tenant, what they brought with them, and how often they did what', () => {
    const { ids, outcomes, columns } = tableOf([
      {
        lead: {
          source: 'ads',
          jobTitle: 'CEO',
          address: { country: 'DE' },
          property: { bedrooms: 3 },
          budget: { min: null, max: '250.50', currency: 'EUR' },
          sourceMetadata: { utm_source: 'News', clicks: 4 },
          customFields: {
            [fieldOf('number')]: '-1.5',
            [fieldOf('money')]: { amount: '7', currency: 'USD' },
            [fieldOf('boolean')]: false,
            [fieldOf('single-choice')]: 'gold',
            [fieldOf('multiple-choice')]: ['chess'],
          },
        },
      },
      { contributions: new Map([['message.opened', [5, 999, 1_000, 2_000]], ['interaction.page_view', [1_000]]]) }, // prettier-ignore
    ]);
    expect([ids, outcomes]).toEqual([['lead-0', 'lead-1'], [1, 0]]); // prettier-ignore
    expect(columns).toMatchObject({
      source: ['ads', 'unknown'],
      jobTitle: ['ceo', null],
      'address.country': ['DE', null],
      'property.bedrooms': [3, null],
      'budget.max EUR': [250.5, null],
      'sourceMetadata.utm_source': ['news', null],
      'sourceMetadata.clicks': ['4', null],
      [`customFields.${fieldOf('number')}`]: [-1.5, null],
      [`customFields.${fieldOf('money')} USD`]: [7, null],
      [`customFields.${fieldOf('boolean')}`]: ['no', null],
      [`customFields.${fieldOf('single-choice')}`]: ['gold', null],
      [`customFields.${fieldOf('multiple-choice')} chess`]: ['yes', null],
      [`customFields.${fieldOf('multiple-choice')} sailing`]: ['no', null],
      // What happened at its outcome or later does not count, nor make a feature.
      'engagement.message.opened': [0, 2],
    });
    expect(Object.keys(columns)).not.toContain('engagement.interaction.page_view');
    expect(Object.keys(columns)).not.toContain('budget.min EUR');
  });

  it('are told by nothing that says who they are, how they turned out or who looked after them', () => {
    const secret = 'canary';
    const { columns, table } = tableOf([
      {
        lead: {
          externalId: secret,
          firstName: secret,
          lastName: secret,
          email: secret,
          phone: secret,
          company: secret,
          address: { street: secret, unit: secret, postalCode: secret },
          property: { reference: secret },
          ownerId: secret,
          tagIds: [secret],
          status: 'converted',
          lifecycleStage: 'customer',
          customFields: Object.fromEntries(
            ['text', 'long-text', 'url', 'email', 'phone', 'date', 'date-time', 'lead-reference'].map((type) => [fieldOf(type), secret]),
          ),
        },
      },
    ]);
    expect(JSON.stringify(columns)).not.toMatch(/canary|converted|customer/);
    expect(table.features.map(({ field }) => field)).not.toEqual(expect.arrayContaining(['status']));
  });

  it('are not told by what is excluded, one by one or as a whole', () => {
    const lead = { source: 'ads', sourceMetadata: { utm_source: 'news', utm_medium: 'cpc' } };
    const contributions = new Map([['message.opened', [1]]]);
    const { columns } = tableOf([{ lead, contributions }], ['source', 'sourceMetadata.utm_source', 'engagement', 'customFields.number']);
    const names = Object.keys(columns);
    expect(names).toContain('sourceMetadata.utm_medium');
    expect(
      names.filter((name) => /^(source$|sourceMetadata.utm_source|engagement)/.test(name) || name.endsWith(fieldOf('number'))),
    ).toEqual([]);
  });

  it('do not learn from fields that are archived', () => {
    const archived = customField('number', { fieldId: fieldId(900), archived: true });
    expect(new ExampleTable([archived], []).features.map(({ key }) => key)).not.toContain(`customFields.${fieldId(900)}`);
  });

  it('have so many features at most, whatever they bring', () => {
    const metadata = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`m${index}`, 'x']));
    const leads = Array.from({ length: 20 }, (_, lead) => ({
      lead: { sourceMetadata: Object.fromEntries(Object.keys(metadata).map((name) => [`${name}-${lead}`, 'x'])) },
    }));
    expect(Object.keys(tableOf(leads).columns)).toHaveLength(300);
  });
});
