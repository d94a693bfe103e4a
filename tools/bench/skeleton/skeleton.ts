import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { HttpLoad, type LoadOutcome, type LoadRequest, percentile } from '@leadstream/testing/http-load';
import type { Figure } from '../figure.ts';
import { residentMemory } from '../resident-memory.ts';
import { startBenchSystem } from '../bench-system.ts';
import { ImportingClient } from './import-file.ts';
import { load, type LoadResult } from '../load.ts';

const RUNS = 5;
const LOAD_SECONDS = 6;
const CONNECTIONS = 32;
const PACED_SHARE = 0.7;
/** Pools let go of connections after ten seconds; then the system is at rest. */
const IDLE_MS = 20_000;

const data = new URL('../../../../shared/data/01_olist_funnel/', import.meta.url);
const leadsFile = fileURLToPath(new URL('mql.csv', data));
const dealsFile = fileURLToPath(new URL('closed_deals_cleaned_iso.csv', data));

const leadOptions = {
  mapping: { mql_id: 'externalId', first_contact_date: 'capturedAt', origin: 'source', landing_page_id: 'sourceMetadata.landingPageId' },
  matchBy: 'externalId',
};
const dealOptions = {
  mapping: { mql_id: 'externalId', won_date: 'statusChangedAt' },
  constants: { status: 'converted' },
  matchBy: 'externalId',
};

/** The whole system: imports until they show in the funnel, memory at rest, reads through the gateway. */
export async function measureSkeleton(): Promise<Figure[]> {
  if (!existsSync(leadsFile)) throw new Error('the Olist files are not there: ../shared/data/01_olist_funnel');
  const system = await startBenchSystem({ RATE_LIMIT_READ_PER_MINUTE: '10000000' });
  try {
    await pause(IDLE_MS);
    const idle = residentMemory(system.pids);
    const leadSeconds: number[] = [];
    const dealSeconds: number[] = [];
    let apiKey = '';
    for (let run = 1; run <= RUNS; run += 1) {
      apiKey = await system.createTenant(`Run ${run}`);
      const client = new ImportingClient(system.gatewayUrl, apiKey);
      leadSeconds.push(await client.untilInFunnel(leadsFile, leadOptions, 'captured', 8_000));
      dealSeconds.push(await client.untilInFunnel(dealsFile, dealOptions, 'converted', 842));
    }
    const leadId = await new ImportingClient(system.gatewayUrl, apiKey).firstLeadId();
    const reads = await readLoad(system.gatewayUrl, {
      method: 'GET',
      path: `/v1/leads/${leadId}`,
      headers: { authorization: `Bearer ${apiKey}` },
    });
    await pause(IDLE_MS);
    const afterwards = residentMemory(system.pids);
    return [
      { name: 'upload of 8,000 leads → last row in the funnel', unit: 's', runs: leadSeconds, aim: '≤ 10' },
      { name: 'upload of 842 deals → last row in the funnel', unit: 's', runs: dealSeconds, aim: '≤ 10' },
      ...reads,
      { name: 'whole system idle, resident', unit: 'GB', runs: [idle.rssBytes / 1e9], aim: '< 1.6' },
      { name: 'whole system idle, shared pages counted once', unit: 'GB', runs: [idle.pssBytes / 1e9] },
      { name: 'whole system idle after the load, resident', unit: 'GB', runs: [afterwards.rssBytes / 1e9] },
    ];
  } finally {
    await system.stop();
  }
}

async function readLoad(base: string, request: LoadRequest): Promise<Figure[]> {
  const { path, headers } = request;
  const atFullSpeed = (seconds: number): Promise<LoadResult> => load({ url: base + path, headers, seconds, connections: CONNECTIONS });
  const sender = await HttpLoad.start();
  await atFullSpeed(3);
  const full: LoadResult[] = [];
  const paced: LoadOutcome[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const result = await atFullSpeed(LOAD_SECONDS);
    full.push(result);
    const perSecond = Math.floor(result.requestsPerSecond * PACED_SHARE);
    const pace = { kind: 'rate', perSecond, seconds: LOAD_SECONDS, connections: CONNECTIONS } as const;
    paced.push(await sender.run({ base, requests: [request], pace }));
  }
  sender.stop();
  const failures = [...full, ...paced].reduce((total, result) => total + result.failures, 0);
  if (failures > 0) throw new Error(`${failures} of the reads failed`);
  return [
    { name: 'GET lead through the gateway', unit: 'req/s', runs: full.map((result) => result.requestsPerSecond), aim: '≥ 1500' },
    { name: 'GET lead, p99 at full speed', unit: 'ms', runs: full.map((result) => result.p99Ms) },
    { name: 'GET lead, p50 at 70 %', unit: 'ms', runs: paced.map(({ latenciesMs }) => percentile(latenciesMs, 0.5)) },
    { name: 'GET lead, p99 at 70 %', unit: 'ms', runs: paced.map(({ latenciesMs }) => percentile(latenciesMs, 0.99)) },
  ];
}
