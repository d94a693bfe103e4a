import { setTimeout as pause } from 'node:timers/promises';
import { HttpLoad, type LoadOutcome, percentile } from '@leadstream/testing/http-load';
import type { Scenario, Stage } from '../stage.ts';

const ROUNDS = 5;
/** So long that a p99 is not the slowest single request. */
const SECONDS = 20;
/** The noisy client has found its pace before anything is measured beside it. */
const NOISE_AHEAD_S = 3;
/** What a tenant may ask for: 10 writes a second. */
const SHARE_PER_MINUTE = 600;
const QUIET = { perSecond: 8, connections: 4 };
const NOISY = { perSecond: 100 * (SHARE_PER_MINUTE / 60), connections: 32 };
const P99_AT_MOST = 1.5;

/** Asks at a steady pace, whether or not answers come. */
function checks(stage: Stage, sender: HttpLoad, apiKey: string, pace: typeof QUIET, seconds: number): Promise<LoadOutcome> {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  const request = { method: 'POST', path: '/v1/dnc/check', headers, body: JSON.stringify({ email: 'nobody@example.com' }) } as const;
  return sender.run({ base: stage.system.gatewayUrl, requests: [request], pace: { kind: 'rate', ...pace, seconds } });
}

/** A tenant that asks for a hundred times its share gets its share; nobody else waits for it. */
export const noisyTenant: Scenario = {
  name: 'noisy-tenant',
  title: 'a tenant at 100 × its share',
  variables: { RATE_LIMIT_READ_PER_MINUTE: String(SHARE_PER_MINUTE) },
  load: { perSecond: 2 },
  async run(stage) {
    const rounds = stage.rounds ?? ROUNDS;
    const ratios: number[] = [];
    let refused = 0;
    const quietSender = await HttpLoad.start();
    const noisySender = await HttpLoad.start();
    stage.load.start();
    for (let round = 0; round < rounds; round += 1) {
      const quiet = await stage.system.createTenant(`Quiet ${Date.now()}`);
      const noisy = await stage.system.createTenant(`Noisy ${Date.now()}`);
      const quietChecks = (): Promise<LoadOutcome> => checks(stage, quietSender, quiet.apiKey, QUIET, SECONDS);
      const alone = await quietChecks();
      const noise = checks(stage, noisySender, noisy.apiKey, NOISY, SECONDS + 2 * NOISE_AHEAD_S);
      await pause(NOISE_AHEAD_S * 1_000);
      const beside = await quietChecks();
      const { requests, seconds, failures } = await noise;
      stage.demand(alone.failures + beside.failures === 0, `${alone.failures + beside.failures} requests of the quiet tenant failed`);
      refused += failures;
      const [aloneMs, besideMs] = [percentile(alone.latenciesMs, 0.99), percentile(beside.latenciesMs, 0.99)];
      ratios.push(besideMs / Math.max(1, aloneMs));
      stage.say(
        `quiet tenant's p99 ${aloneMs.toFixed(1)} ms alone, ${besideMs.toFixed(1)} ms beside ${Math.round(requests / seconds)} requests a second`,
      );
    }
    quietSender.stop();
    noisySender.stop();
    const median = ratios.toSorted((one, other) => one - other)[Math.floor(rounds / 2)] ?? 0;
    stage.demand(median <= P99_AT_MOST, `the quiet tenant's p99 is ${median.toFixed(2)} × that without the noisy one`);
    stage.demand(refused > 0, 'the noisy tenant was never refused');
    stage.notes.push(`quiet tenant's p99 ${median.toFixed(2)} × (median of ${rounds}); ${refused} requests of the noisy one refused`);
    return stage.end(`${rounds} × ${SECONDS} s at ${NOISY.perSecond} requests a second where ${SHARE_PER_MINUTE / 60} are allowed`);
  },
};
