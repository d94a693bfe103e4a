import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { DataOf, leadTemperatureChangedV1 } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { eventually, sql } from '@leadstream/testing';
import { type LeadApp, startLeadApp } from '../../../test/lead-app.js';
import { create } from '../../../test/merges.js';
import { activate, interaction, rehearsed, scoreOf, WEIGHTS } from '../../../test/scoring.js';
import { movesOf as segmentMovesOf, segment } from '../../../test/segments.js';
import { ifMatch, type TenantClient } from '../../../test/tenant-client.js';
import { TemperatureService } from './temperature.service.js';

const HOUR_MS = 3_600_000;

let aheadMs = 0;
let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp({}, { now: () => new Date(Date.now() + aheadMs) });
});
afterAll(() => app.stop());
beforeEach(() => {
  aheadMs = 0;
});

const admin = (): TenantClient => app.as(undefined, ['leads:read', 'leads:write', 'tenant:write']);

const toldOf = (leadId: string) =>
  app.published
    .ofType('lead.temperature-changed')
    .map(({ data }) => data as DataOf<typeof leadTemperatureChangedV1>)
    .filter((data) => data.leadId === leadId);
const movesOf = (leadId: string) => toldOf(leadId).map(({ from, to, score, cause }) => [from, to, score, cause]);
const published = (leadId: string, moves: unknown[]) => eventually(() => expect(movesOf(leadId)).toEqual(moves), { withinMs: 30_000 });

/** What the timed job does, now. */
async function judgeDue(): Promise<void> {
  const database = app.service.app.get(TenantDatabase);
  const run = { step: database.withoutTenant.bind(database), stepInTenant: database.inTenant.bind(database) };
  await app.service.app.get(TemperatureService).judgeDue(run as Parameters<TemperatureService['judgeDue']>[0]);
}

it('is told when a change of the lead or something it did moves it, once, and not otherwise', async () => {
  const tenant = admin();
  await activate(tenant);
  await judgeDue();
  const lead = await create(tenant, { email: 'ada@x.com', company: 'Acme' });
  const told = { tenantId: tenant.tenantId, leadId: lead.id };
  const call = interaction(told, uuidV7.next(), 'call_answered', new Date());
  await app.publish(call, call);
  await published(lead.id, [['cold', 'warm', 70, 'event']]);
  expect(toldOf(lead.id)[0]).toMatchObject({ fit: 60, engagement: 80, modelNumber: 2 });
  await tenant.patch(`/v1/leads/${lead.id}`, 1, { jobTitle: 'CEO' });
  await published(lead.id, [
    ['cold', 'warm', 70, 'event'],
    ['warm', 'hot', 90, 'event'],
  ]);
  const [, event] = app.published.ofType('lead.temperature-changed').filter(({ key }) => key.endsWith(lead.id));
  // Whichever of its events was heard first once the title was there.
  const changes = ['lead.captured', 'lead.updated'].map((type) => app.published.ofType(type).find(({ key }) => key.endsWith(lead.id)));
  expect(changes.map((change) => change?.headers['ce_id'])).toContain(event?.headers['ce_causationid']);
  expect(event?.headers).toMatchObject({ ce_sequence: '2' });
});

it('is told of every lead that another model moves', async () => {
  const tenant = admin();
  await activate(tenant, { ...WEIGHTS, fitSharePercent: 100 });
  await judgeDue();
  const leads = await Promise.all(['a', 'b'].map((name) => create(tenant, { externalId: name, company: 'Acme' })));
  const plain = await create(tenant, { externalId: 'c' });
  for (const { id } of leads) await published(id, [['cold', 'warm', 60, 'event']]);
  await activate(tenant);
  await judgeDue();
  for (const { id } of leads) {
    await published(id, [
      ['cold', 'warm', 60, 'event'],
      ['warm', 'cold', 30, 'model'],
    ]);
  }
  expect(movesOf(plain.id)).toEqual([]);
  const unfinished = 'SELECT FROM lead.scoring_model WHERE tenant_id = $1 AND judged_up_to IS NOT NULL';
  expect(await sql(app.database.adminUrl, unfinished, [tenant.tenantId])).toEqual([]);
});

