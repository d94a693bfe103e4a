import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually, sql } from '@leadstream/testing';
import { connect, CRM_SCOPES, CRM_SETTINGS, sync } from '../test/crm/crm.js';
import { HubspotStandIn } from '../test/crm/hubspot-stand-in.js';
import { distributeBy, owned, pool, profile, queuedFor, rule, stageTeam } from '../test/distribution.js';
import { type LeadApp, startLeadApp } from '../test/lead-app.js';
import { create, read } from '../test/merges.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp({ ...CRM_SETTINGS, DISTRIBUTION_POLL_MS: '50' });
});
afterAll(() => app.stop());

type Labels = Readonly<Record<string, string>>;

/** @returns what stands behind the series of this name and these labels; undefined when there is none */
async function scrape(): Promise<(name: string, labels: Labels) => number | undefined> {
  const text = await (await fetch(`${app.service.managementUrl}/metrics`)).text();
  const lines = text.split('\n').filter((line) => !line.startsWith('#'));
  return (name, labels) => {
    const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
    const line = lines.find((one) => one.startsWith(`${name}{`) && wanted.every((label) => one.includes(label)));
    return line === undefined ? undefined : Number(line.split('} ')[1]?.split(' ')[0]);
  };
}

it('show how syncs end, what became of records, and which connections are late', async () => {
  const hubspot = await new HubspotStandIn().listen();
  const [good, refused] = [app.as(undefined, CRM_SCOPES), app.as(undefined, CRM_SCOPES)];
  const join = (tenant: typeof good, accessToken: string) =>
    connect(tenant, 'hubspot', { baseUrl: hubspot.url, credentials: { kind: 'private-app', accessToken } });
  const isOfHubspot = { provider: 'hubspot' };
  const syncs = { ...isOfHubspot, kind: 'full' };
  await create(good, { email: 'ada@example.com' });
  await join(good, hubspot.privateToken);
  await join(refused, 'of somebody else');
  expect((await scrape())('lead_crm_sync_age', isOfHubspot)).toBeUndefined();
  expect([(await sync(good, 'hubspot')).status, (await sync(refused, 'hubspot')).status]).toEqual(['completed', 'failed']);
  // What was written is counted a moment later; the clock may have begun a sync before.
  await eventually(async () => {
    const value = await scrape();
    const [ended] = await sql<{ completed: number; failed: number }>(
      app.database.adminUrl,
      `SELECT count(*) FILTER (WHERE status = 'completed')::int AS completed, count(*) FILTER (WHERE status = 'failed')::int AS failed
       FROM lead.crm_sync_run WHERE kind = 'full'`,
    );
    const [completed, failed] = [ended?.completed ?? 0, ended?.failed ?? 0];
    expect([completed > 0, failed > 0]).toEqual([true, true]);
    expect(value('lead_crm_syncs_total', { ...syncs, status: 'completed' })).toBe(completed);
    expect(value('lead_crm_syncs_total', { ...syncs, status: 'failed' })).toBe(failed);
    expect(value('lead_crm_sync_duration_count', syncs)).toBe(completed + failed);
    expect(value('lead_crm_sync_records_total', { ...isOfHubspot, direction: 'push', outcome: 'created' })).toBe(1);
    expect(value('lead_crm_sync_age', isOfHubspot)).toBeGreaterThanOrEqual(0);
    expect([value('lead_crm_connections', isOfHubspot), value('lead_crm_connections_late', isOfHubspot)]).toEqual([2, 0]);
  });
  // Three intervals of a quarter of an hour, and an hour.
  await sql(
    app.database.adminUrl,
    `UPDATE lead.crm_connection SET synced_at = synced_at - interval '105 minutes', updated_at = updated_at - interval '105 minutes'`,
  );
  const later = await scrape();
  expect([later('lead_crm_connections', isOfHubspot), later('lead_crm_connections_late', isOfHubspot)]).toEqual([2, 2]);
  expect(later('lead_crm_sync_age', isOfHubspot)).toBeGreaterThanOrEqual(105 * 60);
  await sql(app.database.adminUrl, `UPDATE lead.crm_connection SET is_paused = true WHERE tenant_id = $1`, [refused.tenantId]);
  expect((await scrape())('lead_crm_connections', isOfHubspot)).toBe(1);
  await hubspot.close();
});

it('show who gets leads by what, how many wait why, and for how long', async () => {
  const { tenant, members } = await stageTeam(app, 1);
  const [member = ''] = members;
  await profile(tenant, member, { maxOpenLeads: 1 });
  const { id: poolId } = await pool(tenant, members);
  await distributeBy(tenant, rule(poolId));
  await owned(tenant, await create(tenant, { externalId: 'a' }));
  const waiting = await create(tenant, { externalId: 'b' });
  await queuedFor(tenant, waiting, 'nobody');
  const value = await scrape();
  expect(value('lead_assignments_total', { way: 'rule', strategy: 'round-robin' })).toBe(1);
  expect(value('lead_distribution_queue', { reason: 'nobody' })).toBe(1);
  expect(value('lead_distribution_queue', { reason: 'new' })).toBe(0);
  expect(value('lead_distribution_queue_oldest', { reason: 'new' })).toBe(0);
  await sql(
    app.database.adminUrl,
    `UPDATE lead.distribution_queue SET entered_at = entered_at - interval '10 minutes' WHERE lead_id = $1`,
    [waiting.id],
  );
  expect((await scrape())('lead_distribution_queue_oldest', { reason: 'nobody' })).toBeGreaterThanOrEqual(600);
  const { version } = await read(tenant, waiting);
  await tenant.patch(`/v1/leads/${waiting.id}/owner`, version, { ownerId: member });
  await eventually(async () => expect((await scrape())('lead_distribution_queue', { reason: 'nobody' })).toBe(0));
  expect((await scrape())('lead_assignments_total', { way: 'hand', strategy: 'none' })).toBe(1);
});
