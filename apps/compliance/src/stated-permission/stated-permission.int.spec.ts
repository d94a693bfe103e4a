import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addressPermissionsStatedV1, type ConsentChange, type ConsentEntry, type ContactState, type DncEntry } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import {
  eventually,
  leadCaptured,
  leadMerged,
  leadPermissionsReverted,
  leadPermissionsStated,
  type ServiceClient,
} from '@leadstream/testing';
import { type ComplianceApp, startComplianceApp } from '../../test/compliance-app.js';

let app: ComplianceApp;
beforeAll(async () => {
  app = await startComplianceApp();
});
afterAll(() => app.stop());

const stateOf = (tenant: ServiceClient, leadId: string) =>
  tenant.get<ContactState>(`/v1/leads/${leadId}/contact-state`).then(({ body }) => body);
const listOf = (tenant: ServiceClient) => tenant.get<{ items: DncEntry[] }>('/v1/dnc').then(({ body }) => body.items);

const given: ConsentChange = {
  channel: 'email',
  purpose: 'marketing',
  state: 'given',
  basis: 'consent',
  textVersion: 'fair-1',
  statedAt: '2026-10-01T08:00:00.000Z',
};

describe('what the rows of a file say of permissions', () => {
  it('is a consent in the ledger, or a prohibition on the list that withdraws what was allowed', async () => {
    const tenant = app.as();
    const lead = { tenantId: tenant.tenantId, leadId: uuidV7.next(), sequence: 1 };
    await app.publish(leadCaptured(lead), leadPermissionsStated(lead, { consents: [given] }));
    await eventually(async () =>
      expect((await stateOf(tenant, lead.leadId)).consents).toMatchObject([{ channel: 'email', state: 'given' }]),
    );
    await app.publish(leadPermissionsStated(lead, { doNotContact: ['email', 'voice'] }));
    await eventually(async () => {
      const { consents, dnc } = await stateOf(tenant, lead.leadId);
      expect(consents.map(({ channel, purpose, state }) => `${channel} ${purpose} ${state}`).sort()).toEqual([
        'email marketing withdrawn',
        'email sales withdrawn',
        'email service withdrawn',
        'voice marketing withdrawn',
        'voice sales withdrawn',
        'voice service withdrawn',
      ]);
      expect(dnc.blocked).toBe(true);
    });
    expect((await listOf(tenant)).map(({ kind, value, channels, source }) => [kind, value, channels, source]).sort()).toEqual([
      ['email', 'ada@example.com', ['email'], 'import'],
      ['phone', '+14155552671', ['voice'], 'import'],
    ]);
  });

  it('counts once: a prohibition that was lifted since does not come back when its event does', async () => {
    const tenant = app.as();
    const lead = { tenantId: tenant.tenantId, leadId: uuidV7.next(), sequence: 1 };
    const stated = leadPermissionsStated(lead, { doNotContact: ['voice'] });
    await app.publish(stated);
    const entry = await eventually(async () => {
      const [found] = await listOf(tenant);
      expect(found).toBeDefined();
      return found as DncEntry;
    });
    await tenant.delete(`/v1/dnc/${entry.id}`);
    await app.publish(stated, leadPermissionsStated(lead, { doNotContact: ['sms'] }));
    await eventually(async () => expect((await listOf(tenant)).map(({ channels }) => channels)).toEqual([['sms']]));
  });

  it('withdraws for every lead of the person, so that a no outlives the merge', async () => {
    const tenant = app.as();
    const survivor = { tenantId: tenant.tenantId, leadId: uuidV7.next(), sequence: 1 };
    const merged = { ...survivor, leadId: uuidV7.next() };
    const no = leadPermissionsStated(survivor, { consents: [{ ...given, state: 'withdrawn' }] });
    await app.publish(leadCaptured(survivor), leadCaptured(merged), leadMerged({ ...merged, sequence: 2 }, survivor.leadId));
    await eventually(async () => expect((await stateOf(tenant, merged.leadId)).deleted).toBe(true));
    await app.publish(no, no);
    await eventually(async () => {
      const { items } = (await tenant.get<{ items: ConsentEntry[] }>(`/v1/consents?leadId=${survivor.leadId}`)).body;
      expect(items.map(({ leadId, state }) => [leadId, state])).toEqual([merged, survivor].map(({ leadId }) => [leadId, 'withdrawn']));
    });
  });

  it('lifts no withdrawal by a yes', async () => {
    const tenant = app.as();
    const lead = { tenantId: tenant.tenantId, leadId: uuidV7.next(), sequence: 1 };
    await app.publish(leadCaptured(lead), leadPermissionsStated(lead, { consents: [given] }));
    await eventually(async () => expect((await stateOf(tenant, lead.leadId)).consents).toMatchObject([{ state: 'given' }]));
    await tenant.post('/v1/consents', { leadId: lead.leadId, channel: 'email', purpose: 'marketing', state: 'withdrawn' });
    const again = { ...given, statedAt: new Date(Date.now() + 60_000).toISOString() };
    await app.publish(leadPermissionsStated(lead, { consents: [again, { ...again, channel: 'sms' }] }));
    await eventually(async () => {
      const { consents } = await stateOf(tenant, lead.leadId);
      expect(consents.map(({ channel, state }) => `${channel} ${state}`).sort()).toEqual(['email withdrawn', 'sms given']);
    });
  });

  it('counts no more once the import was taken back, but what it forbade; imported again it counts', async () => {
    const tenant = app.as();
    const lead = { tenantId: tenant.tenantId, leadId: uuidV7.next(), sequence: 1 };
    const importId = uuidV7.next();
    await app.publish(
      leadCaptured(lead),
      leadPermissionsStated(lead, { consents: [given], doNotContact: ['voice'], importId }),
      leadPermissionsReverted(lead, importId),
    );
    const statesOf = async () =>
      (await stateOf(tenant, lead.leadId)).consents
        .filter(({ purpose }) => purpose === 'marketing')
        .map(({ channel, state }) => `${channel} ${state}`)
        .sort();
    await eventually(async () => expect(await statesOf()).toEqual(['email expired', 'voice withdrawn']));
    expect(await listOf(tenant)).toHaveLength(1);
    const mended = { ...given, statedAt: new Date().toISOString() };
    await app.publish(leadPermissionsStated(lead, { consents: [mended], importId: uuidV7.next() }));
    await eventually(async () => expect(await statesOf()).toEqual(['email given', 'voice withdrawn']));
  });

  it('lists nothing for a lead without addresses, and withdraws all the same', async () => {
    const tenant = app.as();
    const lead = { tenantId: tenant.tenantId, leadId: uuidV7.next(), sequence: 1 };
    await app.publish(leadCaptured(lead), leadPermissionsStated(lead, { email: null, phone: null, doNotContact: ['sms'] }));
    await eventually(async () => expect((await stateOf(tenant, lead.leadId)).consents).toHaveLength(3));
    expect(await listOf(tenant)).toEqual([]);
  });

  it('is on the list for an address that is no lead’s, once', async () => {
    const tenant = app.as();
    const said = { kind: 'email', value: 'nobody@example.com', doNotContact: ['email'], importId: null } as const;
    const data = { statementId: uuidV7.next(), ...said, doNotContact: [...said.doNotContact], statedAt: new Date().toISOString() };
    const told = { contract: addressPermissionsStatedV1, event: { id: uuidV7.next(), tenantId: tenant.tenantId, sequence: 1, data } };
    await app.publish(told);
    const [entry] = await eventually(async () => {
      const list = await listOf(tenant);
      expect(list).toMatchObject([{ kind: 'email', value: said.value, channels: ['email'], source: 'import' }]);
      return list;
    });
    expect(await tenant.send('DELETE', `/v1/dnc/${entry?.id}`)).toMatchObject({ status: 204 });
    const another = { ...said, value: 'other@example.com', doNotContact: [...said.doNotContact], statedAt: data.statedAt };
    const next = { ...told.event, id: uuidV7.next(), data: { ...another, statementId: uuidV7.next() } };
    await app.publish(told, { ...told, event: next });
    await eventually(async () => expect(await listOf(tenant)).toMatchObject([{ value: 'other@example.com' }]));
  });
});
