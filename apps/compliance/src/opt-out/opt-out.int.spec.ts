import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Channel,
  type ContactDecision,
  type ContactState,
  type DecisionVerification,
  type DncEntry,
  type ExaminedMessage,
  messageReceivedV1,
  type OptOutReview,
  type Problem,
} from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { eventually, leadCaptured, leadMerged, leadUpdated, type ServiceClient } from '@leadstream/testing';
import { type ComplianceApp, startComplianceApp } from '../../test/compliance-app.js';
import { stated } from '../../test/stated.js';

let app: ComplianceApp;
/** Friday morning where the leads live: no hour is quiet, however long the specs talk. */
let now = new Date('2026-11-20T18:00:00Z');
beforeAll(async () => {
  app = await startComplianceApp({ now: () => now });
});
afterAll(() => app.stop());

const later = () => (now = new Date(now.getTime() + 60_000));
const CHANNELS = ['email', 'sms', 'whatsapp', 'voice'] as const;

/** A lead that agreed to everything, known to the service. */
async function agreeingLead(tenant: ServiceClient, data: Parameters<typeof leadCaptured>[1] = {}): Promise<string> {
  const leadId = uuidV7.next();
  const consents = CHANNELS.map((channel) => stated({ channel }));
  await app.publish(leadCaptured({ tenantId: tenant.tenantId, leadId, sequence: 1 }, { consents, ...data }));
  await eventually(async () => expect((await tenant.get<{ known: boolean }>(`/v1/leads/${leadId}/contact-state`)).body.known).toBe(true));
  return leadId;
}

async function say(tenant: ServiceClient, leadId: string, text: string, more: object = {}): Promise<ExaminedMessage> {
  later();
  const body = { leadId, channel: 'sms', messageId: uuidV7.next(), text, ...more };
  const answer = await tenant.post<ExaminedMessage>('/v1/opt-out-reviews', body);
  expect(answer.status).toBe(200);
  return answer.body;
}

const listOf = (tenant: ServiceClient) => tenant.get<{ items: DncEntry[] }>('/v1/dnc').then(({ body }) => body.items);
const reviewsOf = (tenant: ServiceClient, query = '') =>
  tenant.get<{ items: OptOutReview[]; nextCursor: string | null }>(`/v1/opt-out-reviews${query}`).then(({ body }) => body);

/** What speaks against contact by each channel. */
async function reasons(tenant: ServiceClient, leadId: string): Promise<Record<string, string[]>> {
  const decided = CHANNELS.map(async (channel: Channel) => {
    const { body } = await tenant.post<ContactDecision>('/v1/decisions', { leadId, channel, purpose: 'marketing' });
    return [channel, body.reasons.map(({ code }) => code)] as const;
  });
  return Object.fromEntries(await Promise.all(decided));
}
const FREE = ['consent_given'];

