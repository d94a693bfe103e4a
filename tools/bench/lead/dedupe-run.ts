// The duplicate finder over 100,000 leads in Postgres: keys from nothing, then a run as a worker makes it, and what the notes of
// leads cost those who write them.
//
// The people of `dedupe` without their facts, in the tables of the service. The events of the end are not written: there is no vault.
import { randomUUID } from 'node:crypto';
import { systemClock, uuidV7 } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import pg from 'pg';
import type { BenchStack } from '../bench-stack.ts';
import { type Figure, ratios } from '../figure.ts';
import { fillWithPeople, madeUpPeople, type Person } from './lead-people.ts';

const DIST = '../../../apps/lead/dist/';
const [LEADS, PAIRS] = process.env['BENCH_SCALE'] === 'small' ? [20_000, 6] : [100_000, 20];
const BATCH = 1_000;
const KEY_BATCH = 500;
const LEASE_SECONDS = 60;

/** What is measured of the app, as its build has it; a tool imports no app. */
interface Finder {
  readonly upkeep: { catchUp(tx: Tx, most: number): Promise<number> };
  readonly execution: { run(claim: object, shouldStop: () => boolean): Promise<void> };
  readonly runs: {
    create(tx: Tx, tenantId: string, runId: string, minScore: number, by: object, at: Date): Promise<unknown>;
    claim(tx: unknown, leaseSeconds: number): Promise<object | undefined>;
    find(
      tx: Tx,
      tenantId: string,
      runId: string,
    ): Promise<{ leads: number | null; pairsCompared: number; found: number | null } | undefined>;
  };
}

/** Seconds for keys and run, memory of the process, and what 1,000 new leads cost with and without their notes. */
export async function measureDedupeRun(stack: BenchStack): Promise<Figure[]> {
  const database = new TenantDatabase({ url: stack.url('lead', 'service'), poolSize: 2, applicationName: 'bench' });
  const admin = new pg.Client({ connectionString: stack.adminUrl });
  await admin.connect();
  try {
    const people = withOwnIdentifiers((await madeUpPeople()).syntheticPeople(LEADS, 1));
    const tenantId = randomUUID();
    await fillWithPeople(database, tenantId, people);
    await admin.query('VACUUM (ANALYZE) lead.lead, lead.duplicate_backlog');
    return [...(await compared(database, await finder(database), tenantId)), ...(await writes(database, admin, people))];
  } finally {
    await Promise.all([database.end(), admin.end()]);
  }
}

async function compared(database: TenantDatabase, { upkeep, execution, runs }: Finder, tenantId: string): Promise<Figure[]> {
  const keys = await timed(async () => {
    while ((await database.inTenant(tenantId, (tx) => upkeep.catchUp(tx, KEY_BATCH))) > 0);
  });
  const runId = uuidV7.next();
  const by = { actor: { kind: 'service', id: 'bench' }, requestId: 'bench' };
  await database.inTenant(tenantId, (tx) => runs.create(tx, tenantId, runId, 0.9, by, systemClock.now()));
  const claim = await database.withoutTenant((tx) => runs.claim(tx, LEASE_SECONDS));
  if (!claim) throw new Error('there is no run to claim');
  const run = await timed(() => execution.run(claim, () => false));
  const end = await database.readInTenant(tenantId, (tx) => runs.find(tx, tenantId, runId));
  return [
    { name: `keys of ${LEADS} leads`, unit: 's', runs: [keys.wallSeconds] },
    { name: 'processor time of the keys', unit: 's', runs: [keys.cpuSeconds] },
    { name: `run over ${LEADS} leads that have their keys`, unit: 's', runs: [run.wallSeconds], aim: '< 60' },
    { name: 'processor time of the run', unit: 's', runs: [run.cpuSeconds] },
    { name: 'memory that the run adds to the process, at most', unit: 'MiB', runs: [run.addedMebibytes] },
    { name: 'leads compared', unit: '', runs: [end?.leads ?? 0] },
    { name: 'comparisons', unit: '', runs: [end?.pairsCompared ?? 0] },
    { name: 'pairs found', unit: '', runs: [end?.found ?? 0] },
  ];
}

