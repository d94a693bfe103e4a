import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Uuid, uuidV7 } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase } from '@leadstream/persistence';
import { eventually, sql, testDatabase, type TestDatabase } from '@leadstream/testing';
import { leadRecord, NOW } from '../../../test/filters.js';
import { seededChance } from '../../../test/synthetic-people.js';
import { pick } from '../../filter/sql/random-leads.fixture.spec.js';
import { LeadRepository } from '../../lead-store/lead.repository.js';
import { ActiveModelService } from '../model/active-model.service.js';
import { ScoringModelRepository } from '../model/scoring-model.repository.js';
import { TrainedModelRepository } from '../prediction/trained-model/trained-model.repository.js';
import { TemperatureRepository } from '../temperature/temperature.repository.js';
import { TemperatureService } from '../temperature/temperature.service.js';
import type { Contribution } from './contribution.js';
import { ContributionReadModel } from './contribution.read-model.js';
import { ContributionRepository } from './contribution.repository.js';
import { DIGEST_FROM, DigestRepository } from './digest.repository.js';

const HOUR_MS = 3_600_000;
const ago = (hours: number): Date => new Date(NOW.getTime() - hours * HOUR_MS);
const contributions = new ContributionRepository();
const readModel = new ContributionReadModel();

let server: TestDatabase;
let database: TenantDatabase;
beforeAll(async () => {
  server = await testDatabase();
  database = new TenantDatabase({ url: server.serviceUrl('lead'), poolSize: 4, applicationName: 'digests' });
});
afterAll(async () => {
  await database?.end();
  await server?.drop();
});

/** A tenant with so many leads, and what can be done to it. */
async function tenantWith(leads: number) {
  const tenantId = uuidV7.next();
  const leadIds = Array.from({ length: leads }, () => uuidV7.next());
  const run = (text: string, ...values: unknown[]) =>
    database.inTenant(tenantId, (tx) => tx.query<{ found: number }>(text, [tenantId, ...values]));
  await database.inTenant(
    tenantId,
    (tx) =>
    new LeadRepository().create(tx, tenantId, leadIds.map((leadId) => leadRecord({ leadId, externalId: leadId }))), // prettier-ignore
  );
  return {
    ...{ tenantId, leadIds, run },
    tell: (told: readonly Contribution[]) => database.inTenant(tenantId, (tx) => contributions.create(tx, tenantId, told)),
    takeBack: (sourceId: Uuid, retractedAt: Date) =>
      database.inTenant(tenantId, (tx) =>
        contributions.createRetractions(tx, tenantId, [{ sourceId, retractedAt, eventId: uuidV7.next() }]),
      ),
    digest: async (ids: readonly Uuid[], until: Date, many = 1) =>
      (await run('SELECT digest_contributions($1, $2, $3, $4) AS found', ids, until, many))[0]?.found ?? 0,
    digests: async () => (await run('SELECT count(*)::integer AS found FROM scoring_digest WHERE tenant_id = $1'))[0]?.found,
  };
}
type Tenant = Awaited<ReturnType<typeof tenantWith>>;

const act = (leadId: Uuid, occurredAt: Date, fields: Partial<Contribution> = {}): Contribution => ({
  ...{ sourceId: uuidV7.next(), kind: 'interaction.page_view', eventId: uuidV7.next() },
  ...{ leadId, occurredAt, ...fields },
});

const sorted = (of: Iterable<readonly [string, readonly number[]]>) =>
  [...of].map(([kind, instants]) => [kind, instants.toSorted((a, b) => a - b)] as const).sort(([a], [b]) => (a < b ? -1 : 1));

/** The definition: what contributions and retractions say, without digests. */
async function defined({ tenantId }: Tenant, leadIds: readonly Uuid[], by: Date) {
  const rows = await database.readInTenant(tenantId, (tx) =>
    tx.query<{ leadId: Uuid; kind: string; instants: string }>(
      'SELECT lead_id AS "leadId", kind, instants FROM scoring_contributions_of($1, $2, $3)',
      [tenantId, leadIds, by],
    ),
  );
  const of = (id: Uuid) =>
    rows.filter(({ leadId }) => leadId === id).map(({ kind, instants }) => [kind, instants.split(',').map(Number)] as const);
  return leadIds.map((id) => [id, sorted(of(id))]);
}

async function read({ tenantId }: Tenant, leadIds: readonly Uuid[], by: Date) {
  const of = await database.readInTenant(tenantId, (tx) => readModel.find(tx, tenantId, leadIds, by));
  return leadIds.map((id) => [id, sorted(of(id))]);
}

