import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ColumnSuggestion, type ImportJob, type ImportRow, importTarget, type Lead } from '@leadstream/contracts';
import { parse } from 'csv-parse/sync';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { importEnded } from '../../test/imports.js';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import type { Problem, TenantClient } from '../../test/tenant-client.js';

const folder = process.env['SHARED_DATA'] ?? '../shared/data';
const whereGiven = existsSync(folder) ? describe : describe.skip;
const CRM = '09_crm_csv_samples';
const SPECTRUM = '10_csv_corpora/csv-spectrum';
const NAUGHTY = '10_csv_corpora/naughty-strings';

const listed = (path: string, ending: string) =>
  existsSync(folder)
    ? readdirSync(join(folder, path), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith(ending))
        .map((name) => join(path, name))
        .sort()
    : [];

const IDENTIFIERS = ['externalId', 'email', 'phone'] as const;
type Identifier = (typeof IDENTIFIERS)[number];

/**
 * What becomes of the rows of a file where only the cell of their key, the identifier of another lead or a wrong number of cells can keep
 * them out, by other means than those of the service.
 * @param places of the columns of the identifiers, -1 where there is none
 */
function recount(records: readonly string[][], width: number, matchBy: Identifier, places: Readonly<Record<Identifier, number>>) {
  const holders: Record<Identifier, Map<string, number>> = { externalId: new Map(), email: new Map(), phone: new Map() };
  const leads: Partial<Record<Identifier, string>>[] = [];
  const counts = { created: 0, failed: 0, others: 0 };
  for (const cells of records) {
    if (cells.every((cell) => cell.trim() === '')) counts.others += 1;
    else counts[outcomeOf(cells)] += 1;
  }
  return counts;

  function outcomeOf(cells: readonly string[]): keyof typeof counts {
    const stated = { externalId: places.externalId === -1 ? '' : (cells[places.externalId] ?? '').trim(), ...contactsIn(cells) };
    if (cells.length !== width || stated[matchBy] === '') return 'failed';
    const known = holders[matchBy].get(stated[matchBy]);
    const isTaken = (name: Identifier) => stated[name] !== '' && ![undefined, known].includes(holders[name].get(stated[name]));
    if (isTaken('phone') && stated.hasExtension) stated.phone = '';
    if (IDENTIFIERS.some(isTaken)) return 'failed';
    const lead = known ?? leads.push({}) - 1;
    for (const name of IDENTIFIERS.filter((one) => stated[one] !== '')) {
      holders[name].delete(leads[lead]?.[name] ?? '');
      holders[name].set(stated[name], lead);
      leads[lead] = { ...leads[lead], [name]: stated[name] };
    }
    return known === undefined ? 'created' : 'others';
  }

  function contactsIn(cells: readonly string[]) {
    const email = (cells[places.email] ?? '').trim().toLowerCase();
    const number = parsePhoneNumberFromString(cells[places.phone] ?? '', { defaultCountry: 'US', extract: false });
    const hasExtension = number?.ext !== undefined;
    const isUsable = number?.isValid() === true && !(hasExtension && matchBy === 'phone');
    return { email: /^[^\s@]+@[^\s@]+\.[a-z]+$/.test(email) ? email : '', phone: isUsable ? number.number : '', hasExtension };
  }
}

