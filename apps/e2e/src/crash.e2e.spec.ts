import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LifecycleFunnel } from '@leadstream/contracts';
import { eventually } from '@leadstream/testing';
import pg from 'pg';
import { type AppName, APPS } from '../../../infra/local/index.ts';
import { originFigures } from './funnel-figures.js';
import type { GatewayClient } from './gateway-client.js';
import { describeImportCrash } from './import-crash/describe-import-crash.js';
import { ImportGate } from './import-crash/import-gate.js';
import { FUNNEL_PATH, importDeals, importLeads, importOf } from './import-olist.js';
import { countOlistFiles, olistPresent } from './olist-files.js';
import { countSlices } from './slice-counts.js';
import { startSystem, type System } from './system.js';

const withData = olistPresent ? describe : describe.skip;

/** An import of 8,000 gets no further from one kill to the next, however late that comes. */
const ROWS_BETWEEN_KILLS = 2_000;

/** Every app in one of them: who writes with who reads, the door with who is behind it. Who imports is started last, so that the others find it at work. */
const VICTIMS: readonly (readonly [AppName, AppName, AppName])[] = [
  ['analytics', 'engagement', 'lead'],
  ['gateway', 'email-events', 'compliance'],
];

let system: System;
beforeAll(async () => {
  // Many batches, so that a kill finds an import in its midst; a lease that is over when the service is back.
  system = await startSystem({ IMPORT_BATCH_ROWS: '100', IMPORT_LEASE_MS: '2000' });
});
afterAll(() => system?.stop());

describeImportCrash(() => system, Number(process.env['IMPORT_CRASH_SEED'] ?? randomInt(2 ** 31)));

withData('kill -9 in mid-import (needs ../shared/data)', () => {
  let admin: pg.Pool;
  beforeAll(() => {
    admin = new pg.Pool({ connectionString: system.adminUrl });
  });
  afterAll(() => admin?.end());

  it('spares no app', () => expect(VICTIMS.flat().toSorted()).toEqual(APPS.toSorted()));

  it('of all six, three at a time, loses nothing and doubles nothing', async () => {
    const client = await system.createTenant('Crash');
    const { body: tenant } = await client.get<{ id: string }>('/v1/tenants/current');
    const gate = await ImportGate.install(admin, tenant.id, ROWS_BETWEEN_KILLS);
    await gate.close();
    const leads = await importLeads(client);
    try {
      let rows = 0;
      for (const victims of VICTIMS) {
        rows = await underWay(client, leads, rows);
        for (const victim of victims) system.apps.kill(victim, 'SIGKILL');
        await gate.flush();
        for (const victim of victims) await system.apps.restart(victim);
        await gate.move(rows + ROWS_BETWEEN_KILLS);
      }
    } finally {
      await gate.remove();
    }
    expect(await importOf(client, leads)).toMatchObject({ counts: { rows: 8_000, created: 8_000 } });
    expect(await importOf(client, await importDeals(client))).toMatchObject({ counts: { rows: 842, updated: 842 } });
    await eventually(() => expectExact(system, tenant.id, client), { withinMs: 180_000, everyMs: 1_000 });
  }, 600_000);
});

/** Resolves while the import runs, with more rows in than `before` and some still out. @returns how many are in */
async function underWay(client: GatewayClient, id: string, before: number): Promise<number> {
  const counts = await eventually(
    async () => {
      const { body } = await client.get<{ counts: { rows: number } }>(`/v1/imports/${id}`);
      expect(body.counts.rows).toBeGreaterThan(before);
      return body.counts;
    },
    { withinMs: 120_000, everyMs: 5 },
  );
  expect(counts.rows).toBeLessThan(8_000);
  return counts.rows;
}

async function expectExact(system: System, tenantId: string, client: GatewayClient): Promise<void> {
  expect(await countSlices(system.adminUrl, tenantId)).toEqual({
    leads: 8_000,
    convertedLeads: 842,
    knownToCompliance: 8_000,
    knownToEngagement: 8_000,
    knownToEmailEvents: 8_000,
    lifecycles: 8_000,
    convertedLifecycles: 842,
    unpublished: 0,
  });
  const { body: funnel } = await client.get<LifecycleFunnel>(FUNNEL_PATH);
  expect(originFigures(funnel)).toEqual(Object.fromEntries(countOlistFiles()));
}
