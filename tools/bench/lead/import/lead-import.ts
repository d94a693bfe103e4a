import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type BenchSystem, startBenchSystem } from '../../bench-system.ts';
import { type Figure, ratios } from '../../figure.ts';
import { cpuSeconds } from '../../process-cpu.ts';
import { residentMemory } from '../../resident-memory.ts';
import { ImportClient } from './import-client.ts';
import { LeadTable } from './lead-table.ts';
import { writePeople } from './people-file.ts';

const ROUNDS = 5;
const ROWS = 50_000;
const MANY_ROWS = 1_000_000;
const PARTS = ['lead', 'postgres', 'kafka'] as const;
const MEGABYTE = 1_000_000;
/** What V8 allows itself in a pod of 512 MiB; on a large machine it keeps what it need not give back. */
const HEAP = '--max-old-space-size=256';

type Cpu = Readonly<Record<(typeof PARTS)[number], number>>;

interface Run {
  readonly rowsPerSecond: number;
  /** Processor time a row, by process. */
  readonly cpuMicros: Cpu;
  readonly tenantId: string;
}

function startSystem(): Promise<BenchSystem> {
  return startBenchSystem({ RATE_LIMIT_READ_PER_MINUTE: '10000000', NODE_OPTIONS: HEAP }, ['lead', 'gateway']);
}

/** One large file, and the most memory that the lead service takes with it. */
export async function measureLargeImport(): Promise<Figure[]> {
  const system = await startSystem();
  const idleBytes = resident(system);
  const table = await LeadTable.open(system);
  try {
    const { run, mostBytes } = await watched(system, () => importPeople(system, table, MANY_ROWS, 0));
    return [
      { name: `import of ${MANY_ROWS} rows`, unit: 'rows/s', runs: [run.rowsPerSecond] },
      ...PARTS.map((part) => ({ name: `processor time of ${part}`, unit: 'µs/row', runs: [run.cpuMicros[part]] })),
      { name: 'lead service idle, resident', unit: 'MB', runs: [idleBytes / MEGABYTE] },
      { name: 'memory that the import adds at most', unit: 'MB', runs: [(mostBytes - idleBytes) / MEGABYTE], aim: '< 200' },
    ];
  } finally {
    await table.close();
    await system.stop();
  }
}

/** Files of people through the import of the running service, against COPY of the leads that they became, and of every row that is kept of the import. */
export async function measureLeadImport(): Promise<Figure[]> {
  const system = await startSystem();
  const table = await LeadTable.open(system);
  try {
    const runs: Run[] = [];
    const bare: number[] = [];
    const searchable: number[] = [];
    const whole: number[] = [];
    const kept: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const run = await importPeople(system, table, ROWS, round);
      const seconds = { bare: await table.copyAgain(run.tenantId, 'off'), searchable: await table.copyAgain(run.tenantId, 'on') };
      const all = await table.copyAllAgain(run.tenantId);
      if (round === 0) continue;
      runs.push(run);
      bare.push(ROWS / seconds.bare);
      searchable.push(ROWS / seconds.searchable);
      whole.push(ROWS / all.seconds);
      kept.push(all.rows / ROWS);
    }
    const ours = runs.map(({ rowsPerSecond }) => rowsPerSecond);
    return [
      { name: `import of ${ROWS} rows`, unit: 'rows/s', runs: ours },
      { name: 'COPY of the leads', unit: 'rows/s', runs: bare },
      { name: 'COPY of the leads and of what they are searched by', unit: 'rows/s', runs: searchable },
      { name: 'COPY of every row that the import left', unit: 'leads/s', runs: whole },
      { name: 'rows left', unit: '/lead', runs: kept },
      { name: 'import / COPY', unit: '', runs: ratios(ours, bare), aim: '≥ 0.5' },
      { name: 'import / COPY with search', unit: '', runs: ratios(ours, searchable) },
      { name: 'import / COPY of every row', unit: '', runs: ratios(ours, whole) },
      ...PARTS.map((part) => ({ name: `processor time of ${part}`, unit: 'µs/row', runs: runs.map(({ cpuMicros }) => cpuMicros[part]) })),
    ];
  } finally {
    await table.close();
    await system.stop();
  }
}

/** From the first byte of the upload until the last row is in, for a tenant of its own. */
async function importPeople(system: BenchSystem, table: LeadTable, rows: number, seed: number): Promise<Run> {
  const file = join(system.folder, 'bench-people.csv');
  await writePeople(file, rows, seed);
  const client = new ImportClient(system.gatewayUrl, await system.createTenant(`Import ${seed}`));
  await table.settle();
  const before = cpu(system);
  const startedMs = performance.now();
  const importId = await client.begin(file);
  await client.untilCreated(importId, rows);
  const seconds = (performance.now() - startedMs) / 1_000;
  const after = cpu(system);
  rmSync(file);
  const cpuMicros = Object.fromEntries(PARTS.map((part) => [part, ((after[part] - before[part]) * 1e6) / rows])) as Cpu;
  return { rowsPerSecond: rows / seconds, cpuMicros, tenantId: await table.tenantOf(importId) };
}

function cpu(system: BenchSystem): Cpu {
  return Object.fromEntries(PARTS.map((part) => [part, cpuSeconds(system.pid(part))])) as Cpu;
}

function resident(system: BenchSystem): number {
  return residentMemory([system.pid('lead')]).rssBytes;
}

/** Looks at the memory of the lead service ten times a second. */
async function watched(system: BenchSystem, work: () => Promise<Run>): Promise<{ readonly run: Run; readonly mostBytes: number }> {
  let mostBytes = resident(system);
  const timer = setInterval(() => (mostBytes = Math.max(mostBytes, resident(system))), 100);
  try {
    const run = await work();
    return { run, mostBytes };
  } finally {
    clearInterval(timer);
  }
}
