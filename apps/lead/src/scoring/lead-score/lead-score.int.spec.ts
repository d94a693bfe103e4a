import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Lead, LeadScore, ScoreHistoryEntry, Tag } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { eventually, leadFormSubmitted, sql } from '@leadstream/testing';
import { type LeadApp, startLeadApp } from '../../../test/lead-app.js';
import { create, merge, undo } from '../../../test/merges.js';
import { activate, interaction, messageAct, messageState, retraction, scoreOf, WEIGHTS } from '../../../test/scoring.js';
import { ifMatch, type Problem, type TenantClient } from '../../../test/tenant-client.js';

const DAY_MS = 24 * 3_600_000;

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp();
});
afterAll(() => app.stop());

const admin = (): TenantClient => app.as(undefined, ['leads:read', 'leads:write', 'tenant:write']);
const ago = (ms: number): Date => new Date(Date.now() - ms);
const sourceId = (): string => uuidV7.next();

async function withModel(fields: object = {}): Promise<{ tenant: TenantClient; lead: Lead; told: { tenantId: string; leadId: string } }> {
  const tenant = admin();
  await activate(tenant);
  const lead = await create(tenant, { email: 'ada@x.com', ...fields });
  return { tenant, lead, told: { tenantId: tenant.tenantId, leadId: lead.id } };
}

const shown = ({ total, fit, engagement, temperature, explanation }: LeadScore) => ({
  total,
  fit,
  engagement,
  temperature,
  factors: explanation.map(({ key, count, points }) => `${key} ${count} ${points}`),
});

