import { createHash, createPublicKey, verify } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type ContactDecision,
  type ContactPolicy,
  dealClosedV1,
  type DecisionBatchResult,
  type DecisionKey,
  type DecisionVerification,
  type Problem,
} from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { eventually, leadCaptured, leadDeleted, leadFormSubmitted, type ServiceClient, sql } from '@leadstream/testing';
import { type ComplianceApp, startComplianceApp } from '../../test/compliance-app.js';
import { stated } from '../../test/stated.js';
import { canonicalJson } from './signature/canonical-json.rules.js';

const HOUR_MS = 3_600_000;
/** 18 h UTC of a Wednesday to come: the middle of the day all over the USA, and no holiday of Florida's. */
const wednesday = new Date();
wednesday.setUTCDate(wednesday.getUTCDate() + ((10 - wednesday.getUTCDay()) % 7) + (wednesday.getUTCDay() === 3 ? 7 : 0));
wednesday.setUTCHours(18, 0, 0, 0);
const later = (hours: number): Date => new Date(wednesday.getTime() + hours * HOUR_MS);

let now = wednesday;
let app: ComplianceApp;
beforeAll(async () => {
  app = await startComplianceApp({ now: () => now });
});
afterAll(() => app.stop());
beforeEach(() => {
  now = wednesday;
});

const call = { channel: 'voice', purpose: 'sales' } as const;
const mail = { channel: 'email', purpose: 'marketing' } as const;
const decide = (tenant: ServiceClient, body: object) => tenant.post<ContactDecision>('/v1/decisions', body).then((answer) => answer.body);
const codes = ({ reasons }: Pick<ContactDecision, 'reasons'>) => reasons.map(({ code }) => code);
const verified = (tenant: ServiceClient, id: string) => tenant.post<DecisionVerification>(`/v1/decisions/${id}/verify`, {});
const demand = (tenant: ServiceClient, version: number, policy: object) =>
  tenant.send<ContactPolicy>('PUT', '/v1/contact-policy', {
    body: JSON.stringify({ requiresStatedConsent: true, hours: [], caps: [], ...policy }),
    headers: { 'content-type': 'application/json', 'if-match': `"${version}"` },
  });

/** A lead with a number of Miami that agreed to be called, as the service knows it. */
async function known(tenant: ServiceClient, data: Parameters<typeof leadCaptured>[1] = {}): Promise<string> {
  const leadId = uuidV7.next();
  const consents = [stated({ ...call })];
  await app.publish(leadCaptured({ tenantId: tenant.tenantId, leadId, sequence: 1 }, { consents, phone: '+13052345678', ...data }));
  await eventually(async () => expect((await tenant.get<{ known: boolean }>(`/v1/leads/${leadId}/contact-state`)).body.known).toBe(true));
  return leadId;
}

