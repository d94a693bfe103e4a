import { randomUUID } from 'node:crypto';
import { ContextToken } from '@leadstream/http';
import { HttpLoad, type LoadRequest, percentile } from '@leadstream/testing/http-load';
import type { AppName } from '../../../infra/local/index.ts';
import { type BenchSystem, startBenchSystem } from '../bench-system.ts';
import { type Figure, ratios, spread } from '../figure.ts';
import { load } from '../load.ts';
import { cpuSeconds } from '../process-cpu.ts';
import { refusalFigures } from './refusal.ts';

const ROUNDS = 5;
const SECONDS = 5;
const CONNECTIONS = 32;
/** The aggregate waits for four services on two cores: a rate at which none of them queues. */
const AGGREGATES_PER_SECOND = 50;
const SCOPES = ['leads:read', 'compliance:read', 'engagement:read', 'email:read'];

interface Passage {
  readonly perSecond: number;
  readonly gatewayMicros: number;
  readonly leadMicros: number;
}

interface Latency {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** One lead through the gateway and straight from its service; a refusal; the 360 and its parts alone. */
export async function measureGateway(): Promise<Figure[]> {
  const system = await startBenchSystem({ RATE_LIMIT_READ_PER_MINUTE: '100000000' });
  const sender = await HttpLoad.start();
  try {
    const bench = await GatewayBench.open(system, sender);
    await bench.warmUp();
    const proxied: Passage[] = [];
    const direct: Passage[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      proxied.push(await bench.passage('gateway'));
      direct.push(await bench.passage('lead'));
    }
    return [...passageFigures(proxied, direct), ...(await refusalFigures(system, sender)), ...(await aggregateFigures(bench))];
  } finally {
    sender.stop();
    await system.stop();
  }
}

class GatewayBench {
  readonly #system: BenchSystem;
  readonly #sender: HttpLoad;
  readonly #apiKey: string;
  readonly #tenantId: string;
  readonly leadId: string;

  private constructor(system: BenchSystem, sender: HttpLoad, apiKey: string, tenantId: string, leadId: string) {
    this.#system = system;
    this.#sender = sender;
    this.#apiKey = apiKey;
    this.#tenantId = tenantId;
    this.leadId = leadId;
  }

  static async open(system: BenchSystem, sender: HttpLoad): Promise<GatewayBench> {
    const apiKey = await system.createTenant('Gateway');
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    const body = JSON.stringify({
      firstName: 'Ada',
      lastName: 'Lovelace',
      email: 'ada@example.com',
      phone: '+12025550143',
      source: 'referral',
    });
    const answer = await fetch(`${system.gatewayUrl}/v1/leads`, { method: 'POST', headers, body });
    const { id } = (await answer.json()) as { id: string };
    const tenant = await fetch(`${system.gatewayUrl}/v1/tenants/current`, { headers });
    const { id: tenantId } = (await tenant.json()) as { id: string };
    const bench = new GatewayBench(system, sender, apiKey, tenantId, id);
    await bench.untilWhole();
    return bench;
  }

