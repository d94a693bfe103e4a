import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CHANNELS, PURPOSES, TEMPERATURES } from '@leadstream/contracts';
import { type Uuid, uuidV7 } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { testDatabase, type TestDatabase } from '@leadstream/testing';
import type { FilterTree } from '../filter/condition.js';
import type { LeadFacts } from '../filter/lead-facts.js';
import { LeadReading, matches } from '../filter/matches.rules.js';
import { nextChange, timedConditions, timeless } from '../filter/next-change.rules.js';
import { Binds } from '../filter/sql/binds.js';
import { findMatching } from '../filter/sql/find-matching.fixture.spec.js';
import { hasTurnSql, turnSql } from '../filter/sql/turn-sql.rules.js';
import { pick } from '../filter/sql/random-leads.fixture.spec.js';
import { ContributionReadModel } from '../scoring/contributions/contribution.read-model.js';
import { scoreAt } from '../scoring/score/score.rules.js';
import { scoreTenthsSql } from '../scoring/score/score-sql.rules.js';
import { LeadFactsReadModel, NOTHING_KNOWN } from './lead-facts.read-model.js';
import { PermissionRepository } from './permission.repository.js';
import { all, chance, filterOf, KINDS, living, NOW, pointers, registry, seed, tenantId, WEIGHTS } from './random-facts.fixture.spec.js';

let server: TestDatabase;
let database: TenantDatabase;
let factsOf: ReadonlyMap<Uuid, LeadFacts>;

beforeAll(async () => {
  server = await testDatabase();
  database = new TenantDatabase({ url: server.serviceUrl('lead'), poolSize: 2, applicationName: 'derived-facts' });
  await database.inTenant(tenantId, seed);
  const ids = living.map(({ leadId }) => leadId);
  const [done, standings] = await database.readInTenant(tenantId, async (tx) => [
    await new ContributionReadModel().find(tx, tenantId, ids, NOW),
    await new LeadFactsReadModel().find(tx, tenantId, ids, NOW),
  ]);
  factsOf = new Map(
    living.map((lead) => {
      const contributions = done(lead.leadId);
      const scoreTenths = () => scoreAt(WEIGHTS, { lead, contributions }, NOW).tenths;
      return [lead.leadId, { ...NOTHING_KNOWN, ...standings.get(lead.leadId), contributions, scoreTenths }];
    }),
  );
});

afterAll(async () => {
  await database?.end();
  await server?.drop();
});

const found = (filter: FilterTree): Promise<string[]> =>
  findMatching(database, tenantId, filter, { registry, now: NOW, scoreTenthsSql: scoreTenthsSql(WEIGHTS, registry) });

const expected = (filter: FilterTree): string[] =>
  living
    .filter((lead) => matches(filter, lead, NOW, factsOf.get(lead.leadId)))
    .map(({ leadId }) => leadId)
    .toSorted();

const within = () =>
  chance() < 0.3 ? {} : { within: { count: 1 + Math.floor(chance() * 40), unit: pick(chance, ['day', 'hour', 'week']) } };
const QUESTIONS: readonly (() => object)[] = [
  () => ({
    field: `engagement.${pick(chance, KINDS)}`,
    operator: pick(chance, ['eq', 'gte', 'lt', 'ne']),
    value: Math.floor(chance() * 4),
    ...within(),
  }),
  () => ({ field: 'score', operator: pick(chance, ['gte', 'lt', 'gt', 'lte']), value: Math.floor(chance() * 400) / 10 }),
  () => ({ field: 'score', operator: 'between', value: [5, 5 + Math.floor(chance() * 40)] }),
  () => ({
    field: 'temperature',
    operator: pick(chance, ['in', 'not-in']),
    value: [pick(chance, TEMPERATURES), pick(chance, TEMPERATURES)],
  }),
  () => ({
    field: `consent.${pick(chance, CHANNELS)}.${pick(chance, PURPOSES)}`,
    operator: pick(chance, ['eq', 'ne']),
    value: pick(chance, ['given', 'withdrawn']),
  }),
  () => ({ field: `consent.${pick(chance, CHANNELS)}.${pick(chance, PURPOSES)}`, operator: pick(chance, ['is-empty', 'is-not-empty']) }),
  () => ({ field: `doNotContact.${pick(chance, CHANNELS)}`, operator: pick(chance, ['eq', 'ne']), value: chance() < 0.5 }),
  () => ({ field: 'statusChangedAt', operator: 'at-least-ago', value: { count: 20 + Math.floor(chance() * 70), unit: 'day' } }),
];

