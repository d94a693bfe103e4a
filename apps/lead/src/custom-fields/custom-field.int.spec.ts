import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CustomField, CustomFieldChange } from '@leadstream/contracts';
import { eventually } from '@leadstream/testing';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { ifMatch, type Problem, type TenantClient } from '../../test/tenant-client.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp();
});
afterAll(() => app.stop());

const ADMIN = ['leads:read', 'leads:write', 'tenant:write'];
const admin = (): TenantClient => app.as(undefined, ADMIN);
const define = <T = CustomField>(tenant: TenantClient, body: object) => tenant.post<T>('/v1/custom-fields', body);
const change = <T = CustomField>(tenant: TenantClient, { id, version }: CustomField, body: object) =>
  tenant.patch<T>(`/v1/custom-fields/${id}`, version, body);
const refusalsOf = ({ errors }: Problem) => errors?.map(({ path, code }) => `${path} ${code}`);

const TIER = {
  key: 'tier',
  label: 'Tier',
  type: 'single-choice',
  options: {
    choices: [
      { key: 'gold', label: 'Gold' },
      { key: 'tin', label: 'Tin' },
    ],
  },
};

describe('a custom field', () => {
  it('is defined, read, changed and removed, each time kept and told', async () => {
    const tenant = admin();
    const { status, headers, body: field } = await define(tenant, { ...TIER, indexed: true });
    expect([status, headers.get('etag'), headers.get('location')]).toEqual([201, '"1"', `/v1/custom-fields/${field.id}`]);
    expect(field).toMatchObject({ entity: 'lead', required: false, unique: false, indexed: true, archived: false, default: null });
    expect((await tenant.get(`/v1/custom-fields/${field.id}`)).body).toEqual(field);

    const { body: changed } = await change(tenant, field, { key: 'memberTier', default: 'Gold' });
    expect(changed).toMatchObject({ version: 2, key: 'memberTier', default: 'gold', type: 'single-choice' });
    expect((await change(tenant, changed, { label: ' Tier ' })).body.version).toBe(2);
    expect((await tenant.delete(`/v1/custom-fields/${field.id}`, ifMatch(2))).status).toBe(204);
    expect((await tenant.get(`/v1/custom-fields/${field.id}`)).status).toBe(404);

    const { body: history } = await tenant.get<{ items: CustomFieldChange[] }>(`/v1/custom-fields/${field.id}/history`);
    expect(history.items.map(({ version, action, actor }) => [version, action, actor])).toEqual([
      [3, 'removed', tenant.actor],
      [2, 'updated', tenant.actor],
      [1, 'created', tenant.actor],
    ]);
    expect(history.items[1]?.changes).toEqual([
      { field: 'key', before: 'tier', after: 'memberTier' },
      { field: 'default', before: null, after: 'gold' },
    ]);
    await eventually(() => {
      const told = app.published.ofType('custom-field.changed').filter(({ key }) => key.endsWith(field.id));
      expect(told.map(({ data }) => data)).toMatchObject([
        { action: 'created', key: 'tier', indexed: true, choices: [{ key: 'gold' }, { key: 'tin' }] },
        { action: 'updated', key: 'memberTier', changed: ['key', 'default'] },
        { action: 'removed', changed: [] },
      ]);
    });
  });

  it('is listed in the order of forms, archived ones last', async () => {
    const tenant = admin();
    await define(tenant, { key: 'second', label: 'Second', type: 'text', position: 2 });
    const { body: gone } = await define(tenant, { key: 'gone', label: 'Gone', type: 'text' });
    await change(tenant, gone, { archived: true });
    await define(tenant, { key: 'first', label: 'First', type: 'text', position: 1 });
    const keys = async (client: TenantClient) =>
      (await client.get<{ items: CustomField[] }>('/v1/custom-fields')).body.items.map(({ key }) => key);
    expect(await keys(tenant)).toEqual(['first', 'second', 'gone']);
    expect(await keys(admin())).toEqual([]);
  });

  it('is refused with a reason when it cannot be, or when its key is taken', async () => {
    const tenant = admin();
    const { body: field } = await define(tenant, { key: 'budget-tier', label: 'Tier', type: 'text' });
    const refused = async (body: object) => {
      const answer = await define<Problem>(tenant, body);
      return [answer.status, answer.body.code, refusalsOf(answer.body)];
    };
    const taken = await define<Problem>(tenant, { key: 'budgetTier', label: 'x', type: 'text' });
    expect(taken).toMatchObject({ status: 409, body: { code: 'LEAD.CUSTOM_FIELD_KEY_TAKEN', existingId: field.id } });
    expect(refusalsOf(taken.body)).toEqual(['key key.taken']);
    expect(await refused({ key: 'email', label: 'x', type: 'email' })).toEqual([422, 'LEAD.CUSTOM_FIELD_INVALID', ['key key.reserved']]);
    expect(await refused({ key: 'flag', label: 'x', type: 'boolean', unique: true })).toEqual([
      422,
      'LEAD.CUSTOM_FIELD_INVALID',
      ['unique unique.unsuited'],
    ]);
    expect(refusalsOf((await change<Problem>(tenant, field, { type: 'number' })).body)).toEqual(['type type.fixed']);
    expect((await change<Problem>(tenant, { ...field, version: 2 }, { label: 'y' })).body).toMatchObject({
      code: 'LEAD.CUSTOM_FIELD_STALE',
      currentVersion: 1,
    });
    expect((await app.as(undefined, ['leads:write']).post('/v1/custom-fields', TIER)).status).toBe(403);
  });

  it('is one of twenty with an index at most, whoever comes at the same moment', async () => {
    const tenant = admin();
    const fields = Array.from({ length: 22 }, (_, index) => ({ key: `f${index}`, label: 'x', type: 'number', indexed: true }));
    const answers = await Promise.all(fields.map((field) => define<Problem>(tenant, field)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(20);
    expect(answers.filter(({ status }) => status !== 201).map(({ body }) => [body.code, refusalsOf(body)])).toEqual(
      Array.from({ length: 2 }, () => ['LEAD.CUSTOM_FIELD_LIMIT', ['indexed custom_field.too_many_indexed']]),
    );
  });
});
