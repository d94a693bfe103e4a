import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { ConsentEntry, ContactDecision, ContactState } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { eventually, leadCaptured, leadMerged, leadUnmerged, type ServiceClient, visitorIdentified } from '@leadstream/testing';
import { type ComplianceApp, startComplianceApp } from '../../test/compliance-app.js';
import { stated } from '../../test/stated.js';

let app: ComplianceApp;
beforeAll(async () => {
  app = await startComplianceApp();
});
afterAll(() => app.stop());

const MERGED_AT = '2026-11-10T12:00:00.000Z';
const BEFORE = '2026-11-05T12:00:00.000Z';
const LATER = '2026-11-15T12:00:00.000Z';

const stateOf = async (tenant: ServiceClient, leadId: string) => (await tenant.get<ContactState>(`/v1/leads/${leadId}/contact-state`)).body;
const ledgerOf = async (tenant: ServiceClient, leadId: string) =>
  (await tenant.get<{ items: ConsentEntry[] }>(`/v1/consents?leadId=${leadId}`)).body.items;
const say = async (tenant: ServiceClient, leadId: string, state: 'given' | 'withdrawn', statedAt?: string) =>
  (await tenant.post<ConsentEntry>('/v1/consents', { leadId, channel: 'email', purpose: 'marketing', state, statedAt })).body;
const decide = async (tenant: ServiceClient, leadId: string, channel = 'email') =>
  (await tenant.post<ContactDecision>('/v1/decisions', { leadId, channel, purpose: 'marketing' })).body;

/** Two leads that agreed to be mailed. */
async function pair(tenant: ServiceClient, email = 'a@x.com') {
  const [survivor, merged] = [uuidV7.next(), uuidV7.next()];
  const consents = [stated({})];
  await app.publish(
    leadCaptured({ tenantId: tenant.tenantId, leadId: survivor, sequence: 1 }, { consents, email, phone: null }),
    leadCaptured({ tenantId: tenant.tenantId, leadId: merged, sequence: 1 }, { consents, email: 'b@x.com', phone: '+4930901820' }),
  );
  for (const leadId of [survivor, merged]) await eventually(async () => expect((await stateOf(tenant, leadId)).known).toBe(true));
  return { survivor, merged };
}

async function merge(tenant: ServiceClient, merged: string, survivor: string, sequence = 2): Promise<void> {
  const addresses = { email: 'b@x.com', phone: '+4930901820', mergedAt: MERGED_AT };
  await app.publish(leadMerged({ tenantId: tenant.tenantId, leadId: merged, sequence }, survivor, addresses));
  await eventually(async () => expect((await stateOf(tenant, merged)).deleted).toBe(true));
}

async function unmerge(tenant: ServiceClient, merged: string, survivor: string, sequence = 3): Promise<void> {
  const addresses = { email: 'b@x.com', phone: '+4930901820' };
  await app.publish(leadUnmerged({ tenantId: tenant.tenantId, leadId: merged, sequence }, survivor, addresses));
  await eventually(async () => expect((await stateOf(tenant, merged)).deleted).toBe(false));
}

it('takes the most restrictive consent of both, until the person says otherwise, and gives each back its own', async () => {
  const tenant = app.as();
  const { survivor, merged } = await pair(tenant);
  const withdrawal = await say(tenant, merged, 'withdrawn', BEFORE);
  expect((await decide(tenant, survivor)).outcome).toBe('allow');

  await merge(tenant, merged, survivor);
  expect(await decide(tenant, survivor)).toMatchObject({
    outcome: 'deny',
    reasons: [{ code: 'consent_withdrawn' }],
    inputs: { consentEntryId: withdrawal.id },
  });
  expect((await stateOf(tenant, survivor)).consents).toMatchObject([{ state: 'withdrawn', entryId: withdrawal.id }]);
  expect((await ledgerOf(tenant, survivor)).map(({ leadId }) => leadId).sort()).toEqual([merged, merged, survivor].sort());
  expect(await decide(tenant, merged)).toMatchObject({
    outcome: 'deny',
    reasons: [{ code: 'lead_deleted' }, { code: 'consent_withdrawn' }],
  });

  const grant = await say(tenant, survivor, 'given', LATER);
  expect(await decide(tenant, survivor)).toMatchObject({ outcome: 'allow', inputs: { consentEntryId: grant.id } });

  await unmerge(tenant, merged, survivor);
  expect(await decide(tenant, merged)).toMatchObject({ outcome: 'deny', reasons: [{ code: 'consent_withdrawn' }] });
  expect((await decide(tenant, survivor)).outcome).toBe('allow');
  expect((await ledgerOf(tenant, merged)).map(({ leadId }) => leadId)).toEqual([merged, merged]);
});

