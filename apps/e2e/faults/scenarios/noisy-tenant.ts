import { setTimeout as pause } from 'node:timers/promises';
import { HttpLoad, type LoadOutcome, type LoadRequest, percentile } from '@leadstream/testing/http-load';
import type { TenantAccess } from '../fault-system.ts';
import { BareRefuser, type Refusal } from '../load/bare-refuser.ts';
import type { Outcome, Scenario, Stage } from '../stage.ts';

const ROUNDS = 5;
const SECONDS = 20;
/** Compiled code and open connections everywhere before anything is measured. */
const WARM_UP_SECONDS = 10;
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

/** The quiet tenants' p99 in milliseconds, by what goes on beside them. */
interface Round {
  /** Nothing. */
  readonly alone: number;
  /** The same noise, sent to a server that does nothing but refuse: sender and sockets take their part of the machine, Leadstream has none of it. */
  readonly control: number;
  /** The noise at the gateway. */
  readonly beside: number;
}

function checkOf({ apiKey }: TenantAccess): LoadRequest {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  return { method: 'POST', path: '/v1/dnc/check', headers, body: JSON.stringify({ email: 'nobody@example.com' }) };
}

async function createTenants(stage: Stage, count: number): Promise<TenantAccess[]> {
  const tenants: TenantAccess[] = [];
  for (let number = 1; number <= count; number += 1) tenants.push(await stage.system.createTenant(`Tenant ${number} of ${Date.now()}`));
  return tenants;
}

/** Asks until it is refused. */
async function refusalOf(gatewayUrl: string, { method, path, headers, body }: LoadRequest): Promise<Refusal> {
  for (let asked = 0; asked <= 2 * SHARE_PER_MINUTE; asked += 1) {
    const answer = await fetch(gatewayUrl + path, { method, headers, ...(body !== undefined && { body }) });
    const text = await answer.text();
    const answered = Object.fromEntries([...answer.headers].filter(([name]) => !['connection', 'date', 'keep-alive'].includes(name)));
    if (answer.status === 429) return { status: answer.status, headers: answered, body: text };
  }
  throw new Error('the noisy tenant is never refused');
}

class Crowd {
  readonly #stage: Stage;
  readonly #quiet: readonly LoadRequest[];
  readonly #noise: LoadRequest;
  readonly #quietSender: HttpLoad;
  readonly #noisySender: HttpLoad;
  readonly #bare: BareRefuser;
  refused = 0;

  private constructor(stage: Stage, quiet: readonly LoadRequest[], noise: LoadRequest, senders: readonly HttpLoad[], bare: BareRefuser) {
    this.#stage = stage;
    this.#quiet = quiet;
    this.#noise = noise;
    [this.#quietSender, this.#noisySender] = senders as [HttpLoad, HttpLoad];
    this.#bare = bare;
  }

  static async gather(stage: Stage): Promise<Crowd> {
    const quiet = (await createTenants(stage, QUIET_TENANTS)).map(checkOf);
    const [noise] = (await createTenants(stage, 1)).map(checkOf) as [LoadRequest];
    const bare = await BareRefuser.start(await refusalOf(stage.system.gatewayUrl, noise));
    return new Crowd(stage, quiet, noise, [await HttpLoad.start(), await HttpLoad.start()], bare);
  }

  async warmUp(): Promise<void> {
    await this.#checks(WARM_UP_SECONDS);
    await this.#besideNoiseAt(this.#stage.system.gatewayUrl, WARM_UP_SECONDS);
  }

  async round(number: number): Promise<Round> {
    const alone = this.#p99Of(await this.#checks(SECONDS));
    const control = async (): Promise<number> => this.#p99Of((await this.#besideNoiseAt(this.#bare.url, SECONDS)).quiet);
    const beside = async (): Promise<number> => {
      const { quiet, noise } = await this.#besideNoiseAt(this.#stage.system.gatewayUrl, SECONDS);
      this.refused += noise.failures;
      return this.#p99Of(quiet);
    };
    // In turn, so that neither always comes first.
    if (number % 2 === 0) return { alone, control: await control(), beside: await beside() };
    const besideMs = await beside();
    return { alone, control: await control(), beside: besideMs };
  }

  leave(): void {
    this.#quietSender.stop();
    this.#noisySender.stop();
    this.#bare.stop();
  }

  async #besideNoiseAt(base: string, seconds: number): Promise<{ readonly quiet: LoadOutcome; readonly noise: LoadOutcome }> {
    const noise = ask(this.#noisySender, base, [this.#noise], { ...NOISY, seconds: seconds + 2 * NOISE_AHEAD_S });
    await pause(NOISE_AHEAD_S * 1_000);
    const quiet = await this.#checks(seconds);
    return { quiet, noise: await noise };
  }

  #checks(seconds: number): Promise<LoadOutcome> {
    return ask(this.#quietSender, this.#stage.system.gatewayUrl, this.#quiet, { ...QUIET, seconds });
  }

  #p99Of({ failures, latenciesMs }: LoadOutcome): number {
    this.#stage.demand(failures === 0, `${failures} requests of the quiet tenants failed`);
    return percentile(latenciesMs, 0.99);
  }
}

