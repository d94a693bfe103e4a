// Leads within some hops among 100,000 relationships, a statement a hop against one recursive statement.
import { randomUUID } from 'node:crypto';
import { runInContext } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import pg from 'pg';
import type { BenchStack } from '../bench-stack.ts';
import { type Figure, spread } from '../figure.ts';
import { fillLeads } from './lead-rows.ts';

/** What is measured of the app, as its build has it; a tool imports no app. */
interface Graphs {
  read(leadId: string, query: object): Promise<{ readonly nodes: readonly unknown[]; readonly truncated: boolean }>;
}
interface Edges {
  findNext(
    tx: Tx,
    frontier: readonly string[],
    known: readonly string[],
    types: undefined,
    limit: number,
  ): Promise<{ readonly leadId: string }[]>;
}
interface Paths {
  find(from: string, to: string, types: string | undefined): Promise<{ readonly hops: number | null }>;
}
interface Groups {
  read(leadId: string, query: object): Promise<{ readonly size: number }>;
}

const RELATIONSHIPS = '../../../apps/lead/dist/relationships/';
const LEADS = 50_000;
const EDGES = 100_000;
const ROUNDS = 5;
const QUESTIONS = 30;
const LIMIT = 1_000;
const CONTEXT = { tenantId: randomUUID(), actor: { kind: 'service', id: 'bench' }, scopes: [], requestId: 'bench' } as const;

/**
 * Half of them between leads drawn alike, half to leads of which few are drawn often, as people know people: the largest have hundreds.
 */
const FILL = `
  WITH ranked AS (SELECT lead_id, row_number() OVER (ORDER BY lead_id) - 1 AS place FROM lead.lead WHERE tenant_id = $1),
  drawn AS (
    SELECT floor(random() * $2::int)::int AS one,
           floor(CASE WHEN n % 2 = 0 THEN random() ELSE power(random(), 3) END * $2::int)::int AS other,
           (ARRAY['referred', 'parent', 'employer', 'decision-maker-for'])[1 + n % 4] AS type
      FROM generate_series(1, $3::int) AS n)
  INSERT INTO lead.lead_relationship (tenant_id, relationship_id, type, is_symmetric, from_lead_id, to_lead_id, from_survivor_id, to_survivor_id,
                                      actor_kind, actor_id, created_at)
  SELECT $1, uuidv7(), type, false, a.lead_id, b.lead_id, a.lead_id, b.lead_id, 'service', 'bench', now()
    FROM drawn JOIN ranked a ON a.place = one JOIN ranked b ON b.place = other
   WHERE one <> other ON CONFLICT DO NOTHING`;

/** What one recursive statement does: it comes to a lead again on every hop. */
const RECURSIVE = {
  name: 'bench-graph-recursive',
  text: `WITH RECURSIVE walk AS (
           SELECT $2::uuid AS lead_id, 0 AS hops
           UNION
           SELECT step.lead_id, walk.hops + 1 FROM walk CROSS JOIN LATERAL (
             SELECT to_survivor_id AS lead_id FROM lead_relationship
              WHERE tenant_id = $1 AND from_survivor_id = walk.lead_id AND from_survivor_id <> to_survivor_id
             UNION ALL
             SELECT from_survivor_id FROM lead_relationship
              WHERE tenant_id = $1 AND to_survivor_id = walk.lead_id AND from_survivor_id <> to_survivor_id) AS step
            WHERE walk.hops < $3)
         SELECT lead_id, min(hops) FROM walk GROUP BY lead_id ORDER BY 2, 1 LIMIT $4`,
};

/** Milliseconds of the graph of a lead, of a way and of a group. */
export async function measureGraph(stack: BenchStack): Promise<Figure[]> {
  const database = new TenantDatabase({ url: stack.url('lead', 'service'), poolSize: 1, applicationName: 'bench' });
  const admin = new pg.Client({ connectionString: stack.adminUrl });
  await admin.connect();
  try {
    const { tenantId } = CONTEXT;
    await fillLeads(stack.adminUrl, [{ tenantId, leads: LEADS }]);
    await admin.query('SELECT setseed(0.5)');
    const { rowCount } = await admin.query(FILL, [tenantId, LEADS, EDGES]);
    await admin.query('VACUUM (ANALYZE) lead.lead_relationship');
    const { rows } = await admin.query<{ id: string }>(
      `SELECT id FROM (SELECT DISTINCT from_lead_id AS id FROM lead.lead_relationship WHERE tenant_id = $1) AS l ORDER BY md5(id::text) LIMIT $2`,
      [tenantId, QUESTIONS + 1],
    );
    process.stdout.write(`${rowCount} relationships of ${LEADS} leads\n`);
    return await measure(
      database,
      rows.map(({ id }) => id),
    );
  } finally {
    await Promise.all([database.end(), admin.end()]);
  }
}

