import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  ConsentEntry,
  ContactDecision,
  DataOf,
  DecisionVerification,
  DncCheck,
  dncAddedV1,
  DncEntry,
  Erasure,
  ErasureCertificate,
  Problem,
  SubjectRequest,
} from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import {
  eventually,
  leadFormSubmitted,
  leadMerged,
  leadPermissionsStated,
  leadUpdated,
  type ServiceClient,
  sql,
} from '@leadstream/testing';
import { ErasureStage, OTHERS, PAUSE_MS, person } from '../../test/erasure-stage.js';
import { stated } from '../../test/stated.js';

let stage: ErasureStage;
beforeAll(async () => {
  stage = await ErasureStage.start();
});
afterAll(() => stage?.stop());

const check = (tenant: ServiceClient, body: object) => tenant.post<DncCheck>('/v1/dnc/check', body).then((answer) => answer.body);

describe('the erasure of somebody who had the address of another lead by mistake', () => {
  const { email, phone } = person(1);
  const bob = { email: 'bob@example.com', phone: '+14155552690' };
  const ofBob = { kind: 'email', value: bob.email, channels: ['email'], reason: 'asked', source: 'partner' };
  let tenant: ServiceClient;
  let [leadId, bobId] = ['', ''];
  let versionBefore: number;
  let entry: DncEntry;
  let erasure: Erasure;

  beforeAll(async () => {
    tenant = stage.app.as();
    [leadId, bobId] = [await stage.aLead(tenant, { email, phone }), await stage.aLead(tenant, bob)];
    const { tenantId } = tenant;
    await stage.app.publish(
      leadUpdated({ tenantId, leadId, sequence: 2 }, { email: bob.email, phone }),
      leadUpdated({ tenantId, leadId, sequence: 3 }, { email, phone }),
    );
    const known = 'SELECT sequence::int FROM compliance.known_lead WHERE lead_id = $1';
    await eventually(async () => expect(await sql(stage.app.database.adminUrl, known, [leadId])).toEqual([{ sequence: 3 }]));
    ({ body: entry } = await tenant.post<DncEntry>('/v1/dnc', ofBob));
    versionBefore = (await check(tenant, { email })).listVersion;
    erasure = await stage.request(tenant, leadId, 'objection');
    await stage.locate(tenant, erasure.id, 1, ['lead'], [`email:${bob.email}`]);
    await stage.complete(tenant, erasure.id);
  });

  it('asks nobody to erase what is said of the address, and destroys no key of it', async () => {
    for (const round of [1, 2]) {
      const { addresses } = await stage.question(erasure.id, 'erase', round);
      expect(addresses?.toSorted()).toEqual([`email:${email}`, `phone:${phone}`]);
    }
    const { body: certificate } = await tenant.get<ErasureCertificate>(`/v1/erasures/${erasure.id}/certificate`);
    expect(certificate).toMatchObject({ leadIds: [leadId], namesDestroyed: 3 });
  });

  it("leaves the other lead's prohibitions as they were, and adds none", async () => {
    expect((await tenant.get<{ items: DncEntry[] }>('/v1/dnc')).body.items).toEqual([entry]);
    expect((await check(tenant, { email: bob.email, channel: 'email' })).entries).toEqual([entry]);
    expect((await check(tenant, { email: bob.email, channel: 'sms' })).blocked).toBe(false);
    await tenant.send('DELETE', `/v1/dnc/${entry.id}`);
    const { body: decision } = await tenant.post<ContactDecision>('/v1/decisions', {
      leadId: bobId,
      channel: 'email',
      purpose: 'marketing',
    });
    expect(decision.reasons.map(({ code }) => code)).toEqual(['consent_given']);
  });

  it('keeps neither words nor statements nor dealings that come late', async () => {
    const text = 'How do I unsubscribe from canary-late?';
    const { status, body } = await tenant.post<Problem>('/v1/opt-out-reviews', { leadId, channel: 'email', messageId: 'late', text });
    expect([status, body.code]).toEqual([404, 'COMPLIANCE.LEAD_ERASED']);
    const { tenantId } = tenant;
    const marks = Array.from({ length: 8 }, () => uuidV7.next());
    await stage.app.publish(
      leadFormSubmitted({ tenantId, leadId, sequence: 4 }, { consents: [stated({ channel: 'social' })] }),
      leadPermissionsStated({ tenantId, leadId, sequence: 5 }, { email: 'canary-late@example.com', doNotContact: ['email'] }),
      ...marks.map((mark) => leadFormSubmitted({ tenantId, leadId: mark, sequence: 1 })),
    );
    const dealt = 'SELECT lead_id AS id FROM compliance.dealing WHERE tenant_id = $1 ORDER BY 1';
    await eventually(async () => {
      const rows = await sql<{ id: string }>(stage.app.database.adminUrl, dealt, [tenantId]);
      expect(rows.map(({ id }) => id)).toEqual(marks.toSorted());
    });
    const ledger = 'SELECT DISTINCT source FROM compliance.consent_entry WHERE lead_id = $1';
    expect(await sql(stage.app.database.adminUrl, `${ledger} ORDER BY source`, [leadId])).toEqual([
      { source: 'capture' },
      { source: 'erasure' },
    ]);
    expect(await stage.tablesWith(['canary-late'])).toEqual([]);
  });

  it('changes the version of the list, and what blocks is told once somebody brings the address again, and told to be over once it is lifted', async () => {
    const before = await check(tenant, { email });
    expect(before.listVersion).toBeGreaterThan(versionBefore);
    await stage.aLead(tenant, { email, phone: '+14155552691' });
    const told = await eventually(() => {
      const found = stage.app.published
        .ofType('dnc.added')
        .find(({ key, data }) => key?.startsWith(tenant.tenantId) && (data as DataOf<typeof dncAddedV1>).value === email);
      if (found === undefined) throw new Error('nothing is told');
      return found;
    });
    const { entryId, ...rest } = told.data as DataOf<typeof dncAddedV1>;
    expect(rest).toMatchObject({ kind: 'email', channels: [], reason: 'erasure', expiresAt: null });
    expect(before.entries.map(({ id }) => id)).toEqual([entryId]);
    expect((await tenant.send('DELETE', `/v1/dnc/${entryId}`)).status).toBe(204);
    const after = await check(tenant, { email });
    expect([after.blocked, after.listVersion > before.listVersion]).toEqual([false, true]);
    await eventually(() => {
      const over = stage.app.published.ofType('dnc.removed').find(({ headers }) => headers['ce_subject'] === entryId);
      expect(Number(over?.headers['ce_sequence'])).toBeGreaterThan(Number(told.headers['ce_sequence']));
    });
  });
});