describe('GET /v1/leads/{id}/score', () => {
  it('is made of what the lead is and did, each source once, and says why', async () => {
    const { tenant, lead, told } = await withModel({ company: 'Acme' });
    const [page, call] = [sourceId(), sourceId()];
    const calls = interaction(told, call, 'call_answered', ago(1_000));
    // The same event twice, and another event about the same interaction.
    await app.publish(calls, calls, interaction(told, call, 'call_answered', ago(500)), interaction(told, page, 'page_view', ago(DAY_MS)));
    await app.publish(messageState(told, sourceId(), 'clicked', ago(0)), messageState(told, sourceId(), 'delivered', ago(0)));
    await eventually(async () => {
      // Half of 60, and half of 80 + 20 / 2 + 10.
      expect(shown(await scoreOf(tenant, lead.id))).toEqual({
        total: 80,
        fit: 60,
        engagement: 100,
        temperature: 'hot',
        factors: ['company 1 30', 'call 1 40', 'page 1 5', 'click 1 5'],
      });
    });
  });

  it('counts each mail once by what was done with it, whichever event told it', async () => {
    const { tenant, lead, told } = await withModel({ company: 'Acme' });
    const [again, late] = [sourceId(), sourceId()];
    await app.publish(messageState(told, again, 'clicked', ago(1)), messageAct(told, again, 'clicked', ago(0)));
    await app.publish(messageState(told, late, 'complained', ago(0)), messageAct(told, late, 'clicked', ago(1)));
    await eventually(async () => expect(shown(await scoreOf(tenant, lead.id)).factors).toEqual(['company 1 30', 'click 2 10']));
  });

  it('counts a mail that is clicked again by the latest click up to the instant, in whatever order they are told', async () => {
    const tenant = admin();
    const click = WEIGHTS.engagementRules.filter(({ key }) => key === 'click').map((rule) => ({ ...rule, points: 80, halfLifeHours: 24 }));
    await activate(tenant, { ...WEIGHTS, fitSharePercent: 0, engagementRules: click });
    const lead = await create(tenant, { email: 'ada@x.com' });
    const [told, mail] = [{ tenantId: tenant.tenantId, leadId: lead.id }, sourceId()];
    const scored = (factors: string[]) => eventually(async () => expect(shown(await scoreOf(tenant, lead.id)).factors).toEqual(factors));
    await app.publish(messageAct(told, mail, 'clicked', ago(2 * DAY_MS)));
    await scored(['click 1 20']);
    await app.publish(messageState(told, mail, 'clicked', ago(3 * DAY_MS)), messageAct(told, sourceId(), 'clicked', ago(4 * DAY_MS)));
    await scored(['click 2 25']);
    const before = new Date();
    await eventually(() => expect(Date.now()).toBeGreaterThan(before.getTime()));
    await app.publish(messageAct(told, mail, 'clicked', new Date()));
    await scored(['click 2 85']);
    expect(shown(await scoreOf(tenant, lead.id, `?at=${before.toISOString()}`)).factors).toEqual(['click 2 25']);
    const { body } = await tenant.get<{ items: ScoreHistoryEntry[] }>(`/v1/leads/${lead.id}/score-history`);
    expect(body.items.map(({ causes, total }) => [...causes, total])).toEqual([['contribution', 85], ['lead', 25]]); // prettier-ignore
  });

  it('counts neither what was taken back nor, until then, differently; the news may come in any order', async () => {
    const { tenant, lead, told } = await withModel({ company: 'Acme' });
    const [call, second] = [sourceId(), sourceId()];
    const before = await scoreOf(tenant, lead.id);
    await app.publish(retraction(told, second, ago(0)), interaction(told, second, 'call_answered', ago(0)));
    await app.publish(interaction(told, call, 'call_answered', ago(0)));
    await eventually(async () => expect((await scoreOf(tenant, lead.id)).total).toBe(70));
    const between = new Date().toISOString();
    await app.publish(retraction(told, call, new Date(Date.parse(between) + 1)));
    await eventually(async () => expect({ ...(await scoreOf(tenant, lead.id)), at: before.at }).toEqual(before));
    expect((await scoreOf(tenant, lead.id, `?at=${between}`)).total).toBe(70);
  });

  it('heeds the tags of a lead', async () => {
    const tenant = app.as(undefined, ['leads:read', 'leads:write', 'tenant:write']);
    const { id: vip } = (await tenant.post<Tag>('/v1/tags', { name: 'VIP' })).body;
    const filter = { field: 'tagIds', operator: 'contains-any', value: [vip] };
    await activate(tenant, { ...WEIGHTS, fitRules: [{ key: 'vip', label: 'VIP', group: 'who', points: 100, filter }] });
    const lead = await create(tenant, { email: 'ada@x.com' });
    expect((await scoreOf(tenant, lead.id)).total).toBe(0);
    await tenant.post('/v1/leads/tags', { leadIds: [lead.id], add: [vip] });
    expect((await scoreOf(tenant, lead.id)).total).toBe(50);
    await eventually(() => expect(app.published.ofType('lead.temperature-changed').map(({ data }) => data)).toContainEqual(expect.objectContaining({ leadId: lead.id, to: 'warm' }))); // prettier-ignore
  });

  it('names the fewest rules that would raise it', async () => {
    const { tenant, lead } = await withModel({ company: 'Acme' });
    const raise = async (above: number) => (await scoreOf(tenant, lead.id, `?above=${above}`)).raise;
    const call = { key: 'call', label: 'Answered a call', points: 80 };
    expect(await raise(65)).toEqual({ above: 65, reachable: true, score: 70, rules: [call] });
    expect((await raise(85))?.rules.map(({ key }) => key).toSorted()).toEqual(['call', 'title']);
    expect(await raise(10)).toEqual({ above: 10, reachable: true, score: 30, rules: [] });
  });

  it('is told of a form, and of what a visitor did before it was known', async () => {
    const tenant = admin();
    const visitorId = sourceId();
    await app.publish(interaction({ tenantId: tenant.tenantId, leadId: visitorId }, sourceId(), 'call_answered', ago(0)));
    const { body } = await tenant.post<{ lead: Lead }>('/v1/leads/identify', { visitorId, lead: { email: 'ada@x.com' } });
    const { lead } = body;
    const form = { submittedAt: new Date().toISOString(), submissionId: sourceId() };
    await app.publisher.publishRecords([leadFormSubmitted({ tenantId: tenant.tenantId, leadId: lead.id, sequence: 1 }, form)]);
    // By the model that every tenant begins with: 40 % of 20 for the address, 60 % of 30 for the call and 30 for the form.
    await eventually(async () => {
      expect(shown(await scoreOf(tenant, lead.id)).factors).toEqual(['has-email 1 8', 'form 1 18', 'call 1 18']);
    });
  });

  it('is that of an instant of the past: its lead, its contributions, its model', async () => {
    const { tenant, lead, told } = await withModel();
    const born = new Date(Date.parse(lead.createdAt) + 1).toISOString();
    await eventually(() => expect(Date.now()).toBeGreaterThan(Date.parse(born) + 2));
    await tenant.patch(`/v1/leads/${lead.id}`, 1, { company: 'Acme' });
    await app.publish(interaction(told, sourceId(), 'call_answered', new Date()));
    await eventually(async () => expect((await scoreOf(tenant, lead.id)).total).toBe(70));
    await activate(tenant, { ...WEIGHTS, fitSharePercent: 100 });
    expect(await scoreOf(tenant, lead.id)).toMatchObject({ total: 60, model: { number: 3 } });
    expect(await scoreOf(tenant, lead.id, `?at=${born}`)).toMatchObject({ total: 0, at: born, model: { number: 2 } });
    const refused = await tenant.get<Problem>(`/v1/leads/${lead.id}/score?at=2020-01-01T00:00:00Z`);
    expect([refused.status, refused.body.code, refused.body.errors?.[0]?.path]).toEqual([422, 'LEAD.INVALID_INSTANT', 'at']);
    expect((await app.as().get<Problem>(`/v1/leads/${lead.id}/score`)).body.code).toBe('LEAD.NOT_FOUND');
  });

  it('counts what both did after a merge, and is as it was after its undoing', async () => {
    const { tenant, lead, told } = await withModel({ company: 'Acme' });
    const other = await create(tenant, { phone: '+4930901820' });
    const of = { ...told, leadId: other.id };
    await app.publish(interaction(told, sourceId(), 'page_view', ago(0)), interaction(of, sourceId(), 'call_answered', ago(0)));
    const engagement = async ({ id }: Lead) => shown(await scoreOf(tenant, id)).factors.filter((factor) => !factor.startsWith('company'));
    await eventually(async () => expect(await engagement(other)).toEqual(['call 1 40']));
    const { body: done } = await merge(tenant, lead, other);
    expect(await engagement(lead)).toEqual(['call 1 40', 'page 1 10']);
    expect((await tenant.get<Problem>(`/v1/leads/${other.id}/score`)).body).toMatchObject({ code: 'LEAD.NOT_FOUND', mergedInto: lead.id });
    // Told under the old id while it is merged.
    await app.publish(messageState(of, sourceId(), 'clicked', ago(0)));
    await eventually(async () => expect(await engagement(lead)).toEqual(['call 1 40', 'page 1 10', 'click 1 5', 'does 0 -5']));
    await undo(tenant, done);
    expect(await engagement(lead)).toEqual(['page 1 10']);
    expect(await engagement(other)).toEqual(['call 1 40', 'click 1 5']);
  });
});

