// Leads that wait in the queue given to ten members in turn by the lead service, against a bare UPDATE of as many rows.
import { randomUUID } from 'node:crypto';
import { systemClock } from '@leadstream/kernel';
import { Outbox, outboxRinger } from '@leadstream/messaging';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import pg from 'pg';
import type { BenchStack } from '../bench-stack.ts';
import { type BenchVault, openVault } from '../bench-vault.ts';
import { type Figure, ratios } from '../figure.ts';
import { cpuMicros, pairedRuns, perSecond, timed } from '../paired-runs.ts';
import { fillLeads } from './lead-rows.ts';

/** What is measured of the app, as its build has it; a tool imports no app. */
interface Assignments {
  distribute(tx: Tx, most: number): Promise<number>;
}

const APP = '../../../apps/lead/dist/';
const ROUNDS = 3;
const LEADS = 2_000;
const CONNECTIONS = 8;
const MEMBERS = 10;
/** As `DISTRIBUTION_BATCH_LEADS` is when nothing is said. */
const BATCH = 200;

/** Members, a pool of them, rules that are active, and all leads in the queue. */
const STAGE = `
  WITH team AS (
    INSERT INTO lead.member (tenant_id, member_id, role, added_at, updated_at)
    SELECT $1, uuidv7(), 'agent', now(), now() FROM generate_series(1, $2::integer) RETURNING member_id),
  pool AS (
    INSERT INTO lead.distribution_pool (tenant_id, pool_id, version, name, respond_within_minutes, most_rounds, created_at, updated_at)
    VALUES ($1, uuidv7(), 1, 'Sales', 60, 3, now(), now()) RETURNING pool_id),
  seat AS (
    INSERT INTO lead.distribution_pool_member (tenant_id, pool_id, member_id, weight) SELECT $1, pool_id, member_id, 1 FROM pool, team),
  rules AS (
    INSERT INTO lead.distribution_rule_set (tenant_id, rule_set_id, number, name, status, rules, created_at, activated_at)
    SELECT $1, uuidv7(), 1, 'Ours', 'active', jsonb_build_array(jsonb_build_object(
      'key', 'all', 'label', 'All', 'stated', null, 'filter', '{"and": []}'::jsonb, 'poolId', pool_id, 'strategy', 'round-robin',
      'skills', '[]'::jsonb, 'match', '[]'::jsonb, 'otherwise', 'wait')), now(), now() FROM pool)
  INSERT INTO lead.distribution_queue (tenant_id, lead_id, reason, entered_at, look_at)
  SELECT tenant_id, lead_id, 'new', now(), now() FROM lead.lead WHERE tenant_id = $1`;

const BARE_UPDATE = {
  name: 'bench-owner-update',
  text: 'UPDATE lead.lead SET owner_id = $3 WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[])',
};

/** Assignments a second through eight connections. */
export async function measureDistribution(stack: BenchStack): Promise<Figure[]> {
  const database = new TenantDatabase({ url: stack.url('lead', 'service'), poolSize: CONNECTIONS, applicationName: 'bench' });
  const vault = openVault(stack.vault);
  const admin = new pg.Pool({ connectionString: stack.adminUrl, max: CONNECTIONS });
  try {
    const assignments = await service(database, vault);
    const stages: string[] = [];
    // One for each run, the one that warms up included: what was distributed once is not in the queue any more.
    for (let round = 0; round <= ROUNDS; round += 1) stages.push(await stage(stack, admin));
    const bare = await batchesOf(admin, await stage(stack, admin));
    const runs = await pairedRuns(ROUNDS, {
      ours: () => timed(LEADS, () => distribute(database, assignments, stages.pop() ?? '')),
      bare: () => timed(LEADS, () => updateBare(admin, bare)),
    });
    await demandEven(admin);
    return [
      { name: `distributed through ${CONNECTIONS} connections`, unit: 'leads/s', runs: perSecond(runs.ours) },
      { name: 'processor time of the service for a lead', unit: 'µs', runs: cpuMicros(runs.ours) },
      { name: `bare UPDATE of owners, ${BATCH} rows each`, unit: 'rows/s', runs: perSecond(runs.bare) },
      { name: 'distributed / bare UPDATE', unit: '×', runs: ratios(perSecond(runs.ours), perSecond(runs.bare)) },
    ];
  } finally {
    await Promise.all([database.end(), admin.end(), vault.end()]);
  }
}

async function stage({ adminUrl }: BenchStack, admin: pg.Pool): Promise<string> {
  const tenantId = randomUUID();
  await fillLeads(adminUrl, [{ tenantId, leads: LEADS }]);
  // Who is lost gets no owner.
  await admin.query("UPDATE lead.lead SET status = 'new' WHERE tenant_id = $1 AND status = 'lost'", [tenantId]);
  await admin.query(STAGE, [tenantId, MEMBERS]);
  await admin.query('ANALYZE lead.distribution_queue');
  return tenantId;
}

