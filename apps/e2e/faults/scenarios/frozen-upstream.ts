import { setTimeout as pause } from 'node:timers/promises';
import { request } from 'undici';
import { readAtFullSpeed } from '../load/reads-at-full-speed.ts';
import type { Scenario, Stage } from '../stage.ts';

const ROUNDS = 5;
const SECONDS = 6;
const CONNECTIONS = 16;
/** The gateway waits a second for each part. */
const PARTIAL_WITHIN_MS = 1_500;
const RECOVERY_WITHIN_MS = 2_000;
const THROUGHPUT_KEPT01 = 0.9;

interface Whole {
  readonly status: number;
  readonly missing: readonly string[];
  readonly tookMs: number;
}

async function read360(stage: Stage, leadId: string): Promise<Whole> {
  const startedMs = performance.now();
  const { statusCode, body } = await request(`${stage.system.gatewayUrl}/v1/leads/${leadId}/360`, {
    headers: { authorization: `Bearer ${stage.tenant.apiKey}` },
  });
  const { missing = [] } = (await body.json()) as { missing?: { part: string }[] };
  return { status: statusCode, missing: missing.map(({ part }) => part), tookMs: performance.now() - startedMs };
}

async function throughput(stage: Stage, leadId: string): Promise<number> {
  const { gatewayUrl } = stage.system;
  const figures = await readAtFullSpeed({
    url: `${gatewayUrl}/v1/leads/${leadId}`,
    apiKey: stage.tenant.apiKey,
    seconds: SECONDS,
    connections: CONNECTIONS,
  });
  stage.demand(figures.failed === 0, `${figures.failed} reads of a healthy service failed`);
  return figures.perSecond;
}

/** From the thaw until the lead is whole again. */
async function thaw(stage: Stage, leadId: string): Promise<number> {
  stage.system.apps.kill('engagement', 'SIGCONT');
  const startedMs = performance.now();
  while ((await read360(stage, leadId)).missing.length > 0) await pause(20);
  return performance.now() - startedMs;
}

/** One service stops answering: the others must not notice, and the aggregate must name what is missing in time. */
export const frozenUpstream: Scenario = {
  name: 'frozen-upstream',
  title: 'one upstream frozen (T16)',
  // The lead that is read must not be deleted meanwhile.
  load: { perSecond: 5, mix: { capture: 4, status: 1, interaction: 2, consent: 1, 'dnc-add': 1 } },
  async run(stage) {
    const rounds = stage.rounds ?? ROUNDS;
    const { effectId: leadId = '' } = await stage.load.perform('capture');
    await stage.recovered();
    stage.load.start();
    const kept01: number[] = [];
    const slowestMs: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const before = await throughput(stage, leadId);
      stage.system.apps.kill('engagement', 'SIGSTOP');
      const partial = await read360(stage, leadId);
      stage.demand(partial.status === 200 && partial.missing.includes('interactions'), `no partial answer: ${JSON.stringify(partial)}`);
      slowestMs.push(partial.tookMs);
      kept01.push((await throughput(stage, leadId)) / before);
      const tookMs = await thaw(stage, leadId);
      stage.recoveriesMs.push(tookMs);
      stage.demand(tookMs <= RECOVERY_WITHIN_MS, `whole again only ${Math.round(tookMs)} ms after the thaw`);
    }
    const median01 = kept01.toSorted((one, other) => one - other)[Math.floor(rounds / 2)] ?? 0;
    const worstMs = Math.max(...slowestMs);
    stage.demand(median01 >= THROUGHPUT_KEPT01, `other routes kept ${median01.toFixed(2)} of their throughput`);
    stage.demand(worstMs <= PARTIAL_WITHIN_MS, `a partial answer took ${Math.round(worstMs)} ms`);
    stage.notes.push(
      `other routes kept ${median01.toFixed(2)} of their throughput (median of ${rounds}); partial answer within ${Math.round(worstMs)} ms`,
    );
    return stage.end(`${rounds} × SIGSTOP of engagement for ${SECONDS} s`);
  },
};
