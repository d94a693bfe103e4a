import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importFile, rowsOf } from '../../test/imports.js';
import { inspect } from '../../test/inspect.js';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';

const folder = join(process.env['SHARED_DATA'] ?? '../shared/data', '01_olist_funnel');
const whereGiven = existsSync(folder) ? describe : describe.skip;

whereGiven(`the marketing funnel of Olist (${folder}; skipped where absent)`, () => {
  const read = (name: string) => readFileSync(join(folder, name));
  const recordsOf = (name: string) =>
    read(name)
      .toString('utf8')
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(','));

  let app: LeadApp;
  beforeAll(async () => {
    app = await startLeadApp();
  });
  afterAll(() => app.stop());

  it('comes in as it stands in the files', async () => {
    const tenant = app.as();
    const leads = await importFile(tenant, new Uint8Array(read('mql.csv')));
    expect(leads.counts).toEqual({ rows: 8_000, created: 8_000, updated: 0, skipped: 0, failed: 0, warned: 0 });
    const deals = await importFile(tenant, new Uint8Array(read('closed_deals_cleaned_iso.csv')), { constants: { status: 'converted' } });
    expect(deals.counts).toEqual({ rows: 842, created: 0, updated: 842, skipped: 0, failed: 0, warned: 0 });

    const contacts = new Map(
      recordsOf('mql.csv').map(([id = '', date = '', , origin = '']) => [id, { date, source: origin || 'unknown' }]),
    );
    const won = recordsOf('closed_deals_cleaned_iso.csv').map(([id = '', , , , instant = '']) => ({ id, instant }));
    const counted = new Map<string, [number, number, number, number]>();
    const figuresOf = (source: string) => counted.get(source) ?? counted.set(source, [0, 0, 0, 0]).get(source) ?? [0, 0, 0, 0];
    for (const { source } of contacts.values()) figuresOf(source)[0] += 1;
    for (const { id, instant } of won) {
      const { source, date } = contacts.get(id) ?? { source: '', date: '' };
      const seconds = (Date.parse(`${instant.replace(' ', 'T')}Z`) - Date.parse(date)) / 1_000;
      const figures = figuresOf(source);
      figures[1] += 1;
      figures[2] += seconds;
      if (seconds < 0) figures[3] += 1;
    }
    const rows = await inspect<{ source: string; figures: [number, number, number, number] }>(
      app.database,
      `SELECT source, json_build_array(count(*), count(change_id), coalesce(sum(seconds_in_stage), 0), count(*) FILTER (WHERE seconds_in_stage < 0)) AS figures
       FROM lead LEFT JOIN lead_status_history USING (tenant_id, lead_id) WHERE tenant_id = $1 GROUP BY source ORDER BY source COLLATE "C"`,
      [tenant.tenantId],
    );
    expect(rows.map(({ source, figures }) => [source, figures])).toEqual([...counted].sort(([one], [other]) => (one < other ? -1 : 1)));
    expect([...counted.values()].reduce((sum, figures) => sum + figures[3], 0)).toBe(1);
  });

  it('comes in again without doing anything', async () => {
    const tenant = app.as();
    const mapping = {
      mql_id: 'externalId',
      first_contact_date: 'capturedAt',
      origin: 'source',
      landing_page_id: 'sourceMetadata.landingPageId',
    };
    await importFile(tenant, new Uint8Array(read('mql.csv')), { mapping });
    const again = await importFile(tenant, new Uint8Array(read('mql.csv')), { mapping });
    expect(again.counts).toEqual({ rows: 8_000, created: 0, updated: 0, skipped: 8_000, failed: 0, warned: 0 });
    expect((await rowsOf(tenant, again.id, 'skipped'))[0]).toEqual([1, 'skipped', 'lead.unchanged', null]);
  });
});
