import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CustomField, ScoringModel, ScoringModelChange, Tag } from '@leadstream/contracts';
import { eventually } from '@leadstream/testing';
import { type LeadApp, startLeadApp } from '../../../test/lead-app.js';
import { create } from '../../../test/merges.js';
import { activate, rehearse, scoreOf, WEIGHTS } from '../../../test/scoring.js';
import { ifMatch, type Problem, type TenantClient } from '../../../test/tenant-client.js';

interface Page {
  readonly items: readonly ScoringModel[];
  readonly nextCursor: string | null;
}

type Refusal = Pick<Problem, 'code' | 'errors'>;

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp();
});
afterAll(() => app.stop());

const admin = (): TenantClient => app.as(undefined, ['leads:read', 'leads:write', 'tenant:write']);
const draft = async (tenant: TenantClient, weights: object = WEIGHTS) =>
  (await tenant.post<ScoringModel & Refusal>('/v1/scoring/models', { name: 'Ours', ...weights })).body;
const models = async (tenant: TenantClient, query = '') => (await tenant.get<Page>(`/v1/scoring/models${query}`)).body;
const statusesOf = async (tenant: TenantClient) => (await models(tenant)).items.map(({ number, status }) => [number, status]);
const post = (tenant: TenantClient, path: string) => tenant.send<ScoringModel & Refusal>('POST', path);

