import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { DataOf, FairnessReport, Lead, leadResponseMissedV1 } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { eventually, sql } from '@leadstream/testing';
import { assignmentsOf, claim, distributeBy, owned, pool, profile, queuedFor, rule, stageTeam } from '../../../test/distribution.js';
import { type LeadApp, startLeadApp } from '../../../test/lead-app.js';
import { create, merge, read, undo } from '../../../test/merges.js';
import { PersonDataAsker } from '../../../test/person-data.js';
import { interaction } from '../../../test/scoring.js';
import { act, give } from '../../../test/tasks.js';
import { ifMatch, type TenantClient } from '../../../test/tenant-client.js';

const MINUTE_MS = 60_000;

let aheadMs = 0;
let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp({ DISTRIBUTION_POLL_MS: '50' }, { now: () => new Date(Date.now() + aheadMs) });
});
afterAll(() => app.stop());
beforeEach(() => {
  aheadMs = 0;
});

const toldOf = (leadId: string) =>
  app.published
    .ofType('lead.response-missed')
    .map(({ data }) => data as DataOf<typeof leadResponseMissedV1>)
    .filter((data) => data.leadId === leadId);

async function stage(count: number, stated: object = {}) {
  const { tenant, members } = await stageTeam(app, count);
  const team = await pool(tenant, members, { respondWithinMinutes: 10, ...stated });
  await distributeBy(tenant, rule(team.id));
  const lead = await owned(tenant, await create(tenant, { email: 'ada@x.com' }));
  return { tenant, members, team, lead };
}

/** Of each time that the lead was given, the latest first: who got it and whether that was answered. */
async function roundsOf(tenant: TenantClient, lead: Lead) {
  return (await assignmentsOf(tenant, lead)).map(({ memberId, way, round, response }) => [memberId, way, round, response?.outcome]);
}

const change = (as: TenantClient, lead: Lead, status: string) =>
  as.send('POST', `/v1/leads/${lead.id}/status`, {
    body: JSON.stringify({ status }),
    headers: { 'content-type': 'application/json', ...ifMatch(lead.version) },
  });

const settled = (tenant: TenantClient, lead: Lead, rounds: unknown[]) =>
  eventually(async () => expect(await roundsOf(tenant, lead)).toEqual(rounds), { withinMs: 30_000 });

it('goes on to who was not asked yet, once for each miss, as often as the pool says', async () => {
  const { tenant, members, team, lead } = await stage(4);
  const [one, two, three] = members;
  const [given] = await assignmentsOf(tenant, lead);
  expect(Date.parse(given?.response?.dueAt ?? '') - Date.parse(given?.assignedAt ?? '')).toBe(10 * MINUTE_MS);
  expect(await roundsOf(tenant, lead)).toEqual([[one, 'rule', 1, 'waiting']]);
  aheadMs += 11 * MINUTE_MS;
  const second = [two, 'reassigned', 2, 'waiting'];
  await settled(tenant, lead, [second, [one, 'rule', 1, 'missed']]);
  aheadMs += 11 * MINUTE_MS;
  const third = [three, 'reassigned', 3, 'waiting'];
  await settled(tenant, lead, [third, second.with(3, 'missed'), [one, 'rule', 1, 'missed']]);
  aheadMs += 11 * MINUTE_MS;
  await settled(tenant, lead, [third.with(3, 'missed'), second.with(3, 'missed'), [one, 'rule', 1, 'missed']]);
  aheadMs += 11 * MINUTE_MS;
  // Three rounds are the most of the pool; it stays where it is, and another lead shows that the worker went on.
  const other = await owned(tenant, await create(tenant, { email: 'bob@x.com' }));
  expect((await read(tenant, lead)).ownerId).toBe(three);
  expect(other.ownerId).toBe(members[3]);
  await eventually(() => {
    expect(toldOf(lead.id).map(({ memberId, round, poolId }) => [memberId, round, poolId])).toEqual([
      [one, 1, team.id],
      [two, 2, team.id],
      [three, 3, team.id],
    ]);
  });
  const from = '2020-01-01T00:00:00Z';
  const until = new Date(Date.now() + aheadMs + MINUTE_MS).toISOString();
  const { body } = await tenant.get<FairnessReport>(`/v1/distribution/fairness?poolId=${team.id}&from=${from}&until=${until}`);
  expect(body.members.map(({ assignments, missed, responded }) => [assignments, missed, responded])).toEqual([
    [1, 1, 0],
    [1, 1, 0],
    [1, 1, 0],
    [1, 0, 0],
  ]);
});

