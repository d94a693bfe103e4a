import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DncCheck, Erasure, ErasureCertificate, SubjectRequest } from '@leadstream/contracts';
import { eventually, leadDeleted, type ServiceClient } from '@leadstream/testing';
import { ErasureStage, OTHERS, person } from '../../../test/erasure-stage.js';

let stage: ErasureStage;
beforeAll(async () => {
  stage = await ErasureStage.start();
});
afterAll(() => stage?.stop());

const check = (tenant: ServiceClient, body: object) => tenant.post<DncCheck>('/v1/dnc/check', body).then((answer) => answer.body);

describe('somebody who is no lead', () => {
  const [email, phone] = ['stranger@example.com', '+14155552699'];
  const addresses = [
    { kind: 'email', value: ' Stranger@Example.com' },
    { kind: 'phone', value: '(415) 555-2699', phoneRegion: 'US' },
  ];
  const ask = (tenant: ServiceClient, kind: string, more: object = {}) =>
    tenant.post<SubjectRequest>('/v1/subject-requests', { kind, via: 'letter', addresses, ...more });
  const patch = (tenant: ServiceClient, { id, version }: SubjectRequest, body: object) => {
    const headers = { 'content-type': 'application/json', 'if-match': `"${version}"` };
    return tenant.send<SubjectRequest>('PATCH', `/v1/subject-requests/${id}`, { body: JSON.stringify(body), headers });
  };
  const begin = { status: 'in-progress', identity: { method: 'document' } };

  it('objects by its addresses, which are blocked from then on', async () => {
    const tenant = stage.app.as();
    const { status, body: request } = await ask(tenant, 'objection');
    expect([status, request.leadId, request.deadline.isOverdue]).toEqual([201, null, false]);
    expect(request.addresses).toEqual([
      { kind: 'email', value: email },
      { kind: 'phone', value: phone },
    ]);
    const { entries } = await check(tenant, { email, channel: 'whatsapp' });
    expect(entries).toMatchObject([{ value: email, channels: [], reason: 'objection', source: 'subject-request' }]);
    expect(await check(tenant, { phone, channel: 'voice' })).toMatchObject({ blocked: true });
    expect((await tenant.get<SubjectRequest>(`/v1/subject-requests/${request.id}`)).body).toEqual(request);
    expect((await tenant.get<{ items: SubjectRequest[] }>('/v1/subject-requests')).body.items).toEqual([request]);
  });

  it('is refused where a lead has one of the addresses, also one that has become a lead since', async () => {
    const tenant = stage.app.as();
    const { body: request } = await ask(tenant, 'erasure');
    const { body: access } = await ask(tenant, 'access');
    const leadId = await stage.aLead(tenant, { email: 'known@example.com', phone });
    for (const refused of [await ask(tenant, 'access'), await patch(tenant, request, begin), await patch(tenant, access, begin)])
      expect(refused).toMatchObject({ status: 409, body: { code: 'COMPLIANCE.SUBJECT_IS_LEAD', leadIds: [leadId] } });
    await stage.app.publish(leadDeleted({ tenantId: tenant.tenantId, leadId, sequence: 2 }));
    await eventually(async () =>
      expect((await tenant.get<{ deleted: boolean }>(`/v1/leads/${leadId}/contact-state`)).body.deleted).toBe(true),
    );
    expect(await ask(tenant, 'access')).toMatchObject({ status: 409, body: { leadIds: [leadId] } });
    expect((await ask(tenant, 'access', { addresses: addresses.slice(0, 1) })).status).toBe(201);
  });

  it('is told what is kept under the addresses, and nothing that a service finds beside them', async () => {
    const tenant = stage.app.as();
    await tenant.post('/v1/dnc', { kind: 'email', value: email, reason: 'asked', evidence: { note: 'By letter.' } });
    const leadId = await stage.aLead(tenant, person(8));
    const { body: request } = await ask(tenant, 'access');
    expect((await patch(tenant, request, begin)).status).toBe(200);
    await stage.locate(tenant, request.id, 1, OTHERS, [`lead:${leadId}`, 'email:other@example.com']);
    const asked = await stage.question(request.id, 'gather', 1);
    expect(asked).toMatchObject({ purpose: 'access', leadIds: [], addresses: [`email:${email}`, `phone:${phone}`] });
    const told = () => stage.asked.ofType('person-data.gathered').find(({ headers }) => headers['ce_subject'] === request.id);
    await eventually(() =>
      expect(told()?.data).toMatchObject({
        service: 'compliance',
        records: [
          { store: 'dnc-entries', fields: { value: email, evidence: { note: 'By letter.' } } },
          { store: 'subject-requests', fields: { id: request.id } },
        ],
      }),
    );
  });

  it('is erased with a certificate, stays blocked, and is kept while a hold is on everything', async () => {
    const tenant = stage.app.as();
    await tenant.post('/v1/dnc', { kind: 'phone', value: phone, reason: 'asked', evidence: { note: 'stranger@example.com called.' } });
    const lawyer = stage.app.as(tenant.tenantId, ['tenant:write']);
    const ofEverything = { category: 'imports', matter: 'M-7', reason: 'Litigation.' };
    const { body: hold } = await lawyer.post<{ id: string }>('/v1/legal-holds', ofEverything);
    const { body: request } = await ask(tenant, 'erasure', { note: 'stranger@example.com asks.' });
    expect(await patch(tenant, request, begin)).toMatchObject({
      status: 409,
      body: { code: 'COMPLIANCE.ERASURE_HELD', holdIds: [hold.id] },
    });
    await lawyer.post(`/v1/legal-holds/${hold.id}/release`, { reason: 'Settled.' });
    const { body: begun } = await patch(tenant, request, begin);
    const erasures = `/v1/erasures?subjectRequestId=${request.id}`;
    const [erasure] = (await tenant.get<{ items: Erasure[] }>(erasures)).body.items;
    expect(erasure).toMatchObject({ leadId: null, subjectRequestId: request.id, leadIds: [], status: 'running' });
    const id = erasure?.id ?? '';
    const later = await lawyer.post<{ deletionsUnderWay: object[] }>('/v1/legal-holds', ofEverything);
    expect(later.body.deletionsUnderWay).toMatchObject([{ deletionId: id, leadId: null }]);
    expect(await patch(tenant, begun, { status: 'completed' })).toMatchObject({ body: { erasureId: id } });
    const leadId = await stage.aLead(tenant, person(9));
    await stage.locate(tenant, id, 1, ['lead'], [`lead:${leadId}`]);
    await stage.complete(tenant, id);
    const { body: certificate } = await tenant.get<ErasureCertificate>(`/v1/erasures/${id}/certificate`);
    expect(certificate).toMatchObject({ leadId: null, subjectRequestId: request.id, leadIds: [], namesDestroyed: 2 });
    const stores = certificate.services.find(({ service }) => service === 'compliance')?.stores;
    expect(stores?.filter(({ store }) => ['dnc-entries', 'subject-requests'].includes(store))).toMatchObject([
      { removed: 1 },
      { blanked: 1, kept: 1 },
    ]);
    expect(await check(tenant, { phone, channel: 'voice' })).toMatchObject({ blocked: true, entries: [{ reason: 'erasure' }] });
    const { body: ended } = await patch(tenant, begun, { status: 'completed' });
    expect(ended).toMatchObject({ status: 'completed', leadId: null, addresses: [], note: null });
    expect((await tenant.get<{ items: Erasure[] }>(erasures)).body.items).toMatchObject([{ status: 'certified' }]);
  });
});
