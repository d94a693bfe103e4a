import { beforeAll, describe, expect, it } from '@jest/globals';
import type { LifecycleFunnel } from '@leadstream/contracts';
import { eventually } from '@leadstream/testing';
import { figuresOf, originFigures } from './funnel-figures.js';
import type { GatewayClient } from './gateway-client.js';
import { FUNNEL_PATH, importDeals, importLeads, importOf } from './import-olist.js';
import { countOlistFiles, olistPresent } from './olist-files.js';
import type { System } from './system.js';

const withData = olistPresent ? describe : describe.skip;

/** A marketing funnel of 8,000 leads, recounted from its files. */
export function describeOlist(running: () => System): void {
  withData('importing the Olist funnel through the gateway (needs ../shared/data)', () => {
    let client: GatewayClient;

    beforeAll(async () => {
      client = await running().createTenant('Olist');
    });

    it('creates every lead and updates every closed deal, and the totals reconcile', async () => {
      const leads = await importOf(client, await importLeads(client));
      expect(leads).toMatchObject({ status: 'completed', counts: { rows: 8_000, created: 8_000, updated: 0, skipped: 0, failed: 0 } });
      const deals = await importOf(client, await importDeals(client));
      expect(deals).toMatchObject({ status: 'completed', counts: { rows: 842, created: 0, updated: 842, skipped: 0, failed: 0 } });
    });

    it('shows the funnel by origin that an independent count of the files gives', async () => {
      const funnel = await eventually(
        async () => {
          const { body } = await client.get<LifecycleFunnel>(FUNNEL_PATH);
          expect(figuresOf(body.total).converted).toBe(842);
          return body;
        },
        { withinMs: 120_000 },
      );
      expect(originFigures(funnel)).toEqual(Object.fromEntries(countOlistFiles()));
      expect(figuresOf(funnel.total).convertedBeforeCapture).toBe(1);
      expect(funnel.freshness.asOf).not.toBeNull();
    });

    it('applies an upload once when it is repeated with its key', async () => {
      const first = await importDeals(client, 'the-same-upload');
      expect(await importDeals(client, 'the-same-upload')).toBe(first);
      expect(await importOf(client, first)).toMatchObject({ counts: { rows: 842, created: 0, failed: 0 } });
    });
  });
}
