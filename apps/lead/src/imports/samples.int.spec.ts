import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ImportJob, ImportTemplate } from '@leadstream/contracts';
import { eventually } from '@leadstream/testing';
import { parse } from 'csv-parse/sync';
import { importFile, rowsOf } from '../../test/imports.js';
import { inspect } from '../../test/inspect.js';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import type { TenantClient } from '../../test/tenant-client.js';

const folder = process.env['SHARED_DATA'] ?? '../shared/data';
const whereGiven = existsSync(folder) ? describe : describe.skip;

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
    expect(job.counts).toEqual({ rows: records.length, created: records.length, updated: 0, skipped: 0, failed: 0 });
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

  it('takes contacts of HubSpot', async () => {
    const tenant = app.as();
    const file = '09_crm_csv_samples/hubspot_dummy/hubspot_contacts.csv';
    const job = await importBy(tenant, file, {
      mapping: {
        'Contact ID': 'externalId',
        'First Name': 'firstName',
        'Last Name': 'lastName',
        Email: 'email',
        'Job Title': 'jobTitle',
        'Create Date': 'capturedAt',
        'Lead Source': 'source',
        'Street Address': 'address.street',
        City: 'address.city',
        'State/Region': 'address.region',
        'Postal Code': 'address.postalCode',
        'Associated Company Domain': 'company',
      },
      matchBy: 'externalId',
    });
    const records = recordsOf(file);
    expect(job.counts).toEqual({ rows: records.length, created: records.length, updated: 0, skipped: 0, failed: 0 });
    expect(await countedBy(tenant, 'email')).toEqual(counted(records.map((record) => (record['Email'] ?? '').toLowerCase())));
    expect(await countedBy(tenant, "to_char(captured_at AT TIME ZONE 'UTC', 'YYYY-MM-DD')")).toEqual(
      counted(records.map((record) => record['Create Date'] ?? '')),
    );
    expect(await countedBy(tenant, "address ->> 'postalCode'")).toEqual(counted(records.map((record) => record['Postal Code'] ?? '')));
    expect(await countedBy(tenant, 'company')).toEqual(counted(records.map((record) => record['Associated Company Domain'] ?? '')));
  });

  it('takes leads of Salesforce, and says which cell keeps a row out', async () => {
    const tenant = app.as();
    const file = '09_crm_csv_samples/messy_lead_exports/rw-salesforce-leads.csv';
    const job = await importBy(tenant, file, {
      mapping: {
        'Lead ID': 'externalId',
        FirstName: 'firstName',
        LastName: 'lastName',
        Email: 'email',
        Company: 'company',
        LeadSource: 'source',
        Status: 'sourceMetadata.salesforceStatus',
      },
    });
    const records = recordsOf(file);
    const isAddress = ({ Email = '' }: Record<string, string>) => Email.includes('@');
    const good = records.filter(isAddress);
    expect(job.counts).toMatchObject({ rows: records.length, created: good.length, failed: records.length - good.length });
    expect(await countedBy(tenant, 'company')).toEqual(counted(good.map(({ Company = '' }) => Company)));
    expect(await rowsOf(tenant, job.id, 'failed')).toEqual(
      records.flatMap((record, index) => (isAddress(record) ? [] : [[index + 1, 'failed', 'email.invalid', 'email']])),
    );
  });
});
