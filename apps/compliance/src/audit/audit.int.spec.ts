import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AuditTrailEntry, complianceAudit, complianceTopic, emailTopic, tagChangedV1 } from '@leadstream/contracts';
import { readJobHistory, requestRun } from '@leadstream/jobs';
import { uuidV7 } from '@leadstream/kernel';
import { rewindGroup } from '@leadstream/messaging';
import { PersonVault, TenantDatabase } from '@leadstream/persistence';
import { eventually, leadDeleted, type ServiceClient, sql } from '@leadstream/testing';
import { AUDITOR, exported, judge, record, recordedEvent, some, verify } from '../../test/audit-trail.js';
import { type ComplianceApp, startComplianceApp } from '../../test/compliance-app.js';
import { RecordingService } from './recording.service.js';

const WRITER = ['compliance:read', 'compliance:write', ...AUDITOR];

let app: ComplianceApp;
beforeAll(async () => {
  app = await startComplianceApp();
});
afterAll(() => app.stop());

async function trail(tenant: ServiceClient, query = ''): Promise<AuditTrailEntry[]> {
  const { status, body } = await tenant.get<{ items: AuditTrailEntry[] }>(`/v1/audit${query}`);
  expect(status).toBe(200);
  return body.items;
}

const database = (): TenantDatabase => app.service.app.get(TenantDatabase, { strict: false });

const ofType = (tenant: ServiceClient, type: string, count: number): Promise<AuditTrailEntry[]> =>
  eventually(async () => {
    const items = await trail(tenant, `?type=${type}`);
    expect(items).toHaveLength(count);
    return items;
  });

describe('what happens', () => {
  it('is recorded once, however often it is told, of whatever type and topic', async () => {
    const tenant = app.as(undefined, AUDITOR);
    const { tenantId } = tenant;
    const deleted = leadDeleted({ tenantId, leadId: uuidV7.next(), sequence: 2 });
    const again = { ...deleted, event: { ...deleted.event, id: uuidV7.next() } };
    await app.publish(again, again);
    await app.publish(again);
    const newer = { ...tagChangedV1, type: 'tag.painted' as never, topic: emailTopic };
    const at = new Date().toISOString();
    const tag = { tagId: uuidV7.next(), name: 'vip', colour: '#ff0000', changedAt: at, deletedAt: null };
    await app.publisher.publish(newer, [{ tenantId, sequence: 1, data: tag }]);
    const [painted] = await ofType(tenant, 'tag.painted', 1);
    expect(painted).toMatchObject({ topic: app.topics.name(emailTopic), personalState: 'none', actor: null });
    const [entry] = await ofType(tenant, 'lead.deleted', 1);
    expect(entry).toMatchObject({ eventId: again.event.id, subjectVersion: 2, source: 'lead', data: { leadId: entry?.leadId } });
    expect(await verify(tenant)).toMatchObject({ isSound: true, to: 2 });
  });

  it('names who did it and keeps persons sealed, until their key is destroyed for ever', async () => {
    const tenant = app.as(undefined, WRITER);
    const add = (value: string) => tenant.post('/v1/dnc', { kind: 'email', value, reason: 'asked' });
    const { headers } = await add('ada@example.com');
    await add('bob@example.com');
    const vault = app.service.app.get(PersonVault, { strict: false });
    await vault.destroy(tenant.tenantId, ['email:bob@example.com']);
    const entries = await ofType(tenant, 'dnc.added', 2);
    const [ada, bob] = ['open', 'erased'].map((state) => entries.find(({ personalState }) => personalState === state));
    expect(ada).toMatchObject({
      topic: app.topics.name(complianceTopic),
      actor: expect.stringMatching(/^member:/),
      correlationId: headers.get('x-request-id'),
      personalState: 'open',
      personal: { value: 'ada@example.com' },
    });
    expect(ada?.data).not.toHaveProperty('sealed');
    expect(bob).toMatchObject({ personalState: 'erased', personal: null });
    const [withheld] = await trail(app.as(tenant.tenantId, ['audit:read']), '?type=dnc.added');
    expect(withheld).toMatchObject({ personalState: 'withheld', personal: null });
    const bodies = await sql<{ body: string }>(app.database.adminUrl, 'SELECT body FROM compliance.audit_entry');
    expect(JSON.stringify(bodies)).not.toContain('@example.com');
    expect(await verify(tenant)).toMatchObject({ isSound: true });
  });

  it('is shown to nobody else', async () => {
    expect((await app.as(undefined, ['compliance:read']).get('/v1/audit')).status).toBe(403);
    expect(await trail(app.as(undefined, AUDITOR))).toEqual([]);
  });
});