describe('include=score', () => {
  it('shows every lead of a page with its score and temperature, and nothing of them where it is not asked', async () => {
    const { tenant, lead, told } = await withModel({ company: 'Acme' });
    const other = await create(tenant, { phone: '+4930901820' });
    await app.publish(interaction(told, sourceId(), 'call_answered', ago(0)));
    await eventually(async () => expect((await scoreOf(tenant, lead.id)).total).toBe(70));
    const shown = [
      { id: other.id, score: 0, temperature: 'cold' },
      { id: lead.id, score: 70, temperature: 'warm' },
    ];
    const page = async (answer: Promise<{ body: { items: Lead[] } }>) =>
      (await answer).body.items.map(({ id, score, temperature }) => ({ id, score, temperature }));
    expect(await page(tenant.get('/v1/leads?include=score'))).toEqual(shown);
    expect(await page(tenant.post('/v1/leads/search', { include: ['score'] }))).toEqual(shown);
    const one = (query: string) => tenant.get<Lead>(`/v1/leads/${lead.id}${query}`);
    expect((await one('?include=score')).body).toEqual({ ...(await one('')).body, score: 70, temperature: 'warm' });
    const { body: past } = await one(`?include=score&asOf=${lead.createdAt}`);
    expect([past.version, past.score, past.temperature]).toEqual([1, 30, 'cold']);
    for (const { body } of [await tenant.get<object>('/v1/leads'), await tenant.post<object>('/v1/leads/search', {})])
      expect(JSON.stringify(body)).not.toMatch(/"(score|temperature)"/);
    expect((await tenant.get('/v1/leads?include=tags')).status).toBe(422);
    expect((await app.as(tenant.tenantId, ['leads:write']).get('/v1/leads?include=score')).status).toBe(403);
    expect(await page(admin().get('/v1/leads?include=score'))).toEqual([]);
  });

  it('is that of the instant of a lead that is deleted by now', async () => {
    const { tenant, lead } = await withModel({ company: 'Acme' });
    await tenant.delete(`/v1/leads/${lead.id}`, ifMatch(1));
    const { body } = await tenant.get<Lead>(`/v1/leads/${lead.id}?include=score&asOf=${lead.createdAt}`);
    expect([body.score, body.temperature]).toEqual([30, 'cold']);
    const { body: trash } = await tenant.get<{ items: Lead[] }>('/v1/leads?deleted=true&include=score');
    expect(trash.items).toMatchObject([{ id: lead.id, score: 30, temperature: 'cold' }]);
  });
});