it('stays with who moves it on, or completes a task about it, and is waited for no more when somebody else gets it or it is over', async () => {
  const { tenant, members, team } = await stage(2);
  const capture = async (email: string) => owned(tenant, await create(tenant, { email }));
  const [moved, stranger, tasked, handed, deleted] = [
    await capture('1@x.com'),
    await capture('2@x.com'),
    await capture('3@x.com'),
    await capture('4@x.com'),
    await capture('5@x.com'),
  ];
  const owner = Object.assign(app.as(tenant.tenantId), { actor: { kind: 'member', id: moved.ownerId } });
  await change(owner, moved, 'contacted');
  await change(tenant, stranger, 'contacted');
  const task = await give(tenant, { subject: { kind: 'lead', id: tasked.id }, assigneeId: tasked.ownerId });
  await act(tenant, 'complete', task);
  await tenant.patch(`/v1/leads/${handed.id}/owner`, 2, { ownerId: members.find((id) => id !== handed.ownerId) });
  await tenant.send('DELETE', `/v1/leads/${deleted.id}`, { headers: ifMatch(2) });
  const last = async (lead: Lead) => (await roundsOf(tenant, lead)).at(-1)?.at(-1);
  await eventually(async () => {
    expect([await last(moved), await last(stranger), await last(tasked), await last(handed)]).toEqual([
      'responded',
      'waiting',
      'responded',
      'moot',
    ]);
  });
  aheadMs += 11 * MINUTE_MS;
  await eventually(async () => expect(await last(stranger)).toBe('missed'), { withinMs: 30_000 });
  const owners = await Promise.all([moved, stranger, tasked].map(async (lead) => (await read(tenant, lead)).ownerId));
  expect(owners).toEqual([moved.ownerId, members.find((id) => id !== stranger.ownerId), tasked.ownerId]);
  expect([moved, tasked, handed, deleted].flatMap(({ id }) => toldOf(id))).toEqual([]);
  expect(team.mostRounds).toBe(3);
});

it('stays with who calls or writes to it, as the member or a connection tells; what campaigns send, and what was before, answers nothing', async () => {
  const { tenant } = await stage(2);
  const capture = async (email: string) => owned(tenant, await create(tenant, { email }));
  const leads: Lead[] = [];
  for (let index = 0; index < 5; index += 1) leads.push(await capture(`${index}@x.com`));
  const reported = ([lead, kind, actor, at = new Date()]: [Lead | undefined, string, string, Date?]) => {
    const { contract, event } = interaction({ tenantId: tenant.tenantId, leadId: lead?.id ?? '' }, uuidV7.next(), kind, at);
    return { contract, event: { ...event, actor } };
  };
  const [written, called, mailed, stranger, before] = leads;
  const longAgo = new Date(Date.now() - 60 * MINUTE_MS);
  await app.publish(
    reported([before, 'call_answered', `member:${before?.ownerId}`, longAgo]),
    reported([mailed, 'email_sent', 'api-key:campaigns']),
    reported([stranger, 'call_answered', `member:${uuidV7.next()}`]),
    reported([written, 'email_sent', `member:${written?.ownerId}`]),
    reported([called, 'call_answered', 'api-key:telephony']),
  );
  const outcomes = () => Promise.all(leads.map(async (lead) => (await roundsOf(tenant, lead)).at(-1)?.at(-1)));
  await eventually(async () => expect((await outcomes()).slice(0, 2)).toEqual(['responded', 'responded']));
  aheadMs += 11 * MINUTE_MS;
  await eventually(async () => expect(await outcomes()).toEqual(['responded', 'responded', 'missed', 'missed', 'missed']), {
    withinMs: 30_000,
  });
  expect((await read(tenant, written as Lead)).ownerId).toBe(written?.ownerId);
  expect((await read(tenant, called as Lead)).ownerId).toBe(called?.ownerId);
});