describe('an event that comes again', () => {
  it('in a replay from the beginning finds its entry, for the group has no inbox', async () => {
    const tenant = app.as(undefined, AUDITOR);
    const told = leadDeleted({ tenantId: tenant.tenantId, leadId: uuidV7.next(), sequence: 1 });
    await app.publish(told);
    await ofType(tenant, 'lead.deleted', 1);
    const rows = async (text: string) => sql<{ n: number }>(app.database.adminUrl, text, [complianceAudit.name]);
    expect(await rows('SELECT count(*)::int AS n FROM compliance.inbox WHERE consumer_group = $1')).toEqual([{ n: 0 }]);
    const rewound = await rewindGroup(database(), complianceAudit);
    const goal = rewound.reduce((sum, { from }) => sum + from, 0);
    const reached = 'SELECT sum(high_water)::int AS n FROM compliance.consumer_progress WHERE consumer_group = $1';
    await eventually(async () => expect((await rows(reached))[0]?.n).toBeGreaterThanOrEqual(goal));
    const twice = 'SELECT event_id FROM compliance.audit_entry GROUP BY tenant_id, event_id HAVING count(*) > 1';
    expect(await sql(app.database.adminUrl, twice)).toEqual([]);
    expect(await verify(tenant)).toMatchObject({ isSound: true, to: 1 });
  });

  const tenants = (count: number) => Array.from({ length: count }, () => app.as(undefined, AUDITOR));

  it('from another partition at once is recorded by one of both', async () => {
    const both = tenants(2).toSorted((one, other) => (one.tenantId < other.tenantId ? -1 : 1));
    const told = both.map(({ tenantId }) => ({ tenantId, events: some(tenantId, 50) }));
    const recording = app.service.app.get(RecordingService);
    const member = () => database().acrossTenants((tx) => recording.record(told, tx));
    const known = await Promise.all([member(), member()]);
    expect(known.map(({ size }) => size).toSorted((one, other) => one - other)).toEqual([0, 100]);
    for (const tenant of both) expect(await verify(tenant)).toMatchObject({ isSound: true, to: 50 });
  });

  it('to a member of the release before, which finds it in no inbox, waits for one of this release', async () => {
    const [tenant] = tenants(1);
    const tenantId = tenant?.tenantId ?? '';
    await record(app, tenantId, some(tenantId, 1));
    const columns =
      `tenant_id sequence+1 recorded_at event_id type version source subject subject_version occurred_at actor correlation_id causation_id
      lead_id topic topic_partition topic_offset person_key_id body previous_hash hash`.split(/\s+/);
    const arrays = columns.map((column) => `array_agg(${column})`).join();
    const asBefore = `SELECT append_audit_entries('{}', '{}', '{}', '{}', ${arrays}) FROM audit_entry WHERE tenant_id = $1`;
    const again = database().inTenant(tenantId, (tx) => tx.query(asBefore, [tenantId]));
    await expect(again).rejects.toMatchObject({ code: 'DATABASE.TIMEOUT', kind: 'unavailable' });
  });
});

