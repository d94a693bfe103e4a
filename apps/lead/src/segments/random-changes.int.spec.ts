import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { CustomField, Lead, Tag } from '@leadstream/contracts';
import { type Uuid, uuidV7 } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { eventually, sql } from '@leadstream/testing';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { create, merge, read, undo } from '../../test/merges.js';
import { activate, interaction, messageAct, messageState, retraction, WEIGHTS } from '../../test/scoring.js';
import { allowed, consent, forbidden, movesOf, ready } from '../../test/segments.js';
import { seededChance } from '../../test/synthetic-people.js';
import { ifMatch } from '../../test/tenant-client.js';
import { matches } from '../filter/matches.rules.js';
import { pick } from '../filter/sql/random-leads.fixture.spec.js';
import { LEAD_COLUMNS } from '../lead-store/lead.repository.js';
import type { LeadRecord } from '../lead/lead.js';
import { CompiledSegmentsService } from './membership/compiled-segments.service.js';
import { KnownLeadsService } from './membership/known-leads.service.js';
import { SegmentVerificationService } from './verify/segment-verification.service.js';

const SEED = 20_261_127;
const DAY_MS = 86_400_000;
const SEGMENTS = 30;
const LEADS = 24;
const ROUNDS = 3;
const CHANGES = 40;
/** What fit counts by the models that become active in the middle of each round. */
const SHARES = [[80], [20, 90], [0]];

const chance = seededChance(SEED);
/** What is done to the static segment has chances of its own: whatever else happens does not depend on it. */
const byHand = seededChance(SEED + 1);
/** Likewise until when consents and prohibitions hold. */
const byTime = seededChance(SEED + 2);
const ACME = { field: 'company', operator: 'eq', value: 'Acme' };
let aheadMs = 0;
let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp(
    { SEGMENT_POLL_MS: '50', SEGMENT_FILL_LEADS: '9', SEGMENT_FILL_MEMBERS: '4' },
    { now: () => new Date(Date.now() + aheadMs) },
  );
});
afterAll(() => app.stop());

const whole = (most: number) => 1 + Math.floor(chance() * most);
const COMPANIES = ['Acme', 'Beta', 'Gamma'];
const TIERS = ['gold', 'silver'];
let tagIds: Uuid[] = [];
const CONDITIONS: readonly (() => object)[] = [
  () => ({ field: 'company', operator: pick(chance, ['eq', 'ne', 'starts-with']), value: pick(chance, COMPANIES) }),
  () => ({ field: 'jobTitle', operator: pick(chance, ['is-empty', 'is-not-empty']) }),
  () => ({ field: 'sourceMetadata.utm_source', operator: 'eq', value: pick(chance, ['ads', 'mail']) }),
  () => ({ field: 'status', operator: 'in', value: [pick(chance, ['new', 'qualified']), 'lost'] }),
  () => ({ field: 'statusChangedAt', operator: 'at-least-ago', value: { count: whole(9), unit: 'day' } }),
  () => ({ field: 'updatedAt', operator: 'in-last', value: { count: whole(4), unit: 'day', timeZone: 'Europe/Berlin' } }),
  () => ({
    field: 'engagement.message.opened',
    operator: pick(chance, ['gte', 'eq']),
    value: whole(3) - 1,
    within: { count: whole(8), unit: 'day' },
  }),
  () => ({ field: 'engagement.interaction.page_view', operator: 'lt', value: whole(3) }),
  () => ({ field: 'score', operator: pick(chance, ['gte', 'lt']), value: whole(60) }),
  () => ({ field: 'temperature', operator: 'eq', value: pick(chance, ['cold', 'warm']) }),
  () => ({ field: 'consent.email.marketing', operator: 'eq', value: pick(chance, ['given', 'withdrawn']) }),
  () => ({ field: 'doNotContact.email', operator: 'eq', value: chance() < 0.5 }),
  () => ({ field: 'customFields.tier', operator: pick(chance, ['eq', 'ne']), value: pick(chance, TIERS) }),
  () => ({ field: 'customFields.since', operator: 'in-last', value: { count: whole(5), unit: 'day', timeZone: 'Europe/Berlin' } }),
  () => ({ field: 'ownerId', operator: pick(chance, ['is-empty', 'is-not-empty']) }),
  () => ({ field: 'tagIds', operator: pick(chance, ['contains-any', 'contains-all', 'contains-none']), value: [pick(chance, tagIds)] }),
];
/** By a rule of fit the score of a lead turns when its status is two days old, by another when it is tagged. */
const weighed = (fitSharePercent = WEIGHTS.fitSharePercent) => ({
  ...WEIGHTS,
  fitSharePercent,
  fitRules: [
    ...WEIGHTS.fitRules,
    { key: 'stale', label: 'Stale', group: 'who', points: -50, filter: { field: 'statusChangedAt', operator: 'at-least-ago', value: { count: 50, unit: 'hour' } } }, // prettier-ignore
    { key: 'vip', label: 'VIP', group: 'who', points: 30, filter: { field: 'tagIds', operator: 'contains-any', value: tagIds } },
  ],
});