  /** Compiled code everywhere before anything is measured at a low rate. */
  async warmUp(): Promise<void> {
    await this.passage('gateway');
    await this.passage('lead');
    const url = `${this.#system.url('gateway')}/v1/leads/${this.leadId}/360`;
    await load({ url, headers: this.#headers('gateway'), seconds: 2 * SECONDS, connections: CONNECTIONS / 4 });
  }

  async passage(door: 'gateway' | 'lead'): Promise<Passage> {
    const before = this.#cpu();
    const { requestsPerSecond, failures } = await load({
      url: `${this.#system.url(door)}/v1/leads/${this.leadId}`,
      headers: this.#headers(door),
      seconds: SECONDS,
      connections: CONNECTIONS,
    });
    if (failures > 0) throw new Error(`${failures} reads failed at ${door}`);
    const after = this.#cpu();
    const micros = (app: 'gateway' | 'lead'): number => ((after[app] - before[app]) * 1e6) / (requestsPerSecond * SECONDS);
    return { perSecond: requestsPerSecond, gatewayMicros: micros('gateway'), leadMicros: micros('lead') };
  }

  async latency(app: AppName, path: string): Promise<Latency> {
    const request: LoadRequest = { method: 'GET', path, headers: this.#headers(app) };
    const pace = { kind: 'rate', perSecond: AGGREGATES_PER_SECOND, seconds: SECONDS, connections: CONNECTIONS } as const;
    const { latenciesMs, failures } = await this.#sender.run({ base: this.#system.url(app), requests: [request], pace });
    if (failures > 0) throw new Error(`${failures} of ${path} failed at ${app}`);
    return { p50Ms: percentile(latenciesMs, 0.5), p99Ms: percentile(latenciesMs, 0.99) };
  }

  /** The projections of the other services know the lead a moment later. */
  private async untilWhole(): Promise<void> {
    for (let attempt = 0; attempt < 200; attempt += 1) {
      const answer = await fetch(`${this.#system.gatewayUrl}/v1/leads/${this.leadId}/360`, { headers: this.#headers('gateway') });
      const { missing, compliance } = (await answer.json()) as { missing: unknown[]; compliance: { known: boolean } | null };
      if (missing.length === 0 && compliance?.known === true) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('the lead did not reach every service');
  }

  #headers(app: AppName): Record<string, string> {
    if (app === 'gateway') return { authorization: `Bearer ${this.#apiKey}` };
    const token = new ContextToken({ secret: this.#system.contextSecret, audience: app });
    const actor = { kind: 'api-key', id: randomUUID() } as const;
    return { 'x-leadstream-context': token.sign({ tenantId: this.#tenantId, actor, scopes: SCOPES, requestId: randomUUID() }) };
  }

  #cpu(): Record<'gateway' | 'lead', number> {
    return { gateway: cpuSeconds(this.#system.pid('gateway')), lead: cpuSeconds(this.#system.pid('lead')) };
  }
}

function passageFigures(proxied: readonly Passage[], direct: readonly Passage[]): Figure[] {
  const rate = (runs: readonly Passage[]): number[] => runs.map(({ perSecond }) => perSecond);
  return [
    { name: 'GET lead through the gateway', unit: 'req/s', runs: rate(proxied) },
    { name: 'GET lead from its service', unit: 'req/s', runs: rate(direct) },
    { name: 'through the gateway / direct', unit: '×', runs: ratios(rate(proxied), rate(direct)), aim: '≥ 0.6' },
    { name: 'processor time of the gateway', unit: 'µs/req', runs: proxied.map(({ gatewayMicros }) => gatewayMicros) },
    { name: 'processor time of the service, through the gateway', unit: 'µs/req', runs: proxied.map(({ leadMicros }) => leadMicros) },
    { name: 'processor time of the service, direct', unit: 'µs/req', runs: direct.map(({ leadMicros }) => leadMicros) },
  ];
}

async function aggregateFigures(bench: GatewayBench): Promise<Figure[]> {
  const { leadId } = bench;
  const parts = {
    lead: ['lead', `/v1/leads/${leadId}`],
    compliance: ['compliance', `/v1/leads/${leadId}/contact-state`],
    interactions: ['engagement', `/v1/interactions?leadId=${leadId}&limit=20`],
    emails: ['email-events', `/v1/email/messages?leadId=${leadId}&limit=20`],
  } as const;
  const whole: Latency[] = [];
  const through: Latency[] = [];
  const alone = Object.fromEntries(Object.keys(parts).map((part) => [part, [] as Latency[]])) as Record<keyof typeof parts, Latency[]>;
  for (let round = 0; round <= ROUNDS; round += 1) {
    const measured = [await bench.latency('gateway', `/v1/leads/${leadId}/360`)];
    for (const [app, path] of Object.values(parts)) measured.push(await bench.latency(app, path));
    const viaGateway = await bench.latency('gateway', parts.lead[1]);
    if (round === 0) continue;
    through.push(viaGateway);
    const [aggregate, ...each] = measured as [Latency, ...Latency[]];
    whole.push(aggregate);
    Object.values(alone).forEach((runs, index) => runs.push(each[index] as Latency));
  }
  const slowest = Object.values(alone).toSorted((one, other) => medianP50(other) - medianP50(one))[0] as Latency[];
  const of = (runs: readonly Latency[], key: keyof Latency): number[] => runs.map((run) => run[key]);
  return [
    { name: 'lead 360 of four parts, p50', unit: 'ms', runs: of(whole, 'p50Ms') },
    { name: 'lead 360 of four parts, p99', unit: 'ms', runs: of(whole, 'p99Ms') },
    ...Object.entries(alone).map(([part, runs]) => ({ name: `${part} alone, p50`, unit: 'ms', runs: of(runs, 'p50Ms') })),
    { name: 'lead through the gateway, p50', unit: 'ms', runs: of(through, 'p50Ms') },
    { name: '360 / lead through the gateway, p50', unit: '×', runs: ratios(of(whole, 'p50Ms'), of(through, 'p50Ms')) },
    { name: 'slowest part alone, p99', unit: 'ms', runs: of(slowest, 'p99Ms') },
    { name: '360 / slowest part, p50', unit: '×', runs: ratios(of(whole, 'p50Ms'), of(slowest, 'p50Ms')), aim: '≤ 1.3' },
    { name: '360 / slowest part, p99', unit: '×', runs: ratios(of(whole, 'p99Ms'), of(slowest, 'p99Ms')), aim: '≤ 1.5' },
  ];
}

function medianP50(runs: readonly Latency[]): number {
  return spread(runs.map(({ p50Ms }) => p50Ms)).median;
}