describe('the search', () => {
  it('finds by person, actor, subject, type, request and time, a page at a time', async () => {
    const tenant = app.as(undefined, AUDITOR);
    const { tenantId } = tenant;
    const events = some(tenantId, 5);
    const [, wanted] = events;
    const odd = recordedEvent(tenantId, { type: 'tag.changed', subject: 'vip', data: {}, body: '{}', actor: 'system:lead.news' });
    await record(app, tenantId, [...events, odd]);
    const places = async (query: string): Promise<number[]> => (await trail(tenant, query)).map(({ sequence }) => sequence);
    expect(await places('')).toEqual([6, 5, 4, 3, 2, 1]);
    expect(await places(`?leadId=${wanted?.id}`)).toEqual([2]);
    expect(await places('?actor=system:lead.news')).toEqual([6]);
    expect(await places('?subject=vip')).toEqual([6]);
    expect(await places('?type=lead.assigned')).toEqual([5, 4, 3, 2, 1]);
    expect(await places(`?correlationId=${wanted?.correlationId}`)).toEqual([2]);
    expect(await places('?from=2100-01-01T00:00:00Z')).toEqual([]);
    expect(await places('?from=2020-01-01T00:00:00Z&until=2100-01-01T00:00:00Z&type=tag.changed')).toEqual([6]);
    const first = await tenant.get<{ nextCursor: string }>('/v1/audit?limit=4');
    expect(await places(`?limit=4&cursor=${first.body.nextCursor}`)).toEqual([2, 1]);
    expect((await tenant.get('/v1/audit?cursor=x')).status).toBe(400);
  });

  it.each([
    ['lead_id', `'${uuidV7.next()}'::uuid`],
    ['actor', `'member:ada'`],
    ['subject', `'vip'`],
    ['type', `'lead.assigned'`],
    ['correlation_id', `'r'`],
    ['recorded_at', 'now()', 'recorded_at DESC, sequence DESC'],
  ])('reaches %s by an index, under row-level security', async (column, value, order = 'sequence DESC') => {
    const plan = await planOf(`${column} = ${value}`, order);
    expect(plan).toMatch(new RegExp(`Index Cond: .*${column}`));
  });

  async function planOf(condition: string, order: string): Promise<string> {
    const tenantId = uuidV7.next();
    const database = app.service.app.get(TenantDatabase, { strict: false });
    const rows = await database.inTenant(tenantId, async (tx) => {
      await tx.execute('SET LOCAL enable_seqscan = off');
      return tx.query<Record<string, string>>(
        `EXPLAIN (COSTS OFF) SELECT body FROM audit_entry WHERE tenant_id = '${tenantId}' AND ${condition} ORDER BY ${order} LIMIT 50`,
      );
    });
    return rows.map((row) => Object.values(row).join()).join('\n');
  }
});