function randomTree(depth = 3): object {
  const kind = chance();
  if (depth === 0 || kind < 0.35) return pick(chance, CONDITIONS)();
  if (kind < 0.5) return { not: randomTree(depth - 1) };
  return { [kind < 0.75 ? 'and' : 'or']: Array.from({ length: 1 + whole(2) }, () => randomTree(depth - 1)) };
}

it(`stays what a full recount finds, in SQL and in memory, whatever happens to leads (seed ${SEED})`, async () => {
  const tenant = app.as(undefined, ['leads:read', 'leads:write', 'tenant:write']);
  const { tenantId } = tenant;
  for (const [key, type] of [['tier', 'text'], ['since', 'date']]) await tenant.post<CustomField>('/v1/custom-fields', { key, label: key, type }); // prettier-ignore
  const tagged = ['vip', 'old', 'doomed'].map((name) => tenant.post<Tag>('/v1/tags', { name }));
  tagIds = (await Promise.all(tagged)).map(({ body }) => body.id);
  await activate(tenant, weighed());
  const leads = new Map<Uuid, Lead>();
  const capture = async () => {
    const custom = pick(chance, [{}, { customFields: { tier: pick(chance, TIERS), since: new Date().toISOString().slice(0, 10) } }]);
    const owner = pick(chance, [{}, { ownerId: tenant.actor.id }]);
    const lead = await create(tenant, { email: `p${leads.size}@x.com`, company: pick(chance, COMPANIES), ...custom, ...owner });
    leads.set(lead.id, lead);
    if (chance() < 0.5) await tenant.post('/v1/leads/tags', { leadIds: [lead.id], add: [pick(chance, tagIds)] });
  };
  for (let count = 0; count < LEADS; count += 1) await capture();
  const filters = Array.from({ length: SEGMENTS }, () => randomTree());
  const made = filters.map((filter) => tenant.post<{ id: string }>('/v1/segments', { name: 'x', filter }));
  const ids = (await Promise.all(made)).map(({ body }) => body.id);
  const list = (await tenant.post<{ id: string }>('/v1/segments', { name: 'list', kind: 'static', filter: ACME })).body.id;
  const some = () => pick(chance, [...leads.values()]);
  const merges: { id: string }[] = [];
  const entries: string[] = [];
  const mails: { readonly leadId: Uuid; readonly id: Uuid }[] = [];
  const views: { readonly leadId: Uuid; readonly id: Uuid }[] = [];
  const present = async (lead: Lead) => (await read(tenant, lead)).version;
  const now = () => new Date(Date.now() + aheadMs - whole(3) * DAY_MS);
  /** Before the round is over, or in a later one; nothing but the clock tells of it. */
  const later = () => new Date(Date.now() + aheadMs + (1 + Math.floor(byTime() * 5)) * DAY_MS).toISOString();

  const CHANGES_OF_LEADS: readonly (() => Promise<unknown>)[] = [
    capture,
    async () => {
      const lead = some();
      const stated = pick(chance, [
        { company: pick(chance, COMPANIES) },
        { jobTitle: pick(chance, ['CEO', null]) },
        { sourceMetadata: { utm_source: pick(chance, ['ads', 'mail']) } },
        { customFields: { tier: pick(chance, [...TIERS, null]) } },
        { customFields: { since: now().toISOString().slice(0, 10) } },
        { ownerId: pick(chance, [tenant.actor.id, null]) },
      ]);
      return tenant.patch(`/v1/leads/${lead.id}`, await present(lead), stated);
    },
    () => tenant.post('/v1/leads/tags', { leadIds: [some().id, some().id], [pick(chance, ['add', 'remove'])]: [pick(chance, tagIds)] }),
    async () => {
      const lead = some();
      return tenant.post(
        `/v1/leads/${lead.id}/status`,
        { status: pick(chance, ['new', 'qualified', 'lost']) },
        ifMatch(await present(lead)),
      );
    },
    async () => {
      const lead = some();
      return tenant.delete(`/v1/leads/${lead.id}`, ifMatch(await present(lead)));
    },
    () => tenant.send('POST', `/v1/leads/${some().id}/restore`),
    async () => {
      const [survivor, merged] = await Promise.all([read(tenant, some()), read(tenant, some())]);
      const { status, body } = await merge(tenant, survivor, merged, { email: 'survivor', company: 'survivor' });
      if (status < 300) merges.push(body);
    },
    async () => (merges.length > 0 ? undo(tenant, merges.pop() as { id: string }) : undefined),
    () => {
      const mail = { leadId: some().id, id: uuidV7.next() };
      mails.push(mail);
      return app.publish(messageState({ tenantId, leadId: mail.leadId }, mail.id, 'opened', now()));
    },
    async () => {
      const mail = mails.length > 0 ? pick(chance, mails) : undefined;
      if (mail) await app.publish(messageAct({ tenantId, leadId: mail.leadId }, mail.id, 'opened', now()));
    },
    () => {
      const view = { leadId: some().id, id: uuidV7.next() };
      views.push(view);
      return app.publish(interaction({ tenantId, leadId: view.leadId }, view.id, 'page_view', now()));
    },
    async () => {
      const view = views.pop();
      if (view) await app.publish(retraction({ tenantId, leadId: view.leadId }, view.id, now()));
    },
    () => app.publish(consent({ tenantId, leadId: some().id }, 'email', pick(chance, ['given', 'withdrawn']), now(), byTime() < 0.5 ? {} : { expiresAt: later() })), // prettier-ignore
    () => {
      entries.push(uuidV7.next());
      return app.publish(forbidden(tenantId, entries.at(-1) as string, some().email ?? 'nobody@x.com', 1, byTime() < 0.5 ? null : later()));
    },
    async () => {
      const entry = entries.pop();
      if (entry) await app.publish(allowed(tenantId, entry));
    },
  ];

  const changeList = () =>
    tenant.post(`/v1/segments/${list}/members`, { [pick(byHand, ['add', 'remove'])]: [pick(byHand, [...leads.values()]).id] });

  let telling = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let count = 0; count < CHANGES; count += 1) {
      await pick(chance, CHANGES_OF_LEADS)();
      if (byHand() < 0.2) await changeList();
      // The second comes while segments are filled for the first.
      if (count === CHANGES / 2) for (const share of SHARES[round] ?? []) await activate(tenant, weighed(share));
    }
    const edited = pick(chance, ids);
    const { version } = await ready(tenant, edited);
    await tenant.patch(`/v1/segments/${edited}`, version, { filter: randomTree() });
    aheadMs += 2 * DAY_MS;
    // In the middle a tag goes for good.
    if (round === 1) await tenant.delete(`/v1/tags/${tagIds.pop()}`, ifMatch(1));
    await Promise.all(ids.map((id) => ready(tenant, id)));
    telling += await agreed(tenantId);
    await eventually(async () => expect(await strayHeirs(tenantId, list)).toEqual([]), { withinMs: 30_000 });
  }
  // Segments of everybody or of nobody would agree with anything.
  expect(telling).toBeGreaterThan((ROUNDS * SEGMENTS) / 3);
  await Promise.all([...ids, list].map((id) => eventually(() => demandTurns(id, tenantId), { withinMs: 30_000 })));
}, 300_000);