/** Live leads never share an address or a number: who comes with another one's comes without. */
function withOwnIdentifiers(people: readonly Person[]): Person[] {
  const taken = new Set<string>();
  const own = (value: string | null): string | null => (value === null || taken.has(value) ? null : (taken.add(value), value));
  return people.map((person) => ({ ...person, email: own(person.email), phone: own(person.phone) }));
}

/** The same statement with and without the trigger that notes the leads, in turn; new leads of one more tenant each time. */
async function writes(database: TenantDatabase, admin: pg.Client, people: readonly Person[]): Promise<Figure[]> {
  const runs = { with: [] as number[], without: [] as number[] };
  for (let pair = 0; pair <= PAIRS; pair += 1) {
    const batch = people.slice(pair * BATCH, (pair + 1) * BATCH);
    for (const way of pair % 2 === 0 ? (['with', 'without'] as const) : (['without', 'with'] as const)) {
      await admin.query(`ALTER TABLE lead.lead ${way === 'with' ? 'ENABLE' : 'DISABLE'} TRIGGER lead_duplicates_added`);
      const startedMs = performance.now();
      await fillWithPeople(database, randomUUID(), batch);
      if (pair > 0) runs[way].push(performance.now() - startedMs);
    }
  }
  return [
    { name: '1,000 new leads whose keys are noted', unit: 'ms', runs: runs.with },
    { name: '1,000 new leads without', unit: 'ms', runs: runs.without },
    { name: 'the one to the other', unit: '×', runs: ratios(runs.with, runs.without) },
  ];
}

interface Timed {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  /** Largest resident set of ten looks a second, above the one of the beginning. */
  readonly addedMebibytes: number;
}

async function timed(work: () => Promise<unknown>): Promise<Timed> {
  const [startedMs, startedCpu, startedBytes] = [performance.now(), process.cpuUsage(), process.memoryUsage.rss()];
  let mostBytes = startedBytes;
  const watch = setInterval(() => (mostBytes = Math.max(mostBytes, process.memoryUsage.rss())), 100);
  try {
    await work();
  } finally {
    clearInterval(watch);
  }
  const { user, system } = process.cpuUsage(startedCpu);
  const wallSeconds = (performance.now() - startedMs) / 1_000;
  return { wallSeconds, cpuSeconds: (user + system) / 1_000_000, addedMebibytes: (mostBytes - startedBytes) / 2 ** 20 };
}

/** Wired as `duplicate.module.ts` wires it. */
async function finder(database: TenantDatabase): Promise<Finder> {
  const load = async (file: string) =>
    (await import(new URL(`${DIST}duplicates/${file}.js`, import.meta.url).href)) as Record<string, Made>;
  const make = async (file: string, name: string, ...parts: unknown[]) => new ((await load(file))[name] as Made)(...parts);
  const config = { DUPLICATE_LEASE_MS: LEASE_SECONDS * 1_000, DUPLICATE_PAGE_KEYS: 20_000 };
  const facts = await make('facts/fact.repository', 'FactRepository');
  const leads = await make('leads/compared-leads.read-model', 'ComparedLeadsReadModel');
  const runs = await make('run/run.repository', 'RunRepository');
  const backlog = await make('keys/backlog.repository', 'BacklogRepository');
  const leadKeys = await make('keys/lead-keys.repository', 'LeadKeysRepository');
  const upkeep = await make('keys/key-upkeep.service', 'KeyUpkeepService', backlog, leads, facts, leadKeys);
  const pairs = await make('pairs/pair.repository', 'PairRepository');
  const values = await make('leads/value-frequency.repository', 'ValueFrequencyRepository');
  const outbox = { add: () => Promise.resolve() };
  const progress = await make('run/run-progress.service', 'RunProgressService', database, runs, pairs, values, systemClock, config);
  const counting = await make('run/run-count.service', 'RunCountService', database, upkeep, leads, progress, config);
  const blocks = await make('run/pages/block-page.read-model', 'BlockPageReadModel');
  const pages = await make('run/pages/page.service', 'PageService', database, leads, blocks, uuidV7, config);
  const telling = await make('run/run-telling.service', 'RunTellingService', outbox);
  const end = await make('run/run-end.service', 'RunEndService', progress, runs, pairs, telling, systemClock);
  const parts = [database, facts, counting, pages, progress, end];
  const execution = await make('run/run-execution.service', 'RunExecutionService', ...parts);
  return { upkeep, runs, execution } as unknown as Finder;
}

type Made = new (...parts: unknown[]) => object;
