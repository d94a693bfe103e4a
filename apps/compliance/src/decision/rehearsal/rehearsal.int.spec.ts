import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type {
  ContactDecision,
  ContactPolicy,
  DecisionBatchResult,
  Policy,
  PolicyRehearsal,
  PolicyRehearsalChange,
  Problem,
} from '@leadstream/contracts';
import { type JobRun, requestRun } from '@leadstream/jobs';
import { runInContext, uuidV7 } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { eventually, leadCaptured, type ServiceClient, sql } from '@leadstream/testing';
import { type ComplianceApp, startComplianceApp } from '../../../test/compliance-app.js';
import { stated } from '../../../test/stated.js';
import { REHEARSAL_JOB, RehearsalRunService } from './rehearsal-run.service.js';
import { PastDecisionReadModel } from './trial/past-decision.read-model.js';

const HOUR_MS = 3_600_000;
/** 18 h UTC of a Wednesday to come: early in the afternoon in Miami. */
const wednesday = new Date();
wednesday.setUTCDate(wednesday.getUTCDate() + ((10 - wednesday.getUTCDay()) % 7) + (wednesday.getUTCDay() === 3 ? 7 : 0));
wednesday.setUTCHours(18, 0, 0, 0);
const later = (hours: number): Date => new Date(wednesday.getTime() + hours * HOUR_MS);

let now = wednesday;
let app: ComplianceApp;
let database: TenantDatabase;
let tenant: ServiceClient;
beforeAll(async () => {
  app = await startComplianceApp({ now: () => now });
  database = app.service.app.get(TenantDatabase, { strict: false });
  // The specs take its steps themselves, but for the one that asks for a run.
  await eventually(async () =>
    expect(
      await inSlice(`UPDATE compliance.timed_job SET next_due_at = now() + interval '1 day' WHERE name = $1 RETURNING name`, [
        REHEARSAL_JOB,
      ]),
    ).toHaveLength(1),
  );
});
afterAll(() => app.stop());
beforeEach(() => {
  now = wednesday;
  tenant = app.as(undefined, ['compliance:read', 'compliance:write', 'tenant:write']);
});

const call = { channel: 'voice', purpose: 'sales' } as const;
const demands = (change: object = {}) => ({ requiresStatedConsent: true, hours: [], caps: [], ...change });
const calls = (contacts: number, withinHours: number) =>
  demands({ caps: [{ channels: ['voice'], purposes: ['sales'], contacts, withinHours }] });
const inSlice = (text: string, values: readonly unknown[]) => sql<Record<string, unknown>>(app.database.adminUrl, text, values);
const draft = async (settings: object): Promise<Policy> =>
  (await tenant.post<Policy>('/v1/policies', { name: 'Fewer calls', ...settings })).body;
