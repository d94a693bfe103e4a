import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CustomField, ImportJob, ImportRow, ImportTemplate, Lead } from '@leadstream/contracts';
import { importEnded, importFile, rowsOf } from '../../../test/imports.js';
import { type LeadApp, startLeadApp } from '../../../test/lead-app.js';
import type { TenantClient } from '../../../test/tenant-client.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp({ IMPORT_BATCH_ROWS: '2' });
});
afterAll(() => app.stop());

const mapping = { badge: 'customFields.badge', id: 'externalId', mail: 'email', company: 'company' };
const byBadge = { mapping, matchBy: 'customFields.badge' };

/** A tenant with the unique text `badge`, the unique number `contract` and the text `room`, of which many may have one. */
async function tenantWithFields(): Promise<TenantClient> {
  const tenant = app.as(undefined, ['leads:read', 'leads:write', 'tenant:write']);
  for (const body of [
    { entity: 'lead', type: 'text', key: 'badge', label: 'Badge', unique: true },
    { entity: 'lead', type: 'number', key: 'contract', label: 'Contract', unique: true },
    { entity: 'lead', type: 'text', key: 'room', label: 'Room' },
  ])
    expect(await tenant.post<CustomField>('/v1/custom-fields', body)).toMatchObject({ status: 201 });
  return tenant;
}

const leadOf = async (tenant: TenantClient, externalId: string) =>
  (await tenant.get<{ items: Lead[] }>(`/v1/leads?externalId=${externalId}`)).body.items[0];

/** A lead with badge `B1`, as the API makes it. */
async function badged(tenant: TenantClient): Promise<Lead> {
  const stated = { externalId: 'known', company: 'Acme', customFields: { badge: 'B1' } };
  const { status, body } = await tenant.post<Lead>('/v1/leads', stated);
  expect(status).toBe(201);
  return body;
}

describe('rows matched by a unique custom field', () => {
  it('find their lead in any notation of its value, in the store and in rows of earlier batches', async () => {
    const tenant = await tenantWithFields();
    await badged(tenant);
    const file = 'badge,id,mail,company\nb1,,b1@x.com,Beta\nB2,two,,Gamma\nB3,three,,\nb2,,two@x.com,\n,four,,\n';
    const job = await importFile(tenant, file, byBadge);
    expect(await rowsOf(tenant, job.id)).toEqual([
      [1, 'updated', null, null],
      [2, 'created', null, null],
      [3, 'created', null, null],
      [4, 'updated', null, null],
      [5, 'failed', 'match.missing', 'customFields.badge'],
    ]);
    expect(await leadOf(tenant, 'known')).toMatchObject({ email: 'b1@x.com', company: 'Beta', customFields: { badge: 'b1' } });
    expect(await leadOf(tenant, 'two')).toMatchObject({ email: 'two@x.com', company: 'Gamma' });
  });

  it('fall back to the next key where the first is blank or finds nobody, across batches', async () => {
    const tenant = await tenantWithFields();
    await badged(tenant);
    await tenant.post('/v1/leads', { externalId: 'other', email: 'other@x.com' });
    const file = 'badge,id,mail,company\nb1,,b1@x.com,Beta\n,,b1@x.com,Gamma\nB7,,other@x.com,Delta\nb1,,other@x.com,\n,,,Nobody\n';
    const job = await importFile(tenant, file, { mapping, matchBy: ['customFields.badge', 'email', 'externalId'] });
    expect(job).toMatchObject({ matchBy: 'customField', matchKeys: ['customFields.badge', 'email', 'externalId'] });
    expect(await rowsOf(tenant, job.id)).toEqual([
      [1, 'updated', null, null],
      [2, 'updated', null, null],
      [3, 'updated', null, null],
      [4, 'failed', 'match.conflict', 'email'],
      [5, 'failed', 'match.missing', 'customFields.badge'],
    ]);
    expect(await leadOf(tenant, 'known')).toMatchObject({ email: 'b1@x.com', company: 'Gamma' });
    expect(await leadOf(tenant, 'other')).toMatchObject({ company: 'Delta', customFields: { badge: 'B7' } });
  });

  it('are told apart as the values of the field are, not as text', async () => {
    const tenant = await tenantWithFields();
    const options = { mapping: { c: 'customFields.contract', id: 'externalId' }, matchBy: 'customFields.contract', onRepeat: 'skip' };
    const job = await importFile(tenant, 'c;id\n1.000,00;a\n1000;b\n2.000;c\nmany;d\n', { ...options, decimalSign: ',' });
    expect(await rowsOf(tenant, job.id)).toEqual([
      [1, 'created', null, null],
      [2, 'skipped', 'row.repeated', 'customFields.contract'],
      [3, 'created', null, null],
      [4, 'failed', 'number.invalid', 'customFields.contract'],
    ]);
  });

  it.each([
    ['update', ['updated', null], { company: 'Beta', email: 'b1@x.com' }],
    ['fill-blanks', ['updated', null], { company: 'Acme', email: 'b1@x.com' }],
    ['skip', ['skipped', 'lead.exists'], { company: 'Acme', email: null }],
  ])('keep to the policy for leads that are there: %s', async (onMatch, verdict, lead) => {
    const tenant = await tenantWithFields();
    const { id } = await badged(tenant);
    const job = await importFile(tenant, 'badge,mail,company\nB1,b1@x.com,Beta\nB9,b9@x.com,\n', {
      mapping: { badge: 'customFields.badge', mail: 'email', company: 'company' },
      matchBy: 'customFields.badge',
      onMatch,
      onNoMatch: 'skip',
    });
    expect((await rowsOf(tenant, job.id)).map(([, ...shown]) => shown.slice(0, 2))).toEqual([verdict, ['skipped', 'lead.missing']]);
    expect((await tenant.get<Lead>(`/v1/leads/${id}`)).body).toMatchObject({ ...lead, customFields: { badge: 'B1' } });
  });

  it('fail where two of their keys lead to two leads, and name both', async () => {
    const tenant = await tenantWithFields();
    const holder = await badged(tenant);
    const { body: other } = await tenant.post<Lead>('/v1/leads', { externalId: 'other', email: 'other@x.com' });
    const job = await importFile(tenant, 'badge,mail\nB1,other@x.com\nB7,other@x.com\nB8,\n', {
      mapping: { badge: 'customFields.badge', mail: 'email' },
      matchBy: 'customFields.badge',
    });
    const { body } = await tenant.get<{ items: ImportRow[] }>(`/v1/imports/${job.id}/rows`);
    expect(body.items).toMatchObject([
      { outcome: 'failed', code: 'email.taken', path: 'email', column: 'mail', value: 'other@x.com', leadId: holder.id },
      { outcome: 'failed', code: 'email.taken', leadId: null },
      { outcome: 'failed', code: 'identifier.missing', leadId: null },
    ]);
    expect(body.items[0]?.message).toContain(holder.id);
    expect(body.items[0]?.message).toContain(other.id);
    expect(body.items[1]?.message).toContain(other.id);
    expect(await leadOf(tenant, 'known')).toMatchObject({ version: 1 });
    expect(await leadOf(tenant, 'other')).toMatchObject({ version: 1 });
  });

  it('are foretold by a dry run', async () => {
    const tenant = await tenantWithFields();
    await badged(tenant);
    const file = 'badge,id,mail,company\nB1,,,Beta\nB2,two,,\nB3,three,,\nb2,,two@x.com,\n';
    const { body: draft } = await tenant.upload<ImportJob>(file, { ...byBadge, start: false });
    expect(draft.problems).toEqual([]);
    await tenant.post(`/v1/imports/${draft.id}/dry-run`, {});
    expect(await importEnded(tenant, draft.id)).toMatchObject({ isDryRun: true, counts: { rows: 4, created: 2, updated: 2 } });
    await tenant.post(`/v1/imports/${draft.id}/start`, {});
    expect(await importEnded(tenant, draft.id)).toMatchObject({ isDryRun: false, counts: { rows: 4, created: 2, updated: 2 } });
  });
});

