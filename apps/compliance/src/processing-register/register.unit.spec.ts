import { describe, expect, it } from '@jest/globals';
import { processingActivityChangedV1, processingActivityContent, type ProcessingActivity } from '@leadstream/contracts';
import { registerCsv, registerJson, registerPage } from './files/register-file.rules.js';
import { informationOf, patched, toldActivity } from './register.rules.js';
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

describe('what is told of an entry', () => {
  const content = { ...(FIRST as (typeof PROCESSING_TEMPLATE)[number]), controller: null };
  const made = { activityId: entry().id, version: 1, content, createdAt: new Date(AT), updatedAt: new Date(AT), endedAt: null };

  it('is which of it differs from before, and nothing of what it names', () => {
    const named = { name: 'Ada Lovelace', contact: 'ada@example.com' };
    const controller = { ...named, jointControllers: [], representative: null, dataProtectionOfficer: null };
    const changed = { ...made, version: 2, content: { ...content, controller, reviewOn: '2027-01-01' } };
    const told = toldActivity(changed, made);
    expect(told).toEqual({
      ...{ activityId: made.activityId, action: 'updated', version: 2, changed: ['controller', 'reviewOn'] },
      ...{ reviewOn: '2027-01-01', changedAt: AT },
    });
    expect(processingActivityChangedV1.data.parse(told)).toEqual(told);
    expect(JSON.stringify(told)).not.toMatch(/ada/i);
  });

  it('is all of a new one, and none of one that ended', () => {
    expect(toldActivity(made, undefined)).toMatchObject({ action: 'created', version: 1, changed: Object.keys(content) });
    const ended = { ...made, version: 2, endedAt: new Date(AT) };
    expect(toldActivity(ended, made)).toMatchObject({ action: 'ended', version: 2, changed: [] });
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
