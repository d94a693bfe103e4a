import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CUSTOM_FIELD_TYPES, type StatedCustomValues } from '@leadstream/contracts';
import fc from 'fast-check';
import { customField } from '../../../test/custom-fields.js';
import { customValuesByKey, normaliseCustomValues } from './custom-values.rules.js';

const tier = customField('single-choice', { key: 'tier' });
const company = customField('text', { key: 'parentCompany', required: true });
const seats = customField('number', { key: 'seats', default: '1' });
const old = customField('text', { key: 'old', archived: true, required: true, default: 'x' });
const fields = [tier, company, seats, old];

const codesOf = (stated: StatedCustomValues, current?: Record<string, string>) =>
  normaliseCustomValues(fields, stated, current).problems.map(({ path, code }) => [path, code]);

describe('normaliseCustomValues', () => {
  it('gives a new record its defaults and stores by field id', () => {
    const { values, problems } = normaliseCustomValues(fields, { parentCompany: ' Acme ', tier: 'GOLD' });
    expect(problems).toEqual([]);
    expect(values).toEqual({ [tier.fieldId]: 'gold', [company.fieldId]: 'Acme', [seats.fieldId]: '1' });
  });

  it('clears by null and blank, a default too', () => {
    const { values } = normaliseCustomValues(fields, { parentCompany: 'Acme', seats: null, tier: '' });
    expect(values).toEqual({ [company.fieldId]: 'Acme' });
  });

  it('demands what is required: of a new record, and that nobody clears it', () => {
    expect(codesOf({})).toEqual([['customFields.parentCompany', 'custom_field.required']]);
    expect(codesOf({ parentCompany: ' ' })).toEqual([['customFields.parentCompany', 'custom_field.required']]);
    expect(codesOf({ parentCompany: null }, { [company.fieldId]: 'Acme' })).toEqual([
      ['customFields.parentCompany', 'custom_field.required'],
    ]);
    expect(codesOf({ tier: 'gold' }, {})).toEqual([]);
  });

  it('merges into what is there and gives no defaults then', () => {
    const { values } = normaliseCustomValues(fields, { tier: 'silver' }, { [company.fieldId]: 'Acme', [old.fieldId]: 'kept' });
    expect(values).toEqual({ [tier.fieldId]: 'silver', [company.fieldId]: 'Acme', [old.fieldId]: 'kept' });
  });

  it('names what it does not know, what is archived, and the place of a refusal', () => {
    const hostile = JSON.parse('{"__proto__": "x", "nope": 1, "old": "y", "tier": "platinum"}') as StatedCustomValues;
    expect(codesOf(hostile, {})).toEqual([
      ['customFields.__proto__', 'custom_field.unknown'],
      ['customFields.nope', 'custom_field.unknown'],
      ['customFields.old', 'custom_field.archived'],
      ['customFields.tier', 'choice.unknown'],
    ]);
    const interests = customField('multiple-choice', { key: 'interests' });
    expect(normaliseCustomValues([interests], { interests: ['sailing', 'judo'] }, {}).problems).toMatchObject([
      { path: 'customFields.interests.1', code: 'choice.unknown' },
    ]);
  });

  it('leaves a value that is refused as it was', () => {
    expect(normaliseCustomValues(fields, { tier: 'platinum' }, { [tier.fieldId]: 'gold' }).values).toEqual({ [tier.fieldId]: 'gold' });
  });

  it('refuses more than a record can carry', () => {
    const notes = Array.from({ length: 14 }, (_, index) => customField('long-text', { key: `note${index}` }));
    const stated = Object.fromEntries(notes.map(({ key }) => [key, 'x'.repeat(20_000)]));
    expect(normaliseCustomValues(notes, stated).problems).toMatchObject([{ path: 'customFields', code: 'custom_field.too_large' }]);
    expect(normaliseCustomValues(notes.slice(1), Object.fromEntries(Object.entries(stated).slice(1))).problems).toEqual([]);
  });

  it('changes nothing when what it shows is stated again, whatever was stated first', () => {
    const all = CUSTOM_FIELD_TYPES.map((type) => customField(type));
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        'gold',
        'Chess & Go',
        '12.50',
        '2024-02-29',
        'https://bücher.example/ä?b=c d',
        '030 901820',
        'Ada@Example.com',
        '01920000-0000-7000-8000-0000000000FF',
        '2018-02-26T19:58:54+05:30',
      ),
      fc.double(),
      fc.boolean(),
      fc.array(fc.constantFrom('golf', 'chess', 'Sailing', ''), { maxLength: 4 }),
      fc.record({ amount: fc.oneof(fc.constantFrom('1.5', '-0'), fc.double()), currency: fc.constantFrom('eur', 'USD', '') }),
    );
    const statements = fc.dictionary(fc.constantFrom(...CUSTOM_FIELD_TYPES), anything);
    fc.assert(
      fc.property(statements, (stated) => {
        const { values } = normaliseCustomValues(all, stated as StatedCustomValues, {});
        const again = normaliseCustomValues(all, customValuesByKey(all, values) as StatedCustomValues, values);
        expect(again).toEqual({ values, problems: [] });
      }),
      { numRuns: 500 },
    );
  });
});

const file = join(process.env['SHARED_DATA'] ?? '../shared/data', '10_csv_corpora/naughty-strings/blns.json');
const whereGiven = existsSync(file) ? describe : describe.skip;
whereGiven(`naughty strings (${file}; skipped where absent)`, () => {
  const strings = JSON.parse(readFileSync(existsSync(file) ? file : '/dev/null', 'utf8') || '[]') as readonly string[];

  it.each(CUSTOM_FIELD_TYPES)('are kept in canonical form by a %s, or refused with a code', (type) => {
    const field = customField(type, { key: 'it' });
    for (const text of strings) {
      const { values, problems } = normaliseCustomValues([field], { it: text }, {});
      const value = values[field.fieldId];
      if (problems.length > 0)
        expect(problems).toMatchObject([{ path: expect.stringMatching(/^customFields\.it/), code: expect.stringMatching(/^\w+\.\w+$/) }]);
      else if (value !== undefined && typeof value === 'string') expect(value).toBe(value.normalize('NFC').trim());
    }
    expect(strings).toHaveLength(515);
  });

  it('stay what they are as long text, but for control characters and white space around them', () => {
    const field = customField('long-text', { key: 'it' });
    // C0 and C1 controls other than tab, line feed and carriage return.
    const holdsControl = (text: string) => [...text].some((one) => /\p{Cc}/u.test(one) && !'\t\n\r'.includes(one));
    for (const text of strings) {
      const { values, problems } = normaliseCustomValues([field], { it: text }, {});
      if (holdsControl(text)) expect(problems).toMatchObject([{ code: 'text.control_character' }]);
      else expect(values[field.fieldId] ?? '').toBe(text.normalize('NFC').trim());
    }
  });
});
