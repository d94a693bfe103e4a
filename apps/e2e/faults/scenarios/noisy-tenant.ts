import { setTimeout as pause } from 'node:timers/promises';
import { HttpLoad, type LoadOutcome, percentile } from '@leadstream/testing/http-load';
import type { TenantAccess } from '../fault-system.ts';
import type { Scenario, Stage } from '../stage.ts';

const ROUNDS = 5;
const SECONDS = 20;
/** The noisy client has found its pace before anything is measured beside it. */
const NOISE_AHEAD_S = 3;
/** What a tenant may ask for: 10 writes a second. */
const SHARE_PER_MINUTE = 600;
/** So many that twenty of their requests are slower than the p99 of a round, not one or two: a machine stops for some tens of milliseconds now and then. */
const QUIET_TENANTS = 12;
const QUIET = { perSecond: QUIET_TENANTS * 8, connections: QUIET_TENANTS };
const NOISY = { perSecond: 100 * (SHARE_PER_MINUTE / 60), connections: 32 };
const P99_AT_MOST = 1.5;

interface Pace {
  readonly perSecond: number;
  readonly connections: number;
  readonly seconds: number;
}

/** Asks at a steady pace, one tenant after the other, whether or not answers come. */
function checks(stage: Stage, sender: HttpLoad, tenants: readonly TenantAccess[], pace: Pace): Promise<LoadOutcome> {
  const requests = tenants.map(({ apiKey }) => {
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
    return { method: 'POST', path: '/v1/dnc/check', headers, body: JSON.stringify({ email: 'nobody@example.com' }) } as const;
  });
  return sender.run({ base: stage.system.gatewayUrl, requests, pace: { kind: 'rate', ...pace } });
}

async function createTenants(stage: Stage, count: number): Promise<TenantAccess[]> {
  const tenants: TenantAccess[] = [];
  for (let number = 1; number <= count; number += 1) tenants.push(await stage.system.createTenant(`Tenant ${number} of ${Date.now()}`));
  return tenants;
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
    const quiet = await createTenants(stage, QUIET_TENANTS);
    const noisy = await createTenants(stage, 1);
    const quietChecks = (): Promise<LoadOutcome> => checks(stage, quietSender, quiet, { ...QUIET, seconds: SECONDS });
    stage.load.start();
    for (let round = 0; round < rounds; round += 1) {
      const alone = await quietChecks();
      const noise = checks(stage, noisySender, noisy, { ...NOISY, seconds: SECONDS + 2 * NOISE_AHEAD_S });
      await pause(NOISE_AHEAD_S * 1_000);
      const beside = await quietChecks();
      const { requests, seconds, failures } = await noise;
      stage.demand(alone.failures + beside.failures === 0, `${alone.failures + beside.failures} requests of the quiet tenants failed`);
      refused += failures;
      const [aloneMs, besideMs] = [percentile(alone.latenciesMs, 0.99), percentile(beside.latenciesMs, 0.99)];
      ratios.push(besideMs / Math.max(1, aloneMs));
      stage.say(
        `quiet tenants' p99 ${aloneMs.toFixed(1)} ms alone, ${besideMs.toFixed(1)} ms beside ${Math.round(requests / seconds)} requests a second`,
      );
    }
    quietSender.stop();
    noisySender.stop();
    const median = ratios.toSorted((one, other) => one - other)[Math.floor(rounds / 2)] ?? 0;
    stage.demand(median <= P99_AT_MOST, `the quiet tenants' p99 is ${median.toFixed(2)} × that without the noisy one`);
    stage.demand(refused > 0, 'the noisy tenant was never refused');
    stage.notes.push(`quiet tenants' p99 ${median.toFixed(2)} × (median of ${rounds}); ${refused} requests of the noisy one refused`);
    return stage.end(`${rounds} × ${SECONDS} s at ${NOISY.perSecond} requests a second where ${SHARE_PER_MINUTE / 60} are allowed`);
  },
};