async function measure(database: TenantDatabase, leads: readonly string[]): Promise<Figure[]> {
  const { graphs, paths, groups, edges } = await service(database);
  const inTenant = <T>(work: () => Promise<T>): Promise<T> => runInContext(CONTEXT, work);
  const figures: Figure[] = [];
  for (const depth of [1, 2, 3, 4]) {
    const ours = (lead: string) => inTenant(() => graphs.read(lead, { depth, limit: LIMIT }));
    const one = (lead: string) =>
      database.readInTenant(CONTEXT.tenantId, (tx) => tx.query(RECURSIVE, [CONTEXT.tenantId, lead, depth, LIMIT]));
    const name = `${depth} ${depth === 1 ? 'hop' : 'hops'}`;
    const aim = depth === 3 ? { aim: '< 50' } : {};
    figures.push(...figuresOf(name, await rounds(leads, ours), aim));
    const walk = (lead: string) => database.readInTenant(CONTEXT.tenantId, (tx) => walkByHops(edges, tx, lead, depth));
    figures.push(...figuresOf(`${name}, leads only, a statement a hop`, await rounds(leads, walk)));
    figures.push(...figuresOf(`${name}, leads only, one recursive statement`, await rounds(leads, one)));
  }
  const way = (lead: string, next: string) => inTenant(() => paths.find(lead, next, undefined));
  figures.push(...figuresOf('way between two leads', await rounds(leads, way)));
  const group = (lead: string) => inTenant(() => groups.read(lead, { types: 'employer', limit: 50 }).catch(() => undefined));
  figures.push(...figuresOf('group by one of four types, or its refusal', await rounds(leads.slice(0, 11), group)));
  return figures;
}

async function service(database: TenantDatabase): Promise<{ graphs: Graphs; paths: Paths; groups: Groups; edges: Edges }> {
  const load = async (file: string) => import(new URL(file, new URL(RELATIONSHIPS, import.meta.url)).href);
  const { EdgeReadModel } = await load('graph/edge.read-model.js');
  const { NeighbourhoodService } = await load('graph/neighbourhood.service.js');
  const { PathService } = await load('graph/path.service.js');
  const { GroupService } = await load('graph/group.service.js');
  const { RelationshipTypeRepository } = await load('types/relationship-type.repository.js');
  const { RelationshipTypeService } = await load('types/relationship-type.service.js');
  const { LeadRepository } = await load('../lead-store/lead.repository.js');
  const repository = new LeadRepository();
  // Of the service that changes leads, what finds one.
  const leads = { find: (tx: { tenantId: string }, leadId: string) => repository.findById(tx, tx.tenantId, leadId) };
  const edges = new EdgeReadModel() as Edges;
  const parts = [database, leads, new RelationshipTypeService(database, new RelationshipTypeRepository()), edges];
  return {
    graphs: new NeighbourhoodService(...parts) as Graphs,
    paths: new PathService(...parts) as Paths,
    groups: new GroupService(...parts) as Groups,
    edges,
  };
}

/** The walk of the service alone, as far as its limit of leads. */
async function walkByHops(edges: Edges, tx: Tx, lead: string, depth: number): Promise<void> {
  const known = [lead];
  let frontier = [lead];
  for (let hop = 1; hop <= depth && frontier.length > 0; hop += 1) {
    const room = LIMIT - known.length;
    frontier = (await edges.findNext(tx, frontier, known, undefined, room + 1)).slice(0, room).map(({ leadId }) => leadId);
    known.push(...frontier);
  }
}

/** Milliseconds of each question, round by round; the first round warms up. */
async function rounds(leads: readonly string[], ask: (lead: string, next: string) => Promise<unknown>): Promise<number[][]> {
  const all: number[][] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const millis: number[] = [];
    for (const [index, lead] of leads.slice(0, -1).entries()) {
      const startedMs = performance.now();
      await ask(lead, leads[index + 1] ?? lead);
      millis.push(performance.now() - startedMs);
    }
    if (round > 0) all.push(millis);
  }
  return all;
}

function figuresOf(name: string, measured: readonly number[][], aim: { aim?: string } = {}): Figure[] {
  return [
    { name: `${name}, p50`, unit: 'ms', runs: measured.map((round) => spread(round).median), ...aim },
    { name: `${name}, slowest`, unit: 'ms', runs: measured.map((round) => Math.max(...round)) },
  ];
}