const OLD = { field: 'status', operator: 'in', value: ['new', 'qualified', 'contacted'] };
const span = (count: number, unit: string) => ({ value: { count: 1 + Math.floor(chance() * count), unit } });
const TIMED: readonly (() => object)[] = [
  () => ({ field: 'statusChangedAt', operator: 'at-least-ago', ...span(90, 'day') }),
  () => ({ field: 'updatedAt', operator: pick(chance, ['in-last', 'in-next']), ...span(1_500, 'hour') }),
  () => ({ field: `consent.email.${pick(chance, PURPOSES)}`, operator: 'eq', value: 'given' }),
  () => ({ field: `doNotContact.${pick(chance, CHANNELS)}`, operator: 'eq', value: false }),
];

describe('the SQL of what is known beside the rows of leads', () => {
  it('answers as judging in memory does, question by question and in groups', async () => {
    let telling = 0;
    for (let count = 0; count < 160; count += 1) {
      const one = filterOf(pick(chance, QUESTIONS)());
      const filter = pick(chance, [one, { not: one }, { or: [one, { not: filterOf(pick(chance, QUESTIONS)()) }] }]);
      const wanted = expected(filter);
      expect([filter, await found(filter)]).toEqual([filter, wanted]);
      if (wanted.length > 0 && wanted.length < living.length) telling += 1;
    }
    // Filters that hold for all or for none would agree with anything.
    expect(telling).toBeGreaterThan(80);
  });

  it('tells when time turns them as judging in memory does, of leads that nothing else decides about', async () => {
    let telling = 0;
    for (let count = 0; count < 60; count += 1) {
      const one = pick(chance, TIMED)();
      const stated = pick(chance, [one, { not: one }, { and: [one, pick(chance, TIMED)()] }, { or: [OLD, { not: one }] }]);
      const filter = filterOf(stated);
      expect(hasTurnSql(filter)).toBe(true);
      const binds = new Binds();
      const text = `SELECT lead_id AS id, ${turnSql(filter, { registry, binds, now: NOW })} AS turn FROM lead WHERE deleted_at IS NULL`;
      const rows = await database.readInTenant(tenantId, (tx) => tx.query<{ id: Uuid; turn: Date | null }>(text, binds.values));
      const turns = new Map(rows.map(({ id, turn }) => [id, turn?.getTime()]));
      const wanted = living.map((lead) => {
        const facts = factsOf.get(lead.leadId);
        const isOpen = matches(timeless(filter, true), lead, NOW, facts) && !matches(timeless(filter, false), lead, NOW, facts);
        const turn = isOpen ? nextChange(timedConditions([filter]), new LeadReading(lead, NOW, facts)) : null;
        return [lead.leadId, turn?.getTime()] as const;
      });
      expect([stated, turns]).toEqual([stated, new Map(wanted)]);
      telling += new Set(wanted.map(([, turn]) => turn)).size > 1 ? 1 : 0;
    }
    expect(telling).toBeGreaterThan(30);
  });

  it('scores every lead to the tenth', async () => {
    const expected = new Map([...factsOf].map(([leadId, { scoreTenths }]) => [leadId, scoreTenths()]));
    expect(new Set(expected.values()).size).toBeGreaterThan(30);
    const binds = new Binds();
    const score = scoreTenthsSql(WEIGHTS, registry)(binds, NOW);
    const rows = await database.readInTenant(tenantId, (tx) =>
      tx.query<{ leadId: Uuid; tenths: string }>(
        `SELECT lead_id AS "leadId", ${score} AS tenths FROM lead WHERE deleted_at IS NULL`,
        binds.values,
      ),
    );
    expect(new Map(rows.map(({ leadId, tenths }) => [leadId, Number(tenths)]))).toEqual(expected);
  });
});

