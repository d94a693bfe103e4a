import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { CrmLink, CrmProvider, Lead } from '@leadstream/contracts';
import { eventually, sql } from '@leadstream/testing';
import { begin, connect, CRM_SCOPES, CRM_SETTINGS, settled, sync } from '../../test/crm/crm.js';
import { HubspotStandIn } from '../../test/crm/hubspot-stand-in.js';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { create } from '../../test/merges.js';
import type { TenantClient } from '../../test/tenant-client.js';

const PROVIDER: CrmProvider = 'hubspot';
const FIELDS = { firstName: 'firstname', company: 'company', jobTitle: 'jobtitle' } as const;
type Field = keyof typeof FIELDS;

let app: LeadApp;
let hubspot: HubspotStandIn;
let tenant: TenantClient;
beforeAll(async () => {
  app = await startLeadApp(CRM_SETTINGS);
});
afterAll(() => app.stop());
beforeEach(async () => {
  hubspot = await new HubspotStandIn().listen();
  tenant = app.as(undefined, CRM_SCOPES);
  await connect(tenant, PROVIDER, { baseUrl: hubspot.url, credentials: { kind: 'private-app', accessToken: hubspot.privateToken } });
});
afterEach(() => hubspot.close());

const leadsOf = async (): Promise<Lead[]> => (await tenant.get<{ items: Lead[] }>('/v1/leads?limit=500')).body.items;
const linksOf = async (): Promise<CrmLink[]> =>
  (await tenant.get<{ items: CrmLink[] }>('/v1/integrations/hubspot/links?limit=500')).body.items;
const goOn = (runId: string) =>
  sql(
    app.database.adminUrl,
    `UPDATE lead.crm_sync_run SET waits_until = now() - interval '1 second' WHERE run_id = $1 AND waits_until IS NOT NULL`,
    [runId],
  );

/** Numbers below `limit`, the same ones for the same seed (a linear congruence, Numerical Recipes). */
function chance(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** One that failed is due again by the clock, and may be on: it will do as well. @returns id of the sync that is on */
async function syncing(): Promise<string> {
  const { status, body } = await tenant.post<{ id: string; runId?: string }>(`/v1/integrations/${PROVIDER}/sync`, { kind: 'incremental' });
  if (status !== 202 && status !== 409) throw new Error(`syncing answered ${status}: ${JSON.stringify(body)}`);
  // One that has ended meanwhile has no name in the answer.
  return status === 202 ? body.id : (body.runId ?? syncing());
}

/** One thing that somebody does on one of the sides, or a sync, or one whose writes are not answered. */
async function act(next: (limit: number) => number, step: number): Promise<void> {
  const field = Object.keys(FIELDS)[next(3)] as Field;
  const value = next(4) === 0 ? null : `${field} ${step}`;
  const kind = next(10);
  if (kind === 0) await create(tenant, { email: `ours${step}@example.com`, [field]: value ?? 'said' });
  else if (kind === 1) hubspot.create({ email: `theirs${step}@example.com`, [FIELDS[field]]: value ?? 'said' });
  else if (kind <= 4) {
    const leads = await leadsOf();
    const lead = leads[next(leads.length)];
    if (lead) await tenant.patch(`/v1/leads/${lead.id}`, lead.version, { [field]: value });
  } else if (kind <= 7) {
    const ids = [...hubspot.contacts.keys()];
    const id = ids[next(ids.length)];
    if (id !== undefined) hubspot.edit(id, { [FIELDS[field]]: value ?? '' });
  } else {
    hubspot.misbehaviour = kind === 9 ? 'cuts-writes' : undefined;
    let run = await settled(tenant, PROVIDER, await syncing());
    hubspot.misbehaviour = undefined;
    // It may have tried again by itself before the peer was mended, and waits longer then.
    while (run.status === 'running') {
      await goOn(run.id);
      run = await settled(tenant, PROVIDER, run.id);
    }
  }
}

/** What both sides say of every person, by address. */
async function sides(): Promise<[ours: unknown, theirs: unknown]> {
  const names = Object.entries(FIELDS) as [Field, string][];
  const byEmail = (one: readonly unknown[], other: readonly unknown[]): number => (String(one[0]) < String(other[0]) ? -1 : 1);
  const ours = (await leadsOf()).map((lead) => [lead.email, ...names.map(([field]) => lead[field])]).sort(byEmail);
  const theirs = hubspot.live().map((contact) => [contact['email'], ...names.map(([, property]) => contact[property] || null)]);
  return [ours, theirs.sort(byEmail)];
}

it.each([1, 20_261_127, 424_242])(
  'comes to the same on both sides after whatever happened (seed %i), and then to rest',
  async (seed) => {
    const next = chance(seed);
    for (let step = 0; step < 40; step += 1) await act(next, step);
    await eventually(
      async () => {
        await sync(tenant, PROVIDER, 'incremental');
        const [ours, theirs] = await sides();
        expect(ours).toEqual(theirs);
      },
      { withinMs: 60_000 },
    );
    const links = await linksOf();
    expect(links).toHaveLength(hubspot.contacts.size);
    expect(new Set(links.map(({ peerId }) => peerId)).size).toBe(hubspot.contacts.size);
    await sync(tenant, PROVIDER);
    const before = [
      hubspot.calls.filter((call) => /batch\/(update|upsert)$/.test(call)).length,
      (await leadsOf()).map(({ version }) => version),
    ];
    const quiet = await sync(tenant, PROVIDER);
    expect([quiet.pulled, quiet.pushed]).toEqual([{ unchanged: links.length }, { unchanged: links.length }]);
    const after = [
      hubspot.calls.filter((call) => /batch\/(update|upsert)$/.test(call)).length,
      (await leadsOf()).map(({ version }) => version),
    ];
    expect(after).toEqual(before);
  },
  180_000,
);

it('takes a page again whose worker was lost between reading and writing it, and counts it once', async () => {
  for (let n = 0; n < 30; n += 1) hubspot.create({ email: `p${n}@example.com` });
  let stolen = false;
  hubspot.meanwhile = async (call) => {
    if (stolen || !call.endsWith('/search')) return;
    stolen = true;
    // Another worker believes the first one dead and takes the run.
    await sql(app.database.adminUrl, 'UPDATE lead.crm_sync_run SET fence = fence + 1, lease_expires_at = NULL WHERE tenant_id = $1', [
      tenant.tenantId,
    ]);
  };
  const run = await settled(tenant, PROVIDER, (await begin(tenant, PROVIDER)).id);
  expect([run.status, run.pulled]).toEqual(['completed', { created: 30 }]);
  expect(hubspot.calls.filter((call) => call.endsWith('/search'))).toHaveLength(2);
  expect(await leadsOf()).toHaveLength(30);
});
