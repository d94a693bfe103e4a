import { randomUUID } from 'node:crypto';
import { HttpLoad, percentile } from '@leadstream/testing/http-load';
import { type BenchSystem, startBenchSystem } from '../bench-system.ts';
import { type Figure, ratios } from '../figure.ts';
import { cpuSeconds } from '../process-cpu.ts';
import { newSender, type Sender, signedDeliveries } from './deliveries.ts';
import { EventTable } from './event-table.ts';
import { rawProducerP99Ms } from './raw-producer.ts';

const ROUNDS = 5;
const DELIVERIES = 1_200;
const EVENTS_EACH = 50;
const EVENTS = DELIVERIES * EVENTS_EACH;
const CONNECTIONS = 16;
const LATENCY_SHARE = 0.7;
const LATENCY_SECONDS = 6;
const PARTS = ['email-events', 'postgres', 'kafka', 'gateway'] as const;

interface Account {
  readonly sender: Sender;
  readonly path: string;
  readonly tenantId: string;
}

interface Burst {
  readonly acceptedPerSecond: number;
  readonly storedPerSecond: number;
  readonly copiedPerSecond: number;
  /** Processor time an event, by process. */
  readonly cpuMicros: Readonly<Record<(typeof PARTS)[number], number>>;
}

/** Signed webhooks over HTTP and Kafka into the event table, against COPY of the same rows into it; and how fast they are answered. */
export async function measureIntake(): Promise<Figure[]> {
  const system = await startBenchSystem({ RATE_LIMIT_PUBLIC_PER_MINUTE: '100000000' });
  const table = await EventTable.open(system);
  const load = await HttpLoad.start();
  try {
    const bench = new IntakeBench(system, table, load);
    await bench.burst('email-events');
    const direct: Burst[] = [];
    const proxied: Burst[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      direct.push(await bench.burst('email-events'));
      proxied.push(await bench.burst('gateway'));
    }
    const rate = (LATENCY_SHARE * middle(direct.map(({ storedPerSecond }) => storedPerSecond))) / EVENTS_EACH;
    const answers: number[] = [];
    const raw: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      answers.push(await bench.answerP99Ms(rate));
      raw.push(await rawProducerP99Ms(system, rate, LATENCY_SECONDS, EVENTS_EACH));
    }
    return [...burstFigures(direct, proxied), ...latencyFigures(rate, answers, raw)];
  } finally {
    load.stop();
    await table.close();
    await system.stop();
  }
}

class IntakeBench {
  readonly #system: BenchSystem;
  readonly #table: EventTable;
  readonly #load: HttpLoad;

  constructor(system: BenchSystem, table: EventTable, load: HttpLoad) {
    this.#system = system;
    this.#table = table;
    this.#load = load;
  }

  async burst(door: 'email-events' | 'gateway'): Promise<Burst> {
    const { sender, path, tenantId } = await this.#account();
    const requests = signedDeliveries(sender, path, DELIVERIES, EVENTS_EACH);
    await this.#table.settle();
    const before = this.#cpu();
    const startedMs = performance.now();
    const { seconds, failures } = await this.#load.run({
      base: this.#system.url(door),
      requests,
      pace: { kind: 'once', connections: CONNECTIONS },
    });
    await this.#table.until(tenantId, EVENTS);
    const storedSeconds = (performance.now() - startedMs) / 1_000;
    if (failures > 0) throw new Error(`${failures} deliveries were refused`);
    const after = this.#cpu();
    return {
      acceptedPerSecond: EVENTS / seconds,
      storedPerSecond: EVENTS / storedSeconds,
      copiedPerSecond: EVENTS / (await this.#table.copyAgain(tenantId, randomUUID())),
      cpuMicros: Object.fromEntries(PARTS.map((part) => [part, ((after[part] - before[part]) * 1e6) / EVENTS])) as Burst['cpuMicros'],
    };
  }

  async answerP99Ms(perSecond: number): Promise<number> {
    const { sender, path, tenantId } = await this.#account();
    const requests = signedDeliveries(sender, path, Math.ceil(perSecond * LATENCY_SECONDS), EVENTS_EACH);
    await this.#table.settle();
    const pace = { kind: 'rate', perSecond, seconds: LATENCY_SECONDS, connections: CONNECTIONS } as const;
    const { latenciesMs, failures } = await this.#load.run({ base: this.#system.url('email-events'), requests, pace });
    if (failures > 0) throw new Error(`${failures} deliveries were refused`);
    await this.#table.until(tenantId, latenciesMs.length * EVENTS_EACH);
    return percentile(latenciesMs, 0.99);
  }

  /** A tenant of its own with an endpoint, so that no run finds events of another. */
  async #account(): Promise<Account> {
    const apiKey = await this.#system.createTenant('Intake');
    const sender = newSender();
    const answer = await fetch(`${this.#system.gatewayUrl}/v1/email/endpoints`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify({ provider: 'sendgrid', name: 'bench', publicKey: sender.publicKey }),
    });
    const { id, path } = (await answer.json()) as { id: string; path: string };
    return { sender, path, tenantId: await this.#table.tenantOf(id) };
  }

  #cpu(): Burst['cpuMicros'] {
    return Object.fromEntries(PARTS.map((part) => [part, cpuSeconds(this.#system.pid(part))])) as Burst['cpuMicros'];
  }
}

function burstFigures(direct: readonly Burst[], proxied: readonly Burst[]): Figure[] {
  const stored = direct.map(({ storedPerSecond }) => storedPerSecond);
  const copied = direct.map(({ copiedPerSecond }) => copiedPerSecond);
  return [
    { name: 'signed HTTP → log → email_event', unit: 'events/s', runs: stored, aim: '≥ 10000' },
    { name: 'COPY of the same rows into email_event', unit: 'events/s', runs: copied },
    { name: 'intake / COPY', unit: '×', runs: ratios(stored, copied), aim: '≥ 0.5' },
    { name: 'answered with 202', unit: 'events/s', runs: direct.map(({ acceptedPerSecond }) => acceptedPerSecond) },
    { name: 'through the gateway', unit: 'events/s', runs: proxied.map(({ storedPerSecond }) => storedPerSecond) },
    ...PARTS.filter((part) => part !== 'gateway').map((part) => ({
      name: `processor time of ${part}`,
      unit: 'µs/event',
      runs: direct.map(({ cpuMicros }) => cpuMicros[part]),
    })),
    { name: 'processor time of gateway, through it', unit: 'µs/event', runs: proxied.map(({ cpuMicros }) => cpuMicros.gateway) },
  ];
}

function latencyFigures(rate: number, answers: readonly number[], raw: readonly number[]): Figure[] {
  const at = `at ${Math.round(rate)} deliveries/s`;
  return [
    { name: `answered with 202, p99 ${at}`, unit: 'ms', runs: answers },
    { name: `raw producer, acks=all, p99 ${at}`, unit: 'ms', runs: raw },
    { name: 'p99 of answers / p99 of the raw producer', unit: '×', runs: ratios(answers, raw), aim: '≤ 3' },
  ];
}

function middle(runs: readonly number[]): number {
  return [...runs].sort((a, b) => a - b)[Math.floor(runs.length / 2)] as number;
}
