import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ColumnSuggestion, CustomField, ImportJob, ImportTemplate, Lead } from '@leadstream/contracts';
import { importEnded, importFile, rowsOf } from '../../../test/imports.js';
import { type LeadApp, startLeadApp } from '../../../test/lead-app.js';
import type { TenantClient } from '../../../test/tenant-client.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp({ IMPORT_BATCH_ROWS: '2' });
});
afterAll(() => app.stop());

/** A tenant with the fields `size` (number with two decimals), `badge` (unique text) and `vip` (yes or no). */
async function tenantWithFields(): Promise<TenantClient> {
  const tenant = app.as(undefined, ['leads:read', 'leads:write', 'tenant:write']);
  for (const body of [
    { entity: 'lead', type: 'number', key: 'size', label: 'Size', options: { scale: 2 } },
    { entity: 'lead', type: 'text', key: 'badge', label: 'Badge number', unique: true },
    { entity: 'lead', type: 'boolean', key: 'vip', label: 'VIP' },
  ])
    expect(await tenant.post<CustomField>('/v1/custom-fields', body)).toMatchObject({ status: 201 });
  return tenant;
}

const mapping = { id: 'externalId', Size: 'customFields.size', Badge: 'customFields.badge', VIP: 'customFields.vip' };
const leadOf = async (tenant: TenantClient, externalId: string) =>
  (await tenant.get<{ items: Lead[] }>(`/v1/leads?externalId=${externalId}`)).body.items[0];

describe('custom columns', () => {
  it('are read as their fields and the file mean them, and fail the row alone', async () => {
    const tenant = await tenantWithFields();
    const job = await importFile(tenant, 'id;Size;Badge;VIP\na;1.234,50;B1;ja\nb;;b1;\nc;many;;\nd;1;B2;vielleicht\na;2;;\n', {
      mapping,
      decimalSign: ',',
    });
    expect(await rowsOf(tenant, job.id)).toEqual([
      [1, 'created', null, null],
      [2, 'failed', 'custom_value.taken', 'customFields.badge'],
      [3, 'failed', 'number.invalid', 'customFields.size'],
      [4, 'failed', expect.any(String), 'customFields.vip'],
      [5, 'updated', null, null],
    ]);
    expect(await leadOf(tenant, 'a')).toMatchObject({ customFields: { size: '2', badge: 'B1', vip: true } });
  });

  it('are refused where the tenant has no such field, and suggested where it has', async () => {
    const tenant = await tenantWithFields();
    expect(await tenant.upload('id,x\n1,2\n', { mapping: { id: 'externalId', x: 'customFields.gone' } })).toMatchObject({
      status: 422,
      body: { code: 'LEAD.IMPORT_OPTIONS', errors: [{ path: 'options.mapping.x', code: 'custom_field.unknown' }] },
    });
    const { body: draft } = await tenant.upload<ImportJob>('id,Badge Number\n1,77\n', { start: false });
    const { body } = await tenant.get<{ items: ColumnSuggestion[] }>(`/v1/imports/${draft.id}/mapping`);
    expect(body.items[1]).toMatchObject({ column: 'Badge Number', suggestion: 'customFields.badge' });
  });

  it('of a template outlive a new key, and are refused where there is no such field', async () => {
    const tenant = await tenantWithFields();
    const template = (name: string, field: string) =>
      tenant.post<ImportTemplate & { code?: string }>('/v1/import-templates', {
        name,
        options: { mapping: { id: 'externalId', Size: field } },
      });
    expect(await template('Gone', 'customFields.gone')).toMatchObject({
      status: 422,
      body: { code: 'LEAD.IMPORT_OPTIONS', errors: [{ path: 'options.mapping.Size', code: 'custom_field.unknown' }] },
    });
    const { body: kept } = await template('Fair', 'customFields.size');
    const fields = (await tenant.get<{ items: CustomField[] }>('/v1/custom-fields')).body.items;
    const size = fields.find(({ key }) => key === 'size');
    await tenant.patch(`/v1/custom-fields/${size?.id}`, size?.version ?? 0, { key: 'area' });
    const { body } = await tenant.get<ImportTemplate>(`/v1/import-templates/${kept.id}`);
    expect(body).toMatchObject({ version: 1, options: { mapping: { id: 'externalId', Size: 'customFields.area' } } });
    await importFile(tenant, 'id,Size\na,2\n', { templateId: kept.id });
    expect((await leadOf(tenant, 'a'))?.customFields).toEqual({ area: '2' });
  });

  it('are taken back with the import, but for a value that another lead has by now', async () => {
    const tenant = await tenantWithFields();
    await tenant.post('/v1/leads', { externalId: 'a', customFields: { size: 1, badge: 'B1' } });
    await tenant.post('/v1/leads', { externalId: 'b', customFields: { badge: 'B2' } });
    const job = await importFile(tenant, 'id,Size,Badge,VIP\na,2,B3,yes\nb,5,B4,\n', { mapping });
    await tenant.post('/v1/leads', { externalId: 'c', customFields: { badge: 'b2' } });
    await tenant.post(`/v1/imports/${job.id}/revert`, {});
    expect(await importEnded(tenant, job.id)).toMatchObject({ status: 'reverted', reversal: { reverted: 1, conflicted: 1 } });
    expect((await leadOf(tenant, 'a'))?.customFields).toEqual({ size: '1', badge: 'B1' });
    expect((await leadOf(tenant, 'b'))?.customFields).toMatchObject({ badge: 'B4' });
  });
});
