import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Lead, LeadIdentity } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { eventually } from '@leadstream/testing';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { FORM_SCOPES } from '../../test/forms.js';
import { ADA, AUGUSTA, create, merge, read, undo } from '../../test/merges.js';
import { ifMatch, type Problem, type TenantClient } from '../../test/tenant-client.js';

interface Identified {
  readonly lead: Lead;
  readonly created: boolean;
}

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp();
});
afterAll(() => app.stop());

const identify = (tenant: TenantClient, visitorId: string, lead: object = {}) =>
  tenant.post<Identified & Problem>('/v1/leads/identify', { visitorId, lead });
const add = (tenant: TenantClient, { id }: { id: string }, body: object) =>
  tenant.post<LeadIdentity & Problem>(`/v1/leads/${id}/identities`, body);
const known = async (tenant: TenantClient, { id }: { id: string }) => {
  const { body } = await tenant.get<{ items: LeadIdentity[] }>(`/v1/leads/${id}/identities`);
  return body.items.map(({ kind, value }) => `${kind} ${value}`).sort();
};
const told = (visitorId: string) =>
  app.published
    .ofType('visitor.identified')
    .filter(({ key }) => key.endsWith(visitorId))
    .map(({ headers, data }) => [headers['ce_sequence'], (data as { leadId: string }).leadId]);