it('is told by the last of two models, also when that one becomes active while leads are judged by the other', async () => {
  const tenant = admin();
  await activate(tenant, { ...WEIGHTS, fitSharePercent: 100 });
  const lead = await create(tenant, { externalId: 'a', company: 'Acme' });
  const [warm, cold] = [['cold', 'warm', 60, 'event'], ['warm', 'cold', 30, 'model']]; // prettier-ignore
  await published(lead.id, [warm]);
  await judgeDue();
  const [next, last] = [await rehearsed(tenant, WEIGHTS), await rehearsed(tenant, { ...WEIGHTS, fitSharePercent: 90 })];
  const activated = ({ id }: { readonly id: string }) => tenant.send('POST', `/v1/scoring/models/${id}/activate`);
  let judging: Promise<void> | undefined;
  await app.service.app.get(TenantDatabase).inTenant(tenant.tenantId, async (tx) => {
    await tx.query('SELECT FROM lead_temperature WHERE lead_id = $1 FOR UPDATE', [lead.id]);
    await activated(next);
    judging = judgeDue();
    const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    await eventually(async () => expect((await sql(app.database.adminUrl, waiting)).length).toBeGreaterThan(0));
    await activated(last);
  });
  await judging;
  await judgeDue();
  await published(lead.id, [warm, cold, ['cold', 'warm', 54, 'model']]);
});

it('is told when points decay below a mark, at its time and once; a deleted lead is left alone', async () => {
  const tenant = admin();
  const page = WEIGHTS.engagementRules.filter(({ key }) => key === 'page').map((rule) => ({ ...rule, points: 80 }));
  await activate(tenant, { ...WEIGHTS, fitSharePercent: 0, engagementRules: page });
  const [lead, gone] = await Promise.all(['a', 'b'].map((name) => create(tenant, { externalId: name })));
  if (!lead || !gone) throw new Error('no leads');
  // All leads were judged by the model once, so that nothing but time moves them.
  await judgeDue();
  const views = [lead, gone].map(({ id: leadId }) =>
    interaction({ tenantId: tenant.tenantId, leadId }, uuidV7.next(), 'page_view', new Date()),
  );
  await app.publish(...views);
  for (const { id } of [lead, gone]) await published(id, [['cold', 'hot', 80, 'event']]);
  await tenant.delete(`/v1/leads/${gone.id}`, ifMatch(1));

  // 80 points are 50 after 24 h * log2(80 / 49.95), which is a little more than 16 hours; hot they are for 1.3 minutes.
  aheadMs = 16 * HOUR_MS;
  await judgeDue();
  await judgeDue();
  await published(lead.id, [
    ['cold', 'hot', 80, 'event'],
    ['hot', 'warm', 50.4, 'time'],
  ]);
  aheadMs = 17 * HOUR_MS;
  expect((await scoreOf(tenant, lead.id)).temperature).toBe('cold');
  await Promise.all([judgeDue(), judgeDue()]);
  await judgeDue();
  await published(lead.id, [
    ['cold', 'hot', 80, 'event'],
    ['hot', 'warm', 50.4, 'time'],
    ['warm', 'cold', 49, 'time'],
  ]);
  expect(movesOf(gone.id)).toHaveLength(1);
});

it('is told at its instant, and moves the lead between segments, without waiting for the job', async () => {
  const putOff = `UPDATE lead.timed_job SET next_due_at = now() + interval '1 day' WHERE name = 'tell-lead-temperatures' RETURNING name`;
  expect(await sql(app.database.adminUrl, putOff)).toHaveLength(1);
  const tenant = admin();
  const page = WEIGHTS.engagementRules.filter(({ key }) => key === 'page').map((rule) => ({ ...rule, points: 80 }));
  await activate(tenant, { ...WEIGHTS, fitSharePercent: 0, engagementRules: page });
  await judgeDue();
  const hot = await segment(tenant, { filter: { field: 'temperature', operator: 'eq', value: 'hot' } });
  const lead = await create(tenant, { externalId: 'a' });
  await app.publish(interaction({ tenantId: tenant.tenantId, leadId: lead.id }, uuidV7.next(), 'page_view', new Date()));
  const isHot = ['cold', 'hot', 80, 'event'];
  await published(lead.id, [isHot]);
  await eventually(() => expect(segmentMovesOf(app, hot.id)).toEqual([`entered ${lead.id} event`]), { withinMs: 30_000 });
  aheadMs = 17 * HOUR_MS;
  await published(lead.id, [isHot, ['hot', 'cold', 49, 'time']]);
  await eventually(() => expect(segmentMovesOf(app, hot.id).slice(1)).toEqual([`left ${lead.id} event`]), { withinMs: 30_000 });
});
