import { describe, expect, it } from '@jest/globals';
import { processingActivityContent, type ProcessingActivity } from '@leadstream/contracts';
import { registerCsv, registerJson, registerPage } from './files/register-file.rules.js';
import { informationOf, patched } from './register.rules.js';
import { PROCESSING_TEMPLATE } from './template/processing-template.js';

const [FIRST] = PROCESSING_TEMPLATE;
const AT = '2026-05-25T00:00:00.000Z';
const entry = (more: Partial<ProcessingActivity> = {}): ProcessingActivity => ({
  ...(FIRST as (typeof PROCESSING_TEMPLATE)[number]),
  ...{ id: '01920000-0000-7000-8000-000000000001', version: 1, createdAt: AT, updatedAt: AT, endedAt: null },
  ...more,
});

describe('the template', () => {
  it.each(PROCESSING_TEMPLATE.map((activity) => [activity.name, activity] as const))('%s can be taken over as it is', (_, activity) => {
    expect(processingActivityContent.parse(activity)).toEqual(activity);
  });

  it('is what persons are told until the controller has entries of its own', () => {
    expect(informationOf([]).activities).toBe(PROCESSING_TEMPLATE);
    const own = entry({ name: 'Own' });
    expect(informationOf([own]).activities).toEqual([own]);
  });
});

describe('a change', () => {
  it('replaces what it names, and is none when that is so already', () => {
    const content = PROCESSING_TEMPLATE[0] as (typeof PROCESSING_TEMPLATE)[number];
    expect(patched(content, { name: content.name })).toBeUndefined();
    expect(patched(content, { recipients: [], reviewOn: '2027-01-01' })).toEqual({ ...content, recipients: [], reviewOn: '2027-01-01' });
  });
});

describe('the files', () => {
  it('are a table that no spreadsheet calculates: one row an entry, quotes doubled, line feeds between values', () => {
    const csv = registerCsv([entry({ name: '=SUM("a")', recipients: ['one, two', 'three'], sources: [] })]);
    expect(
      csv.startsWith('\ufeff"Name","Controller","Purposes","Lawful bases","Persons concerned","Categories of data","Recipients"'),
    ).toBe(true);
    expect(csv).toContain(`\r\n"'=SUM(""a"")","not stated yet",`);
    expect(csv).toContain('"one, two\nthree"');
    expect(csv.endsWith('"\r\n')).toBe(true);
    expect(registerCsv([])).toBe('\ufeff"Name"\r\n');
  });

  it('are JSON with everything, and a page with everything escaped', () => {
    const activity = entry({ name: '<b>Sales</b>', dataCategories: [{ name: 'health', isSpecial: true }] });
    expect(JSON.parse(registerJson([activity], new Date(AT)))).toEqual({
      format: 'leadstream-processing-register-1',
      madeAt: AT,
      activities: [activity],
    });
    const page = registerPage([activity], new Date(AT));
    expect(page).toContain('<h2>&lt;b&gt;Sales&lt;/b&gt;</h2>');
    expect(page).toContain('health (special category)');
    expect(page).toContain('<time>2026-05-25</time>');
  });
});