describe('scoring models', () => {
  it('begin with the default one, which is read as any other and cannot be changed', async () => {
    const tenant = admin();
    const { items } = await models(tenant);
    expect(items).toMatchObject([{ number: 1, status: 'active', version: 1, name: 'Default' }]);
    const path = `/v1/scoring/models/${items[0]?.id}`;
    expect((await tenant.get<ScoringModel>(path)).body).toEqual(items[0]);
    expect((await tenant.patch<Problem>(path, 1, { name: 'x' })).body.code).toBe('LEAD.SCORING_MODEL_SETTLED');
    expect((await post(tenant, `${path}/rehearsals`)).body.code).toBe('LEAD.SCORING_MODEL_SETTLED');
  });

  it('are drafted, changed, rehearsed and made active one after the other, and each step is audited and told', async () => {
    const tenant = admin();
    const first = await draft(tenant);
    expect(first).toMatchObject({ number: 2, version: 1, status: 'draft', ...WEIGHTS });
    const path = `/v1/scoring/models/${first.id}`;
    expect((await post(tenant, `${path}/activate`)).body.code).toBe('LEAD.SCORING_MODEL_NOT_REHEARSED');
    expect((await tenant.patch<Problem>(path, 7, { name: 'x' })).body).toMatchObject({
      code: 'LEAD.SCORING_MODEL_STALE',
      currentVersion: 1,
    });
    await rehearse(tenant, first.id);
    expect(await statusesOf(tenant)).toEqual([[2, 'rehearsed'], [1, 'active']]); // prettier-ignore
    // A change asks for another rehearsal.
    expect((await tenant.patch<ScoringModel>(path, 2, { fitSharePercent: 40 })).body).toMatchObject({ version: 3, status: 'draft' });
    expect((await post(tenant, `${path}/activate`)).status).toBe(409);
    await rehearse(tenant, first.id);
    expect((await post(tenant, `${path}/activate`)).body).toMatchObject({ status: 'active', version: 5 });
    const second = await activate(tenant);
    expect(await statusesOf(tenant)).toEqual([[3, 'active'], [2, 'retired'], [1, 'retired']]); // prettier-ignore
    expect((await models(tenant)).items[1]?.retiredAt).toBe(second.activatedAt);
    const { body } = await tenant.get<{ items: ScoringModelChange[] }>(`${path}/history`);
    expect(body.items.map(({ action, version }) => `${version} ${action}`)).toEqual([
      '6 retired',
      '5 activated',
      '4 rehearsed',
      '3 updated',
      '2 rehearsed',
      '1 created',
    ]);
    expect(body.items[3]).toMatchObject({ changes: [{ field: 'fitSharePercent', before: 50, after: 40 }], actor: tenant.actor });
    await eventually(() => {
      const told = app.published.ofType('scoring-model.changed').filter(({ key }) => key.endsWith(first.id));
      expect(told.map(({ headers }) => Number(headers['ce_sequence']))).toEqual([1, 2, 3, 4, 5, 6]);
      const by = { ce_actor: `member:${tenant.actor.id}` };
      expect(told[2]).toMatchObject({ headers: by, data: { number: 2, action: 'updated', version: 3, changed: ['fitSharePercent'] } });
      expect(told.slice(4)).toMatchObject([
        { headers: by, data: { action: 'activated', status: 'active' } },
        { headers: by, data: { action: 'retired', status: 'retired' } },
      ]);
    });
    expect((await tenant.patch<Problem>(path, 6, { name: 'x' })).body.code).toBe('LEAD.SCORING_MODEL_SETTLED');
  });

  it('keep the meaning of rules that a change does not state, whatever becomes of what they name', async () => {
    const tenant = admin();
    const field = { label: 'Tier', type: 'text' };
    const { body: tier } = await tenant.post<CustomField>('/v1/custom-fields', { key: 'tier', ...field });
    const { body: vip } = await tenant.post<Tag>('/v1/tags', { name: 'VIP' });
    const [company, title] = WEIGHTS.fitRules;
    const fitRules = [
      { ...company, filter: { field: 'customFields.tier', operator: 'eq', value: 'gold' } },
      { ...title, filter: { field: 'tagIds', operator: 'contains-any', value: ['VIP'] } },
    ];
    const model = await draft(tenant, { ...WEIGHTS, fitSharePercent: 100, fitRules });
    expect((await tenant.patch(`/v1/custom-fields/${tier.id}`, tier.version, { key: 'level' })).status).toBe(200);
    await tenant.post('/v1/custom-fields', { key: 'tier', ...field, label: 'Other' });
    await tenant.delete(`/v1/tags/${vip.id}`, ifMatch(1));
    const path = `/v1/scoring/models/${model.id}`;
    expect(await tenant.patch(path, 1, { name: 'Theirs' })).toMatchObject({ status: 200, body: { version: 2, name: 'Theirs', fitRules } });
    expect(await tenant.patch<Refusal>(path, 2, { fitRules })).toMatchObject({ status: 422, body: { code: 'LEAD.SCORING_MODEL_INVALID' } });
    await rehearse(tenant, model.id);
    await post(tenant, `${path}/activate`);
    const lead = await create(tenant, { externalId: 'a', customFields: { level: 'gold', tier: 'none' } });
    expect((await scoreOf(tenant, lead.id)).total).toBe(60);
  });

  it('are listed page by page, the default one last', async () => {
    const tenant = admin();
    for (let count = 0; count < 3; count += 1) await draft(tenant);
    const numbers: number[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Page = await models(tenant, `?limit=2${cursor && `&cursor=${cursor}`}`);
      numbers.push(...page.items.map(({ number }) => number));
      cursor = page.nextCursor;
    }
    expect(numbers).toEqual([4, 3, 2, 1]);
  });

  it('are active one at a time, however many are made so at once', async () => {
    const tenant = admin();
    const drafts = await Promise.all(Array.from({ length: 4 }, () => draft(tenant)));
    expect(drafts.map(({ number }) => number).toSorted()).toEqual([2, 3, 4, 5]);
    for (const { id } of drafts) await rehearse(tenant, id);
    const answers = await Promise.all(drafts.map(({ id }) => post(tenant, `/v1/scoring/models/${id}/activate`)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await statusesOf(tenant)).map(([, status]) => status).toSorted()).toEqual([
      'active',
      'retired',
      'retired',
      'retired',
      'retired',
    ]);
  });

  it('are the business of their tenant', async () => {
    const { id } = await draft(admin());
    const other = admin();
    expect((await other.get<Problem>(`/v1/scoring/models/${id}`)).body.code).toBe('LEAD.SCORING_MODEL_NOT_FOUND');
    expect((await post(other, `/v1/scoring/models/${id}/rehearsals`)).body.code).toBe('LEAD.SCORING_MODEL_NOT_FOUND');
    expect((await post(other, `/v1/scoring/models/${id}/activate`)).body.code).toBe('LEAD.SCORING_MODEL_NOT_FOUND');
    expect((await app.as().post('/v1/scoring/models', { name: 'x', ...WEIGHTS })).status).toBe(403);
  });

  it('are refused with a code and a path for whatever cannot be scored by', async () => {
    const tenant = admin();
    const [company, title] = WEIGHTS.fitRules;
    const [call] = WEIGHTS.engagementRules;
    const refused = async (changed: object) =>
      (await draft(tenant, { ...WEIGHTS, ...changed })).errors?.map(({ path, code }) => `${path} ${code}`);
    expect(await refused({ fitRules: [{ ...company, points: 1e308 }, { ...title, points: -100.01 }] })).toEqual([
      'fitRules.0.points points.out_of_range',
      'fitRules.1.points points.out_of_range',
    ]); // prettier-ignore
    expect(await refused({ fitRules: [{ ...company, points: 0 }, { ...title, points: 0.001 }] })).toEqual([
      'fitRules.0.points points.none',
      'fitRules.1.points points.too_fine',
    ]); // prettier-ignore
    expect(await refused({ fitSharePercent: 101 })).toEqual(['fitSharePercent share.out_of_range']);
    expect(await refused({ groups: WEIGHTS.groups.map((group) => ({ ...group, cap: 101 })) })).toEqual([
      'groups.0.cap cap.out_of_range',
      'groups.1.cap cap.out_of_range',
    ]);
    expect(await refused({ fitRules: [{ ...company, group: 'does' }] })).toEqual(['fitRules.0.group group.unknown']);
    expect(await refused({ engagementRules: [{ ...call, key: 'company', halfLifeHours: 0, kinds: ['calls'] }] })).toEqual([
      'engagementRules.0.key key.repeated',
      'engagementRules.0.kinds.0 kind.malformed',
      'engagementRules.0.halfLifeHours half_life.out_of_range',
    ]);
    const deep = (levels: number): object => (levels === 0 ? { and: [] } : { not: deep(levels - 1) });
    expect(await refused({ fitRules: [{ ...company, filter: deep(9) }] })).toEqual([expect.stringContaining('filter.too_deep')]);
    const deepest = await draft(tenant, { ...WEIGHTS, fitRules: [{ ...company, filter: deep(1_000) }] });
    expect(deepest.code).toBe('HTTP.TOO_DEEP');
    expect(await refused({ fitRules: [{ ...company, filter: { field: 'shoe', operator: 'eq', value: 1 } }] })).toEqual([
      'fitRules.0.filter.field filter.field_unknown',
    ]);
    expect(await refused({ fitRules: [{ ...company, label: 'a\u0001b' }] })).toEqual(['fitRules.0.label text.control_character']);
    expect((await models(tenant)).items).toHaveLength(1);
    // Too large for a double at all: no JSON number that a client of ours could have meant.
    const init = { body: JSON.stringify({ name: 'x', ...WEIGHTS }).replace('"points":60', '"points":1e999') };
    const answer = await tenant.send<Problem>('POST', '/v1/scoring/models', { ...init, headers: { 'content-type': 'application/json' } });
    expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([422, 'fitRules.0.points']);
  });
});

