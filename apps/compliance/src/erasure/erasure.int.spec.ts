import { createPublicKey, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type ContactDecision,
  type DataOf,
  type DecisionKey,
  type DncCheck,
  type Erasure,
  type ErasureCertificate,
  type ExaminedMessage,
  type personDataErasedV1,
  privacyTopic,
  type Problem,
  SERVICES,
} from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { captureEvents, eventually, leadCaptured, leadUpdated, type ServiceClient, sql } from '@leadstream/testing';
import { ErasureStage, OTHERS, PATIENCE_MS, PAUSE_MS, person, type Request, SETTINGS } from '../../test/erasure-stage.js';
import { SecondProcess } from '../../test/second-process.js';
import { canonicalJson } from '../decision/signature/canonical-json.rules.js';

let stage: ErasureStage;
beforeAll(async () => {
  stage = await ErasureStage.start();
});
afterAll(() => stage?.stop());

describe('an erased person', () => {
  const { email, phone } = person(1);
  const formerPhone = '+14155552660';
  let tenant: ServiceClient;
  let leadId: string;
  let erasure: Erasure;

  beforeAll(async () => {
    tenant = stage.app.as();
    leadId = await stage.aLead(tenant, { email, phone: formerPhone });
    await stage.app.publish(leadUpdated({ tenantId: tenant.tenantId, leadId, sequence: 2 }, { email, phone }));
    await tenant.post('/v1/dnc', { kind: 'email', value: email, channels: ['email'], reason: 'canary words' });
    const proof = { form: 'booth', clientIp: '203.0.113.77', userAgent: 'canary browser' };
    const texts = { leadId, channel: 'sms', purpose: 'marketing' };
    await tenant.post('/v1/consents', { ...texts, state: 'withdrawn', proof });
    const expiresAt = new Date(stage.clock.now().getTime() + 1_000).toISOString();
    await tenant.post('/v1/consents', { ...texts, state: 'given', expiresAt });
    // Neither is used: nothing rests on them.
    const confirmation = { leadId, channel: 'email', purpose: 'sales', sender: 'Acme', wording: 'May we?', textVersion: '1' };
    expect((await tenant.post('/v1/consents/confirmations', confirmation)).status).toBe(201);
    expect((await tenant.post('/v1/preference-links', { leadId, sender: 'Acme' })).status).toBe(201);
    const words = { leadId, channel: 'whatsapp', messageId: 'm1', text: 'How do I unsubscribe from these canary words?' };
    const { body: found } = await tenant.post<ExaminedMessage>('/v1/opt-out-reviews', words);
    expect(found.review?.state).toBe('waiting');
    erasure = await stage.request(tenant, leadId);
    expect((await stage.request(tenant, leadId)).id).toBe(erasure.id);
    await stage.complete(tenant, erasure.id);
  });

  it('is certified, signed so that anybody can check it', async () => {
    const { body: certificate } = await tenant.get<ErasureCertificate>(`/v1/erasures/${erasure.id}/certificate`);
    expect(certificate).toMatchObject({ erasureId: erasure.id, leadIds: [leadId], reason: 'request', namesDestroyed: 3 });
    expect(certificate.services.map(({ service }) => service)).toEqual([...SERVICES]);
    const own = certificate.services.find(({ service }) => service === 'compliance');
    expect(own?.stores).toContainEqual({ store: 'dnc-entries', kind: 'table', removed: 1, blanked: 0, kept: 0, keptFor: null });
    // Confirmation, link and former number go; three lines of the ledger and the note that one is for a time stay.
    expect(own?.stores).toContainEqual(expect.objectContaining({ store: 'consents', removed: 3, blanked: 1, kept: 4 }));
    const { signature, ...signed } = certificate;
    const { body: key } = await tenant.get<DecisionKey>(`/v1/decision-keys/${signature.keyId}`);
    const holds = (text: object): boolean =>
      verify(null, Buffer.from(canonicalJson(text)), createPublicKey(key.publicKey), Buffer.from(signature.value, 'base64url'));
    expect(holds(signed)).toBe(true);
    expect(holds({ ...signed, leadIds: [] })).toBe(false);
  });

  it('stands in no table any more, and in no event that can be opened', async () => {
    expect(
      await stage.tablesWith([email, phone, phone.slice(1), formerPhone.slice(1), 'canary words', 'canary browser', '203.0.113.77']),
    ).toEqual([]);
    const ledger = 'SELECT channel, proof FROM compliance.consent_entry WHERE lead_id = $1 ORDER BY entry_no';
    expect(await sql(stage.app.database.adminUrl, ledger, [leadId])).toMatchObject([
      { channel: 'email' },
      { channel: 'sms', proof: { form: 'booth' } },
      { channel: 'sms' },
    ]);
    const again = await captureEvents(stage.app.topics.name(privacyTopic), { vault: stage.app.database });
    await eventually(() => expect(again.ofType('person-data.requested').length).toBeGreaterThanOrEqual(3));
    expect(JSON.stringify(again.events.map(({ data }) => data))).not.toContain(email);
    await again.stop();
  });

  it('is still not contacted where it objected, and elsewhere unknown', async () => {
    const check = (body: object) => tenant.post<DncCheck>('/v1/dnc/check', body).then(({ body: { blocked } }) => blocked);
    expect(await check({ email, channel: 'email' })).toBe(true);
    expect(await check({ phone, channel: 'sms' })).toBe(true);
    expect(await check({ phone, channel: 'voice' })).toBe(false);
    expect([await check({ phone: formerPhone, channel: 'sms' }), await check({ phone: formerPhone, channel: 'voice' })]).toEqual([
      true,
      false,
    ]);
    // Nobody had looked at what it wrote there.
    expect(await check({ phone, channel: 'whatsapp' })).toBe(true);
    const again = await stage.aLead(tenant, { email, phone });
    const decide = (body: object) => tenant.post<ContactDecision>('/v1/decisions', body).then(({ body: { outcome } }) => outcome);
    expect(await decide({ leadId: again, channel: 'email', purpose: 'marketing' })).toBe('deny');
    expect(await decide({ leadId, channel: 'voice', purpose: 'service' })).toBe('deny');
  });

  it('takes no statement any more, and comes back with no replay', async () => {
    const answer = await tenant.post<{ code: string }>('/v1/consents', { leadId, channel: 'email', purpose: 'marketing', state: 'given' });
    expect([answer.status, answer.body.code]).toEqual([404, 'COMPLIANCE.LEAD_ERASED']);
    const mark = uuidV7.next();
    const { tenantId } = tenant;
    await stage.app.publish(
      leadCaptured({ tenantId, leadId, sequence: 9 }, { email: 'canary1-late@example.com' }),
      leadCaptured({ tenantId, leadId: mark, sequence: 1 }),
    );
    await stage.aLead(tenant, person(8));
    expect(await stage.tablesWith(['canary1-late'])).toEqual([]);
  });

  it('is erased again after vault and slice were restored, by the hashes that are kept here and the addresses that came back', async () => {
    const ofErasure = `(tenant_id, person_hash) IN (SELECT tenant_id, person_hash FROM compliance.destroyed_reference WHERE erasure_id = $1)`;
    // A vault of before has no key yet of who has the address by now.
    await sql(stage.app.database.adminUrl, `DELETE FROM vault.person_key WHERE destroyed_at IS NULL AND ${ofErasure}`, [erasure.id]);
    const restored = await sql(
      stage.app.database.adminUrl,
      `UPDATE vault.person_key SET wrapped_key = '\\x00', kek_id = 'test', destroyed_at = NULL, created_at = '2020-01-01'
        WHERE key_id IN (SELECT DISTINCT ON (person_hash) key_id FROM vault.person_key WHERE ${ofErasure}) RETURNING key_id`,
      [erasure.id],
    );
    expect(restored.length).toBeGreaterThanOrEqual(2);
    await sql(
      stage.app.database.adminUrl,
      'UPDATE compliance.known_lead SET email = $2, phone = $3, deleted_at = NULL WHERE lead_id = $1',
      [leadId, email, phone],
    );
    await sql(
      stage.app.database.adminUrl,
      `INSERT INTO compliance.dnc_entry (tenant_id, id, kind, value, channels, reason, source, version, added_at)
       VALUES ($1, $2, 'email', $3, '{email}', 'canary words', 'manual', 1, now())`,
      [tenant.tenantId, uuidV7.next(), email],
    );
    expect(await stage.tablesWith([email, phone])).toEqual(['dnc_entry', 'known_lead']);
    const other = new SecondProcess(stage.app, stage.clock, SETTINGS);
    expect(await other.reapply()).toEqual({ erasures: 1, keys: restored.length });
    await other.end();
    const live = `SELECT FROM vault.person_key WHERE destroyed_at IS NULL AND ${ofErasure}`;
    expect(await sql(stage.app.database.adminUrl, live, [erasure.id])).toEqual([]);
    await eventually(() => {
      const answered = stage.asked.ofType('person-data.erased').map(({ data }) => data as DataOf<typeof personDataErasedV1>);
      const questions = stage.asked.ofType('person-data.requested').map(({ data }) => data as Request);
      const again = questions.find(({ purpose }) => purpose === 'restore');
      expect(again?.leadIds).toEqual([leadId]);
      expect(answered.map(({ requestId, service }) => [requestId, service])).toContainEqual([again?.requestId, 'compliance']);
      // Those of the e-mail address and the number, for slices that know them under no lead.
      expect(again?.addressHashes).toHaveLength(2);
    });
    // The one who has the addresses by now keeps them.
    expect(await stage.tablesWith([email, phone, 'canary words'])).toEqual(['known_lead']);
    const left = await sql(stage.app.database.adminUrl, 'SELECT email, phone FROM compliance.known_lead WHERE lead_id = $1', [leadId]);
    expect(left).toEqual([{ email: null, phone: null }]);
  });
});

