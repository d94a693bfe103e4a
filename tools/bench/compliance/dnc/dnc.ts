// A do-not-call list of national size: made with a seed, written to a file, read and asked by processes of their own.
//
// Each process starts with nothing, reads the file (which the system has in its memory by then), answers numbers that it was never asked
// before, one half of them listed, and counts wrong answers; what it holds is its whole resident memory.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Figure, spread } from '../../figure.ts';
import { MadeRegistry } from './made-registry.ts';
import { loadRegistryCode, type RegistryCode, type RegistryList } from './registry-code.ts';
import type { ReplicaFigures } from './replica.ts';

/** Active registrations of the National Do Not Call Registry that the aim names. */
const NATIONAL = 258_500_000;
const SIZE = process.env['BENCH_SCALE'] === 'small' ? NATIONAL / 10 : NATIONAL;
/** Less than that says nothing of what the aims ask. */
const aimed = (aim: string): { aim?: string } => (SIZE === NATIONAL ? { aim } : {});
const SEED = 20_261_127;
const RUNS = 5;
const CHANGES = 100_000;
const MB = 1_000_000;
const REPLICA = fileURLToPath(new URL('./replica.ts', import.meta.url));

/** Seconds until a process answers, milliseconds for 1,000 checks, memory, wrong answers; how long making and changing a list takes. */
export async function measureDnc(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'leadstream-dnc-'));
  try {
    const path = join(folder, 'us-national');
    const code = await loadRegistryCode();
    const made = await make(path, code);
    const replicas: ReplicaFigures[] = [];
    for (let run = 0; run < RUNS; run += 1) replicas.push(await runReplica(path, run));
    return [...replicaFigures(replicas), ...made];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function make(path: string, code: RegistryCode): Promise<Figure[]> {
  const registry = new MadeRegistry(SIZE, SEED);
  process.stdout.write(`${SIZE} numbers of ${registry.areaCodes} area codes, seed ${SEED}\n`);
  const draft = new code.NumberSetDraft();
  const building = await timed(() => {
    registry.forEach((number) => draft.add(number));
    return draft.finish().numbers;
  });
  const list = { source: 'us-national', version: 1, loadId: randomUUID(), listedAt: new Date(), numbers: building.value };
  const writing = await timed(() => code.writeSnapshot(path, list));
  const { size } = await stat(path);
  return [
    { name: 'a list made of single numbers, generator included', unit: 's', runs: [building.seconds] },
    { name: 'its file written', unit: 's', runs: [writing.seconds] },
    { name: 'its file', unit: 'MB', runs: [size / MB] },
    { name: `${CHANGES} changes of all area codes`, unit: 's', runs: await changeTimes(list, registry, code) },
  ];
}

/** Numbers added and removed all over the country, so that every page is made anew. */
async function changeTimes({ numbers }: RegistryList, registry: MadeRegistry, code: RegistryCode): Promise<number[]> {
  const runs: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const changes = [...registry.questions(CHANGES, SEED + run)];
    const { seconds } = await timed(() => {
      const draft = new code.NumberSetDraft(numbers);
      for (const [number, isListed] of changes) draft[isListed ? 'remove' : 'add'](number);
      return draft.finish();
    });
    runs.push(seconds);
  }
  return runs;
}

async function runReplica(path: string, run: number): Promise<ReplicaFigures> {
  const { stdout } = await promisify(execFile)(process.execPath, [REPLICA, path, String(SIZE), String(SEED), String(run)]);
  return JSON.parse(stdout) as ReplicaFigures;
}

function replicaFigures(replicas: readonly ReplicaFigures[]): Figure[] {
  const each = (take: (figures: ReplicaFigures) => number) => replicas.map((figures) => take(figures));
  return [
    { name: '1,000 checks in process', unit: 'ms', runs: each(({ batchMs }) => spread(batchMs).median), ...aimed('≤ 1') },
    { name: '1,000 checks in process, p99 of batches', unit: 'ms', runs: each(({ batchMs }) => p99(batchMs)) },
    { name: '1,000 checks of numbers as people write them', unit: 'ms', runs: each(({ spelledBatchMs }) => spread(spelledBatchMs).median) },
    { name: `wrong answers of ${replicas[0]?.asked}`, unit: '', runs: each(({ wrong }) => wrong), aim: '≤ 0' },
    { name: 'resident memory of the process', unit: 'MB', runs: each(({ rssBytes }) => rssBytes / MB), ...aimed('≤ 450') },
    { name: 'of that before the list was read', unit: 'MB', runs: each(({ rssBeforeBytes }) => rssBeforeBytes / MB) },
    { name: 'the list itself', unit: 'MB', runs: each(({ sizeBytes }) => sizeBytes / MB) },
    { name: 'ready after', unit: 's', runs: each(({ readySeconds }) => readySeconds), ...aimed('≤ 5') },
    { name: 'ready after, processor time', unit: 's', runs: each(({ readyProcessorSeconds }) => readyProcessorSeconds) },
  ];
}

function p99(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.99)] as number;
}

async function timed<T>(work: () => T | Promise<T>): Promise<{ value: T; seconds: number }> {
  const from = performance.now();
  const value = await work();
  return { value, seconds: (performance.now() - from) / 1_000 };
}
