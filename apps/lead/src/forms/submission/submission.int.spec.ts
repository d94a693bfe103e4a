import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FormSubmission, Lead, LeadAuditEntry, LeadForm } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { eventually } from '@leadstream/testing';
import { createForm, FORM_SCOPES, submit } from '../../../test/forms.js';
import { inspect } from '../../../test/inspect.js';
import { type LeadApp, startLeadApp } from '../../../test/lead-app.js';
import { ifMatch, type TenantClient } from '../../../test/tenant-client.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp();
});
afterAll(() => app.stop());

const RECEIPT = { status: 'received', redirectUrl: null };
const admin = (): TenantClient => app.as(undefined, FORM_SCOPES);
const leadsOf = async (tenant: TenantClient) => (await tenant.get<{ items: Lead[] }>('/v1/leads')).body.items;
const submissionsOf = async (tenant: TenantClient, { id }: LeadForm) =>
  (await tenant.get<{ items: FormSubmission[] }>(`/v1/lead-forms/${id}/submissions`)).body.items;
const told = <T>(type: string, leadId: string | undefined) =>
  app.published.ofType(type).filter(({ data }) => (data as { leadId: string }).leadId === leadId) as unknown as { data: T }[];

describe('a submission of a stranger', () => {
  it('makes a lead, with its consents under the wording that was shown and what proves them', async () => {
    const tenant = admin();
    const form = await createForm(tenant, { source: 'Landing', redirectUrl: 'https://shop.example/thanks' });
    const body = 'email=Ada%40Example.com&firstName=Ada+&website=&consents=news&utm_source=ads&referrer=https%3A%2F%2Fsearch.example%2F';
    const answer = await submit(app, form.key, body, { 'user-agent': 'Browser/1' });
    expect(answer).toMatchObject({ status: 202, body: { status: 'received', redirectUrl: 'https://shop.example/thanks' } });
    const [lead] = await leadsOf(tenant);
    expect(lead).toMatchObject({
      email: 'ada@example.com',
      firstName: 'Ada',
      source: 'landing',
      sourceMetadata: { formId: form.id, utm_source: 'ads', referrer: 'https://search.example/' },
    });
    const [submission] = await submissionsOf(tenant, form);
    expect(submission).toMatchObject({
      leadId: lead?.id,
      isNewLead: true,
      stated: { email: 'ada@example.com', firstName: 'Ada' },
      consents: ['news'],
      wordingVersion: 1,
      clientIp: '127.0.0.1',
      userAgent: 'Browser/1',
    });
    const { body: audit } = await tenant.get<{ items: LeadAuditEntry[] }>(`/v1/leads/${lead?.id}/audit`);
    expect(audit.items[0]).toMatchObject({
      action: 'created',
      actor: { kind: 'service', id: `lead-form:${form.id}` },
      clientIp: '127.0.0.1',
      requestId: answer.headers.get('x-request-id'),
    });
    await eventually(() => {
      const consents = [{ channel: 'email', purpose: 'marketing', basis: 'consent', textVersion: `${form.id}/1` }];
      expect(told('lead.captured', lead?.id)).toMatchObject([{ data: { consents } }]);
      expect(told('lead-form.submitted', lead?.id)).toMatchObject([
        {
          data: {
            submissionId: submission?.id,
            formId: form.id,
            isNewLead: true,
            consents: [],
            clientIp: '127.0.0.1',
            userAgent: 'Browser/1',
          },
        },
      ]);
    });
  });

  it('is refused field by field, and leaves nothing', async () => {
    const tenant = admin();
    const form = await createForm(tenant, {
      consents: [{ key: 'terms', text: 'Yes', purpose: 'service', channels: ['email'], required: true }],
    });
    const refusals = async (body: object) => {
      const { status, body: problem } = await submit(app, form.key, body);
      expect(JSON.stringify(problem)).not.toContain('nonsense');
      return [status, problem.code, ...(problem.errors ?? []).map(({ path, code }) => `${path} ${code}`)];
    };
    expect(await refusals({ email: ' ', shoeSize: 'nonsense' })).toEqual([
      422,
      'LEAD.FORM_REFUSED',
      'shoeSize field.unknown',
      'email field.required',
      'consents.terms consent.required',
    ]);
    const consents = ['terms'];
    expect(await refusals({ email: 'nonsense', phone: 'nonsense', consents })).toEqual([
      422,
      'LEAD.FORM_REFUSED',
      'email email.invalid',
      expect.stringMatching(/^phone phone\./),
    ]);
    expect(await refusals({ email: 'a@x.com', consents, wordingVersion: '9' })).toEqual([
      422,
      'LEAD.FORM_REFUSED',
      'wordingVersion wording.unknown',
    ]);
    expect(await refusals({ email: 5 })).toEqual([422, 'HTTP.INVALID_BODY', expect.stringMatching(/^email /)]);
    expect(await refusals({ email: `nonsense${'x'.repeat(40_000)}` })).toEqual([413, 'HTTP.BODY_TOO_LARGE']);
    expect([await leadsOf(tenant), await submissionsOf(tenant, form)]).toEqual([[], []]);
  });

  it('counts under the wording that its page showed, also after a change', async () => {
    const tenant = admin();
    const form = await createForm(tenant);
    await tenant.patch(`/v1/lead-forms/${form.id}`, 1, { consents: [{ ...form.consents[0], key: 'offers' }] });
    expect((await submit(app, form.key, { email: 'old@x.com', consents: ['news'], wordingVersion: '1' })).status).toBe(202);
    expect((await submit(app, form.key, { email: 'new@x.com', consents: ['offers'] })).status).toBe(202);
    expect((await submit(app, form.key, { email: 'no@x.com', consents: ['news'] })).status).toBe(422);
    const submissions = await submissionsOf(tenant, form);
    expect(submissions.map(({ consents, wordingVersion }) => [consents, wordingVersion])).toEqual([
      [['offers'], 2],
      [['news'], 1],
    ]);
  });

  it('takes a phone number without country code as one of the region of the tenant', async () => {
    const tenant = admin();
    const form = await createForm(tenant, { fields: [{ name: 'phone' }] });
    await tenant.patch('/v1/settings', 1, { phoneRegion: 'DE' });
    expect((await submit(app, form.key, { phone: '030 901820' })).status).toBe(202);
    expect((await leadsOf(tenant))[0]?.phone).toBe('+4930901820');
  });
});