describe('a visitor', () => {
  it('becomes a lead once it says who it is, and is told so', async () => {
    const tenant = app.as();
    const visitorId = uuidV7.next();
    const { status, body } = await identify(tenant, visitorId, { email: ' Ada@X.com', firstName: 'Ada', source: 'web' });
    expect([status, body.created]).toEqual([200, true]);
    expect(body.lead).toMatchObject({ email: 'ada@x.com', firstName: 'Ada', source: 'web', version: 1 });
    expect(await read(tenant, body.lead)).toEqual(body.lead);
    expect(await known(tenant, body.lead)).toEqual([`visitor ${visitorId}`]);
    await eventually(() => expect(told(visitorId)).toEqual([['1', body.lead.id]]));
  });

  it('is better known step by step: blanks are filled, nothing is overwritten, other addresses are added', async () => {
    const tenant = app.as();
    const visitorId = uuidV7.next();
    const { body: first } = await identify(tenant, visitorId, { email: 'ada@x.com', firstName: 'Ada' });
    const { body: second } = await identify(tenant, visitorId, {
      email: 'ada@home.example',
      firstName: 'A.',
      phone: '+4930901820',
      address: { city: 'London' },
    });
    expect(second).toEqual({
      created: false,
      lead: { ...first.lead, version: 2, phone: '+4930901820', address: { city: 'London' }, updatedAt: second.lead.updatedAt },
    });
    expect(await known(tenant, first.lead)).toEqual(['email ada@home.example', `visitor ${visitorId}`]);
    expect((await identify(tenant, visitorId)).body).toEqual({ created: false, lead: second.lead });
    expect(told(visitorId).length).toBeLessThanOrEqual(1);
  });

  it('states custom fields under the rules of every lead, and fills blocks member by member', async () => {
    const tenant = app.as(undefined, FORM_SCOPES);
    for (const field of [
      { key: 'tier', default: 'silver' },
      { key: 'vat', required: true, unique: true },
    ]) {
      expect(await tenant.post('/v1/custom-fields', { label: field.key, type: 'text', ...field })).toMatchObject({ status: 201 });
    }
    const visitorId = uuidV7.next();
    const refused = await identify(tenant, visitorId, { email: 'ada@x.com', customFields: { nope: 1 } });
    expect(refused).toMatchObject({ status: 422, body: { code: 'LEAD.INVALID' } });
    expect(refused.body.errors?.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'lead.customFields.nope custom_field.unknown',
      'lead.customFields.vat custom_field.required',
    ]);
    const { body: first } = await identify(tenant, visitorId, {
      email: 'ada@x.com',
      address: { country: 'DE' },
      customFields: { vat: 'DE1' },
    });
    expect(first).toMatchObject({ created: true, lead: { customFields: { tier: 'silver', vat: 'DE1' } } });
    const more = { address: { country: 'FR', city: 'Bonn' }, customFields: { tier: 'gold', vat: 'DE2' } };
    const { body: second } = await identify(tenant, visitorId, more);
    expect(second).toMatchObject({ lead: { address: { country: 'DE', city: 'Bonn' }, customFields: { tier: 'silver', vat: 'DE1' } } });
    expect(await identify(tenant, uuidV7.next(), { email: 'eve@x.com', customFields: { vat: 'DE1' } })).toMatchObject({
      status: 409,
      body: { code: 'LEAD.DUPLICATE_CUSTOM_VALUE', existingId: first.lead.id },
    });
  });

  it('is the lead that has what it states, by whatever that is known', async () => {
    const tenant = app.as();
    const lead = await create(tenant, ADA);
    await add(tenant, lead, { kind: 'phone', value: '030 901821', phoneRegion: 'DE' });
    for (const stated of [{ email: 'ADA@x.com' }, { phone: '+4930901821', externalId: 'e1' }, { externalId: 'e1' }]) {
      const { body } = await identify(tenant, uuidV7.next(), stated);
      expect([body.created, body.lead.id]).toEqual([false, lead.id]);
    }
    expect(await read(tenant, lead)).toMatchObject({ externalId: 'e1', phone: '+4930901821', version: 2 });
  });

  it('stays with a merged lead, is found as its survivor, and comes back with it', async () => {
    const tenant = app.as();
    const visitorId = uuidV7.next();
    const survivor = await create(tenant, ADA);
    const { body } = await identify(tenant, visitorId, { ...AUGUSTA, email: 'old@x.com' });
    const { body: made } = await merge(tenant, survivor, body.lead);
    expect((await identify(tenant, visitorId)).body.lead.id).toBe(survivor.id);
    // The address that the survivor did not take leads to it still.
    expect((await identify(tenant, uuidV7.next(), { email: 'old@x.com' })).body.lead.id).toBe(survivor.id);
    expect(await known(tenant, survivor)).toEqual(expect.arrayContaining(['email old@x.com', `visitor ${visitorId}`]));
    await undo(tenant, made);
    expect((await identify(tenant, visitorId)).body.lead.id).toBe(body.lead.id);
    expect(await known(tenant, body.lead)).toEqual([`visitor ${visitorId}`]);
    await eventually(() => expect(told(visitorId)).toEqual([['1', body.lead.id]]));
  });

  it('may be another one once its lead is deleted, and is told again', async () => {
    const tenant = app.as();
    const visitorId = uuidV7.next();
    const { body: first } = await identify(tenant, visitorId, { email: 'one@x.com' });
    await tenant.delete(`/v1/leads/${first.lead.id}`, ifMatch(1));
    const { body: second } = await identify(tenant, visitorId, { email: 'two@x.com' });
    expect([second.created, second.lead.id === first.lead.id]).toEqual([true, false]);
    await eventually(() =>
      expect(told(visitorId)).toEqual([
        ['1', first.lead.id],
        ['2', second.lead.id],
      ]),
    );
  });

  it('is one lead, however many requests come at once', async () => {
    const tenant = app.as();
    const visitorId = uuidV7.next();
    const answers = await Promise.all(Array.from({ length: 6 }, () => identify(tenant, visitorId, { email: 'ada@x.com' })));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(new Set(answers.map(({ body }) => body.lead.id)).size).toBe(1);
    expect(answers.filter(({ body }) => body.created)).toHaveLength(1);
    await eventually(() => expect(told(visitorId)).toHaveLength(1));
  });

  it.each<[string, object, object]>([
    ['nothing to know it by', { firstName: 'Ada' }, { code: 'LEAD.INVALID', errors: [{ path: 'lead', code: 'identifier.missing' }] }],
    ['an address that is none', { email: 'ada' }, { code: 'LEAD.INVALID', errors: [{ path: 'lead.email', code: 'email.invalid' }] }],
    ['a consent, which capture takes', { consents: [] }, { code: 'HTTP.INVALID_BODY' }],
  ])('is refused with %s', async (_what, lead, problem) => {
    expect(await identify(app.as(), uuidV7.next(), lead)).toMatchObject({ status: 422, body: problem });
  });

  it('is refused when it states what another lead has: that one is to be merged', async () => {
    const tenant = app.as();
    const visitorId = uuidV7.next();
    const other = await create(tenant, AUGUSTA);
    await identify(tenant, visitorId, { email: 'ada@x.com' });
    expect(await identify(tenant, visitorId, { phone: AUGUSTA.phone })).toMatchObject({
      status: 409,
      body: { code: 'LEAD.DUPLICATE_PHONE', existingId: other.id },
    });
  });

  it('has an id that no lead has', async () => {
    const tenant = app.as();
    const lead = await create(tenant, ADA);
    const refusal = { status: 422, body: { errors: [{ path: 'visitorId', code: 'visitor.is_lead' }] } };
    expect(await identify(tenant, lead.id, { email: 'ada@x.com' })).toMatchObject(refusal);
  });
});

