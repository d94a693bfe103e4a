import { expect, it } from '@jest/globals';
import { customField } from '../../../test/custom-fields.js';
import { acceptCustomValues } from '../values/accept-custom-values.rules.js';
import { readRowValues } from './row-values.rules.js';

const number = customField('number', { key: 'score', options: { min: null, max: null, scale: 2 } });
const flag = customField('boolean', { key: 'vip' });
const definitions = [number, flag];
const reading = { decimalSign: ',', timeZone: 'UTC', dateOrder: 'iso' } as const;

it('reads the cells of a row as its file means them, and leaves blank ones unsaid', () => {
  const cells = new Map([
    ['score', '1.234,50'],
    ['vip', ' '],
  ]);
  const { stated, problems } = readRowValues(definitions, cells, reading);
  expect([stated, problems]).toEqual([{ score: '1234.50' }, []]);
  const held = { [flag.fieldId]: true };
  expect(acceptCustomValues({ definitions, liveLeads: new Set() }, stated, held).values).toEqual({ ...held, [number.fieldId]: '1234.5' });
});

it('names the column of a cell that its field cannot take, and of one that no field has', () => {
  const { stated, problems } = readRowValues(definitions, new Map([['vip', 'perhaps'], ['gone', 'x']]), reading); // prettier-ignore
  expect(problems.map(({ path }) => path)).toEqual(['customFields.vip']);
  const accepted = acceptCustomValues({ definitions, liveLeads: new Set() }, stated, {});
  expect(accepted.problems.map(({ path, code }) => `${path} ${code}`)).toEqual(['customFields.gone custom_field.unknown']);
});