it('stays where it is while nobody else can take it, and goes on as soon as somebody can, told as missed once', async () => {
  const { tenant, members, lead } = await stage(2);
  const [one, two = ''] = members;
  await profile(tenant, two, { dailyQuota: 0 });
  const other = await owned(tenant, await create(tenant, { email: 'bob@x.com' }));
  aheadMs += 11 * MINUTE_MS;
  await settled(tenant, lead, [[one, 'rule', 1, 'missed']]);
  await settled(tenant, other, [[one, 'rule', 1, 'missed']]);
  expect((await read(tenant, lead)).ownerId).toBe(one);
  // Late, but then nobody else is looked for.
  const task = await give(tenant, { subject: { kind: 'lead', id: other.id }, assigneeId: one });
  await act(tenant, 'complete', task);
  await eventually(async () => {
    const waiting = await sql(app.database.adminUrl, 'SELECT FROM lead.lead_response WHERE tenant_id = $1 AND pass_at IS NOT NULL', [tenant.tenantId]); // prettier-ignore
    expect(waiting).toHaveLength(1);
  });
  await profile(tenant, two, { dailyQuota: null });
  aheadMs += 5 * MINUTE_MS;
  await settled(tenant, lead, [
    [two, 'reassigned', 2, 'waiting'],
    [one, 'rule', 1, 'missed'],
  ]);
  aheadMs += 11 * MINUTE_MS;
  // Both were asked: it is with the last one for good.
  await settled(tenant, lead, [
    [two, 'reassigned', 2, 'missed'],
    [one, 'rule', 1, 'missed'],
  ]);
  expect((await read(tenant, lead)).ownerId).toBe(two);
  expect((await read(tenant, other)).ownerId).toBe(one);
  expect(toldOf(lead.id).map(({ memberId, round }) => [memberId, round])).toEqual([
    [one, 1],
    [two, 2],
  ]);
});

it('is offered to those who claim where the rules say so by then', async () => {
  const { tenant, members, team, lead } = await stage(2);
  await distributeBy(tenant, rule(team.id, { strategy: 'claim' }));
  aheadMs += 11 * MINUTE_MS;
  await queuedFor(tenant, lead, 'claim');
  expect((await read(tenant, lead)).ownerId).toBeNull();
  expect((await tenant.post(`/v1/distribution/queue/${lead.id}/claim`, { memberId: members[1] })).status).toBe(200);
  expect((await read(tenant, lead)).ownerId).toBe(members[1]);
});

it('waits for the hours and days of members, on their clocks', async () => {
  const { tenant, members } = await stageTeam(app, 1);
  const [member = ''] = members;
  const hours = { from: '09:00', until: '17:00' };
  const workingHours = Object.fromEntries(
    ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [day, [hours]]),
  );
  await profile(tenant, member, { workingHours, timeZone: 'Asia/Tokyo', dailyQuota: 1 });
  const team = await pool(tenant, members);
  await distributeBy(tenant, rule(team.id));
  // 03:00 in Tokyo, which has no summer time.
  const night = new Date();
  night.setUTCHours(18, 0, 0, 0);
  aheadMs = night.getTime() + 24 * 60 * MINUTE_MS - Date.now();
  const lead = await create(tenant, { email: 'ada@x.com' });
  await queuedFor(tenant, lead, 'nobody');
  aheadMs += 7 * 60 * MINUTE_MS;
  expect((await owned(tenant, lead)).ownerId).toBe(member);
  const second = await create(tenant, { email: 'bob@x.com' });
  await queuedFor(tenant, second, 'nobody');
  aheadMs += 24 * 60 * MINUTE_MS;
  expect((await owned(tenant, second)).ownerId).toBe(member);
});

