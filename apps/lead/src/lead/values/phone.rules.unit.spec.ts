import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { normalisePhone, normaliseRegion } from './phone.rules.js';

const examples = join(process.env['SHARED_DATA'] ?? '../shared/data', '08_phone_numbers/example_numbers.csv');

describe('normalisePhone', () => {
  it('takes a number with country code as it is, a national one by its region', () => {
    expect(normalisePhone(' +49 (30) 901-820 ', null)).toEqual({ ok: true, value: '+4930901820' });
    expect(normalisePhone('030 901820', 'DE')).toEqual({ ok: true, value: '+4930901820' });
  });

  it.each([
    ['030 901820', null, 'phone.region_missing'],
    ['call me', 'DE', 'phone.invalid'],
    ['+1 555 4001', null, 'phone.invalid'],
    ['+1 999 999 9999', null, 'phone.invalid'],
    ['+1 416 810 9897 x752', null, 'phone.extension'],
    ['+49 30 901820 or later', null, 'phone.invalid'],
  ] as const)('refuses %s', (text, region, code) => {
    const checked = normalisePhone(text, region);
    expect(checked).toMatchObject({ ok: false });
    expect(checked.ok || checked.code).toBe(code);
  });
});

const whereGiven = existsSync(examples) ? describe : describe.skip;
whereGiven(`example numbers of every region (${examples}; skipped where absent)`, () => {
  const [, ...rows] = readFileSync(existsSync(examples) ? examples : '/dev/null', 'utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));

  // The last two columns say for which rows our metadata and the file's agree: all but three.
  it('come out in E.164 from their national form', () => {
    const given = rows.filter((row) => row.at(-1) === 'true');
    const wrong = given.filter(([region = '', , , national = '', e164]) => {
      const known = normaliseRegion(region);
      const checked = known.ok ? normalisePhone(national, known.value) : known;
      return !checked.ok || checked.value !== e164;
    });
    expect(wrong.map(([region, type, , national]) => `${region} ${type} ${national}`)).toEqual([]);
    expect(given.length).toBeGreaterThan(1_100);
  });

  it('stay as they are in E.164', () => {
    const given = rows.filter((row) => row.at(-2) === 'true').map(([, , , , e164 = '']) => e164);
    expect(given.map((e164) => normalisePhone(e164, null))).toEqual(given.map((value) => ({ ok: true, value })));
    expect(given.length).toBeGreaterThan(1_100);
  });
});
