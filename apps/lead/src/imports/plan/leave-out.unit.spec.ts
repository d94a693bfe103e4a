import { describe, expect, it } from '@jest/globals';
import { importOptions } from '@leadstream/contracts';
import { DEFAULT_VOCABULARY } from '../../lead/vocabulary.js';
import { planImport } from './plan.rules.js';
import { readRow } from './row.rules.js';

const now = new Date('2026-05-01T10:00:00Z');
const MAPPING = {
  id: 'externalId',
  mail: 'email',
  tel: 'phone',
  country: 'address.country',
  city: 'address.city',
  min: 'budget.min',
  currency: 'budget.currency',
  stage: 'lifecycleStage',
  since: 'capturedAt',
  call: 'doNotContact.voice',
};

const CALLED = { customFields: [], vocabulary: DEFAULT_VOCABULARY };
const read = (cells: Partial<Record<keyof typeof MAPPING, string>>, options: object = {}) => {
  const names = Object.keys(MAPPING) as (keyof typeof MAPPING)[];
  const stated = importOptions.parse({ mapping: MAPPING, onBadValue: 'leave-out', region: 'US', ...options });
  return readRow(
    names.map((name) => cells[name] ?? ''),
    { ...planImport({ hasHeadings: true, names }, stated, CALLED), ...CALLED },
    now,
  );
};
const leftOut = (reading: ReturnType<typeof readRow>) =>
  'row' in reading ? reading.row.warnings?.map(({ code, path }) => [code, path]) : reading;

describe('a cell that its field refuses', () => {
  it('is left out, each of them, and the rest of the row is read', () => {
    const reading = read({ id: '1', mail: 'nonsense', country: 'Atlantis', city: 'Rome', stage: 'Evangelist', since: '2031-01-01' });
    expect(leftOut(reading)).toEqual([
      ['email.invalid', 'email'],
      ['country.unknown', 'address.country'],
      ['lifecycle_stage.unknown', 'lifecycleStage'],
      ['instant.future', 'capturedAt'],
    ]);
    expect(reading).toMatchObject({ row: { fields: { externalId: '1', address: { city: 'Rome' } }, capturedAt: null } });
  });

  it('takes with it what means nothing without it', () => {
    expect(leftOut(read({ id: '1', min: '100', currency: 'shells' }))).toEqual([
      ['currency.unknown', 'budget.currency'],
      ['currency.missing', 'budget.min'],
    ]);
    expect(leftOut(read({ id: '1', min: '100' }))).toEqual([['currency.missing', 'budget.min']]);
  });

  it('gives way to the constant of its field', () => {
    expect(read({ id: '1', stage: 'Evangelist' }, { constants: { lifecycleStage: 'customer' } })).toMatchObject({
      row: { fields: { lifecycleStage: 'customer' }, warnings: [{ code: 'lifecycle_stage.unknown' }] },
    });
  });

  it.each<[string, Parameters<typeof read>, string]>([
    ['the match key', [{ id: '1', mail: 'nonsense' }, { matchBy: 'email' }], 'email.invalid'],
    ['a prohibition', [{ id: '1', call: 'after six' }], 'flag.unclear'],
    ['a constant', [{ id: '1' }, { constants: { lifecycleStage: 'fan' } }], 'lifecycle_stage.unknown'],
    ['any field by default', [{ id: '1', mail: 'nonsense' }, { onBadValue: 'fail-row' }], 'email.invalid'],
  ])('fails its row where it is that of %s', (_name, [cells, options], code) => {
    expect(read(cells, options)).toMatchObject({ refusal: { code } });
  });
});

describe('the extension of a phone number', () => {
  it.each(['416-810-9897x752', '(416) 810-9897 ext. 752', '+1 416 810 9897;ext=752', '416-810-9897 #752'])(
    'is kept beside it: %s',
    (tel) => {
      expect(read({ id: '1', tel }, { onBadValue: 'fail-row' })).toMatchObject({
        row: { fields: { phone: '+14168109897', sourceMetadata: { phoneExtension: '752' } }, sharesPhone: true },
      });
    },
  );

  it('does not make a number of one that its region does not give out', () => {
    expect(read({ id: '1', tel: '001-999-999-9999x12' }, { onBadValue: 'fail-row' })).toMatchObject({ refusal: { code: 'phone.invalid' } });
    expect(leftOut(read({ id: '1', tel: '999-999-9999x12' }))).toEqual([['phone.invalid', 'phone']]);
  });

  it('fails the row where rows are found by their number: people of one switchboard are not one lead', () => {
    expect(read({ id: '1', tel: '416-810-9897x752' }, { matchBy: 'phone' })).toMatchObject({ refusal: { code: 'phone.extension' } });
  });
});
