import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Lead, LeadAuditEntry } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { eventually } from '@leadstream/testing';
import { ifMatch, type TenantClient, type Problem } from '../../test/tenant-client.js';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';

interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp();
});
afterAll(() => app.stop());

const create = async (tenant: TenantClient, body: object) => (await tenant.post<Lead>('/v1/leads', body)).body;
const eventsOf = (type: string, leadId: string) => app.published.ofType(type).filter(({ key }) => key.endsWith(leadId));

describe('changing a lead', () => {
  it('merges what is said, normalised, and leaves the rest', async () => {
    const tenant = app.as();
    const lead = await create(tenant, { email: 'a@x.com', firstName: 'Ada', company: 'Acme', sourceMetadata: { a: '1', b: '2' } });
    const { status, headers, body } = await tenant.patch<Lead>(`/v1/leads/${lead.id}`, 1, {
      email: ' NEW@x.com',
      company: null,
      phone: '030 901820',
      phoneRegion: 'DE',
      sourceMetadata: { a: null, c: '3' },
    });
    expect([status, headers.get('etag')]).toEqual([200, '"2"']);
    expect(body).toEqual({
      ...lead,
      version: 2,
      email: 'new@x.com',
      company: null,
      phone: '+4930901820',
      sourceMetadata: { b: '2', c: '3' },
      updatedAt: body.updatedAt,
    });
    const [event] = await eventually(() => {
      expect(eventsOf('lead.updated', lead.id)).toHaveLength(1);
      return eventsOf('lead.updated', lead.id);
    });
    expect(event?.data).toMatchObject({ changed: ['email', 'phone', 'company', 'sourceMetadata'], email: 'new@x.com', company: null });
    expect(event?.headers['ce_sequence']).toBe('2');
  });

  it('is no new version when nothing is other than before', async () => {
    const tenant = app.as();
    const lead = await create(tenant, { email: 'a@x.com', company: 'Acme' });
    expect((await tenant.patch<Lead>(`/v1/leads/${lead.id}`, 1, { email: 'A@X.com', company: ' Acme ' })).body).toEqual(lead);
  });

  it('demands the present version', async () => {
    const tenant = app.as();
    const { id } = await create(tenant, { email: 'a@x.com' });
    await tenant.patch(`/v1/leads/${id}`, 1, { company: 'Acme' });
    const stale = await tenant.patch<Problem>(`/v1/leads/${id}`, 1, { company: 'Beta' });
    expect(stale).toMatchObject({ status: 412, body: { code: 'LEAD.STALE', currentVersion: 2 } });
    expect(
      (await tenant.send<Problem>('PATCH', `/v1/leads/${id}`, { body: '{}', headers: { 'content-type': 'application/json' } })).status,
    ).toBe(428);
    expect((await tenant.delete(`/v1/leads/${id}`, ifMatch(1))).status).toBe(412);
  });

  it('lets one of two concurrent changes win', async () => {
    const tenant = app.as();
    const { id } = await create(tenant, { email: 'a@x.com' });
    const answers = await Promise.all(['One', 'Two'].map((company) => tenant.patch<Lead>(`/v1/leads/${id}`, 1, { company })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it('refuses an identifier of another lead, and to leave a lead with none', async () => {
    const tenant = app.as();
    const other = await create(tenant, { email: 'b@x.com' });
    const { id } = await create(tenant, { email: 'a@x.com' });
    expect(await tenant.patch(`/v1/leads/${id}`, 1, { email: 'B@x.com' })).toMatchObject({
      status: 409,
      body: { code: 'LEAD.DUPLICATE_EMAIL', existingId: other.id },
    });
    expect(await tenant.patch(`/v1/leads/${id}`, 1, { email: null })).toMatchObject({
      status: 422,
      body: { errors: [{ code: 'identifier.missing' }] },
    });
    expect(await tenant.patch(`/v1/leads/${id}`, 1, { status: 'converted' })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'status', code: 'unknown_field' }] },
    });
  });

  it('lets one of two leads have an identifier that both want at once', async () => {
    const tenant = app.as();
    const leads = await Promise.all(['a@x.com', 'b@x.com'].map((email) => create(tenant, { email })));
    const answers = await Promise.all(leads.map(({ id }) => tenant.patch<Problem>(`/v1/leads/${id}`, 1, { phone: '+4930901820' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.existingId).toBe(
      leads[answers.findIndex(({ status }) => status === 200)]?.id,
    );
  });
});

describe('deleting a lead', () => {
  it('hides it, publishes it, and keeps its audit', async () => {
    const tenant = app.as();
    const { id } = await create(tenant, { email: 'a@x.com' });
    expect((await tenant.delete(`/v1/leads/${id}`, ifMatch(1))).status).toBe(204);
    for (const path of ['', '/status-history']) expect((await tenant.get(`/v1/leads/${id}${path}`)).status).toBe(404);
    expect((await tenant.delete(`/v1/leads/${id}`, ifMatch(2))).status).toBe(404);
    expect((await tenant.get<Page<Lead>>('/v1/leads')).body.items).toEqual([]);
    const { body } = await tenant.get<Page<LeadAuditEntry>>(`/v1/leads/${id}/audit`);
    expect(body.items.map(({ action, version }) => [action, version])).toEqual([
      ['deleted', 2],
      ['created', 1],
    ]);
    await eventually(() => expect(eventsOf('lead.deleted', id)).toMatchObject([{ headers: { ce_sequence: '2' } }]));
  });
});

describe('the core fields', () => {
  it('are stored in one form, changed member by member, and told in events', async () => {
    const tenant = app.as();
    const ownerId = '0199f3a0-0000-7000-8000-00000000000a';
    const lead = await create(tenant, {
      email: 'core@x.com',
      jobTitle: ' CTO ',
      address: { street: 'Elm St 1', city: 'Berlin', country: 'Germany' },
      property: { kind: 'house', bedrooms: 3 },
      budget: { max: '450000', currency: 'eur' },
      language: 'de_de',
      lifecycleStage: 'opportunity',
      ownerId,
    });
    const stored = {
      jobTitle: 'CTO',
      address: { street: 'Elm St 1', city: 'Berlin', country: 'DE' },
      property: { kind: 'house', bedrooms: 3 },
      budget: { min: null, max: '450000.00', currency: 'EUR' },
      language: 'de-DE',
      lifecycleStage: 'opportunity',
      ownerId,
    };
    expect(lead).toMatchObject(stored);
    expect((await tenant.get<Lead>(`/v1/leads/${lead.id}`)).body).toEqual(lead);
    const { body } = await tenant.patch<Lead>(`/v1/leads/${lead.id}`, 1, {
      address: { city: null, region: 'BE' },
      budget: { min: '9.5' },
      property: null,
    });
    const after = {
      address: { street: 'Elm St 1', region: 'BE', country: 'DE' },
      budget: { min: '9.50', max: '450000.00', currency: 'EUR' },
    };
    expect(body).toEqual({ ...lead, ...after, property: {}, version: 2, updatedAt: body.updatedAt });
    await eventually(() => {
      expect(eventsOf('lead.captured', lead.id)).toMatchObject([{ data: stored }]);
      expect(eventsOf('lead.updated', lead.id)).toMatchObject([
        { data: { ...stored, ...after, property: {}, changed: ['address', 'property', 'budget'] } },
      ]);
    });
  });

  it('are refused with the path of the member', async () => {
    const tenant = app.as();
    const refusals = async (body: object) =>
      (await tenant.post<Problem>('/v1/leads', { email: 'a@x.com', ...body })).body.errors?.map(({ path, code }) => `${path} ${code}`);
    expect(await refusals({ address: { country: 'Atlantis' }, budget: { min: '2', max: '1', currency: 'EUR' }, language: 'xx' })).toEqual([
      'address.country country.unknown',
      'budget.min budget.reversed',
      'language language.unknown',
    ]);
    expect(await refusals({ address: { planet: 'Mars' } })).toEqual(['address.planet unknown_field']);
    expect(await refusals({ property: { bedrooms: -1 } })).toEqual(['property.bedrooms too_small']);
    expect(await refusals({ lifecycleStage: 'friend' })).toEqual(['lifecycleStage lifecycle_stage.unknown']);
  });
});

describe('restoring a lead', () => {
  it('brings it back as it was, publishes it with all fields, and keeps its audit', async () => {
    const tenant = app.as();
    const lead = await create(tenant, { email: 'back@x.com', company: 'Acme' });
    await tenant.delete(`/v1/leads/${lead.id}`, ifMatch(1));
    const { body: trash } = await tenant.get<Page<Lead>>('/v1/leads?deleted=true');
    expect(trash.items).toMatchObject([{ id: lead.id, version: 2, deletedAt: expect.stringContaining('T') }]);
    const { status, headers, body } = await tenant.send<Lead>('POST', `/v1/leads/${lead.id}/restore`);
    expect([status, headers.get('etag')]).toEqual([200, '"3"']);
    expect(body).toEqual({ ...lead, version: 3, updatedAt: body.updatedAt });
    expect((await tenant.get<Page<Lead>>('/v1/leads?deleted=true')).body.items).toEqual([]);
    expect((await tenant.get<Page<Lead>>('/v1/leads')).body.items).toEqual([body]);
    await eventually(() =>
      expect(eventsOf('lead.restored', lead.id)).toMatchObject([{ data: { email: 'back@x.com', company: 'Acme', status: 'new' } }]),
    );
    const { body: audit } = await tenant.get<Page<LeadAuditEntry>>(`/v1/leads/${lead.id}/audit`);
    expect(audit.items.map(({ action }) => action)).toEqual(['restored', 'deleted', 'created']);
  });

  it('is refused for a lead that lives, and when another one holds its identifier by now', async () => {
    const tenant = app.as();
    const { id } = await create(tenant, { email: 'once@x.com' });
    const restore = () => tenant.send<Problem>('POST', `/v1/leads/${id}/restore`);
    expect(await restore()).toMatchObject({ status: 409, body: { code: 'LEAD.NOT_DELETED' } });
    await tenant.delete(`/v1/leads/${id}`, ifMatch(1));
    const heir = await create(tenant, { email: 'once@x.com' });
    expect(await restore()).toMatchObject({ status: 409, body: { code: 'LEAD.DUPLICATE_EMAIL', existingId: heir.id } });
    expect((await app.as().send('POST', `/v1/leads/${id}/restore`)).status).toBe(404);
  });
});

describe('another tenant', () => {
  it('finds nothing of a lead on any route', async () => {
    const ownerId = uuidV7.next();
    const { id } = await create(app.as(), { email: 'a@x.com', company: 'Acme', ownerId });
    const stranger = app.as();
    for (const path of ['', '/status-history', '/audit']) expect((await stranger.get(`/v1/leads/${id}${path}`)).status).toBe(404);
    expect((await stranger.patch(`/v1/leads/${id}`, 1, { company: 'x' })).status).toBe(404);
    expect((await stranger.post(`/v1/leads/${id}/status`, { status: 'lost' }, { 'if-match': '"1"' })).status).toBe(404);
    expect((await stranger.delete(`/v1/leads/${id}`, ifMatch(1))).status).toBe(404);
    for (const query of ['', `?ownerId=${ownerId}`, '?company=Acme', '?count=true'])
      expect((await stranger.get<object>(`/v1/leads${query}`)).body).toMatchObject({ items: [], nextCursor: null });
    expect((await stranger.get<object>('/v1/leads?count=true')).body).toMatchObject({ total: { count: 0, relation: 'exact' } });
  });
});
