// A list that is loaded by an upload, and batches of numbers that are asked for over HTTP, through the gateway.
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { DncBatchCheck, DncLoad } from '@leadstream/contracts';
import { type BenchSystem, startBenchSystem } from '../../bench-system.ts';
import { type Figure, spread } from '../../figure.ts';
import { cpuSeconds } from '../../process-cpu.ts';
import { MadeRegistry } from './made-registry.ts';

const NUMBERS = process.env['BENCH_SCALE'] === 'small' ? 300_000 : 3_000_000;
const SEED = 20_261_127;
const BATCH = 1_000;
const WARM_UP = 30;
const BATCHES = 300;
const LOOK_MS = 100;

interface Asked {
  readonly ms: number;
  readonly wrong: number;
}

/** Rows loaded a second, milliseconds of a batch of 1,000, wrong answers. */
export async function measureDncBatch(): Promise<Figure[]> {
  const system = await startBenchSystem({ RATE_LIMIT_READ_PER_MINUTE: '10000000' }, ['gateway', 'compliance']);
  try {
    const client = new BatchClient(system.gatewayUrl, await system.createTenant('Batches'));
    const registry = new MadeRegistry(NUMBERS, SEED);
    const loading = await loadList(client, registry, system);
    const questions = [...registry.questions(BATCH * (WARM_UP + BATCHES), SEED)];
    // The first who ask have the list fetched, and are told meanwhile that nothing is known.
    await client.untilCurrent();
    const asked: Asked[] = [];
    let cpuFrom = 0;
    for (let batch = 0; batch < WARM_UP + BATCHES; batch += 1) {
      if (batch === WARM_UP) cpuFrom = cpuSeconds(system.pid('compliance'));
      asked.push(await client.ask(questions.slice(batch * BATCH, (batch + 1) * BATCH)));
    }
    const cpuMs = ((cpuSeconds(system.pid('compliance')) - cpuFrom) * 1_000) / BATCHES;
    const times = asked.slice(WARM_UP).map(({ ms }) => ms);
    return [
      ...loading,
      { name: '1,000 numbers over HTTP, p50', unit: 'ms', runs: [spread(times).median], aim: '≤ 20' },
      { name: '1,000 numbers over HTTP, p99', unit: 'ms', runs: [times.toSorted((a, b) => a - b)[Math.floor(BATCHES * 0.99)] as number] },
      { name: 'processor time of the service a batch', unit: 'ms', runs: [cpuMs] },
      { name: `wrong answers of ${questions.length}`, unit: '', runs: [asked.reduce((sum, { wrong }) => sum + wrong, 0)], aim: '≤ 0' },
    ];
  } finally {
    await system.stop();
  }
}

async function loadList(client: BatchClient, registry: MadeRegistry, system: BenchSystem): Promise<Figure[]> {
  const rows: string[] = [];
  registry.forEach((number) => rows.push(`${Math.floor(number / 10_000_000)},${String(number % 10_000_000).padStart(7, '0')}\n`));
  const file = gzipSync(rows.join(''), { level: 1 });
  const [fromMs, cpuFrom] = [performance.now(), cpuSeconds(system.pid('compliance'))];
  await client.load(file);
  const seconds = (performance.now() - fromMs) / 1_000;
  return [
    { name: `${registry.size} rows uploaded and loaded`, unit: 's', runs: [seconds] },
    {
      name: 'processor time of the service a million rows',
      unit: 's',
      runs: [((cpuSeconds(system.pid('compliance')) - cpuFrom) * 1e6) / registry.size],
    },
  ];
}

class BatchClient {
  readonly #url: string;
  readonly #headers: Record<string, string>;

  constructor(url: string, apiKey: string) {
    this.#url = url;
    this.#headers = { authorization: `Bearer ${apiKey}` };
  }

  async load(file: Buffer): Promise<void> {
    const body = new FormData();
    body.append('options', JSON.stringify({ source: 'us-national', mode: 'full', listedAt: new Date().toISOString() }));
    body.append('file', new Blob([new Uint8Array(file)]), 'numbers.gz');
    let load = await this.#answer<DncLoad>('/v1/dnc/loads', { method: 'POST', body });
    while (load.status === 'pending') {
      await pause(LOOK_MS);
      load = await this.#answer<DncLoad>(`/v1/dnc/loads/${load.id}`, {});
    }
    if (load.status !== 'completed') throw new Error(`the list was refused: ${load.refusal}`);
  }

  async untilCurrent(): Promise<void> {
    const body = JSON.stringify({ addresses: [{ phone: '+12015550100' }], channel: 'voice' });
    const headers = { 'content-type': 'application/json' };
    for (let state = ''; state !== 'current'; await pause(LOOK_MS))
      state = (await this.#answer<DncBatchCheck>('/v1/dnc/batch', { method: 'POST', body, headers })).lists[0]?.state ?? '';
  }

  async ask(questions: readonly (readonly [number: number, isListed: boolean])[]): Promise<Asked> {
    const body = JSON.stringify({ addresses: questions.map(([number]) => ({ phone: `+1${number}` })), channel: 'voice' });
    const from = performance.now();
    const { items } = await this.#answer<DncBatchCheck>('/v1/dnc/batch', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    const ms = performance.now() - from;
    return { ms, wrong: items.filter(({ blocked }, index) => blocked !== questions[index]?.[1]).length };
  }

  async #answer<T>(path: string, init: RequestInit & { headers?: Record<string, string> }): Promise<T> {
    const answer = await fetch(new URL(path, this.#url), { ...init, headers: { ...this.#headers, ...init.headers } });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }
}
