// A process that does nothing but hold a list and answer from it: started by the benchmark, tells its figures on its output.
import { loadPhoneCode, loadRegistryCode, type RegistryList } from './registry-code.ts';

/** What one process told. */
export interface ReplicaFigures {
  readonly readySeconds: number;
  readonly readyProcessorSeconds: number;
  /** Of 1,000 checks each, in the order they were made. */
  readonly batchMs: readonly number[];
  readonly spelledBatchMs: readonly number[];
  readonly rssBytes: number;
  readonly rssBeforeBytes: number;
  readonly sizeBytes: number;
  readonly asked: number;
  readonly wrong: number;
}

const BATCH = 1_000;
const BATCHES = 300;
const SPELLED_BATCHES = 20;
const SAMPLE = 5_000_000;

const [path = '', size = '', seed = '', round = ''] = process.argv.slice(2);
const code = await loadRegistryCode();
const rssBeforeBytes = process.memoryUsage.rss();
const [startedMs, cpu] = [performance.now(), process.cpuUsage()];
const list = await code.readSnapshot(path);
const [readyMs, readyCpu] = [performance.now() - startedMs, process.cpuUsage(cpu)];
const rssBytes = process.memoryUsage.rss();

// Only now, since what asks is not what answers.
const { MadeRegistry } = await import('./made-registry.ts');
const { normaliseDncValue } = await loadPhoneCode();
const registry = new MadeRegistry(Number(size), Number(seed));
const questions = [...registry.questions(BATCH * BATCHES, Number(round) + 1)];
const batches = Array.from({ length: BATCHES }, (_, index) => questions.slice(index * BATCH, (index + 1) * BATCH));
const checked = batches.map((batch) =>
  check(
    list,
    batch.map(([number]) => `+1${number}`),
  ),
);
const spelled = batches.slice(0, SPELLED_BATCHES).map((batch) =>
  checkSpelled(
    list,
    batch.map(([number]) => spell(number)),
  ),
);

let wrong = list.numbers.size === registry.size ? 0 : Math.abs(list.numbers.size - registry.size);
for (const [index, { answers }] of checked.entries()) wrong += answers.filter((answer, at) => answer !== batches[index]?.[at]?.[1]).length;
for (const [number, isListed] of registry.questions(SAMPLE, Number(round) + 1_000)) if (list.numbers.has(number) !== isListed) wrong += 1;

const figures: ReplicaFigures = {
  readySeconds: readyMs / 1_000,
  readyProcessorSeconds: (readyCpu.user + readyCpu.system) / 1_000_000,
  batchMs: checked.map(({ ms }) => ms),
  spelledBatchMs: spelled.map(({ ms }) => ms),
  rssBytes,
  rssBeforeBytes,
  sizeBytes: list.numbers.sizeBytes,
  asked: BATCH * BATCHES + SAMPLE,
  wrong,
};
process.stdout.write(JSON.stringify(figures));

/** Numbers as they are kept: E.164. */
function check({ numbers }: RegistryList, asked: readonly string[]): { answers: boolean[]; ms: number } {
  const from = performance.now();
  const answers = asked.map((e164) => {
    const number = code.nationalNumberOf(e164);
    return number !== undefined && numbers.has(number);
  });
  return { answers, ms: performance.now() - from };
}

/** Numbers as people write them. */
function checkSpelled(list: RegistryList, asked: readonly string[]): { ms: number } {
  const from = performance.now();
  check(
    list,
    asked.map((value) => normaliseDncValue('phone', value, 'US', 'phone')),
  );
  return { ms: performance.now() - from };
}

function spell(number: number): string {
  const digits = String(number);
  return `(${digits.slice(0, 3)}) ${digits.slice(3, 6)}-${digits.slice(6)}`;
}