const conditional = <T>(method: string, path: string, version: number, body?: object) =>
  tenant.send<T>(method, path, {
    headers: { 'if-match': `"${version}"`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
const start = <T = PolicyRehearsal>(policyId: string, body: object = {}) => tenant.post<T>(`/v1/policies/${policyId}/rehearsals`, body);
const at = ({ policyId, id }: PolicyRehearsal) => `/v1/policies/${policyId}/rehearsals/${id}`;
const read = async (rehearsal: PolicyRehearsal) => (await tenant.get<PolicyRehearsal>(at(rehearsal))).body;
const changesOf = async (rehearsal: PolicyRehearsal, query = '') =>
  (await tenant.get<{ items: PolicyRehearsalChange[]; nextCursor: string | null }>(`${at(rehearsal)}/changes${query}`)).body;

/** What the job does, up to the step that `fails`. */
function rehearse(fails = Infinity): Promise<unknown> {
  let steps = 0;
  const run: Pick<JobRun, 'step' | 'stepInTenant'> = {
    step: (work) => database.withoutTenant(work),
    stepInTenant: (tenantId, work) =>
      runInContext({ tenantId, actor: { kind: 'service', id: 'spec' }, scopes: [], requestId: 'spec' }, () =>
        database.inTenant(tenantId, async (tx) => {
          const done = await work(tx);
          if ((steps += 1) === fails) throw new Error('killed');
          return done;
        }),
      ),
  };
  return app.service.app.get(RehearsalRunService, { strict: false }).rehearse(run);
}

async function rehearsed(policyId: string, body: object = {}): Promise<PolicyRehearsal> {
  const started = await start(policyId, body);
  expect([started.status, started.body.status]).toEqual([202, 'running']);
  await rehearse();
  return read(started.body);
}

/** A lead in Miami that agreed to be called, called at each full hour. */
async function calledLead(hours: readonly number[]): Promise<ContactDecision[]> {
  const leadId = uuidV7.next();
  await app.publish(leadCaptured({ tenantId: tenant.tenantId, leadId, sequence: 1 }, { consents: [stated(call)], phone: '+13052345678' }));
  await eventually(async () => expect((await tenant.get<{ known: boolean }>(`/v1/leads/${leadId}/contact-state`)).body.known).toBe(true));
  const decisions: ContactDecision[] = [];
  for (const hour of hours) {
    now = later(hour);
    decisions.push((await tenant.post<ContactDecision>('/v1/decisions', { leadId, ...call })).body);
  }
  return decisions;
}

describe('a policy', () => {
  it('is drafted, changed, activated as it was read, and retired by the next one', async () => {
    const first = await draft(demands());
    expect(first).toMatchObject({ version: 1, status: 'draft', contactPolicyVersion: null, caps: [] });
    const path = `/v1/policies/${first.id}`;
    expect((await conditional<Policy>('PATCH', path, 1, { caps: calls(1, 24).caps })).body).toMatchObject({
      version: 2,
      name: 'Fewer calls',
    });
    expect((await conditional('POST', `${path}/activate`, 1)).status).toBe(412);
    expect((await tenant.get<ContactPolicy>('/v1/contact-policy')).body).toMatchObject({ version: 1, caps: [] });
    const active = (await conditional<Policy>('POST', `${path}/activate`, 2)).body;
    expect(active).toMatchObject({ version: 3, status: 'active', contactPolicyVersion: 2, activatedAt: wednesday.toISOString() });
    const [before, after] = await calledLead([0, 1]);
    expect([before?.outcome, after?.outcome, after?.inputs.facts?.policy.version]).toEqual(['allow', 'later', 2]);
    expect((await conditional<Problem>('PATCH', path, 3, { name: 'x' })).body.code).toBe('COMPLIANCE.POLICY_SETTLED');
    const put = await conditional<ContactPolicy>('PUT', '/v1/contact-policy', 2, demands());
    expect(put.body).toMatchObject({ version: 3, caps: [] });
    const { body } = await tenant.get<{ items: Policy[]; nextCursor: string }>('/v1/policies?limit=1');
    expect(body.items).toEqual([expect.objectContaining({ status: 'active', contactPolicyVersion: 3 })]);
    const rest = await tenant.get<{ items: Policy[] }>(`/v1/policies?cursor=${body.nextCursor}`);
    expect(rest.body).toMatchObject({ items: [{ id: first.id, status: 'retired', version: 4 }], nextCursor: null });
    const told = () => app.published.ofType('policy.activated').filter(({ key }) => key.startsWith(tenant.tenantId));
    await eventually(() => expect(told()).toHaveLength(2));
    const drafts = app.published.ofType('policy.changed').filter(({ key }) => key.startsWith(tenant.tenantId));
    const { kind, id } = first.createdBy;
    expect(drafts).toMatchObject([
      { headers: { ce_actor: `${kind}:${id}`, ce_sequence: '1' }, data: { policyId: first.id, action: 'created', name: 'Fewer calls' } },
      { headers: { ce_sequence: '2' }, data: { policyId: first.id, action: 'updated', changed: ['caps'] } },
    ]);
    const { activatedBy } = active;
    expect(told().map(({ data }) => data)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ policyId: first.id, contactPolicyVersion: 2, retiredPolicyId: null, activatedBy }),
        expect.objectContaining({ policyId: body.items[0]?.id, contactPolicyVersion: 3, retiredPolicyId: first.id }),
      ]),
    );
  });

  it('is active alone, however many are activated at once', async () => {
    const drafts = await Promise.all([1, 2, 3].map((contacts) => draft(calls(contacts, 24))));
    const answers = await Promise.all(drafts.map(({ id }) => conditional<Policy>('POST', `/v1/policies/${id}/activate`, 1)));
    expect(answers.map(({ body }) => body.contactPolicyVersion).sort()).toEqual([2, 3, 4]);
    const { body } = await tenant.get<{ items: Policy[] }>('/v1/policies');
    expect(body.items.map(({ status }) => status).sort()).toEqual(['active', 'retired', 'retired']);
  });
});

