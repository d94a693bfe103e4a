import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CustomField, Lead, LeadAuditEntry, LeadBatchResult } from '@leadstream/contracts';
import { eventually } from '@leadstream/testing';
import { inspect } from '../../../test/inspect.js';
import { type LeadApp, startLeadApp } from '../../../test/lead-app.js';
import { merge, read, undo } from '../../../test/merges.js';
import { membersOf, segment } from '../../../test/segments.js';
import { ifMatch, type Problem, type TenantClient } from '../../../test/tenant-client.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp();
});
afterAll(() => app.stop());

const admin = (): TenantClient => app.as(undefined, ['leads:read', 'leads:write', 'tenant:write']);

async function define(tenant: TenantClient, key: string, type: string, more: object = {}): Promise<CustomField> {
  const { status, body } = await tenant.post<CustomField>('/v1/custom-fields', { key, label: key, type, ...more });
  expect(status).toBe(201);
  return body;
}

const create = <T = Lead>(tenant: TenantClient, externalId: string, customFields: object = {}) =>
  tenant.post<T>('/v1/leads', { externalId, customFields });
const patch = <T = Lead>(tenant: TenantClient, { id, version }: Lead, customFields: object) =>
  tenant.patch<T>(`/v1/leads/${id}`, version, { customFields });
const refusalsOf = ({ code, errors }: Problem) => [code, errors?.map(({ path, code: reason }) => `${path} ${reason}`)];

/** Rows of the index by lead and value. */
async function indexOf({ id }: CustomField) {
  const rows = await inspect<{ lead_id: string; sort_key: string; is_unique: boolean; live: boolean }>(
    app.database,
    'SELECT lead_id, sort_key, is_unique, live FROM lead_custom_value WHERE field_id = $1 ORDER BY sort_key, lead_id',
    [id],
  );
  return rows.map(({ lead_id: leadId, sort_key: key, is_unique: isUnique, live }) => [leadId, key, isUnique, live]);
}

