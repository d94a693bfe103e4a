import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Lead } from '@leadstream/contracts';
import { eventually } from '@leadstream/testing';
import { ifMatch, type Problem } from '../../test/tenant-client.js';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp();
});
afterAll(() => app.stop());

const ada = { firstName: ' Ada ', email: 'Ada@Example.com', phone: '030 901820', phoneRegion: 'DE' };
const codesOf = ({ body }: { body: Problem }) => [body.code, ...(body.errors ?? []).map(({ path, code }) => `${path} ${code}`)];

describe('capturing a lead', () => {
  it('stores what was said, normalised, and tells where the lead is', async () => {
    const tenant = app.as();
    const { status, headers, body } = await tenant.post<Lead>('/v1/leads', {
      ...ada,
      timeZone: 'europe/berlin',
      source: 'Referral',
      sourceMetadata: { utm_source: 'ads' },
      capturedAt: '2026-01-02T03:04:05+01:00',
    });
    expect([status, headers.get('location'), headers.get('etag')]).toEqual([201, `/v1/leads/${body.id}`, '"1"']);
    expect(body).toMatchObject({
      version: 1,
      firstName: 'Ada',
      lastName: null,
      email: 'ada@example.com',
      phone: '+4930901820',
      timeZone: 'Europe/Berlin',
      source: 'referral',
      sourceMetadata: { utm_source: 'ads' },
      status: 'new',
      capturedAt: '2026-01-02T02:04:05.000Z',
      statusChangedAt: '2026-01-02T02:04:05.000Z',
    });
    expect((await tenant.get<Lead>(`/v1/leads/${body.id}`)).body).toEqual(body);
  });

  it('publishes the capture with the consent that was stated', async () => {
    const tenant = app.as();
    const consents = [{ channel: 'email', purpose: 'marketing' }];
    const { body, headers } = await tenant.post<Lead>('/v1/leads', { externalId: 'e-1', consents });
    const [event] = await eventually(() => {
      const found = app.published.ofType('lead.captured').filter(({ key }) => key === `${tenant.tenantId}:${body.id}`);
      expect(found).toHaveLength(1);
      return found;
    });
    expect(event?.data).toMatchObject({
      leadId: body.id,
      externalId: 'e-1',
      source: 'unknown',
      status: 'new',
      importId: null,
      consents: [{ channel: 'email', purpose: 'marketing', basis: 'consent', textVersion: null, givenAt: body.capturedAt }],
    });
    expect(event?.headers).toMatchObject({ ce_sequence: '1', ce_correlationid: headers.get('x-request-id'), ce_tenantid: tenant.tenantId });
  });

  it('says for every field why it is refused', async () => {
    const answer = await app.as().post<Problem>('/v1/leads', {
      email: 'nonsense',
      phone: '030 901820',
      timeZone: 'Mars/Olympus',
      capturedAt: '2999-01-01T00:00:00Z',
      consents: [{ channel: 'sms', purpose: 'sales', givenAt: '2999-01-01T00:00:00Z' }],
    });
    expect(answer.status).toBe(422);
    expect(codesOf(answer)).toEqual([
      'LEAD.INVALID',
      'email email.invalid',
      'phone phone.region_missing',
      'timeZone time_zone.unknown',
      'capturedAt instant.future',
      'consents.0.givenAt instant.future',
    ]);
  });

  it('refuses a lead that is known by nothing, unknown fields and wrong types', async () => {
    const tenant = app.as();
    expect(codesOf(await tenant.post<Problem>('/v1/leads', { firstName: 'Ada', email: ' ' }))).toEqual([
      'LEAD.INVALID',
      ' identifier.missing',
    ]);
    expect(codesOf(await tenant.post<Problem>('/v1/leads', { email: 'a@x.com', nickname: 'x' }))).toEqual([
      'HTTP.INVALID_BODY',
      'nickname unknown_field',
    ]);
    expect(codesOf(await tenant.post<Problem>('/v1/leads', { email: 5 }))).toEqual(['HTTP.INVALID_BODY', 'email wrong_type']);
    expect((await tenant.get<{ items: Lead[] }>('/v1/leads')).body.items).toEqual([]);
  });

  it('needs the scope to write', async () => {
    expect((await app.as(undefined, ['leads:read']).post('/v1/leads', ada)).status).toBe(403);
  });
});

describe('uniqueness', () => {
  it.each([
    ['phone', { email: 'other@x.com', phone: '+49 30 901820' }, 'LEAD.DUPLICATE_PHONE'],
    ['email', { email: 'ADA@example.com' }, 'LEAD.DUPLICATE_EMAIL'],
    ['externalId', { externalId: 'crm-7' }, 'LEAD.DUPLICATE_EXTERNAL_ID'],
  ])('refuses a second live lead with the same %s and names the first', async (path, again, code) => {
    const tenant = app.as();
    const { body: first } = await tenant.post<Lead>('/v1/leads', { ...ada, externalId: 'crm-7' });
    const answer = await tenant.post<Problem>('/v1/leads', again);
    expect(answer).toMatchObject({ status: 409, body: { existingId: first.id } });
    expect(codesOf(answer)).toEqual([code, `${path} duplicate`]);
  });

  it('lets one of many concurrent captures win', async () => {
    const tenant = app.as();
    const answers = await Promise.all(Array.from({ length: 8 }, () => tenant.post<{ id: string; existingId?: string }>('/v1/leads', ada)));
    const winners = answers.filter(({ status }) => status === 201);
    expect(winners).toHaveLength(1);
    for (const { status, body } of answers.filter((answer) => !winners.includes(answer))) {
      expect([status, body.existingId]).toEqual([409, winners[0]?.body.id]);
    }
    expect((await tenant.get<{ items: Lead[] }>('/v1/leads')).body.items).toHaveLength(1);
  });

  it('holds within a tenant only', async () => {
    expect((await app.as().post('/v1/leads', ada)).status).toBe(201);
    expect((await app.as().post('/v1/leads', ada)).status).toBe(201);
  });

  it('does not let a deleted lead block its return', async () => {
    const tenant = app.as();
    const { body: first } = await tenant.post<Lead>('/v1/leads', ada);
    expect((await tenant.delete(`/v1/leads/${first.id}`, ifMatch(1))).status).toBe(204);
    expect((await tenant.post('/v1/leads', ada)).status).toBe(201);
  });
});

describe('an idempotency key', () => {
  it('gives the first answer again and creates nothing', async () => {
    const tenant = app.as();
    const key = { 'idempotency-key': 'k-1' };
    const first = await tenant.post<Lead>('/v1/leads', ada, key);
    const second = await tenant.post<Lead>('/v1/leads', ada, key);
    expect(second.body).toEqual(first.body);
    expect([first.headers.get('idempotency-replayed'), second.headers.get('idempotency-replayed')]).toEqual([null, 'true']);
    expect(codesOf(await tenant.post<Problem>('/v1/leads', { email: 'b@x.com' }, key))).toEqual(['IDEMPOTENCY.KEY_REUSED']);
  });

  it('does not keep a refusal', async () => {
    const tenant = app.as();
    const key = { 'idempotency-key': 'k-2' };
    expect((await tenant.post('/v1/leads', { email: 'nonsense' }, key)).status).toBe(422);
    expect((await tenant.post('/v1/leads', { email: 'sense@x.com' }, key)).status).toBe(201);
  });
});