describe('digests of what leads did', () => {
  it('are what contributions say at any instant, whatever is told, told again, taken back, merged, parted or erased, in whatever order', async () => {
    const chance = seededChance(31);
    const tenant = await tenantWith(6);
    const { leadIds, run } = tenant;
    const visitorId = uuidV7.next();
    await run(`INSERT INTO lead_identity VALUES ($1, 'visitor', $2, $3, 1, $4, $4)`, visitorId, leadIds[0], NOW);
    const tellers = [...leadIds, visitorId];
    const told: Contribution[] = [];
    const near = () => ago(Math.floor(chance() * 60) - 10);
    const again = (one: Contribution) => ({ ...one, occurredAt: near(), leadId: chance() < 0.7 ? one.leadId : pick(chance, tellers) });
    const kinds = ['interaction.page_view', 'message.opened', 'message.clicked'];
    const some = () => Array.from({ length: 1 + Math.floor(chance() * 4) }, () => pick(chance, leadIds));
    const count = { made: 0, used: 0 };
    const steps: readonly (() => Promise<unknown>)[] = [
      () => {
        const news = Array.from({ length: 1 + Math.floor(chance() * 5) }, () =>
          told.length > 0 && chance() < 0.15
            ? again(pick(chance, told))
            : act(pick(chance, tellers), near(), { kind: pick(chance, kinds) }),
        );
        told.push(...news);
        return tenant.tell(news);
      },
      async () => (count.made += await tenant.digest(some(), near(), 1 + Math.floor(chance() * 3))),
      async () => (count.made += await tenant.digest(leadIds, near())),
      () => tenant.takeBack(told.length > 0 ? pick(chance, told).sourceId : uuidV7.next(), near()),
      () => run('UPDATE lead SET merged_into = $3, deleted_at = $4 WHERE tenant_id = $1 AND lead_id = $2', leadIds[5], leadIds[4], NOW),
      () => run('UPDATE lead SET merged_into = NULL, deleted_at = NULL WHERE tenant_id = $1 AND lead_id = $2', leadIds[5]),
      () =>
        chance() < 0.4
          ? run('DELETE FROM scoring_contribution WHERE tenant_id = $1 AND lead_id = $2', pick(chance, tellers))
          : Promise.resolve(),
    ];
    for (let step = 0; step < 160; step += 1) {
      await pick(chance, [...steps, steps[0]!, steps[1]!])();
      count.used += (await tenant.digests()) ?? 0;
      for (const by of [NOW, near()]) {
        for (const ids of [leadIds, [pick(chance, leadIds)], [leadIds[4]!]]) {
          expect([step, await read(tenant, ids, by)]).toEqual([step, await defined(tenant, ids, by)]);
        }
      }
    }
    // Without digests, or with such as nothing ever outdates, the two would agree as well.
    expect(count.made).toBeGreaterThan(20);
    expect(count.used).toBeGreaterThan(100);
    expect(await tenant.digests()).toBeLessThan(count.made);
  });

  it('are not made while somebody writes what leads of the tenant did, and what is told while one is made outdates it', async () => {
    const tenant = await tenantWith(2);
    const [lead, other] = tenant.leadIds as [Uuid, Uuid];
    await tenant.tell([act(lead, ago(5)), act(lead, ago(4))]);
    const { promise: end, resolve: commit } = Promise.withResolvers<void>();
    const { promise: written, resolve: wrote } = Promise.withResolvers<void>();
    const writing = database.inTenant(tenant.tenantId, async (tx) => {
      await contributions.create(tx, tenant.tenantId, [act(other, ago(1))]);
      wrote();
      await end;
    });
    await written;
    expect(await tenant.digest([lead], NOW)).toBe(0);
    commit();
    await writing;
    let late: Promise<void> | undefined;
    await database.inTenant(tenant.tenantId, async (tx) => {
      const rows = await tx.query('SELECT digest_contributions($1, $2, $3, 1) AS made', [tenant.tenantId, [lead], NOW]);
      expect(rows).toEqual([{ made: 1 }]);
      late = tenant.tell([act(lead, ago(3))]);
      const waits = `SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
                     WHERE d.datname = current_database() AND l.locktype = 'advisory' AND NOT l.granted`;
      await eventually(async () => expect(await sql(server.adminUrl, waits)).toHaveLength(1));
    });
    await late;
    expect(await tenant.digests()).toBe(0);
    expect(await read(tenant, [lead], NOW)).toEqual([[lead, [['interaction.page_view', [5, 4, 3].map((hours) => ago(hours).getTime())]]]]);
  });

  it('are made when a look at a lead finds that it did much, and anew when what came late outdated them', async () => {
    const tenant = await tenantWith(1);
    const [lead] = tenant.leadIds as [Uuid];
    const [models, clock] = [new ActiveModelService(new ScoringModelRepository(), new TrainedModelRepository()), { now: () => NOW }];
    const temperatures = new TemperatureService(
      models,
      readModel,
      new DigestRepository(),
      new TemperatureRepository(),
      new Outbox(),
      clock,
    );
    const look = () => database.inTenant(tenant.tenantId, (tx) => temperatures.judgeMoved(tx, new Map([[lead, undefined as never]])));
    // Of a kind that no rule names, so that nothing has to be told.
    const acts = (count: number, from: number) =>
      Array.from({ length: count }, (_, n) => act(lead, ago(from - n), { kind: 'interaction.of_no_rule' }));
    const lengths = async () =>
      (await tenant.run('SELECT octet_length(instants[1]) / 8 AS found FROM scoring_digest WHERE tenant_id = $1')).map(
        ({ found }) => found,
      );
    await tenant.tell(acts(DIGEST_FROM - 1, 500));
    await look();
    expect(await lengths()).toEqual([]);
    await tenant.tell(acts(1, 400));
    await look();
    expect(await lengths()).toEqual([DIGEST_FROM]);
    // They happened before: the digest is made anew.
    await tenant.tell(acts(1, 300));
    await look();
    expect(await lengths()).toEqual([DIGEST_FROM + 1]);
  });
});
