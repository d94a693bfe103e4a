import { describe, expect, it } from '@jest/globals';
import { SERVICES, subjectFile } from '@leadstream/contracts';
import { informationOf } from '../../processing-register/register.rules.js';
import { escapeHtml, htmlOf, inWords } from '../../processing-register/page/html-value.rules.js';
import { expiryOf, lookAt, missingOf, presentExport, servicesOf, silentAmong } from './export-state.rules.js';
import type { AnswerPart, ExportRecord } from './gathered-answer.js';
import { htmlFile } from './html-file.rules.js';
import { jsonFile } from './json-file.rules.js';
import type { FileBlocks, PersonFile } from './person-file.js';

const ID = '01920000-0000-7000-8000-000000000001';
const at = (instant: string): Date => new Date(instant);
const STARTED = at('2026-03-03T10:00:00Z');
const record = (more: Partial<ExportRecord> = {}): ExportRecord => ({
  requestId: ID,
  step: 'gathering',
  startedAt: STARTED,
  answersBy: at('2026-03-03T10:15:00Z'),
  completedAt: null,
  escalatedAt: null,
  expiresAt: at('2026-05-03T10:00:00Z'),
  removedAt: null,
  ...more,
});

const partOf = (service: string, part: number, records: AnswerPart['records']): AnswerPart => ({
  ...{ requestId: ID, service, part, isLast: true, records },
});
async function* each(parts: readonly AnswerPart[]): AsyncGenerator<AnswerPart, void, undefined> {
  for (const part of parts) yield await Promise.resolve(part);
}
const fileOf = (parts: AsyncIterable<AnswerPart>, completedAt: Date | null = STARTED): PersonFile => ({
  kind: 'access',
  leadId: ID,
  receivedAt: STARTED,
  madeAt: STARTED,
  export: presentExport(record({ completedAt }), []),
  information: informationOf([]),
  parts,
});
async function whole(blocks: FileBlocks): Promise<string> {
  const read: Buffer[] = [];
  for await (const block of blocks) read.push(block);
  return Buffer.concat(read).toString('utf8');
}

describe('the state of a gathering', () => {
  it('names every service, and as missing each that has not told all', () => {
    const services = servicesOf([
      { service: 'lead', receivedParts: 2, parts: 2 },
      { service: 'engagement', receivedParts: 1, parts: 2 },
      { service: 'analytics', receivedParts: 1, parts: null },
    ]);
    expect(services.map(({ service, state }) => `${service} ${state}`)).toEqual([
      ...['analytics partial', 'compliance waiting', 'email-events waiting', 'engagement partial', 'gateway waiting', 'lead answered'],
    ]);
    expect(missingOf(services)).toEqual(SERVICES.filter((service) => service !== 'lead').toSorted());
  });

  it('begins once every service has told by which names it knows the person', () => {
    expect(silentAmong([])).toEqual(SERVICES.toSorted());
    expect(silentAmong([{ service: 'lead' }])).toEqual(SERVICES.filter((service) => service !== 'lead').toSorted());
    expect(silentAmong(SERVICES.map((service) => ({ service })))).toEqual([]);
  });

  it('keeps the copy for some days from the end of the request, or from when it was due, or from its beginning when that is later', () => {
    const dueAt = at('2026-04-04T00:00:00Z');
    expect(expiryOf({ endedAt: null, dueAt }, STARTED, 7)).toEqual(at('2026-04-11T00:00:00Z'));
    expect(expiryOf({ endedAt: at('2026-03-05T00:00:00Z'), dueAt }, STARTED, 7)).toEqual(at('2026-03-12T00:00:00Z'));
    expect(expiryOf({ endedAt: null, dueAt }, at('2026-06-01T00:00:00Z'), 7)).toEqual(at('2026-06-08T00:00:00Z'));
  });

  it('is looked at for answers that do not come, then for its expiry, then no more', () => {
    const { answersBy, expiresAt } = record();
    const looks = [record(), record({ escalatedAt: answersBy }), record({ completedAt: STARTED }), record({ removedAt: expiresAt })];
    expect(looks.map(lookAt)).toEqual([answersBy, expiresAt, expiresAt, null]);
  });
});