/** At a steady pace, one tenant after the other, whether or not answers come. */
function ask(sender: HttpLoad, base: string, requests: readonly LoadRequest[], pace: Pace): Promise<LoadOutcome> {
  return sender.run({ base, requests, pace: { kind: 'rate', ...pace } });
}

function medianOf(rounds: readonly Round[], ratio: (round: Round) => number): number {
  const ratios = rounds.map(ratio).toSorted((one, other) => one - other);
  return ratios[Math.floor(ratios.length / 2)] ?? 0;
}

function judge(stage: Stage, rounds: readonly Round[], refused: number): Promise<Outcome> {
  const overIdle = medianOf(rounds, ({ alone, beside }) => beside / Math.max(1, alone));
  const overControl = medianOf(rounds, ({ control, beside }) => beside / Math.max(1, control));
  stage.demand(
    overControl <= P99_AT_MOST,
    `the quiet tenants' p99 is ${overControl.toFixed(2)} × that beside noise which is not Leadstream's`,
  );
  stage.demand(refused > 0, 'the noisy tenant was never refused');
  const ratios = `${overControl.toFixed(2)} × that beside a bare server's noise, ${overIdle.toFixed(2)} × that without any`;
  stage.notes.push(`quiet tenants' p99 ${ratios} (medians of ${rounds.length}); ${refused} requests of the noisy one refused`);
  return stage.end(`${rounds.length} × ${SECONDS} s at ${NOISY.perSecond} requests a second where ${SHARE_PER_MINUTE / 60} are allowed`);
}

/** A tenant that asks for a hundred times its share gets its share; nobody else waits for it. */
export const noisyTenant: Scenario = {
  name: 'noisy-tenant',
  title: 'a tenant at 100 × its share',
  variables: { RATE_LIMIT_READ_PER_MINUTE: String(SHARE_PER_MINUTE) },
  isDirect: true,
  load: { perSecond: 2 },
  async run(stage) {
    const crowd = await Crowd.gather(stage);
    stage.load.start();
    await crowd.warmUp();
    const rounds: Round[] = [];
    for (let number = 0; number < (stage.rounds ?? ROUNDS); number += 1) {
      const round = await crowd.round(number);
      rounds.push(round);
      const { alone, control, beside } = round;
      stage.say(
        `quiet tenants' p99 ${alone.toFixed(1)} ms alone, ${control.toFixed(1)} ms beside a bare server's noise, ${beside.toFixed(1)} ms beside ours`,
      );
    }
    crowd.leave();
    return judge(stage, rounds, crowd.refused);
  },
};