describe('hours and caps', () => {
  it('let a call be in the day of the person called, and name the time when not', async () => {
    const tenant = app.as();
    const leadId = await known(tenant);
    expect(await decide(tenant, { leadId, ...call })).toMatchObject({ outcome: 'allow', at: wednesday.toISOString() });
    now = later(9);
    const night = await decide(tenant, { leadId, ...call });
    expect([night.outcome, ...codes(night)]).toEqual(['later', 'quiet_hours', 'quiet_hours', 'quiet_hours']);
    // The west of Florida is on Central time, and the number goes with its owner.
    const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'America/Chicago', hour: '2-digit', minute: '2-digit' });
    expect(clock.format(new Date(night.laterAt ?? 0))).toBe('08:00');
    expect(Date.parse(night.laterAt ?? '')).toBeLessThan(later(24).getTime());
    const told = () => app.published.ofType('contact.decided').find(({ data }) => (data as { decisionId: string }).decisionId === night.id);
    await eventually(() => expect(told()?.data).toMatchObject({ outcome: 'deny', laterAt: night.laterAt }));
  });

  it('let three calls a day be in Florida, one by one or in a batch', async () => {
    const tenant = app.as();
    const leadId = await known(tenant);
    await decide(tenant, { leadId, ...call });
    now = later(1);
    const planned = { leadId, ...call, at: later(2).toISOString() };
    const { body } = await tenant.post<{ items: DecisionBatchResult[] }>('/v1/decisions/batch', {
      items: [planned, planned, { leadId, ...call }, { leadId, ...call }, { leadId, ...call }],
    });
    const decisions = body.items.map((item) => (item.status === 'decided' ? item.decision : undefined));
    expect(decisions.map((decision) => decision?.outcome)).toEqual(['allow', 'allow', 'allow', 'allow', 'later']);
    expect(decisions[4]).toMatchObject({
      reasons: [{ code: 'frequency_cap', rule: 'us-fl-three-a-day' }],
      laterAt: later(24).toISOString(),
    });
    now = later(24);
    const atOnce = await Promise.all([1, 2, 3].map(() => decide(tenant, { leadId, ...call })));
    expect(atOnce.map(({ outcome }) => outcome).sort()).toEqual(['allow', 'later', 'later']);
  });

  it('follow the number to a lead that is captured anew with it', async () => {
    const tenant = app.as();
    const { tenantId } = tenant;
    const before = await known(tenant);
    for (const _ of [1, 2, 3]) await decide(tenant, { leadId: before, ...call });
    await app.publish(leadDeleted({ tenantId, leadId: before, sequence: 2 }));
    await eventually(async () => expect(codes(await decide(tenant, { leadId: before, ...call }))).toContain('lead_deleted'));
    const leadId = await known(tenant);
    const fourth = await decide(tenant, { leadId, ...call });
    expect(fourth).toMatchObject({ outcome: 'later', reasons: [{ code: 'frequency_cap', rule: 'us-fl-three-a-day' }] });
    const { body } = await tenant.post<{ items: DecisionBatchResult[] }>('/v1/decisions/batch', { items: [{ leadId, ...call }] });
    expect(body.items).toMatchObject([{ decision: { outcome: 'later', laterAt: later(24).toISOString() } }]);
    expect((await verified(tenant, fourth.id)).body.isEqual).toBe(true);
  });

  it('are judged at an instant to come, on which nobody may act', async () => {
    const tenant = app.as();
    const leadId = await known(tenant);
    const planned = await decide(tenant, { leadId, ...call, at: later(24).toISOString() });
    expect(planned).toMatchObject({ outcome: 'allow', at: later(24).toISOString() });
    expect(Date.parse(planned.expiresAt)).toBeLessThanOrEqual(Date.parse(planned.at ?? ''));
    for (const hours of [-1, 367 * 24]) {
      const { status, body } = await tenant.post<Problem>('/v1/decisions', { leadId, ...call, at: later(hours).toISOString() });
      expect([status, body.code]).toEqual([422, 'COMPLIANCE.AT_OUT_OF_RANGE']);
    }
  });
});

describe('where the lead is', () => {
  it('is told by its zone and its address, too', async () => {
    const tenant = app.as();
    const leadId = await known(tenant, { timeZone: 'America/Los_Angeles', address: { country: 'US', region: 'Texas' } });
    const { inputs } = await decide(tenant, { leadId, ...call });
    expect(inputs.facts?.place).toMatchObject({ countries: ['US'], states: null, evidence: ['time_zone', 'address', 'phone'] });
    expect(inputs.facts?.place.zones).toEqual(expect.arrayContaining(['America/Los_Angeles', 'America/New_York']));
    expect(JSON.stringify(inputs)).not.toMatch(/ada@|3052345678/);
  });
});

describe('a batch', () => {
  it('answers each item, as it would alone', async () => {
    const tenant = app.as();
    const leadId = await known(tenant);
    const items = [
      { leadId, ...mail },
      { leadId: uuidV7.next(), ...mail },
      { leadId: 'ada', ...mail },
      7,
      { leadId, ...mail, at: '2020-01-01T00:00:00Z' },
    ];
    const { status, body } = await tenant.post<{ items: DecisionBatchResult[] }>('/v1/decisions/batch', { items });
    expect([status, body.items.map((item) => item.status)]).toEqual([200, ['decided', 'decided', 'failed', 'failed', 'failed']]);
    const [known1, unknown, ...failed] = body.items;
    expect(known1).toMatchObject({ decision: { leadId, outcome: 'deny', reasons: [{ code: 'no_consent' }] } });
    expect(unknown).toMatchObject({ decision: { outcome: 'deny', reasons: [{ code: 'lead_unknown' }, { code: 'no_consent' }] } });
    expect(failed.map((item) => (item.status === 'failed' ? item.error.code : ''))).toEqual([
      'COMPLIANCE.QUESTION_INVALID',
      'COMPLIANCE.QUESTION_INVALID',
      'COMPLIANCE.AT_OUT_OF_RANGE',
    ]);
    const id = known1?.status === 'decided' ? known1.decision.id : '';
    expect((await verified(tenant, id)).body).toMatchObject({ isEqual: true, signature: 'valid' });
  });

  it('of a thousand leads is stored and told', async () => {
    const tenant = app.as();
    const leadId = await known(tenant);
    const items = Array.from({ length: 1_000 }, (_, index) => ({ leadId: index === 0 ? leadId : uuidV7.next(), ...call }));
    const { body } = await tenant.post<{ items: DecisionBatchResult[] }>('/v1/decisions/batch', { items });
    expect(body.items.map((item) => (item.status === 'decided' ? item.decision.outcome : 'failed'))).toEqual([
      'allow',
      ...Array<string>(999).fill('deny'),
    ]);
    const count = 'SELECT count(*)::int FROM compliance.decision WHERE tenant_id = $1';
    expect(await sql(app.database.adminUrl, count, [tenant.tenantId])).toEqual([{ count: 1_000 }]);
    await eventually(() =>
      expect(app.published.ofType('contact.decided').filter(({ key }) => key.startsWith(tenant.tenantId))).toHaveLength(1_000),
    );
  });
});