describe('an export', () => {
  it('proves itself to anybody, without our code', async () => {
    const tenant = app.as(undefined, AUDITOR);
    await record(app, tenant.tenantId, some(tenant.tenantId, 700));
    const whole = await exported(tenant);
    expect(await judge(whole)).toMatch(/^sound: entries 1 to 700, signed .* with key [0-9a-f]{64}\n$/);
    const lines = whole.trimEnd().split('\n');
    const { publicKey } = JSON.parse(lines.at(-1) ?? '') as { publicKey: string };
    expect(await judge(whole, publicKey)).toMatch(/^sound/);
    expect(await judge(whole.replace('member:ada', 'member:eve'))).toBe('NOT SOUND: entry 1 is not what was recorded\n');
    expect(await judge(lines.toSpliced(5, 1).join('\n'))).toBe('NOT SOUND: entry 5 is missing, 6 stands in its place\n');
    expect(await judge(lines.toSpliced(-2, 1).join('\n'))).toBe('NOT SOUND: the checkpoint speaks of another last entry\n');
    expect(await judge(whole.replace(/"signedAt":"20/, '"signedAt":"19'))).toBe('NOT SOUND: the signature does not hold\n');
    expect(await judge(lines.slice(0, -1).join('\n'))).toBe('NOT SOUND: no header, or no checkpoint at the end\n');
  });

  it('is of a part, up to the checkpoint that covers it, with the key of the tenant and of nobody else', async () => {
    const [tenant, other] = [app.as(undefined, AUDITOR), app.as(undefined, AUDITOR)];
    expect((await tenant.get<{ code: string }>('/v1/audit/export')).body.code).toBe('COMPLIANCE.AUDIT_TRAIL_EMPTY');
    for (const { tenantId } of [tenant, other]) await record(app, tenantId, some(tenantId, 3));
    await exported(tenant);
    await record(app, tenant.tenantId, some(tenant.tenantId, 2));
    expect(await judge(await exported(tenant, '?from=2&to=2'))).toMatch(/^sound: entries 2 to 3,/);
    expect(await judge(await exported(tenant, '?from=4'))).toMatch(/^sound: entries 4 to 5,/);
    const theirs = JSON.parse((await exported(other)).trimEnd().split('\n').at(-1) ?? '') as { publicKey: string };
    expect(await judge(await exported(tenant), theirs.publicKey)).toBe('NOT SOUND: the signature does not hold\n');
  });
});

describe('upkeep', () => {
  it('signs chains that have grown, of all tenants', async () => {
    const tenants = [app.as(undefined, AUDITOR), app.as(undefined, AUDITOR)];
    for (const { tenantId } of tenants) await record(app, tenantId, some(tenantId, 2));
    const at = await database().withoutTenant((tx) => requestRun(tx, 'sign-audit-trail', 'spec'));
    await eventually(async () => {
      const runs = await database().withoutTenant((tx) => readJobHistory(tx, 'sign-audit-trail', 10));
      expect(runs.find(({ scheduledFor }) => scheduledFor.getTime() === at.getTime())).toMatchObject({ outcome: 'succeeded' });
    });
    for (const tenant of tenants) expect((await verify(tenant)).checkpoint).toMatchObject({ number: 1, sequence: 2, purpose: 'head' });
  });

  it('tells which offsets of a topic have no entry', async () => {
    const { tenantId } = app.as();
    const at = (offset: number) => recordedEvent(tenantId, { topic: 'crm.gaps.v1', partition: 1, offset });
    await record(app, tenantId, [at(3), at(4), at(7), at(9)]);
    const gaps = await database().withoutTenant((tx) =>
      tx.query<{ topic: string }>(
        `SELECT topic, topic_partition AS partition, first_offset::int AS first, last_offset::int AS last
           FROM audit_offset_gaps(now() - interval '1 day', now() + interval '1 day')`,
      ),
    );
    expect(gaps.filter(({ topic }) => topic === 'crm.gaps.v1')).toEqual([
      { topic: 'crm.gaps.v1', partition: 1, first: 5, last: 6 },
      { topic: 'crm.gaps.v1', partition: 1, first: 8, last: 8 },
    ]);
  });
});

describe('a month with entries of more tenants than Postgres has room for locks', () => {
  const month = `${new Date().getUTCFullYear() - 2}-03-01`;
  const drop = (agreeing: readonly string[]) =>
    app.service.app
      .get(TenantDatabase)
      .withoutTenant((tx) =>
        tx.queryOne<{ gone: boolean }>(`SELECT drop_audit_month('audit_entry', $1::date, $2::uuid[], now()) AS gone`, [month, agreeing]),
      );

  it('goes as a whole, unless one of them does not agree or has a hold', async () => {
    const tenants = Array.from({ length: 7_000 }, () => uuidV7.next());
    await sql(app.database.adminUrl, `SELECT compliance.ensure_month_partitions('compliance.audit_entry', 0, 36)`);
    await sql(
      app.database.adminUrl,
      `INSERT INTO compliance.audit_entry (tenant_id, sequence, event_id, type, version, source, subject, subject_version, occurred_at, recorded_at, correlation_id,
                                           topic, topic_partition, topic_offset, body, previous_hash, hash)
       SELECT t, 1, t, 'lead.assigned', 1, 'lead', t, 1, $2, $2, '', 'crm.lead.v1', 0, 0, '{}', sha256(''), sha256('') FROM unnest($1::uuid[]) AS t`,
      [tenants, month],
    );
    expect(await drop(tenants.slice(1))).toEqual({ gone: false });
    const hold = app.as(tenants[6_999], ['compliance:read', 'tenant:write']);
    const { body } = await hold.post<{ id: string }>('/v1/legal-holds', { category: 'audit', matter: '17 O 6/26', reason: 'claim' });
    expect(await drop(tenants)).toEqual({ gone: false });
    await hold.post(`/v1/legal-holds/${body.id}/release`, { reason: 'settled' });
    expect(await drop(tenants)).toEqual({ gone: true });
    expect(await drop(tenants)).toEqual({ gone: false });
  });
});