describe('an erasure', () => {
  it('of a lead that nobody knows is refused', async () => {
    const { status, body } = await stage.app.as().post<{ code: string }>('/v1/erasures', { leadId: uuidV7.next(), reason: 'request' });
    expect([status, body.code]).toEqual([404, 'COMPLIANCE.ERASURE_LEAD_UNKNOWN']);
  });

  it('is refused while a legal hold stands', async () => {
    const tenant = stage.app.as();
    const leadId = await stage.aLead(tenant, person(2));
    const lawyer = stage.app.as(tenant.tenantId, ['tenant:write']);
    const { body: hold } = await lawyer.post<{ id: string }>('/v1/legal-holds', { leadId, matter: 'M-1', reason: 'Litigation.' });
    const { status, body } = await tenant.post<{ code: string; holdIds: string[] }>('/v1/erasures', { leadId, reason: 'objection' });
    expect([status, body.code, body.holdIds]).toEqual([409, 'COMPLIANCE.ERASURE_HELD', [hold.id]]);
  });

  it('waits for a silent service, says so, and goes on when it answers', async () => {
    const tenant = stage.app.as();
    const leadId = await stage.aLead(tenant, person(3));
    const { id } = await stage.request(tenant, leadId);
    await stage.locate(
      tenant,
      id,
      1,
      OTHERS.filter((service) => service !== 'lead'),
    );
    await eventually(async () => expect((await stage.shown(tenant, id)).waitingFor).toEqual(['lead']));
    stage.pass(PATIENCE_MS);
    await eventually(async () => expect((await stage.shown(tenant, id)).status).toBe('escalated'), { withinMs: 30_000 });
    expect((await tenant.get(`/v1/erasures/${id}/certificate`)).status).toBe(409);
    await stage.locate(tenant, id, 1, ['lead']);
    expect((await stage.reaches(tenant, id, 'forgetting')).status).toBe('running');
  });

  it('asks again for leads that it did not know, and has them erased as well', async () => {
    const tenant = stage.app.as();
    const leadId = await stage.aLead(tenant, person(4));
    const { id } = await stage.request(tenant, leadId);
    const found = uuidV7.next();
    await stage.locate(tenant, id, 1, ['lead'], [`lead:${found}`, 'email:canary4-old@example.com']);
    const { leadIds, addresses } = await stage.question(id, 'references', 2);
    expect([leadIds.toSorted(), addresses]).toEqual([[leadId, found].sort(), expect.arrayContaining(['email:canary4-old@example.com'])]);
    await stage.locate(tenant, id, 2, OTHERS);
    await stage.reaches(tenant, id, 'forgetting');
    stage.pass(PAUSE_MS);
    expect((await stage.question(id, 'erase', 1)).leadIds).toHaveLength(2);
    expect((await tenant.get<{ items: Erasure[] }>(`/v1/erasures?leadId=${found}`)).body.items.map((one) => one.id)).toEqual([id]);
  });

  it('stops where a hold keeps a lead that came to light, and goes on with all of them when it is over', async () => {
    const tenant = stage.app.as();
    const [leadId, heldId, freeId] = [await stage.aLead(tenant, person(7)), await stage.aLead(tenant, person(9)), uuidV7.next()];
    const lawyer = stage.app.as(tenant.tenantId, ['tenant:write']);
    const { body: hold } = await lawyer.post<{ id: string }>('/v1/legal-holds', { leadId: heldId, matter: 'M-2', reason: 'Litigation.' });
    const { id } = await stage.request(tenant, leadId);
    await stage.locate(tenant, id, 1, ['lead'], [`lead:${heldId}`, `lead:${freeId}`]);
    expect((await stage.question(id, 'references', 2)).leadIds.toSorted()).toEqual([leadId, freeId].sort());
    await stage.locate(tenant, id, 2, OTHERS);
    await eventually(async () => {
      expect(await stage.shown(tenant, id)).toMatchObject({ status: 'held', step: 'locating', waitingFor: [], heldLeadIds: [heldId] });
    });
    expect((await tenant.get<{ items: Erasure[] }>('/v1/erasures?status=held')).body.items.map((one) => one.id)).toEqual([id]);
    await lawyer.post(`/v1/legal-holds/${hold.id}/release`, { reason: 'Settled.' });
    expect((await stage.question(id, 'references', 3)).leadIds.toSorted()).toEqual([leadId, heldId, freeId].sort());
    await stage.locate(tenant, id, 3, OTHERS);
    expect(await stage.reaches(tenant, id, 'forgetting')).toMatchObject({ status: 'running', heldLeadIds: [] });
  });

  it('leaves out a lead on hold that comes to light when the keys are gone, and says so in the certificate', async () => {
    const tenant = stage.app.as();
    const [leadId, heldId] = [
      await stage.aLead(tenant, person(0)),
      await stage.aLead(tenant, { email: 'canary-held@example.com', phone: '+14155552680' }),
    ];
    const { id } = await stage.request(tenant, leadId);
    await stage.locate(tenant, id, 1, OTHERS);
    await stage.reaches(tenant, id, 'forgetting');
    const lawyer = stage.app.as(tenant.tenantId, ['tenant:write']);
    await lawyer.post('/v1/legal-holds', { leadId: heldId, matter: 'M-3', reason: 'Litigation.' });
    stage.pass(PAUSE_MS);
    await stage.question(id, 'erase', 1);
    await stage.tell(tenant, 'lead', {
      requestId: id,
      step: 'erase',
      round: 1,
      references: [`lead:${heldId}`, 'email:canary-held@example.com'],
    });
    await stage.erase(tenant, id, 1, OTHERS);
    await stage.reaches(tenant, id, 'settling');
    stage.pass(PAUSE_MS);
    await stage.erase(tenant, id, 2, OTHERS);
    await stage.reaches(tenant, id, 'certified');
    const { body: certificate } = await tenant.get<ErasureCertificate>(`/v1/erasures/${id}/certificate`);
    expect(certificate).toMatchObject({ leadIds: [leadId], heldLeadIds: [heldId] });
    expect(await stage.tablesWith(['canary-held'])).toEqual(['known_lead']);
  });

  it('is of a person who was more than a thousand leads, and refuses more than ten thousand', async () => {
    const tenant = stage.app.as();
    const leadId = await stage.aLead(tenant, person(6));
    const mergeMore = (count: number) =>
      sql(
        stage.app.database.adminUrl,
        `INSERT INTO compliance.known_lead (tenant_id, lead_id, sequence, merged_into, deleted_at) SELECT $1, uuidv7(), 1, $2, now() FROM generate_series(1, $3)`,
        [tenant.tenantId, leadId, count],
      );
    await mergeMore(10_000);
    const refused = await tenant.post<Problem>('/v1/erasures', { leadId, reason: 'request' });
    expect([refused.status, refused.body.code]).toEqual([409, 'COMPLIANCE.PERSON_TOO_LARGE']);
    expect((await tenant.get<{ items: Erasure[] }>('/v1/erasures')).body.items).toEqual([]);
    await sql(stage.app.database.adminUrl, 'DELETE FROM compliance.known_lead WHERE merged_into = $1', [leadId]);
    await mergeMore(1_200);
    const { id } = await stage.request(tenant, leadId);
    expect((await stage.question(id, 'references', 1)).leadIds).toHaveLength(1_201);
    await stage.locate(tenant, id, 1, OTHERS);
    expect((await stage.reaches(tenant, id, 'forgetting')).leadIds).toHaveLength(1_201);
  });

  it('is certified though a process dies at every transaction, and nobody is asked twice', async () => {
    const tenant = stage.app.as();
    const leadId = await stage.aLead(tenant, person(5));
    const { id } = await stage.request(tenant, leadId, 'objection');
    const other = new SecondProcess(stage.app, stage.clock, SETTINGS);
    const dieEverywhere = async (): Promise<void> => {
      for (let transaction = 1; !(await other.runUntil(transaction)); transaction += 1);
    };
    await stage.locate(tenant, id, 1, OTHERS);
    await dieEverywhere();
    await stage.reaches(tenant, id, 'forgetting');
    for (const [round, step] of [
      [1, 'settling'],
      [2, 'certified'],
    ] as const) {
      stage.pass(PAUSE_MS);
      await dieEverywhere();
      await stage.erase(tenant, id, round, OTHERS);
      await dieEverywhere();
      await stage.reaches(tenant, id, step);
    }
    await other.end();
    const questions = stage.asked.ofType('person-data.requested').map(({ data }) => data as Request);
    expect(questions.filter((one) => one.requestId === id).map(({ step, round }) => [step, round])).toEqual([
      ['references', 1],
      ['erase', 1],
      ['erase', 2],
    ]);
    expect((await tenant.get<ErasureCertificate>(`/v1/erasures/${id}/certificate`)).body.erasureId).toBe(id);
    // It objected, and had never withdrawn anything: nobody may contact it again at any of its addresses.
    for (const address of [{ email: person(5).email }, { phone: person(5).phone }]) {
      expect((await tenant.post<DncCheck>('/v1/dnc/check', address)).body.blocked).toBe(true);
    }
  });
});