describe('a lead that an erasure left out because of a hold', () => {
  it('has another one when that is over and the hold released', async () => {
    const tenant = stage.app.as();
    const held = { email: 'held@example.com', phone: '+14155552680' };
    const [leadId, heldId] = [await stage.aLead(tenant, person(2)), await stage.aLead(tenant, held)];
    const { id } = await stage.request(tenant, leadId);
    await stage.locate(tenant, id, 1, OTHERS);
    await stage.reaches(tenant, id, 'forgetting');
    const lawyer = stage.app.as(tenant.tenantId, ['tenant:write']);
    const { body: hold } = await lawyer.post<{ id: string }>('/v1/legal-holds', { leadId: heldId, matter: 'M-4', reason: 'Litigation.' });
    await stage.app.publish(leadMerged({ tenantId: tenant.tenantId, leadId: heldId, sequence: 2 }, leadId, held));
    await eventually(async () =>
      expect((await tenant.get<{ deleted: boolean }>(`/v1/leads/${heldId}/contact-state`)).body.deleted).toBe(true),
    );
    stage.pass(PAUSE_MS);
    await stage.erase(tenant, id, 1, OTHERS);
    await stage.reaches(tenant, id, 'settling');
    stage.pass(PAUSE_MS);
    await stage.erase(tenant, id, 2, OTHERS);
    expect(await stage.reaches(tenant, id, 'certified')).toMatchObject({ leadIds: [leadId], heldLeadIds: [heldId] });
    const refused = await tenant.post<Problem>('/v1/erasures', { leadId: heldId, reason: 'request' });
    expect([refused.status, refused.body.code]).toEqual([409, 'COMPLIANCE.ERASURE_HELD']);
    await lawyer.post(`/v1/legal-holds/${hold.id}/release`, { reason: 'Settled.' });
    const other = await stage.request(tenant, heldId);
    expect(other).toMatchObject({ leadIds: [heldId], status: 'running' });
    expect(other.id).not.toBe(id);
    expect((await stage.request(tenant, heldId)).id).toBe(other.id);
    expect((await stage.request(tenant, leadId)).id).toBe(id);
    expect((await stage.question(other.id, 'references', 1)).leadIds).toEqual([heldId]);
  });
});

