import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ConsentEntry, ConsentStanding, ContactDecision, ContactRules, DncEntry, Problem } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { eventually, leadCaptured, leadDeleted, leadMerged, leadUpdated, type ServiceClient } from '@leadstream/testing';
import { type ComplianceApp, startComplianceApp } from '../../test/compliance-app.js';
import { stated } from '../../test/stated.js';

let app: ComplianceApp;
beforeAll(async () => {
  app = await startComplianceApp();
});
afterAll(() => app.stop());

const asked = { channel: 'email', purpose: 'marketing' } as const;
const decide = (tenant: ServiceClient, leadId: string, change: object = {}) =>
  tenant.post<ContactDecision>('/v1/decisions', { leadId, ...asked, ...change }).then(({ body }) => body);
const codes = ({ reasons }: ContactDecision) => reasons.map(({ code }) => code);

/** A lead that agreed to marketing by e-mail, as the service knows it. */
async function agreeingLead(tenant: ServiceClient, data: Parameters<typeof leadCaptured>[1] = {}): Promise<string> {
  const leadId = uuidV7.next();
  await app.publish(leadCaptured({ tenantId: tenant.tenantId, leadId, sequence: 1 }, { consents: [stated()], ...data }));
  await eventually(async () => expect((await tenant.get<{ known: boolean }>(`/v1/leads/${leadId}/contact-state`)).body.known).toBe(true));
  return leadId;
}