describe('verifying', () => {
  it('makes a decision again, and finds what was altered', async () => {
    const tenant = app.as();
    const leadId = await known(tenant);
    const decision = await decide(tenant, { leadId, ...mail });
    expect((await verified(tenant, decision.id)).body).toMatchObject({
      recomputable: true,
      isEqual: true,
      differences: [],
      signature: 'valid',
    });
    await sql(app.database.adminUrl, `UPDATE compliance.decision SET outcome = 'allow' WHERE id = $1`, [decision.id]);
    expect((await verified(tenant, decision.id)).body).toMatchObject({
      isEqual: false,
      differences: [{ field: 'outcome', stored: '"allow"', recomputed: '"deny"' }],
      signature: 'invalid',
    });
  });

  it('can be done elsewhere, with the public key', async () => {
    const tenant = app.as();
    const decision = await decide(tenant, { leadId: await known(tenant), ...mail });
    const { signature, ...signed } = decision;
    const { body: key } = await tenant.get<DecisionKey>(`/v1/decision-keys/${signature?.keyId}`);
    const holds = (content: object) =>
      verify(
        null,
        Buffer.from(canonicalJson({ ...content, tenantId: tenant.tenantId })),
        createPublicKey(key.publicKey),
        Buffer.from(signature?.value ?? '', 'base64url'),
      );
    expect([holds(signed), holds({ ...signed, outcome: 'allow' })]).toEqual([true, false]);
    const again = await decide(tenant, { leadId: decision.leadId, ...mail });
    expect(again.signature?.keyId).toBe(signature?.keyId);
  });

  it.each([
    ['in the middle', 1, 3],
    ['alone at the end', 4, 1],
  ])('can be done elsewhere for one decision of a batch, %s', async (_, index, steps) => {
    const tenant = app.as();
    const items = Array.from({ length: 5 }, () => ({ leadId: uuidV7.next(), ...mail }));
    const { body: batch } = await tenant.post<{ items: { decision: ContactDecision }[] }>('/v1/decisions/batch', { items });
    const { body } = await tenant.get<ContactDecision>(`/v1/decisions/${batch.items[index]?.decision.id}`);
    const { signature, ...signed } = body;
    const { body: key } = await tenant.get<DecisionKey>(`/v1/decision-keys/${signature?.keyId}`);
    const bytes = (text: string) => Buffer.from(text, 'base64url');
    const sha256 = (...pieces: Uint8Array[]) => createHash('sha256').update(Buffer.concat(pieces)).digest();
    const holds = (content: object) => {
      let hash = sha256(Buffer.of(0), Buffer.from(canonicalJson({ ...content, tenantId: tenant.tenantId })));
      for (const step of signature?.path ?? []) {
        hash = 'left' in step ? sha256(Buffer.of(1), bytes(step.left), hash) : sha256(Buffer.of(1), hash, bytes(step.right));
      }
      return verify(null, hash, createPublicKey(key.publicKey), bytes(signature?.value ?? ''));
    };
    expect([signature?.path?.length, holds(signed), holds({ ...signed, outcome: 'allow' })]).toEqual([steps, true, false]);
    expect((await verified(tenant, body.id)).body).toMatchObject({ isEqual: true, signature: 'valid' });
  });

  it('says that decisions from before kept no facts', async () => {
    const tenant = app.as();
    const [id, leadId] = [uuidV7.next(), uuidV7.next()];
    await sql(
      app.database.adminUrl,
      `INSERT INTO compliance.decision (tenant_id, id, decided_at, expires_at, lead_id, channel, purpose, outcome, reasons, inputs, rule_set_version)
       VALUES ($1, $2, now(), now() + interval '1 minute', $3, 'email', 'marketing', 'deny', '[{"code":"no_consent","detail":"x"}]',
               '{"leadVersion":null,"consentEntryId":null,"dncEntryIds":[],"dncListVersion":0}', 'default-2')`,
      [tenant.tenantId, id, leadId],
    );
    expect((await verified(tenant, id)).body).toMatchObject({ recomputable: false, isEqual: null, signature: 'absent' });
  });

  it("finds no other tenant's decision and key", async () => {
    const owner = app.as();
    const { id, signature } = await decide(owner, { leadId: uuidV7.next(), ...mail });
    const other = app.as();
    expect((await verified(other, id)).status).toBe(404);
    expect((await other.get(`/v1/decision-keys/${signature?.keyId}`)).status).toBe(404);
  });
});