describe('a submission in the name of a known lead', () => {
  it('fills blanks, overwrites nothing, and is answered like any other', async () => {
    const tenant = admin();
    const form = await createForm(tenant);
    const { body: known } = await tenant.post<Lead>('/v1/leads', { email: 'ada@x.com', firstName: 'Ada', source: 'referral' });
    const body = { email: 'ADA@x.com', firstName: 'Eve', phone: '+49 30 901820', consents: ['news'], utm_source: 'ads' };
    const answer = await submit(app, form.key, body);
    expect([answer.status, answer.body]).toEqual([202, RECEIPT]);
    const [lead, ...others] = await leadsOf(tenant);
    expect([lead, others]).toMatchObject([
      { id: known.id, version: 2, firstName: 'Ada', phone: '+4930901820', source: 'referral', sourceMetadata: {} },
      [],
    ]);
    expect(await submissionsOf(tenant, form)).toMatchObject([{ leadId: known.id, isNewLead: false, stated: { firstName: 'Eve' } }]);
    await eventually(() => {
      expect(told('lead-form.submitted', known.id)).toMatchObject([
        { data: { isNewLead: false, consents: [{ channel: 'email', purpose: 'marketing', textVersion: `${form.id}/1` }] } },
      ]);
      expect(told('lead.updated', known.id)).toMatchObject([{ data: { changed: ['phone'] } }]);
    });
  });

  it('changes no lead that knows it all, and takes nothing from another', async () => {
    const tenant = admin();
    const form = await createForm(tenant);
    const { body: ada } = await tenant.post<Lead>('/v1/leads', { email: 'ada@x.com', firstName: 'Ada' });
    const { body: bob } = await tenant.post<Lead>('/v1/leads', { phone: '+4930901820' });
    expect((await submit(app, form.key, { email: 'ada@x.com', phone: '+4930901820' })).body).toEqual(RECEIPT);
    expect((await submit(app, form.key, { email: 'bob@x.com', phone: '+4930901820' })).body).toEqual(RECEIPT);
    const leads = await leadsOf(tenant);
    expect(leads.map(({ id, version, email, phone }) => [id, version, email, phone])).toEqual([
      [bob.id, 2, 'bob@x.com', '+4930901820'],
      [ada.id, 2, 'ada@x.com', null],
    ]);
  });

  it('does not bring back a deleted lead', async () => {
    const tenant = admin();
    const form = await createForm(tenant);
    const { body: lead } = await tenant.post<Lead>('/v1/leads', { email: 'ada@x.com' });
    await tenant.delete(`/v1/leads/${lead.id}`, ifMatch(1));
    await submit(app, form.key, { email: 'ada@x.com' });
    expect(await submissionsOf(tenant, form)).toMatchObject([{ isNewLead: true }]);
    expect((await leadsOf(tenant)).map(({ id }) => id)).not.toContain(lead.id);
  });
});