describe('a custom match field', () => {
  it.each([
    ['that is not there', 'customFields.gone', 'custom_field.unknown'],
    ['that many leads may share', 'customFields.room', 'match.not_unique'],
    ['that no column gives', 'customFields.contract', 'match.unmapped'],
  ])('%s is refused with path and code', async (_, matchBy, code) => {
    const tenant = await tenantWithFields();
    expect(await tenant.upload('badge,id,mail,company\nB1,a,,\n', { mapping, matchBy })).toMatchObject({
      status: 422,
      body: { code: 'LEAD.IMPORT_OPTIONS', errors: [{ path: 'options.matchBy', code }] },
    });
  });

  it('is kept in templates, and shown with the import', async () => {
    const tenant = await tenantWithFields();
    const { body: template } = await tenant.post<ImportTemplate>('/v1/import-templates', { name: 'Badges', options: byBadge });
    expect(template.options).toMatchObject(byBadge);
    const job = await importFile(tenant, 'badge,id,mail,company\nB1,a,,\nB1,,a@x.com,\n', { templateId: template.id });
    expect(job).toMatchObject({ matchBy: 'customField', matchCustomField: 'badge', counts: { created: 1, updated: 1 } });
  });

  it('that is unique no more when the rows go in matches nothing', async () => {
    const tenant = await tenantWithFields();
    const { body: draft } = await tenant.upload<ImportJob>('badge,id,mail,company\nB1,a,,\n', { ...byBadge, start: false });
    const { body: fields } = await tenant.get<{ items: CustomField[] }>('/v1/custom-fields');
    const badge = fields.items.find(({ key }) => key === 'badge') as CustomField;
    expect(await tenant.patch(`/v1/custom-fields/${badge.id}`, badge.version, { unique: false })).toMatchObject({ status: 200 });
    await tenant.post(`/v1/imports/${draft.id}/start`, {});
    await importEnded(tenant, draft.id);
    expect(await rowsOf(tenant, draft.id)).toEqual([[1, 'failed', 'match.not_unique', 'customFields.badge']]);
  });
});