describe('custom values of a lead', () => {
  it('are stated, defaulted, merged and cleared by key, in every answer and every event', async () => {
    const tenant = admin();
    await define(tenant, 'points', 'number', { options: { scale: 2 } });
    await define(tenant, 'tier', 'text', { default: 'basic' });
    const { status, body: lead } = await create(tenant, 'a', { points: '01.50' });
    expect([status, lead.customFields]).toEqual([201, { points: '1.5', tier: 'basic' }]);
    const { body: merged } = await patch(tenant, lead, { tier: 'Gold' });
    expect(merged).toMatchObject({ version: 2, customFields: { points: '1.5', tier: 'Gold' } });
    expect((await patch(tenant, merged, { tier: ' Gold ' })).body.version).toBe(2);
    const { body: cleared } = await patch(tenant, merged, { points: null });
    expect(cleared.customFields).toEqual({ tier: 'Gold' });

    expect((await tenant.get<Lead>(`/v1/leads/${lead.id}`)).body).toEqual(cleared);
    expect((await tenant.get<{ items: Lead[] }>('/v1/leads')).body.items).toEqual([cleared]);
    const { body: audit } = await tenant.get<{ items: LeadAuditEntry[] }>(`/v1/leads/${lead.id}/audit?field=customFields.points`);
    expect(audit.items.map(({ version, changes }) => [version, changes.find(({ field }) => field === 'customFields.points')])).toEqual([
      [3, { field: 'customFields.points', before: '1.5', after: null }],
      [1, { field: 'customFields.points', before: null, after: '1.5' }],
    ]);
    await eventually(() => {
      const told = app.published.events.filter(({ key }) => key.endsWith(lead.id)).map(({ data }) => data);
      expect(told).toMatchObject([
        { customFields: { points: '1.5', tier: 'basic' } },
        { changed: ['customFields.tier'], customFields: { points: '1.5', tier: 'Gold' } },
        { changed: ['customFields.points'], customFields: { tier: 'Gold' } },
      ]);
    });
  });

  it('are sealed in the topic', async () => {
    const tenant = admin();
    await define(tenant, 'secret', 'text');
    const { body: lead } = await create(tenant, 'a', { secret: 'only-for-us' });
    await eventually(() => {
      const [told] = app.published.events.filter(({ key }) => key.endsWith(lead.id));
      expect(told?.data).toMatchObject({ customFields: { secret: 'only-for-us' } });
      expect(told?.text).not.toContain('only-for-us');
    });
  });

  it('are refused by path: unknown, archived, required, of a wrong type, of a lead that is not there', async () => {
    const tenant = admin();
    const gone = await define(tenant, 'gone', 'text');
    await tenant.patch(`/v1/custom-fields/${gone.id}`, 1, { archived: true });
    await define(tenant, 'partner', 'lead-reference');
    const { body: other } = await create(tenant, 'other');
    const { body: stranger } = await create(admin(), 'stranger');
    await define(tenant, 'size', 'number', { required: true });
    const refused = async (customFields: object) => refusalsOf((await create<Problem>(tenant, 'a', customFields)).body);
    expect(await refused({ gone: 'x', nobody: 'x', size: 'many' })).toEqual([
      'LEAD.INVALID',
      ['customFields.gone custom_field.archived', 'customFields.nobody custom_field.unknown', 'customFields.size number.invalid'],
    ]);
    expect(await refused({ partner: stranger.id, size: 1 })).toEqual(['LEAD.INVALID', ['customFields.partner reference.unknown']]);
    expect(await refused({})).toEqual(['LEAD.INVALID', ['customFields.size custom_field.required']]);
    const { body: lead } = await create(tenant, 'a', { partner: other.id, size: 1 });
    expect(lead.customFields).toEqual({ partner: other.id, size: '1' });
    expect(refusalsOf((await patch<Problem>(tenant, lead, { size: null })).body)).toEqual([
      'LEAD.INVALID',
      ['customFields.size custom_field.required'],
    ]);
  });

  it('stay readable when their field is archived, and come under its new key when it is renamed', async () => {
    const tenant = admin();
    const field = await define(tenant, 'before', 'text');
    const { body: lead } = await create(tenant, 'a', { before: 'x' });
    await tenant.patch(`/v1/custom-fields/${field.id}`, 1, { key: 'after', archived: true });
    expect((await tenant.get<Lead>(`/v1/leads/${lead.id}`)).body.customFields).toEqual({ after: 'x' });
    expect((await tenant.get<Lead>(`/v1/leads/${lead.id}?asOf=${lead.createdAt}`)).body.customFields).toEqual({ after: 'x' });
    expect((await tenant.delete<Problem>(`/v1/custom-fields/${field.id}`, ifMatch(2))).body.code).toBe('LEAD.CUSTOM_FIELD_IN_USE');
  });
});