describe('a visitor who sends a form', () => {
  it('is its lead from then on, unless it is known as another: then all stays as it was, and nobody is told', async () => {
    const tenant = admin();
    const form = await createForm(tenant);
    const { body: ada } = await tenant.post<Lead>('/v1/leads', { email: 'ada@x.com' });
    const [first, second] = [uuidV7.next(), uuidV7.next()];
    const send = async (email: string, visitorId: string) =>
      expect((await submit(app, form.key, { email, visitorId })).body).toEqual(RECEIPT);
    await send('ada@x.com', first);
    for (const visitorId of [first, second.toUpperCase(), ada.id]) await send('eve@x.com', visitorId);
    const eve = (await leadsOf(tenant)).find(({ email }) => email === 'eve@x.com');
    const known = async (id: string | undefined) => (await tenant.get(`/v1/leads/${id}/identities`)).body;
    expect(await known(ada.id)).toMatchObject({ items: [{ kind: 'visitor', value: first }] });
    expect(await known(eve?.id)).toMatchObject({ items: [{ kind: 'visitor', value: second }] });
    const stated = (await submissionsOf(tenant, form)).map((submission) => submission.stated['visitorId']);
    expect(stated).toEqual([ada.id, second, first, first]);
    await eventually(() => {
      expect(told('visitor.identified', ada.id)).toMatchObject([{ data: { visitorId: first } }]);
      expect(told('visitor.identified', eve?.id)).toMatchObject([{ data: { visitorId: second } }]);
    });
  });
});

describe('the same submission again', () => {
  it('is applied once: by the id of the sender, even at one instant', async () => {
    const tenant = admin();
    const form = await createForm(tenant);
    const body = { email: 'ada@x.com', submissionId: 's-1' };
    const answers = await Promise.all(Array.from({ length: 6 }, () => submit(app, form.key, body)));
    expect(answers.map(({ status, body: receipt }) => [status, receipt])).toEqual(Array(6).fill([202, RECEIPT]));
    expect(await submissionsOf(tenant, form)).toHaveLength(1);
    await submit(app, form.key, { ...body, submissionId: 's-2' });
    expect(await submissionsOf(tenant, form)).toHaveLength(2);
    expect((await leadsOf(tenant)).map(({ version }) => version)).toEqual([1]);
  });

  it('is applied once: by its content within ten minutes', async () => {
    const tenant = admin();
    const form = await createForm(tenant);
    const body = { email: 'ada@x.com', firstName: 'Ada' };
    await submit(app, form.key, body);
    await submit(app, form.key, 'firstName=Ada&email=ada%40x.com');
    await submit(app, form.key, { ...body, firstName: 'Eve' });
    expect(await submissionsOf(tenant, form)).toHaveLength(2);
    await inspect(
      app.database,
      `UPDATE lead_form_submission SET submitted_at = submitted_at - interval '10 minutes' WHERE tenant_id = $1`,
      [tenant.tenantId],
    );
    await submit(app, form.key, body);
    expect(await submissionsOf(tenant, form)).toHaveLength(3);
  });

  it('one lead comes of many submissions at one instant', async () => {
    const tenant = admin();
    const form = await createForm(tenant);
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, n) => submit(app, form.key, { email: 'ada@x.com', submissionId: `s-${n}` })),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(202));
    expect([await leadsOf(tenant), await submissionsOf(tenant, form)].map(({ length }) => length)).toEqual([1, 6]);
  });
});