it('heeds at once what is withdrawn under the merged id', async () => {
  const tenant = app.as();
  const { survivor, merged } = await pair(tenant);
  await merge(tenant, merged, survivor);
  expect((await decide(tenant, survivor)).outcome).toBe('allow');
  await say(tenant, merged, 'withdrawn');
  expect((await decide(tenant, survivor)).outcome).toBe('deny');
  await say(tenant, survivor, 'given');
  expect((await decide(tenant, survivor)).outcome).toBe('allow');
});

it('leaves to both what the person withdrew while it was one, once the merge is undone, whatever clock dated that', async () => {
  const tenant = app.as();
  const { survivor, merged } = await pair(tenant);
  await merge(tenant, merged, survivor);
  await say(tenant, survivor, 'given');
  await say(tenant, survivor, 'withdrawn', BEFORE);
  expect((await ledgerOf(tenant, survivor)).slice(0, 2).map(({ leadId, statedAt }) => [leadId, statedAt])).toEqual([
    [merged, MERGED_AT],
    [survivor, BEFORE],
  ]);
  expect((await decide(tenant, survivor)).outcome).toBe('deny');
  await unmerge(tenant, merged, survivor);
  for (const leadId of [merged, survivor]) expect((await decide(tenant, leadId)).reasons).toMatchObject([{ code: 'consent_withdrawn' }]);
  await say(tenant, survivor, 'given');
  expect([(await decide(tenant, survivor)).outcome, (await decide(tenant, merged)).outcome]).toEqual(['allow', 'deny']);
});

it('heeds DNC entries of every address the person had', async () => {
  const tenant = app.as();
  const { survivor, merged } = await pair(tenant);
  await tenant.post('/v1/dnc', { kind: 'phone', value: '+4930901820', reason: 'asked' });
  expect((await decide(tenant, survivor)).outcome).toBe('allow');
  await merge(tenant, merged, survivor);
  expect(await decide(tenant, survivor)).toMatchObject({ outcome: 'deny', reasons: [{ code: 'on_dnc' }] });
  expect((await stateOf(tenant, survivor)).dnc).toMatchObject({ blocked: true, entries: [{ value: '+4930901820' }] });
  await unmerge(tenant, merged, survivor);
  expect((await decide(tenant, survivor)).outcome).toBe('allow');
});

it('heeds what a visitor said before it was known who it is', async () => {
  const tenant = app.as();
  const visitorId = uuidV7.next();
  const { survivor: lead } = await pair(tenant);
  await say(tenant, visitorId, 'withdrawn', '2026-10-15T12:00:00.000Z');
  expect((await decide(tenant, lead)).outcome).toBe('allow');
  await app.publish(visitorIdentified({ tenantId: tenant.tenantId, visitorId, sequence: 1 }, lead));
  await eventually(async () => expect((await stateOf(tenant, visitorId)).deleted).toBe(true));
  expect(await decide(tenant, lead)).toMatchObject({ outcome: 'deny', reasons: [{ code: 'consent_withdrawn' }] });
});

it('counts through a chain of merges', async () => {
  const tenant = app.as();
  const [{ survivor: a, merged: b }, { survivor: c }] = [await pair(tenant), await pair(tenant, 'c@x.com')];
  await say(tenant, b, 'withdrawn', BEFORE);
  await merge(tenant, b, a);
  await merge(tenant, a, c);
  expect((await decide(tenant, c)).outcome).toBe('deny');
  await unmerge(tenant, a, c);
  expect((await decide(tenant, c)).outcome).toBe('allow');
  expect((await decide(tenant, a)).outcome).toBe('deny');
});