describe('a person who objects', () => {
  const decided = async (tenant: ServiceClient, leadId: string, contact: object = {}) => {
    const question = { leadId, channel: 'email', purpose: 'marketing', ...contact };
    const { body } = await tenant.post<ContactDecision>('/v1/decisions', question);
    return [body.outcome, ...body.reasons.map(({ code }) => code)];
  };
  const withdrawn = async (tenant: ServiceClient, leadId: string) => {
    const { body } = await tenant.get<{ items: ConsentEntry[] }>(`/v1/consents?leadId=${leadId}`);
    return body.items.filter(({ state }) => state === 'withdrawn');
  };

  it('gets no advertising from the request on, though a hold forbids the erasure, and may agree anew', async () => {
    const tenant = stage.app.as();
    const leadId = await stage.aLead(tenant, person(3));
    expect(await decided(tenant, leadId)).toEqual(['allow', 'consent_given']);
    const lawyer = stage.app.as(tenant.tenantId, ['tenant:write']);
    await lawyer.post('/v1/legal-holds', { leadId, matter: 'M-5', reason: 'Litigation.' });
    for (let times = 0; times < 2; times += 1) {
      const refused = await tenant.post<Problem>('/v1/erasures', { leadId, reason: 'objection' });
      expect([refused.status, refused.body.code]).toEqual([409, 'COMPLIANCE.ERASURE_HELD']);
    }
    expect(await decided(tenant, leadId)).toEqual(['deny', 'consent_withdrawn']);
    expect(await decided(tenant, leadId, { channel: 'voice', purpose: 'sales' })).toContain('consent_withdrawn');
    const lines = await withdrawn(tenant, leadId);
    expect([lines.length, new Set(lines.map(({ source }) => source))]).toEqual([10, new Set(['erasure'])]);
    const told = () => stage.app.published.ofType('consent.changed').filter(({ key }) => key?.endsWith(leadId));
    await eventually(() => expect(told()).toHaveLength(11));
    await tenant.post('/v1/consents', { leadId, channel: 'email', purpose: 'marketing', state: 'given' });
    expect(await decided(tenant, leadId)).toEqual(['allow', 'consent_given']);
  });

  it('gets none while it is being erased, for whatever reason, and verified decisions say so', async () => {
    const tenant = stage.app.as();
    const leadId = await stage.aLead(tenant, person(4));
    const [, other] = [await stage.request(tenant, leadId), await stage.aLead(tenant, person(5))];
    expect(await decided(tenant, leadId)).toEqual(['deny', 'erasure_under_way']);
    const { body: decision } = await tenant.post<ContactDecision>('/v1/decisions', { leadId, channel: 'email', purpose: 'service' });
    expect(decision.reasons.map(({ code }) => code)).toContain('erasure_under_way');
    const { body: verified } = await tenant.post<DecisionVerification>(`/v1/decisions/${decision.id}/verify`, {});
    expect(verified).toMatchObject({ isEqual: true, signature: 'valid' });
    const { body: objected } = await tenant.post<Erasure>('/v1/erasures', { leadId: other, reason: 'consent_withdrawn' });
    expect(await decided(tenant, other)).toEqual(['deny', 'erasure_under_way', 'consent_withdrawn']);
    const { id } = objected;
    const heldId = await stage.aLead(tenant, person(6));
    await stage.app.as(tenant.tenantId, ['tenant:write']).post('/v1/legal-holds', { leadId: heldId, matter: 'M-6', reason: 'Litigation.' });
    await stage.locate(tenant, id, 1, ['lead'], [`lead:${heldId}`]);
    await eventually(async () => expect((await stage.shown(tenant, id)).heldLeadIds).toEqual([heldId]));
    expect(await decided(tenant, heldId)).toEqual(['deny', 'erasure_under_way', 'consent_withdrawn']);
  });

  it('gets none from the day on which its request is received', async () => {
    const tenant = stage.app.as();
    const leadId = await stage.aLead(tenant, person(7));
    const stated = { kind: 'objection', leadId, jurisdiction: 'gdpr', timeZone: 'Europe/Berlin', country: 'DE', via: 'email' };
    const { status, body: request } = await tenant.post<SubjectRequest>('/v1/subject-requests', stated);
    expect(status).toBe(201);
    expect(await decided(tenant, leadId)).toEqual(['deny', 'consent_withdrawn']);
    const [line] = await withdrawn(tenant, leadId);
    expect(line).toMatchObject({ source: 'subject-request', proof: { subjectRequestId: request.id } });
  });
});