describe('a rehearsal', () => {
  it('counts caps anew: what the draft makes wait frees what follows', async () => {
    const decisions = await calledLead([0, 1, 2, 3, 4]);
    expect(decisions.map(({ outcome }) => outcome)).toEqual(['allow', 'allow', 'allow', 'later', 'later']);
    now = later(5);
    const policy = await draft(calls(1, 2));
    const rehearsal = await rehearsed(policy.id, { days: 1 });
    const found = {
      status: 'completed',
      progress: { decisions: 5, doneUpTo: later(4).toISOString(), percent: 100 },
      before: { allow: 3, deny: 0, later: 2 },
      after: { allow: 3, deny: 0, later: 2, unknown: 0 },
      changed: 3,
      otherReasons: 0,
    };
    expect(rehearsal).toMatchObject({ ...found, to: new Date(later(5).getTime() - 60_000).toISOString(), policyVersion: 1 });
    const [ours, florida] = [{ code: 'frequency_cap', rule: 'tenant' }, { code: 'frequency_cap', rule: 'us-fl-three-a-day' }]; // prettier-ignore
    const given = { code: 'consent_given', rule: null };
    const nextDay = later(24).toISOString();
    const first = await changesOf(rehearsal, '?limit=2');
    const rest = await changesOf(rehearsal, `?cursor=${first.nextCursor}`);
    expect([...first.items, ...rest.items]).toMatchObject([
      { decidedAt: later(1).toISOString(), before: { outcome: 'allow' }, after: { outcome: 'later', laterAt: later(2).toISOString() }, came: [ours], went: [given] },
      { decidedAt: later(3).toISOString(), before: { laterAt: nextDay }, after: { outcome: 'later', laterAt: later(4).toISOString() }, came: [ours], went: [florida] },
      { decisionId: decisions[4]?.id, before: { outcome: 'later', laterAt: nextDay }, after: { outcome: 'allow', laterAt: null }, came: [given], went: [florida] },
    ]); // prettier-ignore
    const again = await rehearsed(policy.id, { from: rehearsal.from, to: rehearsal.to });
    expect(again).toMatchObject(found);
    expect((await changesOf(again)).items).toEqual([...first.items, ...rest.items]);
  });

  it('says of which decisions it can tell nothing', async () => {
    const [decision] = await calledLead([0]);
    const keptSince = await database.withoutTenant((tx) => new PastDecisionReadModel().findKeptSince(tx));
    const copy = (inputs: string, decidedAt: Date) =>
      inSlice(
        `INSERT INTO compliance.decision (tenant_id, id, decided_at, expires_at, lead_id, channel, purpose, outcome, reasons, inputs, rule_set_version)
         SELECT tenant_id, $2, $3::timestamptz, $3::timestamptz + interval '1 minute', lead_id, channel, purpose, outcome, reasons, ${inputs}, rule_set_version
           FROM compliance.decision WHERE id = $1`,
        [decision?.id, uuidV7.next(), decidedAt],
      );
    await copy(`inputs - 'facts'`, later(-3));
    await copy(`inputs #- '{facts,place}'`, later(-4));
    await copy('inputs', new Date(keptSince.getTime() + HOUR_MS));
    now = later(1);
    expect(await rehearsed((await draft(calls(1, 2))).id, { days: 100 })).toMatchObject({
      before: { allow: 4, deny: 0, later: 0 },
      after: { allow: 1, deny: 0, later: 0, unknown: 3 },
      changed: 0,
      unknown: { noFacts: 1, factsIncomplete: 1, noContacts: 1 },
    });
  });

  it('goes on where it was when its process died, and finds what it finds in one go', async () => {
    await calledLead([0, 1]);
    const items = Array.from({ length: 450 }, () => ({ leadId: uuidV7.next(), channel: 'email', purpose: 'marketing' }));
    const { body } = await tenant.post<{ items: DecisionBatchResult[] }>('/v1/decisions/batch', { items });
    expect(body.items).toHaveLength(450);
    now = later(2);
    const policy = await draft(calls(1, 2));
    const { body: broken } = await start(policy.id, { days: 1 });
    await expect(rehearse(2)).rejects.toThrow('killed');
    expect(await read(broken)).toMatchObject({ status: 'running', progress: { decisions: 200 }, changed: 1 });
    await rehearse();
    const [whole, inOneGo] = [await read(broken), await rehearsed(policy.id, { from: broken.from, to: broken.to })];
    const { before, after, changed, progress } = whole;
    expect([before, after, changed, progress.decisions]).toEqual([
      { allow: 2, deny: 450, later: 0 },
      { allow: 1, deny: 450, later: 1, unknown: 0 },
      1,
      452,
    ]);
    expect(inOneGo).toMatchObject({ before, after, changed, progress });
    expect(await changesOf(inOneGo)).toEqual(await changesOf(whole));
  });

  it('can be stopped, runs once at a time for a policy, goes on with what it began with, and is told', async () => {
    await calledLead([0, 1]);
    now = later(2);
    const policy = await draft(calls(1, 2));
    const { body: stopped } = await start(policy.id);
    expect((await start<Problem>(policy.id)).body.code).toBe('COMPLIANCE.POLICY_REHEARSAL_RUNNING');
    const cancel = () => tenant.post<Pick<PolicyRehearsal, 'endedAt'> & Pick<Problem, 'code'>>(`${at(stopped)}/cancel`, {});
    expect((await cancel()).body).toMatchObject({ status: 'cancelled', endedAt: now.toISOString() });
    expect((await cancel()).body.code).toBe('COMPLIANCE.POLICY_REHEARSAL_ENDED');
    const { body: second } = await start(policy.id);
    await conditional('PATCH', `/v1/policies/${policy.id}`, 1, { caps: [] });
    await rehearse();
    expect(await read(second)).toMatchObject({ status: 'completed', policyVersion: 1, changed: 1, settings: { caps: [{ contacts: 1 }] } });
    const { body } = await tenant.get<{ items: PolicyRehearsal[] }>(`/v1/policies/${policy.id}/rehearsals`);
    expect(body.items.map(({ id }) => id)).toEqual([second.id, stopped.id]);
    const toldOf = ({ id }: PolicyRehearsal) =>
      ['started', 'ended'].flatMap((what) => app.published.ofType(`policy-rehearsal.${what}`)).filter(({ key }) => key.endsWith(id));
    await eventually(() => {
      const begun = {
        headers: { ce_sequence: '1', ce_actor: expect.stringMatching(/^member:/) },
        data: { policyId: policy.id, policyVersion: 1 },
      };
      const headers = { ce_sequence: '2' };
      expect(toldOf(stopped)).toMatchObject([begun, { headers, data: { status: 'cancelled', decisions: 0 } }]);
      expect(toldOf(second)).toMatchObject([begun, { headers, data: { status: 'completed', decisions: 2, changed: 1 } }]);
    });
  });

  it('judges by the rule set that the draft names, with its changes, and the draft is not activated with it', async () => {
    const [first] = await calledLead([0, 1]);
    now = later(2);
    const rule = {
      ...{ kind: 'cap', id: 'draft-fl-one-a-day', says: 'One call a day.', countries: ['US'], state: 'FL', contacts: 1, withinHours: 24 },
      ...{ channels: ['voice'], purposes: ['sales'] },
    };
    const ruleSet = { version: 'default-3', without: ['us-fl-three-a-day'], rules: [rule] };
    const { id } = await draft({ ...demands(), ruleSet });
    const rehearsal = await rehearsed(id, { days: 1 });
    const { version, ...ruleChanges } = ruleSet;
    expect(rehearsal).toMatchObject({ ruleSetVersion: version, ruleChanges, changed: 1, after: { allow: 1, later: 1 } });
    expect((await changesOf(rehearsal)).items).toMatchObject([
      {
        leadId: first?.leadId,
        before: { outcome: 'allow' },
        after: { outcome: 'later', laterAt: later(24).toISOString() },
        came: [{ code: 'frequency_cap', rule: rule.id }],
      },
    ]);
    expect(await rehearsed(id, { days: 1, ruleSetVersion: 'default-4' })).toMatchObject({ ruleSetVersion: 'default-4', changed: 1 });
    const activate = <T = Policy>(readAs: number) => conditional<T>('POST', `/v1/policies/${id}/activate`, readAs);
    expect((await activate<Problem>(1)).body.code).toBe('COMPLIANCE.POLICY_RULE_SET_NAMED');
    const patched = await conditional<Policy>('PATCH', `/v1/policies/${id}`, 1, { ruleSet: null });
    expect([patched.body.ruleSet, (await activate(2)).body.status]).toEqual([null, 'active']);
  });

  it('is refused for times and rule sets that are none, and found by nobody else', async () => {
    const policy = await draft(demands());
    const codeOf = async (body: object) => (await start<Problem>(policy.id, body)).body.code;
    expect(await codeOf({ from: later(1).toISOString() })).toBe('COMPLIANCE.POLICY_REHEARSAL_RANGE');
    expect(await codeOf({ ruleSetVersion: 'default-1' })).toBe('COMPLIANCE.RULE_SET_UNKNOWN');
    const ruleSet = { version: 'default-3', without: ['us-or-hours'] };
    expect((await tenant.post<Problem>('/v1/policies', { name: 'x', ...demands(), ruleSet })).body.code).toBe('COMPLIANCE.RULE_UNKNOWN');
    const { body: rehearsal } = await start(policy.id, { ruleSetVersion: 'default-3' });
    const other = app.as(undefined, ['compliance:read', 'compliance:write', 'tenant:write']);
    const paths = [`/v1/policies/${policy.id}`, `/v1/policies/${policy.id}/rehearsals`, at(rehearsal), `${at(rehearsal)}/changes`];
    for (const path of paths) expect([path, (await other.get(path)).status]).toEqual([path, 404]);
    expect((await other.post(`${at(rehearsal)}/cancel`, {})).status).toBe(404);
    expect((await other.post(`/v1/policies/${policy.id}/rehearsals`, {})).status).toBe(404);
  });

  it('is what the job of the service does', async () => {
    await calledLead([0, 1]);
    now = later(2);
    const { body: rehearsal } = await start((await draft(calls(1, 2))).id, { days: 1 });
    await database.withoutTenant((tx) => requestRun(tx, REHEARSAL_JOB, 'spec'));
    await eventually(async () => expect(await read(rehearsal)).toMatchObject({ status: 'completed', changed: 1 }));
  });
});