describe('a rehearsal', () => {
  it('shows what a draft would make of every live lead beside the active model, changes nothing, and is told without naming leads', async () => {
    const tenant = admin();
    const acme = await create(tenant, { externalId: 'a', company: 'Acme' });
    await create(tenant, { externalId: 'b' });
    await create(tenant, { externalId: 'c', company: 'Beta', jobTitle: 'CEO' });
    const model = await draft(tenant, { ...WEIGHTS, fitSharePercent: 100 });
    const found = await rehearse(tenant, model.id);
    // Before, by the default model: 40 % of 20 for a company, and as much for a title.
    expect(found).toMatchObject({
      modelVersion: 1,
      progress: { done: 3, total: 3 },
      before: { tens: [2, 1, 0, 0, 0, 0, 0, 0, 0, 0], temperatures: { cold: 3, warm: 0, hot: 0 } },
      after: { tens: [1, 0, 0, 0, 0, 0, 1, 0, 0, 1], temperatures: { cold: 1, warm: 1, hot: 1 } },
      changed: 2,
    });
    const shown = { leadId: acme.id, before: { total: 8, temperature: 'cold' }, after: { total: 60, temperature: 'warm' } };
    expect(found.sample).toHaveLength(2);
    expect(found.sample).toContainEqual(shown);
    expect(await scoreOf(tenant, acme.id)).toMatchObject({ total: 8, model: { number: 1 } });
    await eventually(() => {
      const told = ['started', 'completed'].flatMap((what) => app.published.ofType(`scoring-rehearsal.${what}`));
      const by = { ce_actor: `member:${tenant.actor.id}` };
      const tried = { modelId: model.id, modelVersion: 1, leads: 3 };
      const temperatures = { before: { cold: 3, warm: 0, hot: 0 }, after: { cold: 1, warm: 1, hot: 1 } };
      expect(told.filter(({ key }) => key.endsWith(found.id))).toMatchObject([
        { headers: { ...by, ce_sequence: '1' }, data: tried },
        { headers: { ce_sequence: '2' }, data: { ...tried, ...temperatures, changed: 2, completedAt: found.completedAt } },
      ]);
      for (const { text } of told) expect(text).not.toContain(acme.id);
    });
  });

  it('runs once at a time', async () => {
    const tenant = admin();
    const { id } = await draft(tenant);
    const answers = await Promise.all([1, 2, 3].map(() => post(tenant, `/v1/scoring/models/${id}/rehearsals`)));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202, 409]));
  });
});