describe('a keyword', () => {
  it('blocks at once every address of the lead, for texts and calls alike, keeps its evidence and is told', async () => {
    const tenant = app.as();
    const leadId = await agreeingLead(tenant);
    const { review, ...found } = await say(tenant, leadId, 'S.T.O.P !!', { messageId: 'SM1' });
    expect(found).toEqual({ intent: 'opt_out', band: 'act', confidence01: 1, reason: 'keyword', matched: ['stop'], lifted: 0 });
    const blocked = { channels: ['sms', 'voice'], reason: 'opted out by sms', source: 'opt-out', expiresAt: null };
    const entries = await listOf(tenant);
    expect(entries).toHaveLength(2);
    expect(entries).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ ...blocked, kind: 'email', value: 'ada@example.com' }),
        expect.objectContaining({ ...blocked, kind: 'phone', value: '+14155552671' }),
      ]),
    );
    expect(review).toMatchObject({
      leadId,
      channel: 'sms',
      messageId: 'SM1',
      state: 'acted',
      extract: null,
      closedBy: { kind: 'service' },
    });
    expect(review?.dncEntryIds.toSorted()).toEqual(entries.map(({ id }) => id).toSorted());
    expect(await reasons(tenant, leadId)).toEqual({ email: FREE, sms: ['on_dnc'], whatsapp: FREE, voice: ['on_dnc'] });
    const told = () => app.published.ofType('opt-out.found').find(({ key }) => key === `${tenant.tenantId}:${leadId}`);
    await eventually(() => expect(told()?.data).toMatchObject({ leadId, reviewId: review?.id, channel: 'sms', state: 'acted' }));
    expect(JSON.stringify(told()?.data)).not.toContain('SM1');
  });

  it.each([
    ['sms', { email: null }, { email: null, phone: '+14155550123' }],
    ['email', { phone: null }, { email: 'elsewhere@example.com', phone: null }],
  ])('by %s holds for the person when its only address changes, until START', async (channel, before, after) => {
    const tenant = app.as();
    const leadId = await agreeingLead(tenant, before);
    const { review } = await say(tenant, leadId, 'STOP', { channel });
    await app.publish(leadUpdated({ tenantId: tenant.tenantId, leadId, sequence: 2 }, after));
    const state = async () => (await tenant.get<ContactState>(`/v1/leads/${leadId}/contact-state`)).body;
    const entries = [expect.objectContaining({ id: review?.dncEntryIds[0] })];
    await eventually(async () => expect(await state()).toMatchObject({ leadVersion: 2, dnc: { blocked: true, entries } }));
    const { body } = await tenant.post<ContactDecision>('/v1/decisions', { leadId, channel, purpose: 'marketing' });
    expect(body).toMatchObject({ outcome: 'deny', reasons: [{ code: 'on_dnc' }], inputs: { dncEntryIds: review?.dncEntryIds } });
    expect((await tenant.post<DecisionVerification>(`/v1/decisions/${body.id}/verify`, {})).body).toMatchObject({
      isEqual: true,
      signature: 'valid',
    });
    await say(tenant, leadId, 'START', { channel });
    expect((await reasons(tenant, leadId))[channel]).toEqual(FREE);
  });

  it('is one however often its message comes', async () => {
    const tenant = app.as();
    const leadId = await agreeingLead(tenant);
    const message = { messageId: 'SM2', receivedAt: '2026-11-01T12:00:00.000Z' };
    const answers = await Promise.all(Array.from({ length: 4 }, () => say(tenant, leadId, 'stop', message)));
    expect(new Set(answers.map(({ review }) => review?.id)).size).toBe(1);
    expect((await reviewsOf(tenant)).items).toHaveLength(1);
  });

  it('is heeded from the topic as well, and what is harmless or erased there changes nothing', async () => {
    const tenant = app.as();
    const leadId = await agreeingLead(tenant);
    const message = (text: string | null, sequence: number) => ({
      contract: messageReceivedV1,
      event: {
        id: uuidV7.next(),
        tenantId: tenant.tenantId,
        sequence,
        data: { leadId, messageId: `m${sequence}`, channel: 'voice', text, receivedAt: now.toISOString() },
      },
    });
    await app.publish(message('See you at the end of the month.', 1), message(null, 2), message('Please stop calling me.', 3));
    await eventually(async () => expect((await reviewsOf(tenant)).items).toHaveLength(1));
    expect((await reviewsOf(tenant)).items[0]).toMatchObject({ messageId: 'm3', state: 'acted', matched: ['stop calling me'] });
    expect((await reasons(tenant, leadId))['sms']).toEqual(['on_dnc']);
  });

  it('counts only where it was newly written', async () => {
    const tenant = app.as();
    const leadId = await agreeingLead(tenant);
    const quoted = 'Sounds good.\n\nOn Mon, Jane <jane@x.com> wrote:\n> Reply STOP to unsubscribe';
    expect(await say(tenant, leadId, quoted, { channel: 'email' })).toMatchObject({ intent: 'none', band: 'none', review: null });
    expect((await reasons(tenant, leadId))['email']).toEqual(FREE);
  });
});

