import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build, startStack } from '../../../infra/local/index.ts';
import type { Figure } from '../figure.ts';

const run = promisify(execFile);
const WORKLOAD = fileURLToPath(new URL('workload.ts', import.meta.url));
const KAFKA = fileURLToPath(new URL('../../../infra/local/kafka.ts', import.meta.url));
const ADAPTERS = ['kafkajs', 'platformatic'] as const;
type AdapterName = (typeof ADAPTERS)[number];

const RUNS = 5;
const PARTITIONS = 6;
const RECORDS = 50_000;
const SINGLE_SENDS = 1_000;
const IDLE_SECONDS = 4;
/** Key, headers and value of the records of `event-records.ts`. */
const RECORD_BYTES = 950;

interface Measured {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly latenciesMs?: readonly number[];
  readonly residentBytes: number;
}

/** What one adapter measured, run by run. */
class Series {
  readonly #runs = new Map<string, number[]>();

  add(name: string, value: number): void {
    this.#runs.set(name, [...this.of(name), value]);
  }

  of(name: string): readonly number[] {
    return this.#runs.get(name) ?? [];
  }
}

const METRICS = [
  ['produced in batches of 1,000', 'records/s'],
  ['CPU of producing', 'µs/record'],
  ['single acked send, p50', 'ms'],
  ['single acked send, p99', 'ms'],
  ['CPU of a single send', 'µs'],
  ['consumed', 'records/s'],
  ['CPU of consuming', 'µs/record'],
  ['resident after consuming', 'MB'],
  ['idle member, CPU', 'ms/s'],
  ['idle member, resident', 'MB'],
] as const;

/** The adapters of the Kafka port against each other, turn by turn, with Kafka's own producer beside them. */
export async function measureKafkaAdapters(): Promise<Figure[]> {
  await build(['@leadstream/messaging']);
  const stack = await startStack({ name: 'bench-kafka' });
  const { brokers } = stack.kafka;
  try {
    const series = { kafkajs: new Series(), platformatic: new Series() };
    const java: number[] = [];
    for (let turn = 0; turn < RUNS; turn += 1) {
      /** Who goes first has the colder machine: they take turns at that too. */
      const order = turn % 2 === 0 ? ADAPTERS : ADAPTERS.toReversed();
      for (const adapter of order) await measureAdapter(adapter, brokers, series[adapter]);
      java.push(await javaProducer(brokers));
    }
    return [
      ...METRICS.flatMap(([name, unit]) => figuresOf(name, unit, series)),
      { name: "Kafka's ProducerPerformance, same bytes", unit: 'records/s', runs: java },
    ];
  } finally {
    await stack.stop();
  }
}

function figuresOf(name: string, unit: string, series: Readonly<Record<AdapterName, Series>>): Figure[] {
  const [kafkajs, platformatic] = [series.kafkajs.of(name), series.platformatic.of(name)];
  const ratios = platformatic.map((value, index) => value / (kafkajs[index] ?? NaN));
  return [
    { name: `${name}: kafkajs`, unit, runs: kafkajs },
    { name: `${name}: platformatic`, unit, runs: platformatic },
    { name: `${name}: platformatic / kafkajs`, unit: '×', runs: ratios },
  ];
}

async function measureAdapter(adapter: AdapterName, brokers: string, series: Series): Promise<void> {
  const measure = async (name: string, count: number, topics: readonly string[]): Promise<Measured> => {
    const args = ['--disable-warning=TimeoutNegativeWarning', WORKLOAD, name, ...topics, `--adapter=${adapter}`, `--brokers=${brokers}`];
    const { stdout } = await run(process.execPath, [...args, `--count=${count}`], { maxBuffer: 16_777_216 });
    return JSON.parse(stdout) as Measured;
  };
  const [topic, other] = await newTopics(brokers);
  const produced = await measure('produce', RECORDS, [topic, other]);
  series.add('produced in batches of 1,000', RECORDS / produced.seconds);
  series.add('CPU of producing', (produced.cpuSeconds / RECORDS) * 1e6);
  const consumed = await measure('consume', RECORDS, [topic]);
  series.add('consumed', RECORDS / consumed.seconds);
  series.add('CPU of consuming', (consumed.cpuSeconds / RECORDS) * 1e6);
  series.add('resident after consuming', consumed.residentBytes / 1e6);
  const single = await measure('single', SINGLE_SENDS, [other]);
  const sorted = (single.latenciesMs ?? []).toSorted((one, two) => one - two);
  series.add('single acked send, p50', sorted[Math.floor(sorted.length * 0.5)] ?? NaN);
  series.add('single acked send, p99', sorted[Math.floor(sorted.length * 0.99)] ?? NaN);
  series.add('CPU of a single send', (single.cpuSeconds / SINGLE_SENDS) * 1e6);
  const [empty] = await newTopics(brokers);
  const idle = await measure('idle', IDLE_SECONDS, [empty]);
  series.add('idle member, CPU', (idle.cpuSeconds / idle.seconds) * 1_000);
  series.add('idle member, resident', idle.residentBytes / 1e6);
}

async function newTopics(brokers: string): Promise<[string, string]> {
  /** Built only now. */
  const { kafkaClientOf } = await import('@leadstream/messaging');
  const kafka = await kafkaClientOf({ KAFKA_ADAPTER: 'kafkajs', KAFKA_BROKERS: brokers.split(',') }, 'bench');
  const admin = await kafka.admin();
  const names: [string, string] = [`bench-${process.hrtime.bigint()}`, `bench-${process.hrtime.bigint()}-other`];
  await admin.ensureTopics(names.map((name) => ({ name, partitions: PARTITIONS, config: {} })));
  await admin.close();
  return names;
}

async function javaProducer(brokers: string): Promise<number> {
  const [topic] = await newTopics(brokers);
  const sizes = ['--num-records', String(RECORDS), '--record-size', String(RECORD_BYTES), '--throughput', '-1'];
  const settings = ['--command-property', 'acks=all', '--bootstrap-server', brokers];
  const program = ['java', 'org.apache.kafka.tools.ProducerPerformance', '--topic', topic, ...sizes, ...settings];
  const { stdout } = await run(process.execPath, [KAFKA, ...program]);
  return Number(/([\d.]+) records\/sec(?![\s\S]*records\/sec)/.exec(stdout)?.[1] ?? NaN);
}