describe('consents and prohibitions', () => {
  const standing = (leadId: Uuid, at = NOW) =>
    database.readInTenant(tenantId, async (tx) => (await new LeadFactsReadModel().find(tx, tenantId, [leadId], at)).get(leadId));
  const permissions = new PermissionRepository();
  const FAR = '2100-01-01T00:00:00Z';
  const line = (leadId: Uuid, entryId = uuidV7.next()) => ({ leadId, entryId, channel: 'sms' as const, purpose: 'sales' as const });
  const state = (leadId: Uuid, to: 'given' | 'withdrawn', statedAt: string, entryId = uuidV7.next(), expiresAt?: string) =>
    database.inTenant(tenantId, (tx) =>
      permissions.saveConsents(tx, tenantId, [{ ...line(leadId, entryId), state: to, statedAt, ...(expiresAt && { expiresAt }) }]),
    );
  const over = (leadId: Uuid, entryId: Uuid) =>
    database.inTenant(tenantId, (tx) => permissions.endConsents(tx, tenantId, [{ ...line(leadId), entryId, expiredAt: FAR }]));

  it('stand as the latest statement has it, in whatever order they are told; at one instant a withdrawal outweighs', async () => {
    const lead = uuidV7.next();
    await state(lead, 'given', '2026-06-01T00:00:00Z');
    await state(lead, 'withdrawn', '2026-05-01T00:00:00Z');
    expect((await standing(lead))?.consents.get('sms.sales')).toBe('given');
    await state(lead, 'withdrawn', '2026-06-01T00:00:00Z');
    await state(lead, 'given', '2026-06-01T00:00:00Z');
    expect((await standing(lead))?.consents.get('sms.sales')).toBe('withdrawn');
  });

  it('that were given for a time hold no longer than that or until told; what they had lifted stands again', async () => {
    const [lead, lifting, line] = [uuidV7.next(), uuidV7.next(), uuidV7.next()];
    const of = async (leadId: Uuid) => (await standing(leadId))?.consents.get('sms.sales');
    // A part of a millisecond after the last one that counts.
    await state(lead, 'given', '2026-05-01T00:00:00Z', uuidV7.next(), '2026-05-01T23:59:59.9995Z');
    const [before, end] = ['2026-05-01T23:59:59.999Z', '2026-05-02T00:00:00Z'].map((at) => new Date(at)) as [Date, Date];
    expect(await standing(lead, before)).toMatchObject({
      consents: new Map([['sms.sales', 'given']]),
      ends: new Map([['consent.sms.sales', end.getTime()]]),
    });
    expect(await standing(lead, end)).toMatchObject({ consents: new Map(), ends: new Map() });
    await state(lead, 'given', '2026-06-01T00:00:00Z', line, FAR);
    await over(lead, uuidV7.next());
    expect(await of(lead)).toBe('given');
    await over(lead, line);
    await state(lead, 'given', '2026-06-01T00:00:00Z', line, FAR);
    expect(await of(lead)).toBeUndefined();
    await state(lifting, 'given', '2026-06-01T00:00:00Z', line, FAR);
    await state(lifting, 'withdrawn', '2026-05-01T00:00:00Z');
    expect(await of(lifting)).toBe('given');
    await over(lifting, line);
    expect(await of(lifting)).toBe('withdrawn');
    await state(lifting, 'given', '2026-07-01T00:00:00Z');
    expect(await of(lifting)).toBe('given');
  });

  it('of a merged lead bind its survivor until that one says otherwise after the merge', async () => {
    const { leadId, into, at } = { ...pointers[1]!, at: new Date('2026-06-10T00:00:00Z') };
    await database.inTenant(tenantId, (tx) =>
      tx.execute('UPDATE lead SET deleted_at = $3 WHERE tenant_id = $1 AND lead_id = $2', [tenantId, leadId, at]),
    );
    const survivor = pointers.find((pointer) => pointer.leadId === into)?.into ?? into;
    for (const other of [leadId, into, survivor]) await state(other, 'given', '2026-06-20T00:00:00Z');
    await state(leadId, 'withdrawn', '2026-06-21T00:00:00Z');
    expect((await standing(survivor))?.consents.get('sms.sales')).toBe('withdrawn');
    await state(survivor, 'given', '2026-06-22T00:00:00Z');
    expect((await standing(survivor))?.consents.get('sms.sales')).toBe('given');
  });

  it('concern the lead that is there by now, whichever of the leads that went into it they name', async () => {
    const merged = all.find(({ email }, index) => index % 10 === 9 && email !== null)!;
    const root = all[all.indexOf(merged) - 2]!;
    const other = living.find(({ leadId, phone }) => leadId !== root.leadId && phone !== null)!;
    const found = await database.readInTenant(tenantId, async (tx) => [
      await permissions.findAddressed(tx, tenantId, [merged.email!]),
      await permissions.findAddressed(tx, tenantId, [other.phone!, 'nobody@x.com']),
      await permissions.findMeant(tx, tenantId, [merged.leadId, uuidV7.next()]),
    ]);
    expect(found).toEqual([[root.leadId], [other.leadId], [root.leadId]]);
  });

  it('under a further address bind the lead that is known by it', async () => {
    const lead = living.find(({ email }) => email !== null)!;
    const value = 'further@example.com';
    await database.inTenant(tenantId, async (tx) => {
      const identity = [tenantId, value, lead.leadId];
      await tx.execute(
        `INSERT INTO lead_identity (tenant_id, kind, value, lead_id, version, first_seen_at, last_seen_at) VALUES ($1, 'email', $2, $3, 1, now(), now())`,
        identity,
      );
      await permissions.saveProhibitions(tx, tenantId, [
        { entryId: uuidV7.next(), version: 1, kind: 'email', value, channels: ['email'], expiresAt: null, isRemoved: false },
      ]);
    });
    expect((await standing(lead.leadId))?.doNotContact.get('email')).toBe(true);
    expect(await database.readInTenant(tenantId, (tx) => permissions.findAddressed(tx, tenantId, [value]))).toEqual([lead.leadId]);
  });

  it('of a domain bind whoever has an address in it or below it, under a further address, too, and nobody beside', async () => {
    const [below, beside] = living.filter(({ phone }) => phone !== null).slice(-2) as [(typeof living)[number], (typeof living)[number]];
    const entry = {
      entryId: uuidV7.next(),
      version: 1,
      kind: 'domain' as const,
      value: 'corp.example',
      channels: ['voice' as const],
      expiresAt: null,
    };
    await database.inTenant(tenantId, async (tx) => {
      for (const [value, lead] of [
        ['ada@mail.corp.example', below],
        ['bea@notcorp.example', beside],
      ] as const)
        await tx.execute(
          `INSERT INTO lead_identity (tenant_id, kind, value, lead_id, version, first_seen_at, last_seen_at) VALUES ($1, 'email', $2, $3, 1, now(), now())`,
          [tenantId, value, lead.leadId],
        );
    });
    const voice = async () => [
      (await standing(below.leadId))?.doNotContact.get('voice'),
      (await standing(beside.leadId))?.doNotContact.get('voice'),
    ];
    const before = await voice();
    await database.inTenant(tenantId, (tx) => permissions.saveProhibitions(tx, tenantId, [{ ...entry, isRemoved: false }]));
    expect(await voice()).toEqual([true, before[1]]);
    const single = (lead: { leadId: Uuid }) =>
      database.readInTenant(tenantId, (tx) =>
        tx.queryOne('SELECT is_prohibited AS found FROM contact_prohibition($1, $2, $3, $4)', [tenantId, lead.leadId, 'voice', NOW]),
      );
    expect(await single(below)).toEqual({ found: true });
    expect(
      await database.readInTenant(tenantId, (tx) =>
        tx.query('SELECT leads_under_domains($1, $2) AS "leadId"', [tenantId, ['corp.example']]),
      ),
    ).toEqual([{ leadId: below.leadId }]);
    await database.inTenant(tenantId, (tx) =>
      permissions.saveProhibitions(tx, tenantId, [{ ...entry, version: 2, kind: null, value: null, isRemoved: true }]),
    );
    expect(await voice()).toEqual(before);
  });

  it('of an entry that is removed bind nobody, also when the removal is told first', async () => {
    const lead = living.find(({ phone }) => phone !== null)!;
    const entry = { entryId: uuidV7.next(), kind: 'phone' as const, value: lead.phone, channels: [], expiresAt: null };
    const gone = { ...entry, version: 2, kind: null, value: null, isRemoved: true };
    const before = (await standing(lead.leadId))?.doNotContact;
    await database.inTenant(tenantId, (tx) => permissions.saveProhibitions(tx, tenantId, [gone]));
    await database.inTenant(tenantId, (tx) => permissions.saveProhibitions(tx, tenantId, [{ ...entry, version: 1, isRemoved: false }]));
    expect((await standing(lead.leadId))?.doNotContact).toEqual(before);
    await database.inTenant(tenantId, (tx) => permissions.saveProhibitions(tx, tenantId, [{ ...entry, version: 3, isRemoved: false }]));
    expect((await standing(lead.leadId))?.doNotContact.get('voice')).toBe(true);
  });

  it('of an entry that is made for a time bind until that is over', async () => {
    const lead = living.findLast(({ leadId }) => factsOf.get(leadId)?.doNotContact.get('email') === false)!;
    const [end, expiresAt] = [new Date('2026-08-01T00:00:00Z'), '2026-08-01T00:00:00Z'];
    const entry = { entryId: uuidV7.next(), version: 1, kind: 'email' as const, value: lead.email, channels: [], isRemoved: false };
    await database.inTenant(tenantId, (tx) => permissions.saveProhibitions(tx, tenantId, [{ ...entry, expiresAt }]));
    const [last, after] = [await standing(lead.leadId, new Date(end.getTime() - 1)), await standing(lead.leadId, end)];
    expect([last?.doNotContact.get('email'), after?.doNotContact.get('email')]).toEqual([true, false]);
    expect([last?.ends.get('doNotContact.email'), after?.ends.get('doNotContact.email')]).toEqual([end.getTime(), undefined]);
  });
});
