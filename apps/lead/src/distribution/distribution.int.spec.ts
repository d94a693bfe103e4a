import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  AssignmentReplay,
  DistributionMember,
  DistributionPool,
  DistributionReplay,
  DistributionRuleSet,
  FairnessReport,
  Lead,
} from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { eventually, sql } from '@leadstream/testing';
import {
  assignmentsOf,
  claim,
  distributeBy,
  draft,
  type LeadOrProblem,
  memberAdded,
  owned,
  pool,
  profile,
  queuedFor,
  rule,
  stageTeam,
} from '../../test/distribution.js';
import { importFile } from '../../test/imports.js';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { create, merge, read } from '../../test/merges.js';
import { ifMatch, type Problem } from '../../test/tenant-client.js';
import { AssignmentService } from './assigning/assignment.service.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp({ DISTRIBUTION_POLL_MS: '50' });
});
afterAll(() => app.stop());

const byPhone = (index: number): object => ({ phone: `+1415555${String(index).padStart(4, '0')}` });
const toldOf = (leadId: string, type: string) => app.published.ofType(type).filter(({ key }) => key.endsWith(leadId));

describe('what leads are distributed by', () => {
  it('is known of members that were added, and of them only; a profile is replaced as a whole', async () => {
    const { tenant, members } = await stageTeam(app, 2);
    const [first = '', second = ''] = members;
    await app.publish(memberAdded(tenant.tenantId, first));
    const { body: page } = await tenant.get<{ items: DistributionMember[]; nextCursor: string }>('/v1/distribution/members?limit=1');
    expect(page.items).toMatchObject([
      { id: first, role: 'agent', version: 0, openLeads: 0, profile: { timeZone: 'UTC', dailyQuota: null } },
    ]);
    const { body: next } = await tenant.get<{ items: DistributionMember[] }>(`/v1/distribution/members?cursor=${page.nextCursor}`);
    expect(next.items.map(({ id }) => id)).toEqual([second]);

    await profile(tenant, first, { skills: ['Boats', 'boats'], dailyQuota: 3 });
    await profile(tenant, first, {
      languages: ['de'],
      timeZone: 'europe/berlin',
      workingHours: { monday: [{ from: '09:00', until: '24:00' }] },
    });
    const { body: member } = await tenant.get<DistributionMember>(`/v1/distribution/members/${first}`);
    expect(member).toMatchObject({ version: 2, profile: { skills: [], languages: ['de'], timeZone: 'Europe/Berlin', dailyQuota: null } });
    await create(tenant, { email: 'ada@x.com', ownerId: first });
    expect((await tenant.get<DistributionMember>(`/v1/distribution/members/${first}`)).body.openLeads).toBe(1);
    const changes = await sql(app.database.adminUrl, `SELECT version, action, state->'skills' AS skills FROM lead.distribution_audit WHERE subject_id = '${first}' ORDER BY version`); // prettier-ignore
    expect(changes).toEqual([
      { version: 1, action: 'updated', skills: ['boats'] },
      { version: 2, action: 'updated', skills: [] },
    ]);
  });

  it('is not written over by who read it before somebody else changed it', async () => {
    const { tenant, members } = await stageTeam(app, 1);
    const [member = ''] = members;
    const path = `/v1/distribution/members/${member}`;
    const first = await profile(tenant, member, { dailyQuota: 3 }, ifMatch(0));
    expect([first.status, first.headers.get('etag'), (await tenant.get(path)).headers.get('etag')]).toEqual([200, '"1"', '"1"']);
    expect(await profile(tenant, member, { dailyQuota: 5 }, ifMatch(0))).toMatchObject({
      status: 412,
      body: { code: 'LEAD.MEMBER_STALE', currentVersion: 1 },
    });
    expect(await tenant.get(path)).toMatchObject({ body: { version: 1, profile: { dailyQuota: 3 } } });
  });

  it('is refused with the place that is wrong', async () => {
    const { tenant, members } = await stageTeam(app, 1);
    const [member = ''] = members;
    const codesOf = ({ body }: { body: Problem }) => [body.code, ...(body.errors ?? []).map(({ path, code }) => `${path} ${code}`)];
    const hours = { monday: [{ from: '17:00', until: '09:00' }] };
    const away = [{ from: '2026-03-02T00:00:00Z', until: '2026-03-02T01:00:00+01:00' }];
    expect(codesOf(await profile(tenant, member, { timeZone: 'Mars/Base', workingHours: hours, absences: away }))).toEqual([
      'LEAD.DISTRIBUTION_INVALID',
      'workingHours.monday.0 span.backwards',
      'absences.0 absence.backwards',
      'timeZone time_zone.unknown',
    ]);
    const stranger = uuidV7.next();
    expect(codesOf(await profile(tenant, stranger, {}))).toEqual(['LEAD.MEMBER_UNKNOWN']);
    const seats = [{ memberId: member }, { memberId: member, weight: 2 }, { memberId: stranger }];
    expect(codesOf(await tenant.post<Problem>('/v1/distribution/pools', { name: ' ', members: seats }))).toEqual([
      'LEAD.DISTRIBUTION_INVALID',
      'members.1.memberId member.repeated',
      'members.2.memberId member.unknown',
      'name text.blank',
    ]);
    const sales = await pool(tenant, [member], { name: 'Sales' });
    const taken = { status: 409, body: { code: 'LEAD.POOL_NAME_TAKEN', existingId: sales.id } };
    expect(await tenant.post('/v1/distribution/pools', { name: ' Sales ', members: [] })).toMatchObject(taken);
    const other = await pool(tenant, []);
    expect(await tenant.patch(`/v1/distribution/pools/${other.id}`, other.version, { name: 'Sales' })).toMatchObject(taken);
    const rules = [
      rule(sales.id, { key: 'A b', filter: { field: 'shoe', operator: 'eq', value: 1 } }),
      rule(sales.id, { key: 'x' }),
      rule(sales.id, { key: 'x', label: ' ' }),
    ];
    expect(codesOf(await tenant.post<Problem>('/v1/distribution/rules', { name: 'Ours', rules }))).toEqual([
      'LEAD.DISTRIBUTION_INVALID',
      'rules.0.key key.malformed',
      'rules.0.filter.field filter.field_unknown',
      'rules.2.key key.repeated',
      'rules.2.label text.blank',
    ]);
    const nowhere = await tenant.post<Problem>('/v1/distribution/rules', {
      name: 'Ours',
      rules: [rule(sales.id, { key: 'x' }), rule(stranger)],
    });
    expect([nowhere.status, ...codesOf(nowhere)]).toEqual([404, 'LEAD.POOL_NOT_FOUND', 'rules.1.poolId pool.unknown']);
    expect(codesOf(await tenant.patch<Problem>(`/v1/distribution/pools/${sales.id}`, 2, { name: 'Other' }))).toEqual(['LEAD.POOL_STALE']);
    expect((await app.as().get<Problem>(`/v1/distribution/pools/${sales.id}`)).body.code).toBe('LEAD.POOL_NOT_FOUND');
  });

  it('is one active set of rules at a time, and nothing once it is retired', async () => {
    const { tenant, members } = await stageTeam(app, 1);
    const sales = await pool(tenant, members);
    const one = await draft(tenant, rule(sales.id));
    const two = await draft(tenant, rule(sales.id), rule(sales.id, { key: 'rest' }));
    const act = (id: string, action: string) =>
      tenant.send<Pick<DistributionRuleSet, 'status'>>('POST', `/v1/distribution/rules/${id}/${action}`);
    expect((await act(one.id, 'retire')).body).toMatchObject({ code: 'LEAD.RULE_SET_SETTLED', status: 409 });
    const answers = await Promise.all([act(one.id, 'activate'), act(two.id, 'activate')]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const { body } = await tenant.get<{ items: DistributionRuleSet[] }>('/v1/distribution/rules');
    expect(body.items.map(({ number }) => number)).toEqual([2, 1]);
    expect(body.items.map(({ status }) => status).toSorted()).toEqual(['active', 'retired']);
    const active = body.items.find(({ status }) => status === 'active')?.id ?? '';
    expect((await act(active, 'retire')).body.status).toBe('retired');
    const lead = await create(tenant, { email: 'ada@x.com' });
    const refused = await tenant.post<Problem>('/v1/distribution/queue', { leadId: lead.id });
    expect(refused.body).toMatchObject({ code: 'LEAD.DISTRIBUTION_OFF', status: 409 });
    expect(await assignmentsOf(tenant, lead)).toEqual([]);
  });
});

describe('new leads', () => {
  it('go to members in turn, however they come in; those with an owner, and those of before, stay where they are', async () => {
    const { tenant, members } = await stageTeam(app, 3);
    const [first = '', second = '', third = ''] = members;
    const old = await create(tenant, byPhone(1));
    const sales = await pool(tenant, members);
    await distributeBy(tenant, rule(sales.id));
    const captured = await create(tenant, byPhone(2));
    expect((await owned(tenant, captured)).ownerId).toBe(first);
    const { body: batch } = await tenant.post<{ items: { id: string }[] }>('/v1/leads/batch', {
      items: [{ op: 'create', lead: byPhone(3) }],
    });
    expect((await owned(tenant, batch.items[0] as { id: string })).ownerId).toBe(second);
    await importFile(tenant, 'id,email\nrow,row@x.com\n');
    const { body: found } = await tenant.get<{ items: Lead[] }>('/v1/leads?externalId=row');
    const imported = found.items.find(({ externalId }) => externalId === 'row') as Lead;
    expect((await owned(tenant, imported)).ownerId).toBe(third);
    const stated = await create(tenant, { ...byPhone(4), ownerId: third });

    const [why] = await assignmentsOf(tenant, captured);
    const seat = { weight: 1, credit: 0, lastTurn: 0, openLeads: 0, givenToday: 0, refusal: null };
    expect(why).toMatchObject({
      ...{ leadId: captured.id, leadVersion: 2, memberId: first, previousMemberId: null, way: 'rule', strategy: 'round-robin' },
      ...{ ruleSetNumber: 1, ruleKey: 'all', poolId: sales.id, round: 1, response: null, actor: { kind: 'service', id: 'lead' } },
      candidates: members.map((memberId) => ({ memberId, ...seat })),
    });
    const { body: again } = await tenant.get<AssignmentReplay>(`/v1/leads/${captured.id}/assignments/${why?.id}/replay`);
    expect(again).toEqual({ assignmentId: why?.id, memberId: first, recomputedMemberId: first, isSame: true });
    await eventually(() => {
      const [told] = toldOf(captured.id, 'lead.assigned');
      expect(told?.data).toMatchObject({ memberId: first, way: 'rule', ruleKey: 'all', poolId: sales.id, respondBy: null });
      expect(toldOf(captured.id, 'lead.updated')).toHaveLength(1);
    });
    expect(await assignmentsOf(tenant, stated)).toMatchObject([
      { memberId: third, way: 'stated', candidates: null, actor: { kind: 'member' } },
    ]);
    expect((await read(tenant, old)).ownerId).toBeNull();
    // By hand it is distributed, too.
    expect((await tenant.post('/v1/distribution/queue', { leadId: old.id })).status).toBe(202);
    expect((await owned(tenant, old)).ownerId).toBe(first);
    await eventually(() => expect(toldOf(old.id, 'lead.queued')).toMatchObject([{ data: { leadId: old.id, way: 'hand' } }]));
    const owner = await tenant.post<Problem>('/v1/distribution/queue', { leadId: old.id });
    expect(owner.body).toMatchObject({ code: 'LEAD.OWNED', ownerId: first });
  });

  it('go by the rules in their order, to who can take them, else wait until somebody can', async () => {
    const { tenant, members } = await stageTeam(app, 2);
    const [local = '', other = ''] = members;
    await profile(tenant, local, { territories: ['de'], skills: ['loans'], maxOpenLeads: 1 });
    const team = await pool(tenant, members);
    await distributeBy(
      tenant,
      rule(team.id, { key: 'loans', filter: { field: 'source', operator: 'eq', value: 'loans' }, skills: ['Loans'], strategy: 'weighted' }),
      rule(team.id, { key: 'local', match: ['territory'], strategy: 'least-busy', otherwise: 'next' }),
      rule(team.id, { key: 'rest', filter: { field: 'source', operator: 'eq', value: 'rest' }, skills: ['none-has'] }),
    );
    const one = await create(tenant, { ...byPhone(1), address: { country: 'DE' } });
    expect((await owned(tenant, one)).ownerId).toBe(local);
    const full = await create(tenant, { ...byPhone(2), source: 'loans' });
    expect(await queuedFor(tenant, full, 'nobody')).toMatchObject({ poolId: team.id, ruleKey: 'loans' });
    const rest = await create(tenant, { ...byPhone(3), source: 'other' });
    await queuedFor(tenant, rest, 'nobody');
    expect((await claim(tenant, rest.id, local)).body.code).toBe('LEAD.NOT_OFFERED');
    // Room again: a lead is closed, and the wait is over once the profile is looked at anew.
    await tenant.send('POST', `/v1/leads/${one.id}/status`, {
      body: JSON.stringify({ status: 'lost' }),
      headers: { 'content-type': 'application/json', 'if-match': '"2"' },
    });
    await profile(tenant, other, { skills: ['boats'] });
    expect((await owned(tenant, full)).ownerId).toBe(local);
    const [why] = await assignmentsOf(tenant, full);
    expect(why?.candidates?.map(({ memberId, refusal }) => [memberId, refusal])).toEqual([
      [local, null],
      [other, 'skill'],
    ]);
    expect((await read(tenant, rest)).ownerId).toBeNull();
    const { body: queue } = await tenant.get<{ items: { leadId: string }[] }>(`/v1/distribution/queue?poolId=${team.id}`);
    expect(queue.items.map(({ leadId }) => leadId)).toEqual([rest.id]);
    // Whom somebody takes care of, or deletes, waits no more.
    await tenant.patch(`/v1/leads/${rest.id}/owner`, 1, { ownerId: other });
    expect((await tenant.get<{ items: unknown[] }>('/v1/distribution/queue')).body.items).toEqual([]);
  });

  it('are spread evenly when a thousand of them are distributed through eight connections at once', async () => {
    const { tenant, members } = await stageTeam(app, 7);
    const sales = await pool(tenant, members);
    await distributeBy(tenant, rule(sales.id));
    const items = Array.from({ length: 1_000 }, (_, index) => ({ op: 'create', lead: byPhone(index) }));
    const slices = Array.from({ length: 8 }, (_, index) => items.slice(index * 125, (index + 1) * 125));
    const [database, assignments] = [app.service.app.get(TenantDatabase), app.service.app.get(AssignmentService)];
    const distribute = async (): Promise<void> => {
      for (let rounds = 0; rounds < 40; rounds += 1) await database.inTenant(tenant.tenantId, (tx) => assignments.distribute(tx, 7));
    };
    const captures = slices.map((slice) => tenant.post('/v1/leads/batch', { items: slice }));
    await Promise.all([...captures, ...Array.from({ length: 8 }, distribute)]);
    const report = await eventually(
      async () => {
        const { body } = await tenant.get<FairnessReport>(`/v1/distribution/fairness?poolId=${sales.id}&from=2020-01-01T00:00:00Z`);
        expect(body.assignments).toBe(1_000);
        return body;
      },
      { withinMs: 60_000 },
    );
    // 1,000 = 7 × 142 + 6
    expect(report.members.map((member) => member.assignments).toSorted()).toEqual([142, 143, 143, 143, 143, 143, 143]);
    expect(report.spread).toBe(1);
    const [{ leads, events }] = (await sql(app.database.adminUrl, `
      SELECT (SELECT count(DISTINCT lead_id)::integer FROM lead.lead_assignment WHERE tenant_id = '${tenant.tenantId}') AS leads,
             (SELECT count(*)::integer FROM lead.lead WHERE tenant_id = '${tenant.tenantId}' AND owner_id IS NOT NULL AND version = 2) AS events`)) as [{ leads: number; events: number }]; // prettier-ignore
    expect([leads, events]).toEqual([1_000, 1_000]);
  });
});

describe('leads that are offered', () => {
  it('go to one of several who claim them, within what the member may have', async () => {
    const { tenant, members } = await stageTeam(app, 3);
    const [one = '', two = '', three = ''] = members;
    await profile(tenant, one, { maxOpenLeads: 1, workingHours: {} });
    await profile(tenant, two, { maxOpenLeads: 1 });
    const desk = await pool(tenant, [one, two]);
    await distributeBy(tenant, rule(desk.id, { key: 'desk', strategy: 'claim' }));
    const lead = await create(tenant, byPhone(1));
    expect((await claim(tenant, uuidV7.next(), one)).body.code).toBe('LEAD.NOT_FOUND');
    await queuedFor(tenant, lead, 'claim');
    expect((await claim(tenant, lead.id, three)).body).toMatchObject({ code: 'LEAD.CLAIM_REFUSED', reason: 'pool' });
    await eventually(() => expect(toldOf(lead.id, 'lead.offered')).toMatchObject([{ data: { poolId: desk.id, ruleKey: 'desk' } }]));
    const answers = await Promise.all([claim(tenant, lead.id, one), claim(tenant, lead.id, two), claim(tenant, lead.id, one), claim(tenant, lead.id, two)]); // prettier-ignore
    const won = answers.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    const owner = won[0]?.body.ownerId ?? '';
    for (const { body } of answers.filter(({ status }) => status !== 200))
      expect(body).toMatchObject({ code: 'LEAD.OWNED', ownerId: owner });
    const [why] = await assignmentsOf(tenant, lead);
    expect(why).toMatchObject({ way: 'claim', memberId: owner, strategy: 'claim', ruleKey: 'desk', actor: { kind: 'member' } });
    const { body: again } = await tenant.get<AssignmentReplay>(`/v1/leads/${lead.id}/assignments/${why?.id}/replay`);
    expect(again.isSame).toBe(true);

    const next = await create(tenant, byPhone(2));
    await queuedFor(tenant, next, 'claim');
    expect((await claim(tenant, next.id, owner)).body).toMatchObject({ code: 'LEAD.CLAIM_REFUSED', reason: 'capacity' });
    await distributeBy(tenant, rule(desk.id, { key: 'other', strategy: 'claim' }));
    await eventually(async () => expect(await queuedFor(tenant, next, 'claim')).toMatchObject({ ruleKey: 'other' }));
    // Who claims need not be at work; who gets a lead by turns must be.
    await profile(tenant, one, { maxOpenLeads: 1 });
    await distributeBy(tenant, rule(desk.id, { key: 'turns', strategy: 'round-robin' }));
    expect((await owned(tenant, next)).ownerId).toBe(owner === one ? two : one);
  });
});

describe('the owner of a lead', () => {
  it('is changed by hand to a member that is known, or to nobody, and all of it is told, after a merge too', async () => {
    const { tenant, members } = await stageTeam(app, 2);
    const [one = '', two = ''] = members;
    const lead = await create(tenant, { email: 'ada@x.com' });
    const give = (version: number, ownerId: string | null) =>
      tenant.patch<LeadOrProblem>(`/v1/leads/${lead.id}/owner`, version, { ownerId });
    expect((await give(1, uuidV7.next())).body).toMatchObject({ code: 'LEAD.MEMBER_UNKNOWN', status: 404 });
    expect((await give(1, one)).body).toMatchObject({ ownerId: one, version: 2 });
    expect((await give(1, two)).body).toMatchObject({ code: 'LEAD.STALE', currentVersion: 2 });
    expect((await give(2, one)).body.version).toBe(2);
    await tenant.patch(`/v1/leads/${lead.id}`, 2, { ownerId: two });
    await give(3, null);
    const moves = async () =>
      (await assignmentsOf(tenant, lead)).map(({ way, previousMemberId, memberId }) => [way, previousMemberId, memberId]);
    const expected = [
      ['hand', two, null],
      ['stated', one, two],
      ['hand', null, one],
    ];
    expect(await moves()).toEqual(expected);
    const path = `/v1/leads/${lead.id}/assignments`;
    const { body: first } = await tenant.get<{ items: { id: string }[]; nextCursor: string }>(`${path}?limit=2`);
    const { body: second } = await tenant.get<{ items: { id: string }[]; nextCursor: null }>(`${path}?limit=2&cursor=${first.nextCursor}`);
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([2, 1, null]);
    const replay = await tenant.get<Problem>(`${path}/${first.items[0]?.id}/replay`);
    expect(replay.body.code).toBe('LEAD.ASSIGNMENT_NOT_FOUND');
    const other = await create(tenant, { phone: '+4930901820', ownerId: one });
    await merge(tenant, await read(tenant, other), await read(tenant, lead));
    const merged = await assignmentsOf(tenant, other);
    expect(merged.map(({ leadId }) => leadId)).toEqual([other.id, lead.id, lead.id, lead.id]);
    expect((await app.as().get<Problem>(path)).body.code).toBe('LEAD.NOT_FOUND');
  });
});

describe('another set of rules', () => {
  it('is tried on what was distributed, as the leads were, and the one that decided gives the same', async () => {
    const { tenant, members } = await stageTeam(app, 2);
    const [one = '', two = ''] = members;
    const both = await pool(tenant, members);
    const set = await distributeBy(tenant, rule(both.id));
    const leads: Lead[] = [];
    for (let index = 0; index < 4; index += 1) {
      leads.push(await create(tenant, { ...byPhone(index), source: index < 3 ? 'web' : 'fair' }));
      await owned(tenant, leads[index] as Lead);
    }
    await tenant.patch(`/v1/leads/${leads[0]?.id}`, 2, { source: 'fair' });
    const only = await pool(tenant, [two]);
    const web = { field: 'source', operator: 'eq', value: 'web' };
    const other = await draft(tenant, rule(only.id, { key: 'web', filter: web }));
    const window = { from: '2020-01-01T00:00:00Z', until: new Date(Date.now() + 60_000).toISOString() };
    const replay = async (id: string) => (await tenant.post<DistributionReplay>(`/v1/distribution/rules/${id}/replay`, window)).body;
    expect(await replay(set.id)).toMatchObject({ leads: 4, changed: 0, unassigned: 0 });
    const result = await replay(other.id);
    // The first lead came from the web when it was distributed; the fourth did not.
    expect(result).toMatchObject({ ruleSetNumber: 2, leads: 4, changed: 3, unassigned: 1 });
    expect(result.members).toEqual([
      { memberId: one, before: 2, after: 0 },
      { memberId: two, before: 2, after: 3 },
    ]);
    expect(result.sample.map(({ leadId, after }) => [leadId, after])).toEqual([
      [leads[0]?.id, two],
      [leads[2]?.id, two],
      [leads[3]?.id, null],
    ]);
    expect((await read(tenant, leads[0] as Lead)).ownerId).toBe(one);
  });

  it('finds members and weights as they are; who stays in a pool keeps the turn', async () => {
    const { tenant, members } = await stageTeam(app, 3);
    const sales = await pool(tenant, members.slice(0, 2));
    await distributeBy(tenant, rule(sales.id));
    const takers = async (from: number, count: number): Promise<(string | null)[]> => {
      const owners: (string | null)[] = [];
      for (let index = from; index < from + count; index += 1)
        owners.push((await owned(tenant, await create(tenant, byPhone(index)))).ownerId);
      return owners;
    };
    expect(await takers(0, 1)).toEqual([members[0]]);
    const seats = members.map((memberId) => ({ memberId, weight: 2 }));
    const { body } = await tenant.patch<DistributionPool>(`/v1/distribution/pools/${sales.id}`, 1, {
      members: seats,
      respondWithinMinutes: 5,
    });
    expect(body).toMatchObject({ version: 2, members: seats, respondWithinMinutes: 5, mostRounds: 3 });
    expect(await takers(1, 3)).toEqual([members[1], members[2], members[0]]);
  });
});
