import { describe, expect, it } from '@jest/globals';
import { importOptions } from '@leadstream/contracts';
import type { CustomFieldDefinition } from '../../custom-fields/custom-field.js';
import { DEFAULT_VOCABULARY } from '../../lead/vocabulary.js';
import { ShownOrders } from './date-order.rules.js';
import { planImport, refuseManyColumns, refuseProblems } from './plan.rules.js';

const FIELD: CustomFieldDefinition = {
  ...{ fieldId: 'f', entity: 'lead', type: 'text', key: 'f', label: 'F', options: { maxLength: 100 }, required: false, unique: false },
  ...{ indexed: false, default: null, archived: false, position: 0, version: 1 },
};

const plan = (heading: string[], options: Record<string, unknown> = {}) =>
  planImport({ hasHeadings: true, names: heading, encoding: 'utf-8', delimiter: ',' }, importOptions.parse(options), {
    customFields: [
      { ...FIELD, key: 'budget-tier', unique: false },
      { ...FIELD, key: 'badge', unique: true },
      { ...FIELD, key: 'plate', unique: true, indexWork: 'conflicting' },
    ],
    vocabulary: DEFAULT_VOCABULARY,
  });
const problemsOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    const { code, errors } = error as { code: string; errors: { path: string; code: string }[] };
    return [code, ...errors.map((problem) => `${problem.path} ${problem.code}`)];
  }
  return 'planned';
};