describe('an opt-in', () => {
  it('lifts what the lead itself had said by that channel before, and is told', async () => {
    const tenant = app.as();
    const leadId = await agreeingLead(tenant);
    await say(tenant, leadId, 'STOP');
    await say(tenant, leadId, 'stop messaging me', { channel: 'whatsapp' });
    expect(await say(tenant, leadId, 'START')).toMatchObject({ intent: 'opt_in', lifted: 1, review: null });
    expect(await reasons(tenant, leadId)).toEqual({ email: FREE, sms: FREE, whatsapp: ['on_dnc'], voice: FREE });
    expect((await reviewsOf(tenant)).items.map(({ channel, state }) => `${channel} ${state}`)).toEqual(['whatsapp acted', 'sms lifted']);
    await eventually(() =>
      expect(app.published.ofType('opt-out.closed').some(({ key }) => key === `${tenant.tenantId}:${leadId}`)).toBe(true),
    );
  });

  it('lifts nothing that was said later, and an answer of yes lifts nothing', async () => {
    const tenant = app.as();
    const leadId = await agreeingLead(tenant);
    const before = now.toISOString();
    await say(tenant, leadId, 'STOP');
    expect(await say(tenant, leadId, 'START', { receivedAt: before })).toMatchObject({ lifted: 0 });
    expect(await say(tenant, leadId, 'YES')).toMatchObject({ intent: 'opt_in', band: 'none', lifted: 0 });
    expect((await reasons(tenant, leadId))['sms']).toEqual(['on_dnc']);
  });

  it.each([
    ['before the opt-out', 0],
    ['after it', 1],
  ])('never lifts what somebody else had stated %s', async (_, place) => {
    const tenant = app.as();
    const leadId = await agreeingLead(tenant, { email: null });
    const byLawyer = () =>
      tenant.post('/v1/dnc', { kind: 'phone', value: '+14155552671', channels: ['voice', 'sms'], reason: 'court order', source: 'lawyer' });
    const steps = [byLawyer, () => say(tenant, leadId, 'STOP')];
    for (const step of place === 0 ? steps : steps.toReversed()) await step();
    await say(tenant, leadId, 'START');
    expect(await listOf(tenant)).toMatchObject([{ source: 'lawyer', reason: 'court order' }]);
    expect((await reasons(tenant, leadId))['sms']).toEqual(['on_dnc']);
  });

  it.each([
    ['before the opt-out', 0],
    ['after it', 1],
  ])('is what ends an opt-out: that what somebody else had stated %s is withdrawn does not', async (_, place) => {
    const tenant = app.as();
    const leadId = await agreeingLead(tenant, { email: null });
    const body = { kind: 'phone', value: '+14155552671', channels: ['sms', 'voice'], reason: 'asked us', source: 'partner' };
    const steps = [() => tenant.post<DncEntry>('/v1/dnc', body), () => say(tenant, leadId, 'STOP')];
    for (const step of place === 0 ? steps : steps.toReversed()) await step();
    const [entry] = await listOf(tenant);
    expect(entry).toMatchObject({ source: 'partner', reason: 'asked us' });
    expect((await reviewsOf(tenant)).items).toMatchObject([{ state: 'acted', dncEntryIds: [entry?.id] }]);
    const withdraw = async () => (await tenant.send('DELETE', `/v1/dnc/${entry?.id}`)).status;
    expect(await withdraw()).toBe(204);
    expect(await listOf(tenant)).toMatchObject([{ id: entry?.id, source: 'opt-out', reason: 'opted out by sms' }]);
    expect((await reasons(tenant, leadId))['sms']).toEqual(['on_dnc']);
    // Now it is the opt-out itself: whoever withdraws it lifts that, as START does.
    if (place === 0) await say(tenant, leadId, 'START');
    else expect(await withdraw()).toBe(204);
    expect((await reasons(tenant, leadId))['sms']).toEqual(FREE);
  });

  it('leaves an entry that another lead with the same address opted out with', async () => {
    const tenant = app.as();
    const [one, other] = [await agreeingLead(tenant, { email: null }), await agreeingLead(tenant, { email: null })];
    await say(tenant, one, 'STOP');
    await say(tenant, other, 'STOP');
    expect(await say(tenant, one, 'START')).toMatchObject({ lifted: 1 });
    expect((await reasons(tenant, one))['sms']).toEqual(['on_dnc']);
    await say(tenant, other, 'UNSTOP');
    expect(await listOf(tenant)).toEqual([]);
  });

  it('leaves the source to what persons say: nobody else may state it', async () => {
    const entry = { kind: 'phone', value: '+14155552671', reason: 'x', source: 'opt-out' };
    const { status, body } = await app.as().post<Problem>('/v1/dnc', entry);
    expect([status, body.errors?.[0]?.path]).toEqual([422, 'source']);
  });
});

