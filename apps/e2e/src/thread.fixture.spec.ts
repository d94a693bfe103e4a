import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ContactDecision, DncEntry, EmailMessage, Lead, Lead360, LifecycleFunnel, WebhookEndpoint } from '@leadstream/contracts';
import { eventually } from '@leadstream/testing';
import { figuresOf } from './funnel-figures.js';
import type { GatewayClient } from './gateway-client.js';
import { sendgridEvent, SendgridStandIn } from './sendgrid-stand-in.js';
import type { System } from './system.js';

const today = (): string => new Date().toISOString().slice(0, 10);

/** One lead from its capture to its deletion, in every service that knows it. */
export function describeThread(running: () => System): void {
  describe("a lead's way through all six apps", () => {
    let system: System;
    let client: GatewayClient;
    let lead: Lead;

    beforeAll(async () => {
      system = running();
      client = await system.createTenant('Thread');
      const answer = await client.post<Lead>('/v1/leads', {
        firstName: ' Ada ',
        email: 'Ada.Lovelace@Example.com',
        phone: '(202) 555-0143',
        phoneRegion: 'US',
        source: 'Referral',
        consents: [{ channel: 'email', purpose: 'marketing', textVersion: 'signup-3' }],
      });
      expect(answer.status).toBe(201);
      lead = answer.body;
    });

    it('is stored normalised and found under its location', async () => {
      const { body, headers } = await client.get<Lead>(`/v1/leads/${lead.id}`);
      expect(body).toMatchObject({
        firstName: 'Ada',
        email: 'ada.lovelace@example.com',
        phone: '+12025550143',
        source: 'referral',
        status: 'new',
      });
      expect(headers.get('etag')).toBe('"1"');
    });

    it('may be contacted where it agreed, and nowhere else', async () => {
      const decide = (channel: string) =>
        client.post<ContactDecision>('/v1/decisions', { leadId: lead.id, channel, purpose: 'marketing' }).then(({ body }) => body);
      await eventually(async () => expect(await decide('email')).toMatchObject({ outcome: 'allow' }));
      expect(await decide('sms')).toMatchObject({ outcome: 'deny', reasons: [{ code: 'no_consent' }] });
    });

    it('may not be contacted once its address is on the DNC list, and may again when it is taken off', async () => {
      const decide = () =>
        client
          .post<ContactDecision>('/v1/decisions', { leadId: lead.id, channel: 'email', purpose: 'marketing' })
          .then(({ body }) => body.outcome);
      const { body: entry } = await client.post<DncEntry>('/v1/dnc', {
        kind: 'email',
        value: 'ADA.lovelace@example.com',
        reason: 'asked by phone',
      });
      expect(await decide()).toBe('deny');
      expect((await client.delete(`/v1/dnc/${entry.id}`)).status).toBe(204);
      expect(await decide()).toBe('allow');
    });

    it('has its interactions once per client event id', async () => {
      const event = { clientEventId: randomUUID(), leadId: lead.id, kind: 'page_view', occurredAt: new Date().toISOString() };
      expect((await client.post('/v1/interactions', event)).status).toBe(201);
      expect((await client.post('/v1/interactions', event)).status).toBe(200);
      const { body } = await client.get<{ items: unknown[] }>(`/v1/interactions?leadId=${lead.id}`);
      expect(body.items).toHaveLength(1);
    });

    it('has its e-mail states from signed webhooks alone', async () => {
      const sendgrid = new SendgridStandIn(system.gatewayUrl);
      const { body: endpoint } = await client.post<WebhookEndpoint>('/v1/email/endpoints', {
        provider: 'sendgrid',
        name: 'main account',
        publicKey: sendgrid.verificationKey,
      });
      const delivery = ['open', 'delivered', 'processed'].map((kind) =>
        sendgridEvent(kind, 'ada.lovelace@example.com', 'LRzXl_NHStOGhQ4kofSm_A'),
      );
      expect(await sendgrid.deliver(endpoint.path, delivery)).toMatchObject({ status: 202, body: { received: 3 } });
      expect(await sendgrid.deliver(endpoint.path, delivery)).toMatchObject({ status: 202, body: { received: 3 } });
      const rewritten = await sendgrid.deliver(endpoint.path, delivery, { body: (body) => JSON.stringify(JSON.parse(body)) });
      expect(rewritten).toMatchObject({ status: 401, body: { code: 'EMAIL.SIGNATURE_WRONG' } });
      const stale = await sendgrid.deliver(endpoint.path, delivery, { signedSecondsAgo: 3_600 });
      expect(stale).toMatchObject({ status: 401, body: { code: 'EMAIL.SIGNATURE_STALE' } });
      await eventually(async () => {
        const { body } = await client.get<{ items: EmailMessage[] }>(`/v1/email/messages?leadId=${lead.id}`);
        expect(body.items).toMatchObject([{ state: 'opened', email: 'ada.lovelace@example.com', leadId: lead.id }]);
        expect((await client.get<{ items: unknown[] }>('/v1/email/events')).body.items).toHaveLength(3);
      });
    });

    it('is seen whole in the 360', async () => {
      const { body } = await client.get<Lead360>(`/v1/leads/${lead.id}/360`);
      expect(body).toMatchObject({
        lead: { id: lead.id },
        compliance: { known: true, consents: [{ channel: 'email', purpose: 'marketing', state: 'given' }], dnc: { blocked: false } },
        interactions: { items: [{ kind: 'page_view' }] },
        emails: { items: [{ state: 'opened' }] },
        missing: [],
      });
    });

    it('counts in the funnel, and converted only after it converted', async () => {
      // The day may have changed since.
      const path = `/v1/funnels/lifecycle?from=${lead.capturedAt.slice(0, 10)}&to=${today()}`;
      await eventually(async () => {
        expect(figuresOf((await client.get<LifecycleFunnel>(path)).body.total)).toMatchObject({ captured: 1, converted: 0 });
      });
      const changed = await client.post<Lead>(`/v1/leads/${lead.id}/status`, { status: 'converted' }, { 'if-match': '"1"' });
      expect(changed).toMatchObject({ status: 200, body: { status: 'converted', version: 2 } });
      await eventually(async () => {
        expect(figuresOf((await client.get<LifecycleFunnel>(path)).body.total)).toMatchObject({ captured: 1, converted: 1 });
      });
    });

    it('is hidden from every other tenant', async () => {
      const stranger = await system.createTenant('Stranger');
      for (const path of [`/v1/leads/${lead.id}`, `/v1/leads/${lead.id}/360`, `/v1/leads/${lead.id}/audit`]) {
        expect((await stranger.get(path)).status).toBe(404);
      }
      for (const path of ['/v1/leads', '/v1/dnc', '/v1/email/messages', '/v1/email/events', '/v1/email/endpoints']) {
        expect((await stranger.get<{ items: unknown[] }>(path)).body.items).toEqual([]);
      }
    });

    it('disappears everywhere when it is deleted', async () => {
      expect((await client.delete(`/v1/leads/${lead.id}`, { 'if-match': '"2"' })).status).toBe(204);
      expect((await client.get(`/v1/leads/${lead.id}`)).status).toBe(404);
      await eventually(async () => {
        expect((await client.get(`/v1/interactions?leadId=${lead.id}`)).status).toBe(404);
        expect((await client.get<{ items: unknown[] }>(`/v1/email/messages?leadId=${lead.id}`)).body.items).toEqual([]);
        const decision = await client.post<ContactDecision>('/v1/decisions', { leadId: lead.id, channel: 'email', purpose: 'marketing' });
        expect(decision.body.reasons.map(({ code }) => code)).toContain('lead_deleted');
      });
    });
  });
}