describe('the file for machines', () => {
  it('is of the documented shape, with and without records', async () => {
    const fields = { firstName: 'Zoë "Z" \u2028', tags: [], age: null, nested: { at: 1.5 } };
    const parts = [
      partOf('analytics', 1, []),
      partOf('lead', 1, [{ store: 'leads', fields }]),
      partOf('lead', 2, [{ store: 'notes', fields: {} }]),
    ];
    const read = subjectFile.parse(JSON.parse(await whole(jsonFile(fileOf(each(parts))))));
    expect(read.records).toEqual([
      { service: 'lead', store: 'leads', fields },
      { service: 'lead', store: 'notes', fields: {} },
    ]);
    const nothing = subjectFile.parse(JSON.parse(await whole(jsonFile(fileOf(each([]), null)))));
    expect([nothing.complete, nothing.missing, nothing.records]).toEqual([false, SERVICES.toSorted(), []]);
  });

  it.each([jsonFile, htmlFile])('is made part by part: %p asks for the next one when the one before was taken', async (make) => {
    let asked = 0;
    const interactions = Array.from({ length: 100 }, (_, index) => ({ store: 'interactions', fields: { index } }));
    async function* counted(): AsyncGenerator<AnswerPart, void, undefined> {
      for (let part = 1; part <= 100; part += 1) {
        asked += 1;
        yield await Promise.resolve(partOf('engagement', part, interactions));
      }
    }
    const blocks = make(fileOf(counted()));
    const ahead: number[] = [];
    let taken = -1;
    for await (const _ of blocks) ahead.push(asked - (taken += 1));
    expect([asked, Math.max(...ahead)]).toEqual([100, 0]);
  });
});

describe('the file to be read', () => {
  it('has each kind of record under a heading of its own, in the order of the services', async () => {
    const records = (store: string, ...names: string[]) => names.map((name) => ({ store, fields: { firstName: name } }));
    const parts = [
      partOf('email-events', 1, records('messages', 'a')),
      partOf('lead', 1, [...records('leads', 'b'), ...records('custom-fields', 'c')]),
      partOf('lead', 2, records('custom-fields', 'd')),
    ];
    const html = await whole(htmlFile(fileOf(each(parts))));
    const headings = [...html.matchAll(/<h([1-3])[^>]*>([^<]*)<\/h\1>/g)].map(([, level, text]) => `${level} ${text}`);
    expect(headings.slice(0, 6)).toEqual(['1 Your personal data', '2 Email events', '3 Messages', '2 Lead', '3 Leads', '3 Custom fields']);
    expect(headings.slice(6, 9)).toEqual([
      '2 What the data are used for, and what you may demand',
      '3 Contacts and sales',
      '3 Scoring and distribution',
    ]);
    expect(headings.at(-1)).toBe('3 Your rights');
    expect(html.match(/<section/g)?.length).toBe(html.match(/<\/section>/g)?.length);
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">.*<main>.*<\/main><\/body><\/html>\n$/s);
  });

  it('says what is missing as long as it is not complete, and that nothing is kept only when it is', async () => {
    const [incomplete, complete] = [await whole(htmlFile(fileOf(each([]), null))), await whole(htmlFile(fileOf(each([]))))];
    expect(incomplete).toContain('is missing: Analytics, Compliance, Email events, Engagement, Gateway, Lead.');
    expect([incomplete.includes('Nothing is kept of you.'), complete.includes('Nothing is kept of you.')]).toEqual([false, true]);
  });

  it.each([
    ['<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
    ['"&\'', '&quot;&amp;&#39;'],
    ['a\u0000b\tc', 'a\ufffdb\tc'],
  ])('escapes %j wherever it stands', async (text, escaped) => {
    expect(escapeHtml(text)).toBe(escaped);
    const html = await whole(htmlFile(fileOf(each([partOf('lead', 1, [{ store: text, fields: { [text]: [text, { [text]: text }] } }])]))));
    expect(html).not.toContain(text);
  });

  it('shows nested values as lists, and says where there is nothing', () => {
    expect(htmlOf({ homeAddress: { city: 'Bonn', unit: null }, tags: ['a', true], none: [] })).toBe(
      '<dl><dt>Home address</dt><dd><dl><dt>City</dt><dd>Bonn</dd><dt>Unit</dt><dd><span class="none">none</span></dd></dl></dd>' +
        '<dt>Tags</dt><dd><ul><li>a</li><li>yes</li></ul></dd><dt>None</dt><dd><span class="none">none</span></dd></dl>',
    );
    expect([inWords('statusChangedAt'), inWords('custom-fields'), inWords('line1Text')]).toEqual([
      'Status changed at',
      'Custom fields',
      'Line1 text',
    ]);
  });
});