describe('what may be an opt-out', () => {
  it('holds up contact until a person confirms it', async () => {
    const tenant = app.as();
    const leadId = await agreeingLead(tenant);
    const { review, band } = await say(tenant, leadId, 'How do I unsubscribe?');
    expect(band).toBe('review');
    expect(review).toMatchObject({ state: 'waiting', extract: 'How do I unsubscribe?', closedAt: null, dncEntryIds: [] });
    const held = ['opt_out_under_review'];
    expect(await reasons(tenant, leadId)).toEqual({ email: FREE, sms: held, whatsapp: FREE, voice: held });
    expect((await reviewsOf(tenant, '?state=waiting')).items).toEqual([review]);

    const confirmed = await tenant.send<OptOutReview>('POST', `/v1/opt-out-reviews/${review?.id}/confirm`);
    expect([confirmed.status, confirmed.body]).toMatchObject([200, { state: 'confirmed', extract: null, closedBy: { kind: 'member' } }]);
    expect((await reasons(tenant, leadId))['sms']).toEqual(['on_dnc']);
    expect((await reviewsOf(tenant, '?state=waiting')).items).toEqual([]);
    const again = await tenant.send<Problem>('POST', `/v1/opt-out-reviews/${review?.id}/dismiss`);
    expect([again.status, again.body.code]).toEqual([409, 'COMPLIANCE.OPT_OUT_REVIEW_CLOSED']);
    await say(tenant, leadId, 'START');
    expect((await reasons(tenant, leadId))['sms']).toEqual(['on_dnc']);
  });

  it('holds up, and then closes, what its words name and that by which it came', async () => {
    const tenant = app.as();
    const leadId = await agreeingLead(tenant);
    const { review } = await say(tenant, leadId, 'Please stop calling me', { channel: 'email' });
    expect(review).toMatchObject({ state: 'waiting', channel: 'email', channels: ['email', 'sms', 'voice'] });
    const allBut = (reason: string) => ({ email: [reason], sms: [reason], whatsapp: FREE, voice: [reason] });
    expect(await reasons(tenant, leadId)).toEqual(allBut('opt_out_under_review'));
    await tenant.send('POST', `/v1/opt-out-reviews/${review?.id}/confirm`);
    expect(await reasons(tenant, leadId)).toEqual(allBut('on_dnc'));
  });

  it('holds up nothing once it is dismissed', async () => {
    const tenant = app.as();
    const leadId = await agreeingLead(tenant);
    const { review } = await say(tenant, leadId, 'Stop promo');
    const dismissed = await tenant.send<OptOutReview>('POST', `/v1/opt-out-reviews/${review?.id}/dismiss`);
    expect(dismissed.body).toMatchObject({ state: 'dismissed', extract: null });
    expect((await tenant.get<OptOutReview>(`/v1/opt-out-reviews/${review?.id}`)).body).toEqual(dismissed.body);
    expect((await reasons(tenant, leadId))['sms']).toEqual(FREE);
  });

  it('waits as well where a keyword comes from a lead that has no address yet', async () => {
    const tenant = app.as();
    const leadId = uuidV7.next();
    const { review } = await say(tenant, leadId, 'STOP');
    expect(review).toMatchObject({ state: 'waiting', reason: 'keyword', confidence01: 1 });
    const refused = await tenant.send<Problem>('POST', `/v1/opt-out-reviews/${review?.id}/confirm`);
    expect([refused.status, refused.body.code]).toEqual([409, 'COMPLIANCE.OPT_OUT_WITHOUT_ADDRESS']);
    await app.publish(leadCaptured({ tenantId: tenant.tenantId, leadId, sequence: 1 }, { consents: [stated({ channel: 'sms' })] }));
    await eventually(async () => expect((await reasons(tenant, leadId))['sms']).toEqual(['opt_out_under_review']));
    await tenant.send('POST', `/v1/opt-out-reviews/${review?.id}/confirm`);
    expect((await reasons(tenant, leadId))['sms']).toEqual(['on_dnc']);
  });

  it('holds up contact with the lead into which its own went', async () => {
    const tenant = app.as();
    const [merged, survivor] = [await agreeingLead(tenant), await agreeingLead(tenant)];
    await say(tenant, merged, 'Stop promo');
    await app.publish(leadMerged({ tenantId: tenant.tenantId, leadId: merged, sequence: 2 }, survivor));
    await eventually(async () => expect((await reasons(tenant, survivor))['sms']).toContain('opt_out_under_review'));
  });

  it('is listed page by page, latest first', async () => {
    const tenant = app.as();
    const leadId = await agreeingLead(tenant);
    for (const messageId of ['a', 'b', 'c']) await say(tenant, leadId, 'Stop promo', { messageId });
    const first = await reviewsOf(tenant, `?limit=2&leadId=${leadId}`);
    const second = await reviewsOf(tenant, `?limit=2&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items].map(({ messageId }) => messageId)).toEqual(['c', 'b', 'a']);
    expect(second.nextCursor).toBeNull();
    expect((await reviewsOf(app.as())).items).toEqual([]);
  });
});