describe('planImport', () => {
  it('recognises the columns of marketing-qualified leads', () => {
    expect(plan(['mql_id', 'first_contact_date', 'landing_page_id', 'origin']).mapping).toEqual({
      mql_id: 'externalId',
      first_contact_date: 'capturedAt',
      landing_page_id: 'sourceMetadata.landingPageId',
      origin: 'source',
    });
  });

  it('takes the date of a deal for its status only when there is one', () => {
    const heading = ['mql_id', 'seller_id', 'won_date', 'lead_type'];
    expect(plan(heading).mapping).toEqual({ mql_id: 'externalId' });
    expect(plan(heading, { constants: { status: 'converted' } }).mapping).toEqual({ mql_id: 'externalId', won_date: 'statusChangedAt' });
  });

  it.each([
    [
      ['First Name', 'LastName', 'E-mail Address', 'Mobile Phone', 'Lead Source'],
      { 'First Name': 'firstName', LastName: 'lastName', 'E-mail Address': 'email', 'Mobile Phone': 'phone', 'Lead Source': 'source' },
    ],
    [
      ['id', 'created_time', 'campaign_name', 'email', 'phone_number'],
      { id: 'externalId', created_time: 'capturedAt', campaign_name: 'sourceMetadata.campaign', email: 'email', phone_number: 'phone' },
    ],
    [['Contact ID', 'id'], { 'Contact ID': 'externalId' }],
  ])('recognises %j', (heading, mapping) => {
    expect(
      plan(heading, { matchBy: 'email' in mapping ? 'email' : Object.values(mapping).includes('externalId') ? 'externalId' : 'email' })
        .mapping,
    ).toEqual(mapping);
  });

  it('knows the headings of our own exports, and plain ones only where all are', () => {
    const own = ['id', 'externalId', 'language', 'createdAt', 'score', 'address.city', 'customFields.badge', 'customFields.gone', 'sourceMetadata.utm.source']; // prettier-ignore
    const dotted = {
      'address.city': 'address.city',
      'customFields.badge': 'customFields.badge',
      'sourceMetadata.utm.source': 'sourceMetadata.utm.source',
    };
    expect(plan([...own, 'capturedAt']).mapping).toEqual({
      externalId: 'externalId',
      language: 'language',
      capturedAt: 'capturedAt',
      ...dotted,
    });
    expect(plan([...own, 'Remarks', 'consent.email']).mapping).toEqual({ externalId: 'externalId', createdAt: 'capturedAt', ...dotted });
    expect(plan(['id', 'email', 'sourceMetadata.utmSource', 'utm_source']).mapping).toEqual({
      id: 'externalId',
      email: 'email',
      'sourceMetadata.utmSource': 'sourceMetadata.utmSource',
    });
  });

  it('follows a stated mapping and nothing else', () => {
    const { columns } = plan(['a', 'id', 'email'], { mapping: { a: 'externalId', email: 'sourceMetadata.contact' } });
    expect(columns).toEqual([
      { index: 0, target: 'externalId' },
      { index: 2, target: 'sourceMetadata.contact' },
    ]);
  });

  it('names every option that does not fit the headings', () => {
    const options = { mapping: { a: 'email', b: 'email', c: 'phone', d: 'statusChangedAt' }, region: 'XX', timeZone: 'Mars/Olympus' };
    expect(problemsOf(() => refuseProblems(plan(['a', 'b', 'd'], options)))).toEqual([
      'LEAD.IMPORT_OPTIONS',
      'options.mapping.b mapping.repeated',
      'options.mapping.c mapping.no_such_column',
      'options.region region.unknown',
      'options.timeZone time_zone.unknown',
      'options.matchBy match.unmapped',
      'options.mapping status.unmapped',
    ]);
  });

  it('knows the custom fields of the tenant, and no others', () => {
    const mapping = { a: 'email', b: 'customFields.budget-tier', c: 'customFields.gone' };
    expect(plan(['a', 'b', 'c'], { mapping, matchBy: 'email' }).problems).toMatchObject([
      { path: 'options.mapping.c', code: 'custom_field.unknown' },
    ]);
  });

  it.each([
    ['customFields.badge', []],
    ['customFields.gone', ['custom_field.unknown']],
    ['customFields.budget-tier', ['match.not_unique']],
    ['customFields.plate', ['match.not_ready']],
  ])('matches by custom fields that are unique: %s', (matchBy, codes) => {
    const { problems } = plan(['a', 'b', 'c'], { mapping: { a: 'email', b: 'customFields.badge' }, matchBy });
    expect(problems).toEqual(codes.map((code) => expect.objectContaining({ path: 'options.matchBy', code })));
  });

  it('matches by several fields, each of which is stated and unique', () => {
    const mapping = { a: 'email', b: 'customFields.badge' };
    expect(plan(['a', 'b'], { mapping, matchBy: ['customFields.badge', 'email'] })).toMatchObject({
      matchBy: ['customFields.badge', 'email'],
      problems: [],
    });
    expect(plan(['a', 'b'], { mapping, matchBy: ['email', 'phone', 'customFields.budget-tier'] }).problems).toMatchObject([
      { path: 'options.matchBy.1', code: 'match.unmapped' },
      { path: 'options.matchBy.2', code: 'match.not_unique' },
    ]);
    for (const matchBy of [[], ['email', 'email'], ['company']])
      expect(importOptions.safeParse({ matchBy }).error?.issues.map(({ path }) => path.join('.'))).toEqual(['matchBy']);
  });

  it('asks for a column of the custom field that rows are matched by', () => {
    expect(plan(['a', 'b'], { mapping: { a: 'email' }, matchBy: 'customFields.badge' }).problems).toMatchObject([
      { path: 'options.matchBy', code: 'match.unmapped' },
    ]);
  });

  describe('finds out in which order dates are written', () => {
    const planOf = (columns: readonly (readonly string[])[], options: object = {}) => {
      const dates = new ShownOrders(columns.length + 1);
      dates.note(
        Array.from({ length: Math.max(...columns.map(({ length }) => length)) }, (_, row) => ({
          cells: ['1', ...columns.map((cells) => cells[row] ?? '')],
        })),
      );
      const names = ['id', 'created_at', 'won_date', 'note'].slice(0, columns.length + 1);
      const mapping = Object.fromEntries(
        [
          ['id', 'externalId'],
          ['created_at', 'capturedAt'],
          ['won_date', 'statusChangedAt'],
        ].slice(0, columns.length + 1),
      );
      const stated = importOptions.parse({ mapping, constants: { status: 'converted' }, ...options });
      const { dateOrder, problems } = planImport({ hasHeadings: true, names, dateOrders: dates.orders }, stated, {
        customFields: [],
        vocabulary: DEFAULT_VOCABULARY,
      });
      return [dateOrder, ...problems.map(({ path, code }) => `${path} ${code}`)];
    };

    it.each<[string[][], unknown[]]>([
      [[['2024-01-15', 'Mar 15, 2024']], ['iso']],
      [[['03/04/2024', '15.3.2024', '']], ['dmy']],
      [[['3/4/24', '3/15/24 10:00']], ['mdy']],
      [[['3/4/24'], ['3/15/24']], ['mdy']],
      [[['3/4/24', '5/6/24']], ['iso', 'options.dateOrder date_order.unclear']],
      [
        [['15/3/24'], ['3/15/24']],
        ['iso', 'options.dateOrder date_order.unclear'],
      ],
      [[['15/3/24', '3/15/24']], ['iso', 'options.dateOrder date_order.unclear']],
    ])('of %j', (columns, expected) => {
      expect(planOf(columns)).toEqual(expected);
    });

    it('unless it is stated', () => {
      expect(planOf([['3/4/24']], { dateOrder: 'dmy' })).toEqual(['dmy']);
    });

    it('of columns of dates only', () => {
      expect(planOf([['2024-01-15'], ['2024-01-15'], ['3/4/24']])).toEqual(['iso']);
    });
  });

  it('refuses far too many columns', () => {
    expect(problemsOf(() => refuseManyColumns(Array.from({ length: 501 }, (_, index) => `c${index}`)))).toEqual([
      'LEAD.IMPORT_HEADER',
      'file.heading.501 heading.too_many',
    ]);
  });

  it('takes a first line of data for what it is: no column can be matched', () => {
    expect(problemsOf(() => refuseProblems(plan(['dac32acd4db4c29c230538b72f8dd87d', '2018-02-01', 'social'])))).toEqual([
      'LEAD.IMPORT_OPTIONS',
      'options.matchBy match.unmapped',
    ]);
  });
});
