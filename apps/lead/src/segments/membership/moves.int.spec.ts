import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Segment } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { eventually, sql } from '@leadstream/testing';
import { type LeadApp, startLeadApp } from '../../../test/lead-app.js';
import { create, merge, undo } from '../../../test/merges.js';
import { activate, interaction, messageAct, messageState, rehearsed, retraction, WEIGHTS } from '../../../test/scoring.js';
import { allowed, consent, consentOver, domainForbidden, forbidden, membersOf, movesOf, ready, segment } from '../../../test/segments.js';
import { ifMatch, type TenantClient } from '../../../test/tenant-client.js';
import { SegmentVerificationService } from '../verify/segment-verification.service.js';

const DAY_MS = 86_400_000;
let aheadMs = 0;
let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp({ SEGMENT_POLL_MS: '50' }, { now: () => new Date(Date.now() + aheadMs) });
});
afterAll(() => app.stop());
beforeEach(() => {
  aheadMs = 0;
});

const admin = (): TenantClient => app.as(undefined, ['leads:read', 'leads:write', 'tenant:write']);
const company = (value: string) => ({ field: 'company', operator: 'eq', value });
const told = (segmentId: string, moves: readonly string[]) =>
  eventually(() => expect(movesOf(app, segmentId)).toEqual(moves), { withinMs: 30_000 });
/** Whether the capture of a lead or the filling of a segment comes first is a matter of chance. */
const toldOfAnyCause = (segmentId: string, moves: readonly string[]) =>
  eventually(() => expect(movesOf(app, segmentId).map((move) => move.replace(/ \w+$/, ''))).toEqual(moves), { withinMs: 30_000 });

