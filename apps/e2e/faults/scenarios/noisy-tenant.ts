import { setTimeout as pause } from 'node:timers/promises';
import { sendRequests } from '../load/paced-reads.ts';
import type { Scenario, Stage } from '../stage.ts';

const ROUNDS = 5;
/** So long that a p99 is not the slowest single request. */
const SECONDS = 20;
/** The noisy client has started and found its pace; its start takes processor time of its own. */
const NOISE_AHEAD_S = 3;
/** What a tenant may ask for: 10 writes a second. */
const SHARE_PER_MINUTE = 600;
const QUIET_PER_SECOND = 8;
const NOISY_PER_SECOND = 100 * (SHARE_PER_MINUTE / 60);
const P99_AT_MOST = 1.5;

function checks(stage: Stage, apiKey: string, perSecond: number, seconds: number): ReturnType<typeof sendRequests> {
  return sendRequests({
    url: `${stage.system.gatewayUrl}/v1/dnc/check`,
    apiKey,
    seconds,
    connections: perSecond > 100 ? 32 : 4,
    perSecond,
    json: { email: 'nobody@example.com' },
  });
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
    stage.load.start();
    for (let round = 0; round < rounds; round += 1) {
      const [quiet, noisy] = [
        await stage.system.createTenant(`Quiet ${Date.now()}`),
        await stage.system.createTenant(`Noisy ${Date.now()}`),
      ];
      const alone = await checks(stage, quiet.apiKey, QUIET_PER_SECOND, SECONDS);
      const noisyChecks = checks(stage, noisy.apiKey, NOISY_PER_SECOND, SECONDS + 2 * NOISE_AHEAD_S);
      await pause(NOISE_AHEAD_S * 1_000);
      const [beside, noise] = await Promise.all([checks(stage, quiet.apiKey, QUIET_PER_SECOND, SECONDS), noisyChecks]);
      stage.demand(alone.failed + beside.failed === 0, `${alone.failed + beside.failed} requests of the quiet tenant failed`);
      refused += noise.failed;
      ratios.push(beside.p99Ms / Math.max(1, alone.p99Ms));
      stage.say(`quiet tenant's p99 ${alone.p99Ms} ms alone, ${beside.p99Ms} ms beside ${Math.round(noise.perSecond)} requests a second`);
    }
    const median = ratios.toSorted((one, other) => one - other)[Math.floor(rounds / 2)] ?? 0;
    stage.demand(median <= P99_AT_MOST, `the quiet tenant's p99 is ${median.toFixed(2)} × that without the noisy one`);
    stage.demand(refused > 0, 'the noisy tenant was never refused');
    stage.notes.push(`quiet tenant's p99 ${median.toFixed(2)} × (median of ${rounds}); ${refused} requests of the noisy one refused`);
    return stage.end(`${rounds} × ${SECONDS} s at ${NOISY_PER_SECOND} requests a second where ${SHARE_PER_MINUTE / 60} are allowed`);
  },
};
