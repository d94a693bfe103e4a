import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Lead, LeadBatchResult } from '@leadstream/contracts';
import { downloadExport, leadsOf } from '../../test/exports.js';
import { importFile } from '../../test/imports.js';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import type { TenantClient } from '../../test/tenant-client.js';

const file = join(process.env['SHARED_DATA'] ?? '../shared/data', '10_csv_corpora/naughty-strings/blns.json');
const whereGiven = existsSync(file) ? describe : describe.skip;

/** A field that a text of somebody's goes to. */
interface Place {
  /** As columns of exports and imports name it. */
  readonly path: string;
  /** In UTF-16 units. */
  readonly maxLength: number;
  /** What stands before the text. */
  readonly before?: string;
  readonly put: (text: string) => Readonly<Record<string, unknown>>;
  readonly get: (lead: Lead) => unknown;
}

const PLACES: readonly Place[] = [
  { path: 'firstName', maxLength: 200, put: (firstName) => ({ firstName }), get: ({ firstName }) => firstName },
  { path: 'company', maxLength: 200, before: '=', put: (company) => ({ company }), get: ({ company }) => company },
  { path: 'jobTitle', maxLength: 200, before: "x;'=", put: (jobTitle) => ({ jobTitle }), get: ({ jobTitle }) => jobTitle },
  {
    path: 'sourceMetadata.said',
    maxLength: 1_000,
    put: (said) => ({ sourceMetadata: { said } }),
    get: ({ sourceMetadata }) => sourceMetadata['said'],
  },
  {
    path: 'customFields.words',
    maxLength: 20_000,
    put: (words) => ({ customFields: { words } }),
    get: ({ customFields }) => customFields['words'],
  },
];

/** No field takes them: terminals and printers act on them. Tabs and ends of lines are text. */
const CONTROL_CHARACTER = /[^\P{Cc}\t\n\r]/u;

/** Why a text must not be taken; null when it must. */
function refusalOf(text: string, { maxLength }: Place): 'control' | 'length' | null {
  if (CONTROL_CHARACTER.test(text)) return 'control';
  return text.length > maxLength ? 'length' : null;
}

/** A lead with a text in each of some fields. */
interface Sample {
  readonly externalId: string;
  readonly phone: string;
  readonly texts: ReadonlyMap<Place, string>;
}

/** For each string a lead with all the fields that must take it, and one for each field that must not. */
function samplesOf(strings: readonly string[]): { taken: Sample[]; refused: Sample[] } {
  let count = 0;
  const sample = (texts: readonly (readonly [Place, string])[]): Sample => {
    count += 1;
    return { externalId: `n-${count}`, phone: `+4930${901_820 + count}`, texts: new Map(texts) };
  };
  const taken: Sample[] = [];
  const refused: Sample[] = [];
  for (const text of strings) {
    const texts = PLACES.map((place) => [place, `${place.before ?? ''}${text}`] as const);
    const isTaken = ([place, whole]: (typeof texts)[number]) => refusalOf(whole, place) === null;
    if (texts.some(isTaken)) taken.push(sample(texts.filter(isTaken)));
    refused.push(...texts.filter((one) => !isTaken(one)).map((one) => sample([one])));
  }
  return { taken, refused };
}

const created = ({ externalId, phone, texts }: Sample) => ({
  op: 'create',
  lead: Object.assign({ externalId, phone }, ...[...texts].map(([place, text]) => place.put(text))) as object,
});

whereGiven(`naughty strings (${file}; skipped where absent)`, () => {
  const strings = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as string[]) : [];
  const { taken, refused } = samplesOf(strings);
  const columns = ['externalId', 'phone', ...PLACES.map(({ path }) => path)];
  const mapping = Object.fromEntries(columns.map((column) => [column, column]));
  let app: LeadApp;
  let tenant: TenantClient;

  async function tenantWithField(): Promise<TenantClient> {
    const client = app.as(undefined, ['leads:read', 'leads:write', 'tenant:write']);
    const field = { entity: 'lead', type: 'long-text', key: 'words', label: 'Words' };
    expect(await client.post('/v1/custom-fields', field)).toMatchObject({ status: 201 });
    return client;
  }

  /** Every lead holds what was said without the white space around it, or nothing where there is nothing else. */
  async function expectAllAsSaid(client: TenantClient): Promise<void> {
    const leads = new Map((await leadsOf(client)).map((lead) => [lead.externalId, lead]));
    expect(leads.size).toBe(taken.length);
    for (const { externalId, phone, texts } of taken) {
      const lead = leads.get(externalId);
      const held = PLACES.map((place) => (lead && place.get(lead)) ?? '');
      expect([externalId, lead?.phone, held]).toEqual([externalId, phone, PLACES.map((place) => texts.get(place)?.trim() ?? '')]);
    }
  }

  beforeAll(async () => {
    app = await startLeadApp();
    tenant = await tenantWithField();
  });
  afterAll(() => app.stop());

  it('are created as they are', async () => {
    expect([strings.length, taken.length, refused.length].map((count) => count > 0)).toEqual([true, true, true]);
    // Else the texts would have to be compared in that form.
    expect(strings.filter((text) => text.normalize('NFC') !== text)).toEqual([]);
    const { body } = await tenant.post<{ items: LeadBatchResult[] }>('/v1/leads/batch', { items: taken.map(created) });
    expect(body.items.filter(({ status }) => status !== 'created')).toEqual([]);
    await expectAllAsSaid(tenant);
  });

  it('or refused with the field and a code', async () => {
    const { body } = await tenant.post<{ items: LeadBatchResult[] }>('/v1/leads/batch', { items: refused.map(created) });
    const expected = refused.map(({ texts }) => {
      const [[place, text] = [PLACES[0] as Place, '']] = texts;
      // The schema of a request counts characters, a field UTF-16 units.
      const tooLong = [...text].length > place.maxLength ? 'too_big' : 'text.too_long';
      const code = refusalOf(text, place) === 'length' ? tooLong : 'text.control_character';
      return { status: 'failed', error: { errors: [{ path: `lead.${place.path}`, code }] } };
    });
    expect(body.items).toMatchObject(expected);
    await expectAllAsSaid(tenant);
  });

  it.each(['csv', 'xlsx'])('come back unchanged through an export and its import as %s', async (format) => {
    const { bytes } = await downloadExport(app, tenant, { format, columns });
    const other = await tenantWithField();
    const job = await importFile(other, new Uint8Array(bytes), { mapping }, `leads.${format}`);
    expect(job.counts).toMatchObject({ rows: taken.length, created: taken.length });
    await expectAllAsSaid(other);
  });

  it('are refused where a file states them, row by row with the column and a code', async () => {
    const other = await tenantWithField();
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const lines = refused.map(({ externalId, phone, texts }) =>
      [externalId, phone, ...PLACES.map((place) => quoted(texts.get(place) ?? ''))].join(','),
    );
    const job = await importFile(other, [columns.join(','), ...lines, ''].join('\n'), { mapping });
    expect(job.counts).toMatchObject({ rows: refused.length, failed: refused.length });
    const { body } = await other.get<{ items: unknown[] }>(`/v1/imports/${job.id}/rows?limit=1000`);
    const expected = refused.map(({ texts }) => {
      const [[place, text] = [PLACES[0] as Place, '']] = texts;
      const code = refusalOf(text, place) === 'length' ? 'text.too_long' : 'text.control_character';
      return { outcome: 'failed', code, path: place.path, column: place.path };
    });
    expect(body.items).toMatchObject(expected);
  });
});