describe('a decision', () => {
  it('allows what the lead agreed to, names its inputs and is stored', async () => {
    const tenant = app.as();
    const leadId = await agreeingLead(tenant);
    const { body: ledger } = await tenant.get<{ items: ConsentEntry[] }>(`/v1/consents?leadId=${leadId}`);
    const { status, headers, body } = await tenant.post<ContactDecision>('/v1/decisions', { leadId, ...asked });
    expect([status, headers.get('location')]).toEqual([201, `/v1/decisions/${body.id}`]);
    expect(body).toMatchObject({ leadId, ...asked, outcome: 'allow', ruleSetVersion: 'default-5' });
    expect(codes(body)).toEqual(['consent_given']);
    expect(body.inputs).toMatchObject({
      leadVersion: 1,
      consentEntryId: ledger.items[0]?.id,
      dncEntryIds: [],
      dncListVersion: 0,
      optOutReviewIds: [],
    });
    expect(Date.parse(body.expiresAt) - Date.parse(body.decidedAt)).toBe(60_000);
    expect((await tenant.get<ContactDecision>(`/v1/decisions/${body.id}`)).body).toEqual(body);
  });

  it('denies an unknown lead', async () => {
    const decision = await decide(app.as(), uuidV7.next());
    expect([decision.outcome, ...codes(decision)]).toEqual(['deny', 'lead_unknown', 'no_consent']);
    expect(decision.inputs).toMatchObject({
      leadVersion: null,
      consentEntryId: null,
      dncEntryIds: [],
      dncListVersion: 0,
      optOutReviewIds: [],
    });
  });

  it('denies what was not agreed to, and channels without an address', async () => {
    const tenant = app.as();
    const leadId = await agreeingLead(tenant, { phone: null });
    expect(codes(await decide(tenant, leadId, { purpose: 'sales' }))).toEqual(['no_consent']);
    expect(codes(await decide(tenant, leadId, { channel: 'sms' }))).toEqual(['no_address', 'no_consent']);
    expect(codes(await decide(tenant, leadId, { channel: 'social' }))).toEqual(['no_address', 'no_consent']);
  });

  it('denies after a withdrawal, and allows after a new grant', async () => {
    const tenant = app.as();
    const leadId = await agreeingLead(tenant);
    await tenant.post('/v1/consents', { leadId, ...asked, state: 'withdrawn' });
    expect(codes(await decide(tenant, leadId))).toEqual(['consent_withdrawn']);
    await tenant.post('/v1/consents', { leadId, ...asked, state: 'given' });
    expect((await decide(tenant, leadId)).outcome).toBe('allow');
  });

  it('denies while one of the addresses is on the list, and names the entries', async () => {
    const tenant = app.as();
    const leadId = await agreeingLead(tenant);
    const add = async (body: object) => (await tenant.post<DncEntry>('/v1/dnc', { reason: 'x', ...body })).body.id;
    await add({ kind: 'phone', value: '+14155552671', channels: ['voice'] });
    expect((await decide(tenant, leadId)).outcome).toBe('allow');
    const byMail = await add({ kind: 'email', value: 'ADA@example.com', channels: ['email'] });
    const byPhone = await add({ kind: 'phone', value: '+14155552671' });
    const denied = await decide(tenant, leadId);
    expect(codes(denied)).toEqual(['on_dnc']);
    expect(denied.inputs).toMatchObject({ dncEntryIds: expect.arrayContaining([byMail, byPhone]), dncListVersion: 3 });
    for (const id of [byMail, byPhone]) await tenant.delete(`/v1/dnc/${id}`);
    expect((await decide(tenant, leadId)).outcome).toBe('allow');
  });

  it('denies while a domain of its address is on the list, and says so', async () => {
    const tenant = app.as();
    const leadId = await agreeingLead(tenant);
    const { body: entry } = await tenant.post<DncEntry>('/v1/dnc', { kind: 'domain', value: 'example.com', reason: 'x' });
    const denied = await decide(tenant, leadId);
    expect(codes(denied)).toEqual(['on_dnc_domain']);
    expect(denied.inputs).toMatchObject({ dncEntryIds: [entry.id], facts: { dncEntries: 1, dncDomainEntries: 1 } });
    expect((await tenant.send('POST', `/v1/decisions/${denied.id}/verify`)).body).toMatchObject({ isEqual: true, signature: 'valid' });
    await tenant.delete(`/v1/dnc/${entry.id}`);
    expect((await decide(tenant, leadId)).outcome).toBe('allow');
  });

  it('denies a deleted lead', async () => {
    const tenant = app.as();
    const leadId = await agreeingLead(tenant);
    await app.publish(leadDeleted({ tenantId: tenant.tenantId, leadId, sequence: 2 }));
    await eventually(async () => expect(codes(await decide(tenant, leadId))).toEqual(['lead_deleted']));
  });

  it('denies who withdrew and is captured again with what it had agreed to before, one by one and in a batch, until it agrees anew', async () => {
    const tenant = app.as();
    const { tenantId } = tenant;
    const lead = { tenantId, leadId: await agreeingLead(tenant), sequence: 2 };
    const { body: withdrawal } = await tenant.post<ConsentEntry>('/v1/consents', { leadId: lead.leadId, ...asked, state: 'withdrawn' });
    await app.publish(leadDeleted(lead));
    await eventually(async () => expect(codes(await decide(tenant, lead.leadId))).toEqual(['lead_deleted', 'consent_withdrawn']));
    const leadId = await agreeingLead(tenant, { phone: '+4930901820' });
    const denied = await decide(tenant, leadId);
    expect([codes(denied), denied.inputs.consentEntryId]).toEqual([['consent_withdrawn'], withdrawal.id]);
    const { body: batch } = await tenant.post('/v1/decisions/batch', { items: [{ leadId, ...asked }] });
    expect(batch).toMatchObject({ items: [{ decision: { outcome: 'deny', reasons: [{ code: 'consent_withdrawn' }] } }] });
    const { body: state } = await tenant.get<{ items: ConsentStanding[] }>(`/v1/consents/state?leadId=${leadId}`);
    expect(state.items).toMatchObject([{ ...asked, state: 'withdrawn', entryId: withdrawal.id }]);
    await tenant.post('/v1/consents', { leadId, ...asked, state: 'given' });
    expect((await decide(tenant, leadId)).outcome).toBe('allow');
    await app.publish(leadUpdated({ ...lead, sequence: 3 }));
    await eventually(async () => expect(codes(await decide(tenant, lead.leadId))).toEqual(['consent_withdrawn']));
  });

  it('denies who has the address that somebody withdrew under and has no more, whatever that one went into since', async () => {
    const tenant = app.as();
    const { tenantId } = tenant;
    const leadId = await agreeingLead(tenant);
    const elsewhere = { tenantId, leadId, sequence: 2 };
    await app.publish(leadUpdated(elsewhere, { email: 'elsewhere@example.com' }));
    await eventually(async () => expect((await decide(tenant, leadId)).inputs.leadVersion).toBe(2));
    const other = await agreeingLead(tenant, { phone: null });
    expect((await decide(tenant, other)).outcome).toBe('allow');
    const survivor = await agreeingLead(tenant, { email: 'survivor@example.com' });
    await app.publish(
      leadMerged({ ...elsewhere, sequence: 3 }, survivor, { email: 'elsewhere@example.com', mergedAt: new Date().toISOString() }),
    );
    await eventually(async () => expect(codes(await decide(tenant, leadId))).toEqual(['lead_deleted']));
    await tenant.post('/v1/consents', { leadId: survivor, ...asked, state: 'withdrawn' });
    expect(codes(await decide(tenant, other))).toEqual(['consent_withdrawn']);
    await tenant.post('/v1/consents', { leadId: survivor, ...asked, state: 'given' });
    expect((await decide(tenant, other)).outcome).toBe('allow');
  });

  it('never allows once a withdrawal was acknowledged, however many ask meanwhile', async () => {
    const tenant = app.as();
    const leadId = await agreeingLead(tenant);
    for (let round = 0; round < 5; round += 1) {
      await tenant.post('/v1/consents', { leadId, ...asked, state: 'given' });
      const meanwhile = Array.from({ length: 4 }, () => decide(tenant, leadId));
      await tenant.post('/v1/consents', { leadId, ...asked, state: 'withdrawn' });
      const after = await Promise.all(Array.from({ length: 4 }, () => decide(tenant, leadId)));
      expect(after.map(({ outcome }) => outcome)).toEqual(['deny', 'deny', 'deny', 'deny']);
      await Promise.all(meanwhile);
    }
  });

  it('is made once per idempotency key', async () => {
    const tenant = app.as();
    const body = { leadId: uuidV7.next(), ...asked };
    const key = { 'idempotency-key': uuidV7.next() };
    const first = await tenant.post<ContactDecision>('/v1/decisions', body, key);
    const again = await tenant.post<ContactDecision>('/v1/decisions', body, key);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  it.each<[object, string]>([
    [{ leadId: 'ada' }, 'leadId'],
    [{ channel: 'fax' }, 'channel'],
    [{ purpose: undefined }, 'purpose'],
    [{ at: 'noon' }, 'at'],
  ])('is refused for %j', async (change, path) => {
    const { status, body } = await app.as().post<Problem>('/v1/decisions', { leadId: uuidV7.next(), ...asked, ...change });
    expect([status, body.code]).toEqual([422, 'HTTP.INVALID_BODY']);
    expect(body.errors).toEqual([expect.objectContaining({ path })]);
  });

  it('is told, without personal data', async () => {
    const tenant = app.as();
    const leadId = uuidV7.next();
    const decision = await decide(tenant, leadId);
    const told = () => app.published.ofType('contact.decided').find(({ key }) => key === `${tenant.tenantId}:${leadId}`);
    await eventually(() => expect(told()).toBeDefined());
    expect(told()?.data).toEqual({
      leadId,
      decisionId: decision.id,
      ...asked,
      outcome: 'deny',
      reasons: ['lead_unknown', 'no_consent'],
      decidedAt: decision.decidedAt,
      ruleSetVersion: 'default-5',
    });
    expect(told()?.headers['ce_sequence']).toBe('1');
  });
});

describe('the rules', () => {
  it('are listed with their sources, those of a rule set of before as well', async () => {
    const { body } = await app.as().get<ContactRules>('/v1/contact-rules');
    expect([body.ruleSetVersion, body.ruleSetVersions]).toEqual(['default-5', ['default-3', 'default-4', 'default-5']]);
    const { body: before } = await app.as().get<ContactRules>('/v1/contact-rules?ruleSetVersion=default-3');
    expect([before.ruleSetVersion, before.items.some(({ id }) => id === 'us-or-hours')]).toEqual(['default-3', false]);
    expect(body.items.find(({ id }) => id === 'us-tcpa-hours')).toMatchObject({
      provenance: 'primary',
      source: expect.stringContaining('64.1200(c)(1)'),
    });
  });
});

describe('another tenant', () => {
  it('finds no decision and no lead', async () => {
    const owner = app.as();
    const leadId = await agreeingLead(owner);
    const decision = await decide(owner, leadId);
    const other = app.as();
    expect((await other.get<Problem>(`/v1/decisions/${decision.id}`)).body.code).toBe('COMPLIANCE.DECISION_NOT_FOUND');
    expect(codes(await decide(other, leadId))).toEqual(['lead_unknown', 'no_consent']);
  });

  it('does not put our leads on its list', async () => {
    const owner = app.as();
    const leadId = await agreeingLead(owner);
    await app.as().post('/v1/dnc', { kind: 'email', value: 'ada@example.com', reason: 'x' });
    expect((await decide(owner, leadId)).outcome).toBe('allow');
  });

  it('is told apart from one without the scope', async () => {
    expect((await app.as(undefined, ['compliance:read']).post('/v1/decisions', { leadId: uuidV7.next(), ...asked })).status).toBe(403);
  });
});
