import { describe, expect, it } from '@jest/globals';
import { importOptions } from '@leadstream/contracts';
import { DEFAULT_VOCABULARY } from '../../lead/vocabulary.js';
import { importErrors } from '../import.errors.js';
import type { BrokenCell } from '../table/file-record.js';
import { cellOf } from './cell-of.rules.js';
import { planImport } from './plan.rules.js';
import { readRow } from './row.rules.js';
import type { ReadRow } from './said.rules.js';

const NAMES = { customFields: [], vocabulary: DEFAULT_VOCABULARY };
const now = new Date('2026-05-01T10:00:00Z');
const read = (heading: string[], cells: string[], options: Record<string, unknown> = {}) =>
  readRow(cells, { ...planImport({ hasHeadings: true, names: heading }, importOptions.parse(options), NAMES), ...NAMES }, now);
const refusalOf = (reading: ReturnType<typeof readRow>) => ('refusal' in reading ? [reading.refusal.code, reading.refusal.path] : reading);

describe('readRow', () => {
  it('reads cells as normalised fields and instants', () => {
    const heading = ['id', 'email', 'phone', 'created_at', 'origin', 'landing_page_id'];
    expect(
      read(heading, [' a-1 ', 'ADA@x.com', '030 901820', '2018-02-01 12:00:00', 'Paid_Search', 'p1'], {
        region: 'DE',
        timeZone: 'America/Sao_Paulo',
      }),
    ).toEqual({
      row: {
        fields: {
          externalId: 'a-1',
          email: 'ada@x.com',
          phone: '+4930901820',
          source: 'paid_search',
          sourceMetadata: { landingPageId: 'p1' },
        },
        capturedAt: new Date('2018-02-01T14:00:00Z'),
        status: null,
        statusChangedAt: null,
      },
    });
  });

  it('takes the constant where the cell is blank, and the cell where it is not', () => {
    const options = { constants: { status: 'converted', source: 'partner' } };
    expect(read(['id', 'origin'], ['1', ''], options)).toMatchObject({ row: { status: 'converted', fields: { source: 'partner' } } });
    expect(read(['id', 'origin'], ['1', 'email'], options)).toMatchObject({ row: { fields: { source: 'email' } } });
  });

  it('reads numbers of a workbook as they are, whatever sign texts have before their decimals', () => {
    const mapping = { area: 'property.areaSquareMetres', least: 'budget.min', most: 'budget.max', size: 'customFields.size' } as const;
    const options = { mapping: { id: 'externalId', ...mapping }, constants: { 'budget.currency': 'EUR' }, decimalSign: ',' };
    const plan = planImport({ hasHeadings: true, names: ['id', ...Object.keys(mapping)] }, importOptions.parse(options), NAMES);
    const { row } = readRow(['1.5', '3.125', '2.5', '1.250', '2.125'], { ...plan, ...NAMES }, now, { numbers: [0, 1, 2, 4] }) as {
      row: ReadRow;
    };
    expect(row.fields).toMatchObject({
      externalId: '1.5',
      property: { areaSquareMetres: 3.125 },
      budget: { min: '2.50', max: '1250.00' },
    });
    expect([row.custom?.get('size'), row.customNumbers?.has('size')]).toEqual(['2.125', true]);
  });

  it('says nothing about a field whose cell is blank', () => {
    expect(read(['id', 'company'], ['1', '  '])).toMatchObject({ row: { fields: { externalId: '1' } } });
  });

  it('says nothing about a field that holds a word for blank, where such words are named', () => {
    const cells = ['1', ' SELECT ', '#N/A', 'Null'];
    const heading = ['id', 'company', 'first_name', 'last_name'];
    const fields = { externalId: '1', company: 'SELECT', firstName: '#N/A', lastName: 'Null' };
    expect(read(heading, cells)).toMatchObject({ row: { fields } });
    expect(read(heading, cells, { blankWords: ['select', '#n/a'] })).toMatchObject({
      row: { fields: { externalId: '1', lastName: 'Null' } },
    });
    expect(read(heading, cells, { blankWords: ['Select', '#N/A', 'null'] })).toEqual({
      row: { fields: { externalId: '1' }, capturedAt: null, status: null, statusChangedAt: null },
    });
    expect(read(['id', 'company'], ['n/a', '-'], { blankWords: ['N/A', '-'] })).toMatchObject({ blank: { code: 'row.blank' } });
  });

  it('reads addresses, budgets, properties and full names as the blocks they belong to', () => {
    const mapping = {
      Name: 'fullName',
      Mail: 'email',
      City: 'address.city',
      Country: 'address.country',
      'Up to': 'budget.max',
      Currency: 'budget.currency',
      Rooms: 'property.bedrooms',
    };
    const heading = Object.keys(mapping);
    const options = { mapping, matchBy: 'email' };
    const cells = ['Ludwig van Beethoven', 'l@x.com', 'Bonn', 'Germany', '250,000.50', 'eur', '3'];
    expect(read(heading, cells, options)).toMatchObject({
      row: {
        fields: {
          firstName: 'Ludwig',
          lastName: 'van Beethoven',
          address: { city: 'Bonn', country: 'DE' },
          budget: { min: null, max: '250000.50', currency: 'EUR' },
          property: { bedrooms: 3 },
        },
      },
    });
    expect(read(heading, ['Ada', 'l@x.com', '', '', '', '', ''], options)).toMatchObject({
      row: { fields: { email: 'l@x.com', firstName: 'Ada' } },
    });
    expect(refusalOf(read(heading, [...cells.slice(0, 6), '2.5'], options))).toEqual(['number.out_of_range', 'property.bedrooms']);
    expect(refusalOf(read(['id', 'kind'], ['1', 'Boat'], { mapping: { id: 'externalId', kind: 'property.kind' } }))).toEqual([
      'property_kind.unknown',
      'property.kind',
    ]);
    expect(refusalOf(read(heading, [...cells.slice(0, 4), 'a lot', 'eur', ''], options))).toEqual(['number.invalid', 'budget.max']);
  });

  it('reads dates in the order of the file', () => {
    const at = (cell: string, dateOrder: string) => read(['id', 'created_at'], ['1', cell], { dateOrder, timeZone: 'Europe/Berlin' });
    expect(at('3/4/24 14:05', 'dmy')).toMatchObject({ row: { capturedAt: new Date('2024-04-03T12:05:00Z') } });
    expect(at('3/4/24 2:05 PM', 'mdy')).toMatchObject({ row: { capturedAt: new Date('2024-03-04T13:05:00Z') } });
    expect(refusalOf(at('3/15/24', 'dmy'))).toEqual(['instant.impossible', 'capturedAt']);
    expect(refusalOf(at('3/15/24', 'iso'))).toEqual(['instant.format', 'capturedAt']);
  });

  it('tells blank rows from broken ones', () => {
    expect(read(['id', 'email'], ['', ' '])).toMatchObject({ blank: { code: 'row.blank' } });
    expect(refusalOf(read(['id', 'email'], ['1']))).toEqual(['row.too_few_cells', null]);
    expect(refusalOf(read(['id', 'email'], ['1', '', 'x']))).toEqual(['row.too_many_cells', null]);
  });

  it('refuses a row with a cell that cannot be told, and names its column, mapped or not', () => {
    const plan = { ...planImport({ hasHeadings: true, names: ['id', 'email', 'note'] }, importOptions.parse({}), NAMES), ...NAMES };
    const at = (column: number, code: BrokenCell['code']) =>
      readRow(['1', 'a@x.com', '5" pipe'], plan, now, {
        broken: { column, code, message: 'Cannot be told.', refusal: () => importErrors.IMPORT_QUOTES() },
      });
    expect(at(1, 'quote.followed_by_text')).toEqual({
      refusal: { code: 'quote.followed_by_text', path: 'email', message: 'Cannot be told.', column: 1 },
    });
    const reading = at(2, 'quote.followed_by_text');
    expect(reading).toMatchObject({ refusal: { path: null, column: 2 } });
    if ('refusal' in reading)
      expect(cellOf(reading.refusal, ['1', 'a@x.com', '5" pipe'], plan)).toEqual({ column: 'note', value: '5" pipe' });
    expect(at(1, 'formula.no_value')).toMatchObject({ refusal: { code: 'formula.no_value', path: 'email' } });
    expect(at(2, 'formula.no_value')).toMatchObject({ row: { fields: { externalId: '1' } } });
  });

  it('says of a row of another width how many lines its quotes take in', () => {
    expect(read(['id', 'email', 'note'], ['1', 'x\n2,y\n3,z'])).toMatchObject({
      refusal: { code: 'row.too_few_cells', message: expect.stringMatching(/ 2 further lines /) },
    });
  });

  it.each([
    [['email'], ['nonsense'], ['email.invalid', 'email']],
    [['phone'], ['555 1234'], ['phone.region_missing', 'phone']],
    [['created_at'], ['01/02/2018'], ['instant.format', 'capturedAt']],
    [['created_at'], ['2027-01-01'], ['instant.future', 'capturedAt']],
    [['status'], ['Open - Not Contacted'], ['status.unknown', 'status']],
    [['time_zone'], ['Mars/Olympus'], ['time_zone.unknown', 'timeZone']],
  ])('refuses %j with %j', (heading, cells, expected) => {
    expect(refusalOf(read(['id', ...heading], ['1', ...cells]))).toEqual(expected);
  });
});