describe('a policy', () => {
  it('may leave it at what the law asks, and be stricter again', async () => {
    const tenant = app.as(undefined, ['compliance:read', 'compliance:write', 'tenant:write']);
    const leadId = await known(tenant);
    expect(codes(await decide(tenant, { leadId, ...mail }))).toEqual(['no_consent']);
    expect((await demand(tenant, 1, { requiresStatedConsent: false })).body).toMatchObject({ version: 2, requiresStatedConsent: false });
    const lawful = await decide(tenant, { leadId, ...mail });
    expect([lawful.outcome, ...codes(lawful), lawful.inputs.facts?.policy.version]).toEqual(['allow', 'consent_not_needed', 2]);
    const caps = [{ channels: ['email'], purposes: ['marketing'], contacts: 1, withinHours: 24 }];
    expect((await demand(tenant, 1, { caps })).status).toBe(412);
    await demand(tenant, 2, { requiresStatedConsent: false, caps });
    expect(await decide(tenant, { leadId, ...mail })).toMatchObject({
      outcome: 'later',
      reasons: [{ code: 'frequency_cap', rule: 'tenant' }],
    });
    await tenant.post('/v1/consents', { leadId, ...mail, state: 'withdrawn' });
    expect(codes(await decide(tenant, { leadId, ...mail }))).toEqual(['consent_withdrawn']);
  });
});

describe('what a lead bought or asked for', () => {
  it('implies consent in Canada, for a time', async () => {
    const tenant = app.as(undefined, ['compliance:read', 'compliance:write', 'tenant:write']);
    await demand(tenant, 1, { requiresStatedConsent: false });
    const canadian = { phone: '+14162345678', consents: [] };
    const [buyer, asker] = [await known(tenant, canadian), await known(tenant, canadian)];
    expect(codes(await decide(tenant, { leadId: buyer, ...mail }))).toEqual(['no_consent']);
    const half = new Date(wednesday);
    half.setUTCMonth(half.getUTCMonth() - 3);
    const dealtAt = half.toISOString();
    await app.publish(
      wonDeal(tenant.tenantId, buyer, dealtAt),
      leadFormSubmitted({ tenantId: tenant.tenantId, leadId: asker, sequence: 1 }, { submittedAt: dealtAt }),
    );
    for (const leadId of [buyer, asker]) {
      await eventually(async () => expect(codes(await decide(tenant, { leadId, ...mail }))).toEqual(['consent_implied']));
    }
    const inFiveMonths = { ...mail, at: later(150 * 24).toISOString() };
    expect((await decide(tenant, { leadId: buyer, ...inFiveMonths })).outcome).toBe('allow');
    expect(codes(await decide(tenant, { leadId: asker, ...inFiveMonths }))).toEqual(['no_consent']);
  });
});

function wonDeal(tenantId: string, leadId: string, closedAt: string) {
  const [dealId, stageId] = [uuidV7.next(), uuidV7.next()];
  const stage = { pipelineId: uuidV7.next(), stageId, stageName: 'Won', probability: 100, status: 'closed-won' };
  const move = { fromStageId: stageId, fromStatus: 'active', secondsInStage: 1, changedAt: closedAt };
  const data = {
    dealId,
    leadId,
    name: 'x',
    ...stage,
    value: null,
    expectedCloseOn: null,
    ownerId: null,
    openedAt: closedAt,
    closedAt,
    ...move,
    lossReason: null,
  };
  return { contract: dealClosedV1, event: { id: uuidV7.next(), tenantId, sequence: 1, data } };
}