describe('GET /v1/leads/{id}/score-history', () => {
  it('tells the score at each instant that changed it, latest first, page by page', async () => {
    const { tenant, lead, told } = await withModel({ company: 'Acme' });
    const createdMs = Date.parse(lead.createdAt);
    const at = (ms: number): Date => new Date(createdMs + ms);
    await eventually(() => expect(Date.now()).toBeGreaterThan(createdMs + 40));
    const call = sourceId();
    await app.publish(
      interaction(told, call, 'call_answered', at(10)),
      interaction(told, sourceId(), 'scrolled', at(12)),
      interaction(told, sourceId(), 'page_view', at(20)),
      retraction(told, call, at(30)),
    );
    const history = async (query = '') =>
      (await tenant.get<{ items: ScoreHistoryEntry[]; nextCursor: string | null }>(`/v1/leads/${lead.id}/score-history${query}`)).body;
    await eventually(async () => {
      expect((await history()).items.map((entry) => [Date.parse(entry.at) - createdMs, entry.causes, entry.total])).toEqual([
        [30, ['retraction'], 40],
        [20, ['contribution'], 80],
        [10, ['contribution'], 70],
        [0, ['lead'], 30],
      ]);
    });
    const first = await history('?limit=3');
    expect(first.items).toHaveLength(3);
    const second = await history(`?limit=3&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items]).toEqual((await history()).items);
    expect(second.nextCursor).toBeNull();
    for (const { at: instant, total } of first.items) expect((await scoreOf(tenant, lead.id, `?at=${instant}`)).total).toBe(total);
  });
});

describe('contributions', () => {
  it('are the same after everything was read again without memory of it', async () => {
    const { tenant, lead, told } = await withModel();
    const [call, page] = [interaction(told, sourceId(), 'call_answered', ago(0)), interaction(told, sourceId(), 'page_view', ago(0))];
    await app.publish(call, page);
    await eventually(async () => expect((await scoreOf(tenant, lead.id)).explanation).toHaveLength(2));
    const rows = () =>
      sql(app.database.adminUrl, `SELECT * FROM lead.scoring_contribution WHERE tenant_id = $1 ORDER BY source_id`, [tenant.tenantId]);
    const before = await rows();
    await sql(app.database.adminUrl, `DELETE FROM lead.inbox WHERE tenant_id = $1`, [tenant.tenantId]);
    const last = interaction(told, sourceId(), 'page_view', ago(0));
    await app.publish(page, call, last);
    await eventually(async () => expect(await rows()).toHaveLength(3));
    expect((await rows()).filter((row) => (row as { event_id: string }).event_id !== last.event.id)).toEqual(before);
  });

  it('are never rewritten', async () => {
    for (const change of ['UPDATE lead.scoring_contribution SET kind = kind', 'DELETE FROM lead.scoring_retraction']) {
      await expect(sql(app.database.serviceUrl('lead'), change)).rejects.toThrow('permission denied');
    }
  });
});