/** @returns how many segments hold some leads and not all */
function agreed(tenantId: Uuid): Promise<number> {
  const services = app.service.app;
  const inTenant = <T>(work: (tx: Tx) => Promise<T>) => services.get(TenantDatabase).readInTenant(tenantId, work);
  return eventually(
    () =>
      inTenant(async (tx) => {
        const verdicts = await services.get(SegmentVerificationService).verify(tx);
        expect(verdicts.filter(({ missing, surplus }) => missing.length + surplus.length > 0)).toEqual([]);
        const leads = await tx.query<LeadRecord>(`SELECT ${LEAD_COLUMNS} FROM lead WHERE tenant_id = $1`, [tenantId]);
        const segments = [...(await services.get(CompiledSegmentsService).find(tx)).segments.values()];
        const { now, known } = await services.get(KnownLeadsService).gather(tx, leads, segments);
        const members = await tx.query<{ segment: Uuid; lead: Uuid }>(
          `SELECT segment_id AS segment, lead_id AS lead FROM segment_member JOIN segment USING (tenant_id, segment_id)
           WHERE tenant_id = $1 AND kind = 'dynamic'`,
          [tenantId],
        );
        const held = members.map(({ segment: of, lead }) => `${of} ${lead}`).toSorted();
        const judged = segments.flatMap((one) =>
          known
            .filter((lead) => matches(one.filter, lead.lead, now, lead.facts) && lead.lead.deletedAt === null)
            .map(({ lead }) => `${one.segmentId} ${lead.leadId}`),
        );
        expect(held).toEqual(judged.toSorted());
        return verdicts.filter(({ found }) => found > 0 && found < leads.filter(({ deletedAt }) => deletedAt === null).length).length;
      }),
    { withinMs: 60_000 },
  );
}