describe('a unique custom field', () => {
  it('lets one of two leads have a value at a time, also at the same moment, and frees it with a deletion', async () => {
    const tenant = admin();
    await define(tenant, 'badge', 'text', { unique: true });
    const answers = await Promise.all(
      ['a', 'b', 'c'].map((externalId) => create<Problem & { id: string }>(tenant, externalId, { badge: 'One' })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
    const first = { id: String(answers.find(({ status }) => status === 201)?.body.id) };
    for (const { body } of answers.filter(({ status }) => status === 409)) {
      expect(refusalsOf(body)).toEqual(['LEAD.DUPLICATE_CUSTOM_VALUE', ['customFields.badge duplicate']]);
      expect(body['existingId']).toBe(first.id);
    }
    const { body: second } = await create(tenant, 'd', { badge: 'two' });
    expect((await patch<Problem>(tenant, second, { badge: 'ONE' })).body).toMatchObject({ status: 409, existingId: first.id });

    await tenant.delete(`/v1/leads/${first.id}`, ifMatch(1));
    expect((await patch(tenant, second, { badge: 'ONE' })).status).toBe(200);
    const restored = await tenant.send<Problem>('POST', `/v1/leads/${first.id}/restore`);
    expect([restored.status, restored.body.code, restored.body['existingId']]).toEqual([409, 'LEAD.DUPLICATE_CUSTOM_VALUE', second.id]);
  });

  it('may change hands within a batch', async () => {
    const tenant = admin();
    const field = await define(tenant, 'badge', 'text', { unique: true });
    const { body: lead } = await create(tenant, 'a', { badge: 'one' });
    const items = [
      { op: 'create', lead: { externalId: 'b', customFields: { badge: 'ONE' } } },
      { op: 'update', id: lead.id, version: 1, lead: { customFields: { badge: 'two' } } },
      { op: 'create', lead: { externalId: 'c', customFields: { badge: 'ONE' } } },
    ];
    const { body } = await tenant.post<{ items: LeadBatchResult[] }>('/v1/leads/batch', { items });
    expect(body.items).toMatchObject([{ status: 'failed' }, { status: 'updated' }, { status: 'created' }]);
    const taker = body.items[2] as { readonly id?: string } | undefined;
    expect(await indexOf(field)).toEqual([
      [taker?.id, 'one', true, true],
      [lead.id, 'two', true, true],
    ]);
  });
});

describe('the index of custom values', () => {
  it('follows leads through changes, deletion and return', async () => {
    const tenant = admin();
    const field = await define(tenant, 'hobbies', 'multiple-choice', {
      indexed: true,
      options: { choices: ['chess', 'golf', 'sailing'].map((key) => ({ key, label: key })) },
    });
    const { body: lead } = await create(tenant, 'a', { hobbies: ['sailing', 'chess'] });
    const rows = (live: boolean, ...keys: string[]) => keys.map((key) => [lead.id, key, false, live]);
    expect(await indexOf(field)).toEqual(rows(true, 'chess', 'sailing'));
    await patch(tenant, lead, { hobbies: ['golf', 'chess'] });
    expect(await indexOf(field)).toEqual(rows(true, 'chess', 'golf'));
    await tenant.delete(`/v1/leads/${lead.id}`, ifMatch(2));
    expect(await indexOf(field)).toEqual(rows(false, 'chess', 'golf'));
    await tenant.send('POST', `/v1/leads/${lead.id}/restore`);
    expect(await indexOf(field)).toEqual(rows(true, 'chess', 'golf'));
  });

  it('is filled when a field is marked, emptied when it is unmarked or archived, and misses no lead written meanwhile', async () => {
    const tenant = admin();
    const field = await define(tenant, 'size', 'number');
    const { body: gone } = await create(tenant, 'gone', { size: 7 });
    await tenant.delete(`/v1/leads/${gone.id}`, ifMatch(1));
    const change = (version: number, body: object) => tenant.patch<Problem>(`/v1/custom-fields/${field.id}`, version, body);
    const writes = Array.from({ length: 20 }, (_, index) => create(tenant, `e${index}`, { size: index }));
    const marked = change(1, { indexed: true });
    await Promise.all([...writes, marked]);
    expect((await marked).status).toBe(200);
    expect(await indexOf(field)).toHaveLength(21);
    expect((await indexOf(field)).filter(([, , , live]) => live === false)).toEqual([[gone.id, expect.any(String), false, false]]);
    await change(2, { archived: true });
    expect(await indexOf(field)).toEqual([]);
    await change(3, { archived: false });
    expect(await indexOf(field)).toHaveLength(21);
    await change(4, { indexed: false });
    expect(await indexOf(field)).toEqual([]);
  });

  it('is not unique while live leads share values, which are named', async () => {
    const tenant = admin();
    const field = await define(tenant, 'badge', 'text');
    for (const [externalId, badge] of [['a', 'Twice'], ['b', 'once'], ['c', 'twice']]) await create(tenant, externalId ?? '', { badge }); // prettier-ignore
    const mark = () => tenant.patch<Problem>(`/v1/custom-fields/${field.id}`, 1, { unique: true });
    const { body: refusal } = await mark();
    expect(refusalsOf(refusal)).toEqual(['LEAD.CUSTOM_FIELD_INVALID', ['unique unique.repeated']]);
    expect(JSON.stringify(refusal.errors)).toContain('twice');
    expect(await indexOf(field)).toEqual([]);
    const { body: page } = await tenant.get<{ items: Lead[] }>('/v1/leads');
    const doubled = page.items.find(({ externalId }) => externalId === 'c') as Lead;
    await patch(tenant, doubled, { badge: null });
    expect((await mark()).status).toBe(200);
    expect((await create<Problem>(tenant, 'd', { badge: 'TWICE' })).status).toBe(409);
  });
});

describe('a change of a field', () => {
  it('is refused where leads hold what it would not allow', async () => {
    const tenant = admin();
    const choices = ['gold', 'tin'].map((key) => ({ key, label: key }));
    const tier = await define(tenant, 'tier', 'single-choice', { options: { choices } });
    const size = await define(tenant, 'size', 'number', { options: { scale: 2 } });
    const note = await define(tenant, 'note', 'text');
    const price = await define(tenant, 'price', 'money');
    await create(tenant, 'a', { tier: 'tin', size: '-2.25', note: 'ab\u{1F600}', price: { amount: 1, currency: 'EUR' } });
    const refused = async ({ id }: CustomField, options: object) =>
      refusalsOf((await tenant.patch<Problem>(`/v1/custom-fields/${id}`, 1, { options })).body)[1];
    expect(await refused(tier, { choices: choices.slice(0, 1) })).toEqual(['options.choices options.in_use']);
    expect(await refused(size, { min: -2 })).toEqual(['options.min options.in_use']);
    expect(await refused(size, { scale: 1 })).toEqual(['options.scale options.in_use']);
    expect(await refused(price, { currencies: ['USD'] })).toEqual(['options.currencies options.in_use']);
    // Three characters, four UTF-16 units.
    expect(await refused(note, { maxLength: 3 })).toEqual(['options.maxLength options.in_use']);
    expect((await tenant.patch(`/v1/custom-fields/${note.id}`, 1, { options: { maxLength: 4 } })).status).toBe(200);
  });
});

describe('a reference to a lead that went into another one', () => {
  it('is shown, found and stated as that one, and as it was once the merge is undone', async () => {
    const tenant = admin();
    await define(tenant, 'partner', 'lead-reference');
    await define(tenant, 'broker', 'lead-reference', { indexed: true });
    const [survivor, goes] = [(await create(tenant, 's')).body, (await create(tenant, 'm')).body];
    const { body: lead } = await create(tenant, 'a', { partner: goes.id, broker: goes.id });
    const [asks, others] = (['eq', 'ne'] as const).map((operator) => ({ field: 'customFields.partner', operator, value: survivor.id }));
    const { id } = await segment(tenant, { filter: asks });
    const found = async (filter: object) =>
      (await tenant.post<{ items: Lead[] }>('/v1/leads/search', { filter })).body.items.map((one) => one.externalId);

    const { body: made } = await merge(tenant, survivor, goes);
    const shown = { partner: survivor.id, broker: survivor.id };
    expect((await read(tenant, lead)).customFields).toEqual(shown);
    expect((await tenant.get<{ items: Lead[] }>('/v1/leads')).body.items.map(({ customFields }) => customFields)).toEqual([shown, {}]);
    const { body: patched } = await tenant.patch<Lead>(`/v1/leads/${lead.id}`, 1, { company: 'Acme' });
    expect(patched.customFields).toEqual(shown);
    expect((await create(tenant, 'b', { partner: goes.id })).body.customFields).toEqual({ partner: survivor.id });
    for (const value of [survivor.id, goes.id]) {
      expect((await found({ field: 'customFields.partner', operator: 'in', value: [value] })).toSorted()).toEqual(['a', 'b']);
      expect(await found({ field: 'customFields.broker', operator: 'eq', value })).toEqual(['a']);
    }
    expect(await found(others as object)).toEqual(['s']);
    await eventually(async () => expect(await membersOf(tenant, id)).toHaveLength(2), { withinMs: 30_000 });

    await undo(tenant, made);
    expect((await read(tenant, lead)).customFields).toEqual({ partner: goes.id, broker: goes.id });
    expect(await found(asks as object)).toEqual([]);
    await eventually(async () => expect(await membersOf(tenant, id)).toEqual([]), { withinMs: 30_000 });
  });
});