async function service(database: TenantDatabase, { personal }: BenchVault): Promise<Assignments> {
  const load = async (file: string) => import(new URL(`${APP}${file}.js`, import.meta.url).href);
  const make = async (file: string, name: string, ...parts: unknown[]): Promise<unknown> => {
    const made = (await load(file))[name] as new (...of: unknown[]) => unknown;
    return new made(...parts);
  };
  const outbox = new Outbox({ wake: outboxRinger(database), personal });
  const changesOfOwners = await make('assignment-store/assignment.repository', 'AssignmentRepository');
  const owners = await make('assignment-store/owner-journal.service', 'OwnerJournalService', changesOfOwners);
  const settings = await make(
    'settings/store/held-settings.service',
    'HeldSettingsService',
    await make('settings/store/settings.repository', 'SettingsRepository'),
  );
  const journal = await make(
    'lead-store/lead-journal.service',
    'LeadJournalService',
    await make('lead-store/lead-journal.repository', 'LeadJournalRepository'),
    owners,
    settings,
    outbox,
  );
  const saves = await make('lead-store/lead-save.service', 'LeadSaveService', await make('lead-store/lead.repository', 'LeadRepository'), journal); // prettier-ignore
  const changes = await make('distribution/journal/distribution-change.repository', 'DistributionChangeRepository');
  const pools = await make('distribution/pools/pool.repository', 'PoolRepository');
  const boards = await make(
    'distribution/assigning/board.service',
    'BoardService',
    pools,
    await make('distribution/members/member.repository', 'MemberRepository'),
    await make('distribution/members/load.read-model', 'LoadReadModel'),
    settings,
  );
  const sittings = await make(
    'distribution/assigning/sitting.service',
    'SittingService',
    await make('distribution/journal/distribution-journal.service', 'DistributionJournalService', changes, outbox),
    await make(
      'custom-fields/store/custom-fields.service',
      'CustomFieldsService',
      await make('custom-fields/store/custom-field.repository', 'CustomFieldRepository'),
      settings,
      await make('custom-fields/store/reference.read-model', 'ReferenceReadModel'),
    ),
    await make('distribution/rules/rule-set.repository', 'RuleSetRepository'),
    systemClock,
  );
  return (await make(
    'distribution/assigning/assignment.service',
    'AssignmentService',
    sittings,
    boards,
    await make('distribution/assigning/queue.repository', 'QueueRepository'),
    changesOfOwners,
    saves,
    settings,
    outbox,
  )) as Assignments;
}

/** Every connection takes batches until none is left. */
async function distribute(database: TenantDatabase, assignments: Assignments, tenantId: string): Promise<void> {
  const connection = async (): Promise<void> => {
    while ((await database.inTenant(tenantId, (tx) => assignments.distribute(tx, BATCH))) > 0);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
}

type Batch = readonly [tenantId: string, leadIds: readonly string[]];

async function batchesOf(admin: pg.Pool, tenantId: string): Promise<Batch[]> {
  const { rows } = await admin.query<{ lead_id: string }>('SELECT lead_id FROM lead.lead WHERE tenant_id = $1', [tenantId]);
  const leadIds = rows.map((row) => row.lead_id);
  return Array.from({ length: Math.ceil(leadIds.length / BATCH) }, (_, index) => [
    tenantId,
    leadIds.slice(index * BATCH, (index + 1) * BATCH),
  ]);
}

async function updateBare(admin: pg.Pool, batches: readonly Batch[]): Promise<void> {
  const left = [...batches];
  const connection = async (): Promise<void> => {
    for (let batch = left.pop(); batch !== undefined; batch = left.pop()) {
      await admin.query({ ...BARE_UPDATE, values: [...batch, randomUUID()] });
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
}

/** A figure of a distribution that is not even, or not whole, is worth nothing. */
async function demandEven(admin: pg.Pool): Promise<void> {
  const { rows } = await admin.query<{ given: number; spread: number }>(
    `SELECT sum(got)::integer AS given, max(got)::integer - min(got)::integer AS spread
     FROM (SELECT tenant_id, member_id, count(*) AS got FROM lead.lead_assignment GROUP BY tenant_id, member_id) AS counts GROUP BY tenant_id`,
  );
  if (rows.length === 0 || rows.some(({ given, spread }) => given !== LEADS || spread > 1)) {
    throw new Error(`leads were not distributed evenly: ${JSON.stringify(rows)}`);
  }
}
