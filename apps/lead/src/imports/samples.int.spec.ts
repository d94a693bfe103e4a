import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ColumnSuggestion, ImportJob, ImportRow, ImportTemplate } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { eventually } from '@leadstream/testing';
import { parse } from 'csv-parse/sync';
import { memberAdded } from '../../test/distribution.js';
import { importFile } from '../../test/imports.js';
import { inspect } from '../../test/inspect.js';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import type { TenantClient } from '../../test/tenant-client.js';

const folder = process.env['SHARED_DATA'] ?? '../shared/data';
const whereGiven = existsSync(folder) ? describe : describe.skip;

/** What HubSpot means by its lead statuses and stages that we have no such word for. */
const HUBSPOT_STATUSES = {
  Open: 'new',
  'Open Deal': 'qualified',
  'In Progress': 'contacted',
  'Attempted to Contact': 'contacted',
  Connected: 'engaged',
  'Bad Timing': 'nurturing',
  Unqualified: 'lost',
};
const HUBSPOT_STAGES = { Evangelist: 'customer', Other: '' };

whereGiven(`exports of other systems, by saved mappings (${folder}; skipped where absent)`, () => {
  let app: LeadApp;
  beforeAll(async () => {
    app = await startLeadApp();
  });
  afterAll(() => app.stop());

  const bytesOf = (name: string) => readFileSync(join(folder, name));

  /** The rows as another library reads them. */
  const recordsOf = (name: string): Record<string, string>[] => parse(bytesOf(name), { bom: true, columns: true });

  async function importBy(tenant: TenantClient, name: string, options: object): Promise<ImportJob> {
    const { status, body } = await tenant.post<ImportTemplate>('/v1/import-templates', { name, options });
    expect(status).toBe(201);
    return importFile(tenant, new Uint8Array(bytesOf(name)), { templateId: body.id });
  }

  /** Ids of members by their addresses, who are known by now. */
  async function membersOf(tenant: TenantClient, names: readonly string[]): Promise<Record<string, string>> {
    const members = names.map((name) => [`${name}@example.com`, uuidV7.next()] as const);
    await app.publish(...members.map(([email, id]) => memberAdded(tenant.tenantId, id, email)));
    await eventually(async () => {
      const { body } = await tenant.get<{ items: { id: string }[] }>('/v1/distribution/members');
      expect(body.items.map(({ id }) => id).toSorted()).toEqual(members.map(([, id]) => id).toSorted());
    });
    return Object.fromEntries(members);
  }

  /** What the service suggests for the words of a file, as `values` take it over. */
  async function suggestedWords(tenant: TenantClient, name: string, mapping: object): Promise<Record<string, Record<string, string>>> {
    const { body: draft } = await tenant.upload<ImportJob>(new Uint8Array(bytesOf(name)), { mapping, start: false });
    const { body } = await tenant.get<{ items: ColumnSuggestion[] }>(`/v1/imports/${draft.id}/mapping`);
    const lists = body.items.flatMap(({ column, foreignWords }) => {
      const known = (foreignWords ?? []).flatMap(({ word, suggestion }) => (suggestion === null ? [] : [[word, suggestion] as const]));
      return known.length > 0 ? [[column, Object.fromEntries(known)] as const] : [];
    });
    return Object.fromEntries(lists);
  }

  /** How many leads have each value of an expression, as the database counts them. */
  async function countedBy(tenant: TenantClient, expression: string): Promise<Record<string, number>> {
    const rows = await inspect<{ value: string; count: string }>(
      app.database,
      `SELECT coalesce(${expression}, '') AS value, count(*) FROM lead WHERE tenant_id = $1 GROUP BY 1`,
      [tenant.tenantId],
    );
    return Object.fromEntries(rows.map(({ value, count }) => [value, Number(count)]));
  }

  function counted(values: readonly string[]): Record<string, number> {
    return Object.fromEntries([...Map.groupBy(values, (value) => value)].map(([value, all]) => [value, all.length]));
  }

  it('takes those of X Education: "Select" is no answer, and who is not to be called or written to is told', async () => {
    const tenant = app.as();
    const file = '02_xeducation_leads/leads_2000.csv';
    const job = await importBy(tenant, file, {
      mapping: {
        'Prospect ID': 'externalId',
        'Lead Source': 'source',
        'Lead Origin': 'sourceMetadata.origin',
        City: 'address.city',
        Country: 'sourceMetadata.country',
        'What is your current occupation': 'jobTitle',
        'Do Not Email': 'doNotContact.email',
        'Do Not Call': 'doNotContact.voice',
      },
      blankWords: ['Select'],
    });
    const records = recordsOf(file);
    expect(job.counts).toEqual({ rows: records.length, created: records.length, updated: 0, skipped: 0, failed: 0, warned: 0 });
    const answered = (text = '') => (text === 'Select' ? '' : text.trim());
    expect(await countedBy(tenant, "address ->> 'city'")).toEqual(counted(records.map((record) => answered(record['City']))));
    expect(await countedBy(tenant, 'source')).toEqual(
      counted(records.map((record) => answered(record['Lead Source']).toLowerCase() || 'unknown')),
    );
    expect(await countedBy(tenant, "source_metadata ->> 'origin'")).toEqual(counted(records.map((record) => record['Lead Origin'] ?? '')));
    expect(await countedBy(tenant, 'job_title')).toEqual(
      counted(records.map((record) => answered(record['What is your current occupation']))),
    );
    const forbidden = records.flatMap((record) => {
      const channels = [...(record['Do Not Email'] === 'Yes' ? ['email'] : []), ...(record['Do Not Call'] === 'Yes' ? ['voice'] : [])];
      return channels.length > 0 ? [channels.join()] : [];
    });
    await eventually(() => {
      const told = app.published.ofType('lead.permissions-stated').filter(({ key }) => key.startsWith(tenant.tenantId));
      expect(counted(told.map(({ data }) => (data as { doNotContact: string[] }).doNotContact.join()))).toEqual(counted(forbidden));
    });
  });

  it('takes contacts of HubSpot whole: its words as they are suggested, and what nobody can dial as a warning', async () => {
    const tenant = app.as();
    const members = await membersOf(tenant, ['dwight.schrute', 'jim.halpert', 'michael.scott', 'pam.beesly']);
    const file = '09_crm_csv_samples/hubspot_dummy/hubspot_contacts.csv';
    const mapping = {
      'Contact ID': 'externalId',
      'First Name': 'firstName',
      'Last Name': 'lastName',
      Email: 'email',
      'Phone Number': 'phone',
      'Mobile Phone Number': 'sourceMetadata.mobilePhone',
      'Job Title': 'jobTitle',
      'Lifecycle Stage': 'lifecycleStage',
      'Lead Status': 'status',
      'Create Date': 'capturedAt',
      'Last Modified Date': 'sourceMetadata.lastModified',
      'Contact Owner': 'ownerEmail',
      'Lead Source': 'source',
      'Website URL': 'sourceMetadata.website',
      'Street Address': 'address.street',
      City: 'address.city',
      'State/Region': 'address.region',
      'Postal Code': 'address.postalCode',
      Country: 'address.country',
      'Associated Company Domain': 'company',
    };
    const words = await suggestedWords(tenant, file, mapping);
    expect(words).toMatchObject({ 'Lead Status': HUBSPOT_STATUSES, 'Lifecycle Stage': HUBSPOT_STAGES });
    const job = await importBy(tenant, file, { mapping, values: words, region: 'US', onBadValue: 'leave-out' });
    const records = recordsOf(file);
    expect(job.counts).toMatchObject({ rows: records.length, created: records.length, updated: 0, skipped: 0, failed: 0 });
    const column = (name: string) => counted(records.map((record) => record[name] ?? ''));
    expect(await countedBy(tenant, 'email')).toEqual(counted(records.map((record) => (record['Email'] ?? '').toLowerCase())));
    expect(await countedBy(tenant, "to_char(captured_at AT TIME ZONE 'UTC', 'YYYY-MM-DD')")).toEqual(column('Create Date'));
    expect(await countedBy(tenant, "address ->> 'postalCode'")).toEqual(column('Postal Code'));
    expect(await countedBy(tenant, 'company')).toEqual(column('Associated Company Domain'));
    expect(await countedBy(tenant, "source_metadata ->> 'mobilePhone'")).toEqual(column('Mobile Phone Number'));
    const ours = (table: Readonly<Record<string, string>>, name: string, blank: string) =>
      counted(
        records.map(
          (record) => (table[record[name] ?? ''] ?? (record[name] ?? '').toLowerCase().replace(/ qualified.*/, '-qualified')) || blank,
        ),
      );
    expect(await countedBy(tenant, 'status')).toEqual(ours(HUBSPOT_STATUSES, 'Lead Status', 'new'));
    expect(await countedBy(tenant, 'lifecycle_stage')).toEqual(ours(HUBSPOT_STAGES, 'Lifecycle Stage', 'lead'));

    const owners = counted(records.map((record) => members[record['Contact Owner'] ?? ''] ?? ''));
    expect(await countedBy(tenant, 'owner_id::text')).toEqual(owners);

    const leads = await inspect<{ id: string; phone: string | null; extension: string | null; country: string | null }>(
      app.database,
      `SELECT external_id AS id, phone, source_metadata ->> 'phoneExtension' AS extension, address ->> 'country' AS country FROM lead WHERE tenant_id = $1`,
      [tenant.tenantId],
    );
    const byId = new Map(leads.map((lead) => [lead.id, lead]));
    const dialled = records.filter((record) => byId.get(record['Contact ID'] ?? '')?.phone);
    for (const record of dialled) {
      const [number = '', extension = null] = (record['Phone Number'] ?? '').split('x');
      const { phone, extension: kept } = byId.get(record['Contact ID'] ?? '') ?? {};
      expect([phone, kept]).toEqual([`+1${number.replace(/\D/g, '').slice(-10)}`, extension]);
    }
    // No area code and no exchange of North America begins with 0 or 1 (ATIS-0300055), and no country code does with 0.
    const impossible = records.filter((record) => !/^(?:\+?1[-.]?)?\(?[2-9]\d\d\)?[-.]?[2-9]/.test(record['Phone Number'] ?? ''));
    expect(dialled.filter((record) => impossible.includes(record))).toEqual([]);
    const { body } = await tenant.get<{ items: ImportRow[] }>(`/v1/imports/${job.id}/rows?warned=true&limit=1000`);
    expect(job.counts.warned).toBe(body.items.length);
    const warnings = counted(body.items.flatMap(({ warnings: all }) => all.map(({ code, column: name }) => `${name} ${code}`)));
    expect(warnings).toEqual({
      'Phone Number phone.invalid': records.length - dialled.length,
      'Contact Owner owner.unknown': owners[''],
      'Country country.unknown': leads.filter(({ country }) => country === null).length,
    });
  });

  it('takes leads of Salesforce whole, and says which cells were left out', async () => {
    const tenant = app.as();
    const file = '09_crm_csv_samples/messy_lead_exports/rw-salesforce-leads.csv';
    const mapping = {
      'Lead ID': 'externalId',
      FirstName: 'firstName',
      LastName: 'lastName',
      Email: 'email',
      Phone: 'phone',
      Company: 'company',
      LeadSource: 'source',
      Status: 'status',
      OwnerId: 'sourceMetadata.salesforceOwner',
    };
    const words = await suggestedWords(tenant, file, mapping);
    const statuses = { 'Open - Not Contacted': 'new', 'Working - Contacted': 'contacted', 'Closed - Not Converted': 'lost' };
    expect(words).toMatchObject({ Status: statuses });
    const job = await importBy(tenant, file, { mapping, values: words, region: 'US', onBadValue: 'leave-out' });
    const records = recordsOf(file);
    expect(job.counts).toMatchObject({ rows: records.length, created: records.length, failed: 0 });
    expect(await countedBy(tenant, 'company')).toEqual(counted(records.map(({ Company = '' }) => Company)));
    expect(await countedBy(tenant, 'status')).toEqual(counted(records.map(({ Status = '' }) => statuses[Status as keyof typeof statuses])));
    expect(await countedBy(tenant, "source_metadata ->> 'salesforceOwner'")).toEqual(counted(records.map(({ OwnerId = '' }) => OwnerId)));
    const { body } = await tenant.get<{ items: ImportRow[] }>(`/v1/imports/${job.id}/rows`);
    // Seven digits are no number of the United States, and an address has its @.
    expect(body.items.map(({ warnings }) => warnings.map(({ code, column, value }) => [code, column, value]))).toEqual(
      records.map(({ Email = '', Phone = '' }) => [
        ...(Email.includes('@') ? [] : [['email.invalid', 'Email', Email]]),
        ...(Phone.length === 8 ? [['phone.invalid', 'Phone', Phone]] : []),
      ]),
    );
    expect(job.counts.warned).toBe(records.filter(({ Email = '', Phone = '' }) => !Email.includes('@') || Phone.length === 8).length);
  });
});