describe('dynamic segments', () => {
  it('are entered and left as leads change, once, with the change as the cause', async () => {
    const tenant = admin();
    const { id } = await segment(tenant, { filter: { or: [company('Acme'), { field: 'status', operator: 'eq', value: 'qualified' }] } });
    const known = await segment(tenant, { filter: { field: 'externalId', operator: 'eq', value: 'a' } });
    const lead = await create(tenant, { externalId: 'a' });
    // Its capture was judged, so that nothing but the update moves it.
    await told(known.id, [`entered ${lead.id} event`]);
    await tenant.patch(`/v1/leads/${lead.id}`, 1, { company: 'Acme' });
    await told(id, [`entered ${lead.id} event`]);
    const [, entered] = app.published.ofType('segment.entered').filter(({ key }) => key.endsWith(lead.id));
    const update = app.published.ofType('lead.updated').find(({ key }) => key.endsWith(lead.id));
    expect(entered?.headers).toMatchObject({ ce_causationid: update?.headers['ce_id'], ce_sequence: '2' });
    await tenant.patch(`/v1/leads/${lead.id}`, 2, { jobTitle: 'CEO' });
    await tenant.post(`/v1/leads/${lead.id}/status`, { status: 'qualified' }, ifMatch(3));
    await tenant.patch(`/v1/leads/${lead.id}`, 4, { company: 'Beta' });
    expect((await tenant.get<{ items: Segment[] }>(`/v1/leads/${lead.id}/segments`)).body.items.map((one) => one.id)).toEqual([
      known.id,
      id,
    ]);
    await tenant.delete(`/v1/leads/${lead.id}`, ifMatch(5));
    await told(id, [`entered ${lead.id} event`, `left ${lead.id} event`]);
    await tenant.send('POST', `/v1/leads/${lead.id}/restore`);
    await told(id, [`entered ${lead.id} event`, `left ${lead.id} event`, `entered ${lead.id} event`]);
  });

  it('hear of what leads do, of retractions, consents, prohibitions, scores and temperatures', async () => {
    const tenant = admin();
    await activate(tenant);
    const lead = await create(tenant, { email: 'ada@x.com', company: 'Acme' });
    const of = { tenantId: tenant.tenantId, leadId: lead.id };
    const opened = { field: 'engagement.message.opened', operator: 'gte', value: 2, within: { count: 14, unit: 'day' } };
    const filters = {
      opened,
      viewed: { field: 'engagement.interaction.page_view', operator: 'eq', value: 1 },
      willing: { field: 'consent.email.marketing', operator: 'eq', value: 'given' },
      free: { field: 'doNotContact.email', operator: 'eq', value: false },
      scored: { field: 'score', operator: 'gt', value: 60 },
      warm: { field: 'temperature', operator: 'in', value: ['warm', 'hot'] },
    };
    const ids = Object.fromEntries(
      await Promise.all(
        Object.entries(filters).map(async ([name, filter]) => [name, (await segment(tenant, { name, filter })).id] as const),
      ),
    );
    const [entered, left] = ['entered', 'left'].map((word) => `${word} ${lead.id} event`) as [string, string];
    const now = new Date();
    // Of the first mail the open was passed over by the click.
    const [clicked, unclicked] = [uuidV7.next(), uuidV7.next()];
    await app.publish(messageState(of, clicked, 'clicked', now), messageAct(of, clicked, 'opened', now));
    await app.publish(messageState(of, unclicked, 'opened', now));
    await told(ids['opened']!, [entered]);
    const view = uuidV7.next();
    await app.publish(interaction(of, view, 'page_view', now));
    await told(ids['viewed']!, [entered]);
    await app.publish(retraction(of, view, now));
    await told(ids['viewed']!, [entered, left]);
    await app.publish(consent(of, 'email', 'given', now));
    await told(ids['willing']!, [entered]);
    await app.publish(
      consent(of, 'email', 'withdrawn', new Date(now.getTime() + 1)),
      consent(of, 'email', 'given', new Date(now.getTime() - 1)),
    );
    await told(ids['willing']!, [entered, left]);
    const [line, until] = [uuidV7.next(), new Date(now.getTime() + DAY_MS).toISOString()];
    await app.publish(consent(of, 'email', 'given', new Date(now.getTime() + 2), { entryId: line, expiresAt: until }));
    await told(ids['willing']!, [entered, left, entered]);
    await app.publish(consentOver(of, line, until));
    await told(ids['willing']!, [entered, left, entered, left]);
    const entry = uuidV7.next();
    await app.publish(forbidden(tenant.tenantId, entry, 'ada@x.com'));
    await toldOfAnyCause(ids['free']!, [`entered ${lead.id}`, `left ${lead.id}`]);
    await app.publish(allowed(tenant.tenantId, entry));
    await toldOfAnyCause(ids['free']!, [`entered ${lead.id}`, `left ${lead.id}`, `entered ${lead.id}`]);
    const domain = uuidV7.next();
    await app.publish(domainForbidden(tenant.tenantId, domain, 'x.com'));
    await toldOfAnyCause(ids['free']!, [`entered ${lead.id}`, `left ${lead.id}`, `entered ${lead.id}`, `left ${lead.id}`]);
    await app.publish(allowed(tenant.tenantId, domain));
    await toldOfAnyCause(
      ids['free']!,
      ['entered', 'left', 'entered', 'left', 'entered'].map((word) => `${word} ${lead.id}`),
    );
    await app.publish(interaction(of, uuidV7.next(), 'call_answered', now));
    for (const name of ['scored', 'warm']) await told(ids[name]!, [entered]);
    // Another model, by which a call counts nothing.
    await activate(tenant, { ...WEIGHTS, fitSharePercent: 100 });
    await told(ids['scored']!, [entered, `left ${lead.id} filter`]);
  }, 90_000);

  it('are entered and left when it is time, at their instants and once', async () => {
    const tenant = admin();
    const lead = await create(tenant, { email: 'ada@x.com' });
    const gone = await create(tenant, { email: 'bob@x.com' });
    const resting = await segment(tenant, {
      filter: { field: 'statusChangedAt', operator: 'at-least-ago', value: { count: 14, unit: 'day' } },
    });
    const active = await segment(tenant, {
      filter: { field: 'engagement.message.opened', operator: 'gte', value: 1, within: { count: 2, unit: 'day' } },
    });
    const twice = await segment(tenant, { filter: { field: 'engagement.message.opened', operator: 'gte', value: 2 } });
    const [of, mail] = [{ tenantId: tenant.tenantId, leadId: lead.id }, uuidV7.next()];
    await app.publish(messageState(of, mail, 'opened', new Date()));
    await told(active.id, [`entered ${lead.id} event`]);
    // Twice the same mail, the later act told first: it stays for two days from that one on, and is one mail.
    const opened = (days: number) => messageAct(of, mail, 'opened', new Date(Date.now() + days * DAY_MS));
    await app.publish(opened(1), opened(-1));
    await eventually(async () => {
      const acts = await sql(app.database.adminUrl, 'SELECT FROM lead.scoring_contribution WHERE tenant_id = $1', [tenant.tenantId]);
      expect(acts).toHaveLength(3);
    });
    await tenant.delete(`/v1/leads/${gone.id}`, ifMatch(1));
    const looks = () => sql(app.database.adminUrl, 'SELECT lead_id FROM lead.segment_lead_look WHERE tenant_id = $1', [tenant.tenantId]);
    await eventually(async () => expect(await looks()).toEqual([{ lead_id: lead.id }]));
    // What a release before left is followed when it is due.
    const former = [tenant.tenantId, resting.id, lead.id];
    await sql(app.database.adminUrl, 'INSERT INTO lead.segment_look VALUES ($1, $2, $3, now())', former);
    await eventually(async () =>
      expect(await sql(app.database.adminUrl, 'SELECT FROM lead.segment_look WHERE tenant_id = $1', [tenant.tenantId])).toEqual([]),
    );
    aheadMs = 2 * DAY_MS;
    const dueBy = (ms: number) =>
      sql(app.database.adminUrl, 'SELECT FROM lead.segment_lead_look WHERE tenant_id = $1 AND look_at <= $2', [
        tenant.tenantId,
        new Date(Date.now() + ms),
      ]);
    await eventually(async () => expect(await dueBy(aheadMs)).toEqual([]));
    expect(movesOf(app, active.id)).toHaveLength(1);
    expect(await membersOf(tenant, twice.id)).toEqual([]);
    aheadMs = 3 * DAY_MS;
    await told(active.id, [`entered ${lead.id} event`, `left ${lead.id} time`]);
    expect(movesOf(app, resting.id)).toEqual([]);
    aheadMs = 14 * DAY_MS;
    await told(resting.id, [`entered ${lead.id} time`]);
    await eventually(async () => expect(await looks()).toEqual([]));
    expect(movesOf(app, active.id)).toHaveLength(2);
  });

  it('are left as a consent ends, and entered as an entry of the DNC list does, at their instants, whenever that is told', async () => {
    const tenant = admin();
    const lead = await create(tenant, { email: 'ada@x.com' });
    const [of, line, entry] = [{ tenantId: tenant.tenantId, leadId: lead.id }, uuidV7.next(), uuidV7.next()];
    const willing = { field: 'consent.email.marketing', operator: 'eq', value: 'given' };
    const free = { field: 'doNotContact.email', operator: 'eq', value: false };
    const [early, reached] = [await segment(tenant, { filter: willing }), await segment(tenant, { filter: free })];
    const in2Days = new Date(Date.now() + 2 * DAY_MS).toISOString();
    const in3Days = new Date(Date.now() + 3 * DAY_MS).toISOString();
    await app.publish(consent(of, 'email', 'given', new Date(), { entryId: line, expiresAt: in2Days }));
    await app.publish(forbidden(tenant.tenantId, entry, 'ada@x.com', 1, in3Days));
    await told(early.id, [`entered ${lead.id} event`]);
    await toldOfAnyCause(reached.id, [`entered ${lead.id}`, `left ${lead.id}`]);
    const filled = await segment(tenant, { filter: { and: [willing, { not: free }] } });
    expect(filled.members).toBe(1);
    aheadMs = 2 * DAY_MS;
    for (const { id } of [early, filled]) {
      await eventually(() => expect(movesOf(app, id).slice(1)).toEqual([`left ${lead.id} time`]), { withinMs: 30_000 });
    }
    expect(await differences(tenant)).toEqual([]);
    await app.publish(consentOver(of, line, in2Days));
    aheadMs = 3 * DAY_MS;
    await eventually(() => expect(movesOf(app, reached.id).slice(2)).toEqual([`entered ${lead.id} time`]), { withinMs: 30_000 });
    await app.publish(allowed(tenant.tenantId, entry, 'expired'), consent(of, 'email', 'given', new Date(Date.now() + aheadMs)));
    await eventually(() => expect(movesOf(app, early.id).slice(2)).toEqual([`entered ${lead.id} event`]), { withinMs: 30_000 });
    expect(movesOf(app, reached.id)).toHaveLength(3);
    expect(await differences(tenant)).toEqual([]);
  });

  it('follow merges and their undoing', async () => {
    const tenant = admin();
    const [survivor, merged] = await Promise.all([{ externalId: 'a' }, { email: 'b@x.com' }].map((body) => create(tenant, body)));
    const { id } = await segment(tenant, { filter: { field: 'engagement.message.opened', operator: 'gte', value: 2 } });
    for (const lead of [survivor, merged]) {
      await app.publish(messageState({ tenantId: tenant.tenantId, leadId: lead!.id }, uuidV7.next(), 'opened', new Date()));
    }
    const { body } = await merge(tenant, survivor!, merged!);
    await told(id, [`entered ${survivor!.id} event`]);
    await undo(tenant, body);
    await told(id, [`entered ${survivor!.id} event`, `left ${survivor!.id} event`]);
  });

  it('are filled anew by another filter, telling the difference alone, and agree with a full recount', async () => {
    const tenant = admin();
    const leads = await Promise.all(['Acme', 'Beta', 'Gamma'].map((name) => create(tenant, { externalId: name, company: name })));
    const [acme, beta, gamma] = leads.map((lead) => lead.id) as [string, string, string];
    const either = (...names: string[]) => ({ or: names.map(company) });
    const { id } = await segment(tenant, { filter: either('Acme', 'Beta') });
    await tenant.patch(`/v1/segments/${id}`, 1, { filter: either('Beta', 'Gamma') });
    await ready(tenant, id);
    await eventually(() => expect(movesOf(app, id)).toHaveLength(4), { withinMs: 30_000 });
    const [one, two, ...others] = movesOf(app, id).map((move) => move.split(' ').slice(0, 2).join(' '));
    expect([one, two].toSorted()).toEqual([acme, beta].toSorted().map((leadId) => `entered ${leadId}`));
    expect(others).toEqual([`left ${acme}`, `entered ${gamma}`]);
    expect(await membersOf(tenant, id)).toEqual([beta, gamma].toSorted());

    const verify = () =>
      app.service.app.get(TenantDatabase).readInTenant(tenant.tenantId, (tx) => app.service.app.get(SegmentVerificationService).verify(tx));
    expect(await verify()).toEqual([{ segmentId: id, name: 'Some', found: 2, missing: [], surplus: [] }]);
    await sql(app.database.adminUrl, 'UPDATE lead.segment_member SET lead_id = $3 WHERE segment_id = $1 AND lead_id = $2', [
      id,
      beta,
      acme,
    ]);
    expect(await verify()).toEqual([{ segmentId: id, name: 'Some', found: 2, missing: [beta], surplus: [acme] }]);
  });

  it('are filled anew by another scoring model, also when it becomes active while the segment is changed', async () => {
    const tenant = admin();
    await activate(tenant);
    const known = await segment(tenant, { filter: company('Acme') });
    const lead = await create(tenant, { externalId: 'a', company: 'Acme' });
    await told(known.id, [`entered ${lead.id} event`]);
    // From 30 to 42 points: no temperature turns, so that nothing but the filling moves it.
    const filter = { field: 'score', operator: 'gte', value: 40 };
    const { id } = await segment(tenant, { filter });
    const model = await rehearsed(tenant, { ...WEIGHTS, fitSharePercent: 70 });
    const asked: Promise<{ readonly status: number }>[] = [];
    await app.service.app.get(TenantDatabase).inTenant(tenant.tenantId, async (tx) => {
      await tx.execute('LOCK TABLE custom_field IN ACCESS EXCLUSIVE MODE');
      // It has read the segment, and waits for the fields that its filter may name.
      asked.push(tenant.patch(`/v1/segments/${id}`, 1, { name: 'Good', filter }));
      await eventually(() => demandWait(`w.locktype = 'relation' AND h.locktype = 'advisory'`));
      asked.push(tenant.send('POST', `/v1/scoring/models/${model.id}/activate`));
      await Promise.race([asked.at(-1), eventually(() => demandWait(`w.locktype = 'advisory' AND w.mode = 'ExclusiveLock'`))]);
    });
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 200]);
    await told(id, [`entered ${lead.id} filter`]);
    expect(await ready(tenant, id)).toMatchObject({ name: 'Good', members: 1 });
  });
});

/** Segments that a full recount finds others in. */
async function differences({ tenantId }: TenantClient): Promise<unknown[]> {
  const verification = app.service.app.get(SegmentVerificationService);
  const verdicts = await app.service.app.get(TenantDatabase).readInTenant(tenantId, (tx) => verification.verify(tx));
  return verdicts.filter(({ missing, surplus }) => missing.length + surplus.length > 0);
}

/** Somebody waits for a lock `w`, and holds a lock `h`. */
async function demandWait(which: string): Promise<void> {
  const waiting = `SELECT FROM pg_locks w JOIN pg_locks h USING (pid) JOIN pg_database d ON d.oid = w.database
                   WHERE d.datname = current_database() AND NOT w.granted AND h.granted AND ${which}`;
  expect((await sql(app.database.adminUrl, waiting)).length).toBeGreaterThan(0);
}
