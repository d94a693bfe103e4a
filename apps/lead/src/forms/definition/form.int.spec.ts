import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CustomField, FormSubmission, Lead, LeadForm, LeadFormWording } from '@leadstream/contracts';
import { eventually } from '@leadstream/testing';
import { createForm, FORM_SCOPES, NEWSLETTER, submit } from '../../../test/forms.js';
import { type LeadApp, startLeadApp } from '../../../test/lead-app.js';
import { ifMatch, type Problem, type TenantClient } from '../../../test/tenant-client.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp();
});
afterAll(() => app.stop());

const admin = (): TenantClient => app.as(undefined, FORM_SCOPES);
const wordingsOf = async (tenant: TenantClient, { id }: LeadForm) =>
  (await tenant.get<{ items: LeadFormWording[] }>(`/v1/lead-forms/${id}/wordings`)).body.items;

describe('a form', () => {
  it('is made with its defaults and a key of its own, and read again', async () => {
    const tenant = admin();
    const { status, headers, body } = await tenant.post<LeadForm>('/v1/lead-forms', {
      ...NEWSLETTER,
      allowedOrigins: ['https://Shop.example/', 'https://shop.example'],
    });
    expect([status, headers.get('location'), headers.get('etag')]).toEqual([201, `/v1/lead-forms/${body.id}`, '"1"']);
    expect(body).toMatchObject({
      ...NEWSLETTER,
      status: 'active',
      allowedOrigins: ['https://shop.example'],
      source: 'form',
      redirectUrl: null,
      honeypot: 'website',
      wordingVersion: 1,
      botsCaught: 0,
    });
    expect(body.key).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect((await tenant.get<LeadForm>(`/v1/lead-forms/${body.id}`)).body).toEqual(body);
    expect((await createForm(tenant)).key).not.toBe(body.key);
  });

  it('keeps every wording of its consents, and tells of every change', async () => {
    const tenant = admin();
    const form = await createForm(tenant);
    const consents = [{ ...NEWSLETTER.consents[0], text: 'Send me news and offers.' }];
    const { body: reworded } = await tenant.patch<LeadForm>(`/v1/lead-forms/${form.id}`, 1, { consents });
    const { body: renamed } = await tenant.patch<LeadForm>(`/v1/lead-forms/${form.id}`, 2, { name: 'News', status: 'paused' });
    expect([reworded, renamed].map(({ version, wordingVersion }) => [version, wordingVersion])).toEqual([
      [2, 2],
      [3, 2],
    ]);
    expect((await tenant.patch<LeadForm>(`/v1/lead-forms/${form.id}`, 3, { name: 'News' })).body.version).toBe(3);
    expect((await wordingsOf(tenant, form)).map(({ version, consents: [consent] }) => [version, consent?.text])).toEqual([
      [2, 'Send me news and offers.'],
      [1, 'Send me news.'],
    ]);
    expect((await tenant.delete(`/v1/lead-forms/${form.id}`, ifMatch(3))).status).toBe(204);
    await eventually(() => {
      const told = app.published.ofType('lead-form.changed').filter(({ data }) => (data as { formId: string }).formId === form.id);
      expect(told.map(({ headers, data }) => [headers['ce_sequence'], data])).toEqual([
        ['1', expect.objectContaining({ name: 'Newsletter', status: 'active', wordingVersion: 1, deletedAt: null })],
        ['2', expect.objectContaining({ wordingVersion: 2 })],
        ['3', expect.objectContaining({ name: 'News', status: 'paused' })],
        ['4', expect.objectContaining({ deletedAt: expect.any(String) })],
      ]);
    });
  });

  it('that was taken away is nowhere any more', async () => {
    const tenant = admin();
    const form = await createForm(tenant);
    await tenant.delete(`/v1/lead-forms/${form.id}`, ifMatch(1));
    expect((await tenant.get<Problem>(`/v1/lead-forms/${form.id}`)).body.code).toBe('LEAD.FORM_NOT_FOUND');
    expect((await tenant.get<{ items: LeadForm[] }>('/v1/lead-forms')).body.items).toEqual([]);
    expect(await submit(app, form.key, { email: 'a@x.com' })).toMatchObject({ status: 404, body: { code: 'LEAD.FORM_NOT_FOUND' } });
  });

  it('that was taken away comes back as it was, and its pages send again', async () => {
    const tenant = admin();
    const form = await createForm(tenant);
    const path = `/v1/lead-forms/${form.id}`;
    const restore = (client = tenant) => client.post<LeadForm & Pick<Problem, 'code'>>(`${path}/restore`, {});
    expect(await restore()).toMatchObject({ status: 409, body: { code: 'LEAD.FORM_NOT_DELETED' } });
    await tenant.delete(path, ifMatch(1));
    const deleted = async () => (await tenant.get<{ items: LeadForm[] }>('/v1/lead-forms?deleted=true')).body.items.map(({ id }) => id);
    expect(await deleted()).toEqual([form.id]);
    expect([(await restore(admin())).body.code, (await restore(app.as(tenant.tenantId))).status]).toEqual(['LEAD.FORM_NOT_FOUND', 403]);
    const { status, headers, body } = await restore();
    expect([status, headers.get('etag'), body]).toEqual([200, '"3"', { ...form, version: 3, updatedAt: expect.any(String) }]);
    expect([await deleted(), (await tenant.get<LeadForm>(path)).body]).toEqual([[], body]);
    expect((await submit(app, form.key, { email: 'a@x.com' })).status).toBe(202);
    await eventually(() => {
      const told = app.published.ofType('lead-form.changed').filter(({ key }) => key.endsWith(form.id));
      expect(told.map(({ headers: sent, data }) => [sent['ce_sequence'], (data as { deletedAt: string | null }).deletedAt])).toEqual([
        ['1', null],
        ['2', expect.any(String)],
        ['3', null],
      ]);
    });
  });

  it('is listed page by page', async () => {
    const tenant = admin();
    const made = [await createForm(tenant), await createForm(tenant), await createForm(tenant)].map(({ id }) => id).reverse();
    type Forms = { items: LeadForm[]; nextCursor: string | null };
    const { body: first } = await tenant.get<Forms>('/v1/lead-forms?limit=2');
    const { body: second } = await tenant.get<Forms>(`/v1/lead-forms?limit=2&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(made);
    expect(second.nextCursor).toBeNull();
  });

  it.each([
    [{ fields: [{ name: 'firstName' }] }, 'fields field.no_identifier'],
    [{ fields: [{ name: 'email' }, { name: 'email' }] }, 'fields.1.name field.repeated'],
    [{ fields: [{ name: 'status' }] }, 'fields.0.name not_allowed'],
    [{ fields: [{ name: 'email' }, { name: 'customFields.shoeSize' }] }, 'fields.1.name custom_field.unknown'],
    [{ fields: [{ name: 'email' }, { name: 'budget.max' }] }, 'fields field.no_currency'],
    [{ allowedOrigins: ['https://shop.example/cart'] }, 'allowedOrigins.0 origin.more'],
    [{ honeypot: 'email' }, 'honeypot honeypot.taken'],
    [{ honeypot: 'utm_source' }, 'honeypot honeypot.taken'],
    [{ consents: [NEWSLETTER.consents[0], NEWSLETTER.consents[0]] }, 'consents.1.key consent.repeated'],
    [{ name: 'a\u0007' }, 'name text.control_character'],
    [{ redirectUrl: 'javascript:alert(1)' }, 'redirectUrl invalid_format'],
  ])('is refused when it is stated as %j', async (more, expected) => {
    const { status, body } = await admin().post<Problem>('/v1/lead-forms', { ...NEWSLETTER, ...more });
    expect([status, body.errors?.map(({ path, code }) => `${path} ${code}`)]).toEqual([422, [expected]]);
  });

  it('is changed by who has the scope and knows its version, and by nobody of another tenant', async () => {
    const tenant = admin();
    const { id } = await createForm(tenant);
    expect((await app.as(tenant.tenantId).patch(`/v1/lead-forms/${id}`, 1, { name: 'x' })).status).toBe(403);
    expect((await tenant.patch<Problem>(`/v1/lead-forms/${id}`, 2, { name: 'x' })).body).toMatchObject({
      code: 'LEAD.FORM_STALE',
      currentVersion: 1,
    });
    expect((await admin().patch(`/v1/lead-forms/${id}`, 1, { name: 'x' })).status).toBe(404);
    expect((await admin().get(`/v1/lead-forms/${id}/submissions`)).status).toBe(404);
  });
});

describe('a form of properties', () => {
  const ASKED = [
    'email',
    'address.city',
    'property.bedrooms',
    'budget.max',
    'budget.currency',
    'customFields.pets',
    'customFields.passport',
  ];
  const fields = ASKED.map((name) => ({ name }));
  const filledIn = {
    ...{ 'address.city': ' London ', 'property.bedrooms': '3', 'budget.max': '450000', 'budget.currency': 'gbp' },
    ...{ 'customFields.pets': ['cat', 'Dog'], 'customFields.passport': 'X1' },
  };
  const choices = ['cat', 'dog'].map((key) => ({ key, label: key }));
  const define = async (tenant: TenantClient, more: object) =>
    (await tenant.post<CustomField>('/v1/custom-fields', { label: 'x', ...more })).body;
  const prepare = async () => {
    const tenant = admin();
    const pets = await define(tenant, { key: 'pets', type: 'multiple-choice', options: { choices } });
    await define(tenant, { key: 'passport', type: 'text', unique: true });
    return { tenant, pets, form: await createForm(tenant, { fields }) };
  };
  const leadOf = async (tenant: TenantClient, email: string) =>
    (await tenant.get<{ items: Lead[] }>(`/v1/leads?email=${email}`)).body.items[0];

  it('makes leads with address, property, budget and custom values, or says which field is wrong', async () => {
    const { tenant, form } = await prepare();
    expect(await submit(app, form.key, { email: 'ada@x.com', ...filledIn })).toMatchObject({ status: 202 });
    expect(await leadOf(tenant, 'ada@x.com')).toMatchObject({
      address: { city: 'London' },
      property: { bedrooms: 3 },
      budget: { min: null, max: '450000.00', currency: 'GBP' },
      customFields: { pets: ['cat', 'dog'], passport: 'X1' },
    });
    const wrong = { 'property.bedrooms': 'many', 'customFields.pets': ['cat', 'cow'], 'budget.currency': 'ducats' };
    const { status, body } = await submit(app, form.key, { email: 'b@x.com', ...filledIn, ...wrong });
    expect([status, body.code, body.errors?.map(({ path, code }) => `${path} ${code}`)]).toEqual([
      422,
      'LEAD.FORM_REFUSED',
      ['property.bedrooms number.invalid'],
    ]);
    const { body: next } = await submit(app, form.key, { email: 'b@x.com', ...filledIn, ...wrong, 'property.bedrooms': '' });
    expect(next.errors?.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'budget.currency currency.unknown',
      'customFields.pets.1 choice.unknown',
    ]);
  });

  it('lets a known lead learn what it lacks, member by member, and takes no unique value from another', async () => {
    const { tenant, form } = await prepare();
    await tenant.post('/v1/leads', { email: 'bob@x.com', customFields: { passport: 'X1' } });
    const before = { address: { city: 'Paris' }, property: { kind: 'house' }, customFields: { pets: ['dog'] } };
    await tenant.post('/v1/leads', { email: 'ada@x.com', ...before });
    for (const email of ['ada@x.com', 'eve@x.com'])
      expect(await submit(app, form.key, { email, ...filledIn })).toMatchObject({ status: 202, body: { status: 'received' } });
    expect(await leadOf(tenant, 'ada@x.com')).toMatchObject({
      ...before,
      version: 2,
      property: { kind: 'house', bedrooms: 3 },
      budget: { max: '450000.00' },
    });
    const [ada, eve] = [await leadOf(tenant, 'ada@x.com'), await leadOf(tenant, 'eve@x.com')];
    expect([ada?.customFields, eve?.customFields]).toEqual([{ pets: ['dog'] }, { pets: ['cat', 'dog'] }]);
    const { body } = await tenant.get<{ items: FormSubmission[] }>(`/v1/lead-forms/${form.id}/submissions`);
    expect(body.items[0]?.stated).toMatchObject({ customFields: { pets: ['cat', 'dog'], passport: 'X1' } });
  });

  it('asks for no field that cannot be filled in; one that is archived later hinders neither its tenant nor visitors', async () => {
    const { tenant, pets, form } = await prepare();
    await define(tenant, { key: 'agent', type: 'lead-reference' });
    await tenant.patch(`/v1/custom-fields/${pets.id}`, 1, { archived: true });
    const asking = (...names: string[]) =>
      tenant.post<Problem>('/v1/lead-forms', { ...NEWSLETTER, fields: names.map((name) => ({ name })) });
    expect((await asking('email', 'customFields.agent', 'customFields.pets')).body).toMatchObject({
      code: 'LEAD.FORM_INVALID',
      errors: [
        { path: 'fields.1.name', code: 'field.not_askable' },
        { path: 'fields.2.name', code: 'custom_field.archived' },
      ],
    });
    expect((await tenant.patch(`/v1/lead-forms/${form.id}`, 1, { name: 'Homes' })).status).toBe(200);
    expect(await submit(app, form.key, { email: 'ada@x.com', ...filledIn })).toMatchObject({ status: 202 });
    expect((await leadOf(tenant, 'ada@x.com'))?.customFields).toEqual({ passport: 'X1' });
    const { body } = await tenant.get<{ items: FormSubmission[] }>(`/v1/lead-forms/${form.id}/submissions`);
    expect(body.items[0]?.stated).toMatchObject({ customFields: { pets: 'cat; Dog', passport: 'X1' } });
  });
});