it('is waited for no more when its person is erased, and each tenant with a missed one has its turn', async () => {
  const [{ tenant, lead }, one, other] = [await stage(1), await stage(1), await stage(1)];
  const asker = await PersonDataAsker.connect(app);
  try {
    await asker.erase(tenant.tenantId, { leadIds: [lead.id], addresses: ['email:ada@x.com'] });
  } finally {
    await asker.stop();
  }
  const responses = 'SELECT outcome, settled_at IS NOT NULL AS settled FROM lead.lead_response WHERE tenant_id = $1';
  expect(await sql(app.database.adminUrl, responses, [tenant.tenantId])).toEqual([{ outcome: 'moot', settled: true }]);
  // One that an erasure of before left as it was.
  await sql(app.database.adminUrl, 'UPDATE lead.lead_response SET outcome = NULL, settled_at = NULL WHERE tenant_id = $1', [tenant.tenantId]); // prettier-ignore
  const turns = `SELECT DISTINCT busy AS id FROM generate_series(1, 500) AS turn,
                 LATERAL lead.tenants_with_distribution_work(now() + interval '1 hour' + turn * interval '1 ms', 1) AS busy`;
  const busy = (await sql<{ id: string }>(app.database.adminUrl, turns, [])).map(({ id }) => id);
  expect(busy).toEqual(expect.arrayContaining([one.tenant.tenantId, other.tenant.tenantId]));
  expect(busy).not.toContain(tenant.tenantId);
});

it('is looked for again when a lead that nobody could take comes back by the undoing of a merge, or from an end', async () => {
  const { tenant, members } = await stageTeam(app, 1);
  const [member = ''] = members;
  await profile(tenant, member, { dailyQuota: 0 });
  await distributeBy(tenant, rule((await pool(tenant, members)).id));
  const [survivor, lead] = [await create(tenant, { email: 'ada@x.com' }), await create(tenant, { email: 'bob@x.com' })];
  await queuedFor(tenant, survivor, 'nobody');
  await queuedFor(tenant, lead, 'nobody');
  const leavesQueue = () =>
    eventually(async () => {
      aheadMs += 5 * MINUTE_MS;
      expect(await sql(app.database.adminUrl, 'SELECT FROM lead.distribution_queue WHERE lead_id = $1', [lead.id])).toEqual([]);
    });
  const { body: made } = await merge(tenant, survivor, lead);
  await leavesQueue();
  expect((await undo(tenant, made)).status).toBe(200);
  await queuedFor(tenant, lead, 'nobody');
  await change(tenant, await read(tenant, lead), 'lost');
  await leavesQueue();
  await change(tenant, await read(tenant, lead), 'engaged');
  await queuedFor(tenant, lead, 'nobody');
  await profile(tenant, member, { dailyQuota: null });
  aheadMs += 5 * MINUTE_MS;
  expect((await owned(tenant, lead)).ownerId).toBe(member);
});

it('is looked at at once when its status changes and no rule was for it', async () => {
  const { tenant, members } = await stageTeam(app, 1);
  const isQualified = { field: 'status', operator: 'eq', value: 'qualified' };
  await distributeBy(tenant, rule((await pool(tenant, members)).id, { filter: isQualified }));
  const lead = await create(tenant, { email: 'ada@x.com' });
  await queuedFor(tenant, lead, 'no-rule');
  await sql(app.database.adminUrl, `UPDATE lead.distribution_queue SET look_at = now() + interval '1 hour' WHERE lead_id = $1`, [lead.id]);
  await change(tenant, lead, 'qualified');
  expect((await owned(tenant, lead)).ownerId).toBe(members[0]);
});

it('is offered no more once it is over or deleted, and again when it is back', async () => {
  const { tenant, members } = await stageTeam(app, 1);
  const [member = ''] = members;
  await distributeBy(tenant, rule((await pool(tenant, members)).id, { strategy: 'claim' }));
  const lead = await create(tenant, { email: 'ada@x.com' });
  const waiting = () => sql(app.database.adminUrl, 'SELECT reason FROM lead.distribution_queue WHERE lead_id = $1', [lead.id]);
  await queuedFor(tenant, lead, 'claim');
  await change(tenant, lead, 'lost');
  expect(await waiting()).toEqual([]);
  expect(await claim(tenant, lead.id, member)).toMatchObject({ status: 409, body: { code: 'LEAD.NOT_OFFERED' } });
  await change(tenant, await read(tenant, lead), 'engaged');
  await queuedFor(tenant, lead, 'claim');
  await tenant.send('DELETE', `/v1/leads/${lead.id}`, { headers: ifMatch((await read(tenant, lead)).version) });
  expect(await waiting()).toEqual([]);
  expect((await claim(tenant, lead.id, member)).status).toBe(404);
  await tenant.post(`/v1/leads/${lead.id}/restore`, {});
  await queuedFor(tenant, lead, 'claim');
  expect((await claim(tenant, lead.id, member)).body.ownerId).toBe(member);
});