describe('an identity', () => {
  it('belongs to one lead at a time, and of a deleted lead is free', async () => {
    const tenant = app.as();
    const [one, two] = [await create(tenant, { externalId: 'e1' }), await create(tenant, { externalId: 'e2' })];
    const home = { kind: 'email', value: 'Ada@Home.Example' };
    const { status, body } = await add(tenant, one, home);
    expect([status, body]).toEqual([
      200,
      { kind: 'email', value: 'ada@home.example', leadId: one.id, firstSeenAt: body.firstSeenAt, lastSeenAt: body.firstSeenAt },
    ]);
    expect((await add(tenant, one, home)).body).toMatchObject({ firstSeenAt: body.firstSeenAt });
    expect(await add(tenant, two, home)).toMatchObject({ status: 409, body: { code: 'LEAD.IDENTITY_TAKEN', existingId: one.id } });
    await tenant.delete(`/v1/leads/${one.id}`, ifMatch(1));
    expect((await add(tenant, two, home)).status).toBe(200);
    expect(await known(tenant, two)).toEqual(['email ada@home.example']);
  });

  it('is told to others, with whose it is; what a merge took away from the survivor as well, until it is undone', async () => {
    const tenant = app.as();
    const [survivor, merged] = [await create(tenant, { email: 'one@x.com' }), await create(tenant, { email: 'two@x.com' })];
    const toldOf = (leadId: string) =>
      ['added', 'removed'].flatMap((word) =>
        app.published.ofType(`lead-identity.${word}`).flatMap(({ headers, data }) => {
          const { leadId: whose, kind, value } = data as { leadId: string; kind?: string; value?: string };
          return whose === leadId
            ? [[word, headers['ce_sequence'], kind, value, headers['ce_subject'] === (data as { identityId: string }).identityId]]
            : [];
        }),
      );
    await add(tenant, survivor, { kind: 'email', value: 'One@Home.Example' });
    await add(tenant, survivor, { kind: 'email', value: 'one@home.example' });
    const { body: made } = await merge(tenant, survivor, merged, { email: 'merged' });
    const added = [
      ['added', '1', 'email', 'one@home.example', true],
      ['added', '1', 'email', 'one@x.com', true],
    ];
    await eventually(() => expect(toldOf(survivor.id)).toEqual(added));
    await undo(tenant, made);
    await eventually(() => expect(toldOf(survivor.id)).toEqual([...added, ['removed', '2', undefined, undefined, true]]));
    expect(toldOf(merged.id)).toEqual([]);
  });

  it('is refused when it stands in the row of another lead', async () => {
    const tenant = app.as();
    const [one, two] = [await create(tenant, ADA), await create(tenant, { externalId: 'e2' })];
    expect(await add(tenant, two, { kind: 'email', value: 'ada@x.com' })).toMatchObject({
      status: 409,
      body: { code: 'LEAD.DUPLICATE_EMAIL', existingId: one.id },
    });
  });

  it.each([
    [{ kind: 'email', value: 'ada' }, 'LEAD.INVALID', 'value'],
    [{ kind: 'phone', value: '030 901820' }, 'LEAD.INVALID', 'value'],
    [{ kind: 'external', value: '  ' }, 'LEAD.INVALID', 'value'],
    [{ kind: 'visitor', value: 'somebody' }, 'HTTP.INVALID_BODY', 'value'],
  ])('%j is refused', async (body, code, path) => {
    const tenant = app.as();
    const lead = await create(tenant, ADA);
    expect(await add(tenant, lead, body)).toMatchObject({ status: 422, body: { code, errors: [{ path }] } });
  });

  it("is a number of the tenant's region when it says no country", async () => {
    const tenant = app.as(undefined, FORM_SCOPES);
    const lead = await create(tenant, ADA);
    await tenant.patch('/v1/settings', 1, { phoneRegion: 'DE' });
    expect(await add(tenant, lead, { kind: 'phone', value: '030 901820' })).toMatchObject({ status: 200, body: { value: '+4930901820' } });
    const taken = { status: 409, body: { code: 'LEAD.DUPLICATE_PHONE', existingId: lead.id } };
    expect(await tenant.post('/v1/leads', { phone: '030 901820' })).toMatchObject(taken);
  });

  it('is nothing to another tenant', async () => {
    const [ours, theirs] = [app.as(), app.as()];
    const lead = await create(ours, ADA);
    const visitorId = uuidV7.next();
    await identify(ours, visitorId, { email: 'ada@x.com' });
    expect((await add(theirs, lead, { kind: 'external', value: 'e1' })).status).toBe(404);
    expect((await theirs.get(`/v1/leads/${lead.id}/identities`)).status).toBe(404);
    const { body } = await identify(theirs, visitorId, { email: 'ada@x.com' });
    expect([body.created, body.lead.id === lead.id]).toEqual([true, false]);
  });
});
