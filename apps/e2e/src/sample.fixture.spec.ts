import { describe, expect, it } from '@jest/globals';
import type { Interaction, Lead } from '@leadstream/contracts';
import { eventually } from '@leadstream/testing';
import { addSampleData, GatewayClient as Launcher, SAMPLE_VISITOR } from '../../../infra/local/index.ts';
import { GatewayClient } from './gateway-client.js';
import type { System } from './system.js';

/** What `npm start` puts in, as it comes out. */
export function describeSample(running: () => System): void {
  describe('the sample data', () => {
    it('hold a hot, a warm and a cold lead, an investor, and a visitor who is no lead', async () => {
      const { gatewayUrl, createTenantKey } = running();
      const key = await createTenantKey('Sample');
      await addSampleData(new Launcher(gatewayUrl, key), { withinMs: 60_000 });
      const client = new GatewayClient(gatewayUrl, key);
      await eventually(async () => {
        const { body } = await client.get<{ items: Lead[] }>('/v1/leads?limit=4&include=score');
        const warmth = body.items.map(({ firstName, lastName, temperature }) => `${firstName} ${lastName} ${temperature}`);
        expect(warmth.sort()).toEqual(['David Williams warm', 'Emily Rodriguez cold', 'Michael Chen warm', 'Sarah Johnson hot']);
      });
      const { visitorId, visits } = SAMPLE_VISITOR;
      const { body } = await client.get<{ items: Interaction[] }>(`/v1/interactions?leadId=${visitorId}`);
      expect(body.items.map(({ kind }) => kind)).toEqual(visits.map(({ kind }) => kind).reverse());
      expect((await client.get(`/v1/leads/${visitorId}`)).status).toBe(404);
    });
  });
}