whereGiven(`files of other systems, all of them (${folder}; skipped where absent)`, () => {
  let app: LeadApp;
  beforeAll(async () => {
    app = await startLeadApp();
  });
  afterAll(() => app.stop());

  const bytesOf = (file: string) => new Uint8Array(readFileSync(join(folder, file)));

  /** Rows below the headings, the first row that says anything, as another library counts them: blank ones among them. */
  function recordsOf(file: string): string[][] {
    const text = readFileSync(join(folder, file), 'utf8');
    const delimiter = text.slice(0, text.indexOf('\n')).includes(';') ? ';' : ',';
    const records: string[][] = parse(text, { bom: true, delimiter, relax_column_count: true });
    return records.slice(records.findIndex((cells) => cells.some((cell) => cell !== '')) + 1);
  }

  async function draftOf(tenant: TenantClient, file: string): Promise<ImportJob> {
    const { status, body } = await tenant.upload<ImportJob>(bytesOf(file), { start: false });
    expect([status, body.status]).toEqual([202, 'draft']);
    return body;
  }

  /** What the suggestions come to, as a client takes them over. */
  async function suggestedMapping(tenant: TenantClient, id: string) {
    const { status, body } = await tenant.get<{ items: ColumnSuggestion[] }>(`/v1/imports/${id}/mapping`);
    expect(status).toBe(200);
    const taken = body.items.filter(({ suggestion }) => suggestion !== null && importTarget.safeParse(suggestion).success);
    const known = ({ foreignWords }: ColumnSuggestion) =>
      (foreignWords ?? []).flatMap(({ word, suggestion }) => (suggestion === null ? [] : [[word, suggestion] as const]));
    return {
      mapping: Object.fromEntries(taken.map(({ column, suggestion }) => [column, suggestion ?? ''])),
      values: Object.fromEntries(taken.map((column) => [column.column, Object.fromEntries(known(column))])),
    };
  }

  async function rowsOf(tenant: TenantClient, id: string): Promise<ImportRow[]> {
    const items: ImportRow[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body } = await tenant.get<{ items: ImportRow[]; nextCursor: string | null }>(`/v1/imports/${id}/rows?limit=1000${query}`);
      items.push(...body.items);
      cursor = body.nextCursor;
    }
    return items;
  }

  async function countOfLeads(tenant: TenantClient): Promise<number> {
    let [count, cursor] = [0, ''];
    do {
      const { body } = await tenant.get<{ items: Lead[]; nextCursor: string | null }>(
        `/v1/leads?limit=1000${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      count += body.items.length;
      cursor = body.nextCursor ?? '';
    } while (cursor !== '');
    return count;
  }

  /** Every record of the file is a row with an outcome, and whatever did not go in says why and where. */
  async function expectNothingLost(tenant: TenantClient, file: string, job: ImportJob): Promise<void> {
    const records = recordsOf(file);
    const rows = await rowsOf(tenant, job.id);
    expect(rows.map(({ row }) => row)).toEqual(records.map((_, index) => index + 1));
    const amount = (outcome: string) => rows.filter((row) => row.outcome === outcome).length;
    expect(job.counts).toEqual({
      rows: records.length,
      ...{ created: amount('created'), updated: amount('updated'), skipped: amount('skipped'), failed: amount('failed') },
      warned: rows.filter(({ warnings }) => warnings.length > 0).length,
    });
    expect(await countOfLeads(tenant)).toBe(job.counts.created);
    for (const { row, outcome, line, code, path, column, value, warnings } of rows) {
      for (const warning of warnings) {
        expect(warning.code).toMatch(/^[a-z_]+\.[a-z_]+$/);
        expect([warning.column, warning.value]).toEqual([
          expect.any(String),
          (records[row - 1]?.[job.columns.indexOf(warning.column ?? '')] ?? '').slice(0, 200),
        ]);
      }
      if (outcome === 'created' || outcome === 'updated') continue;
      expect([code, line]).toEqual([expect.stringMatching(/^[a-z_]+\.[a-z_]+$/), expect.any(Number)]);
      if (path === null || column === null) continue;
      const place = job.columns.indexOf(column);
      expect([column, value]).toEqual([column, (records[row - 1]?.[place] ?? '').slice(0, 200)]);
    }
  }

  it.each(listed(CRM, '.csv'))(
    '%s goes in as its columns and words are suggested, but for rows that nothing tells whose they are',
    async (file) => {
      const tenant = app.as();
      const draft = await draftOf(tenant, file);
      const { mapping, values } = await suggestedMapping(tenant, draft.id);
      const targets = Object.values(mapping);
      const matchBy = IDENTIFIERS.find((name) => targets.includes(name)) ?? 'email';
      const changed = await tenant.send<ImportJob & Pick<Problem, 'errors'>>('PUT', `/v1/imports/${draft.id}/mapping`, {
        body: JSON.stringify({ mapping, values, region: 'US', matchBy, onBadValue: 'leave-out' }),
        headers: { 'content-type': 'application/json' },
      });
      expect([changed.status, changed.body.errors]).toEqual([200, undefined]);
      expect((await tenant.post(`/v1/imports/${draft.id}/start`, {})).status).toBe(202);
      const job = await importEnded(tenant, draft.id);
      expect(job.status).toBe('completed');
      await expectNothingLost(tenant, file, job);
      const { created, updated, skipped, failed } = job.counts;
      const place = (name: string) => draft.columns.findIndex((column) => mapping[column] === name);
      const expected = recount(recordsOf(file), draft.columns.length, matchBy, {
        externalId: place('externalId'),
        email: place('email'),
        phone: place('phone'),
      });
      expect({ created, failed, others: updated + skipped }).toEqual(expected);
    },
    60_000,
  );

  it.each([
    ...[CRM, SPECTRUM, NAUGHTY].flatMap((path) =>
      ['.json', '.xml']
        .flatMap((ending) => listed(path, ending))
        .map((file) => [file, 415, 'LEAD.IMPORT_FILE_TYPE', 'file.no_table'] as const),
    ),
    ...listed(NAUGHTY, '.txt').map((file) => [file, 422, 'LEAD.IMPORT_QUOTES', 'quote.followed_by_text'] as const),
  ])('%s, which is no table, is refused as a draft, too: %i %s', async (file, status, code, reason) => {
    const tenant = app.as();
    for (const start of [true, false])
      expect(await tenant.upload<Problem>(bytesOf(file), { start })).toMatchObject({ status, body: { code, errors: [{ code: reason }] } });
    expect(await countOfLeads(tenant)).toBe(0);
  });

  it.each(listed(SPECTRUM, '.csv'))('%s holds what its description says, cell by cell', async (file) => {
    const tenant = app.as();
    const draft = await draftOf(tenant, file);
    const described = readFileSync(join(folder, file.replace('/csvs/', '/json/').replace(/csv$/, 'json')), 'utf8');
    // The files were stored with plain line feeds; what describes those with CRLF was not.
    const expected = JSON.parse(described.replaceAll('\\r\\n', '\\n')) as Record<string, string>[];
    const [first = {}] = expected;
    expect(draft.columns).toEqual(Object.keys(first));
    expect(draft.progress.total).toBe(expected.length);
    const { body } = await tenant.get<{ items: ColumnSuggestion[] }>(`/v1/imports/${draft.id}/mapping`);
    expect(body.items.map(({ samples }) => samples)).toEqual(
      Object.keys(first).map((name) => expected.map((record) => record[name]).filter((text) => text !== '')),
    );
  });
});