/** Leads that are in a static segment and should not be, or the other way round: in it is whoever was put in, and who that one went into. */
function strayHeirs(tenantId: Uuid, segmentId: Uuid): Promise<unknown[]> {
  return sql(
    app.database.adminUrl,
    `WITH RECURSIVE family AS (
       SELECT lead_id AS root, lead_id AS member FROM lead.lead WHERE tenant_id = $1 AND deleted_at IS NULL
       UNION
       SELECT f.root, l.lead_id FROM family f JOIN lead.lead l ON l.tenant_id = $1 AND l.merged_into = f.member)
     SELECT root FROM family f LEFT JOIN lead.segment_member m ON m.tenant_id = $1 AND m.segment_id = $2 AND m.lead_id = f.member
     GROUP BY root HAVING coalesce(bool_or(NOT m.is_inherited), false) <> coalesce(bool_or(m.lead_id = root), false)`,
    [tenantId, segmentId],
  );
}

/** Every lead enters and leaves in turn, and who entered last is in. */
async function demandTurns(segmentId: Uuid, tenantId: Uuid): Promise<void> {
  const inside = new Set<string>();
  for (const move of movesOf(app, segmentId)) {
    const [word, leadId] = move.split(' ') as [string, string];
    expect([move, inside.has(leadId)]).toEqual([move, word === 'left']);
    if (word === 'entered') inside.add(leadId);
    else inside.delete(leadId);
  }
  const rows = await sql(app.database.adminUrl, 'SELECT lead_id FROM lead.segment_member WHERE tenant_id = $1 AND segment_id = $2', [
    tenantId,
    segmentId,
  ]);
  expect(rows.map((row) => (row as { lead_id: string }).lead_id).toSorted()).toEqual([...inside].toSorted());
}