describe('a bot', () => {
  it('gets the same answer and leaves nothing but a count', async () => {
    const tenant = admin();
    const form = await createForm(tenant);
    const answer = await submit(app, form.key, { email: 'nonsense', website: 'https://spam.example' });
    expect([answer.status, answer.body]).toEqual([202, RECEIPT]);
    expect([await leadsOf(tenant), await submissionsOf(tenant, form)]).toEqual([[], []]);
    expect((await tenant.get<LeadForm>(`/v1/lead-forms/${form.id}`)).body).toMatchObject({ botsCaught: 1, version: 1 });
  });
});

describe('the door', () => {
  const origin = 'https://shop.example';
  const preflight = (key: string, from: string) =>
    fetch(`${app.service.url}/v1/lead-forms/${key}/submissions`, {
      method: 'OPTIONS',
      headers: { origin: from, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    });

  it('is open to pages of the allowed origins, and to senders that are no browsers', async () => {
    const form = await createForm(admin(), { allowedOrigins: [origin] });
    const asked = await preflight(form.key, origin);
    const headers = ['allow-origin', 'allow-methods', 'allow-headers', 'max-age'].map((name) =>
      asked.headers.get(`access-control-${name}`),
    );
    expect([asked.status, ...headers]).toEqual([204, origin, 'POST', 'Content-Type', '600']);
    const answer = await submit(app, form.key, { email: 'a@x.com' }, { origin });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([202, origin]);
    expect((await submit(app, form.key, { email: 'b@x.com' })).status).toBe(202);
  });

  it.each(['https://evil.example', 'http://shop.example', 'https://shop.example:8443', 'https://shop.example.evil.example', 'null'])(
    'is shut to pages of %s',
    async (other) => {
      const tenant = admin();
      const form = await createForm(tenant, { allowedOrigins: [origin] });
      expect((await preflight(form.key, other)).status).toBe(403);
      expect(await submit(app, form.key, 'email=a%40x.com', { origin: other })).toMatchObject({
        status: 403,
        body: { code: 'LEAD.FORM_ORIGIN' },
      });
      expect(await leadsOf(tenant)).toEqual([]);
    },
  );

  it('is open to any page when the tenant says so, and to none when it says nothing', async () => {
    const tenant = admin();
    const [anyone, nobody] = [await createForm(tenant, { allowedOrigins: ['*'] }), await createForm(tenant)];
    expect((await submit(app, anyone.key, { email: 'a@x.com' }, { origin: 'null' })).status).toBe(202);
    expect((await submit(app, nobody.key, { email: 'a@x.com' }, { origin })).status).toBe(403);
  });

  it('is shut while the form is paused, and to keys that nobody gave out', async () => {
    const form = await createForm(admin(), { status: 'paused' });
    expect(await submit(app, form.key, { email: 'a@x.com' })).toMatchObject({ status: 409, body: { code: 'LEAD.FORM_PAUSED' } });
    for (const key of ['A'.repeat(22), form.id, `${form.key}x`])
      expect(await submit(app, key, { email: 'a@x.com' })).toMatchObject({ status: 404, body: { code: 'LEAD.FORM_NOT_FOUND' } });
  });
});
