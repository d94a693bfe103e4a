import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { acknowledged, begun } from '../../probes/acks.ts';
import type { Scenario, Stage } from '../../stage.ts';

const LIMIT_PER_MINUTE = 300;
const FLUSHES = 5;
const AWAY_MS = 8_000;
const IN_FLIGHT = 40;
const AT_ONCE = 20;
/** Slower than the fifty that pass a second, half of them at once. */
const BETWEEN_MS = 500;

/** What became of many requests of one caller. */
interface Greed {
  readonly passed: number;
  readonly refused: number;
  readonly other: number;
}

/** One caller that reads as fast as its pace allows, well beyond its limit. */
async function readGreedily(stage: Stage, apiKey: string): Promise<Greed> {
  const statuses: number[] = [];
  const read = async (): Promise<void> => {
    const answer = await fetch(`${stage.system.gatewayUrl}/v1/tenants/current`, {
      headers: { authorization: `Bearer ${apiKey}` },
      signal: AbortSignal.timeout(10_000),
    });
    await answer.arrayBuffer();
    statuses.push(answer.status);
  };
  for (let sent = 0; sent < LIMIT_PER_MINUTE * 2; sent += AT_ONCE) {
    await Promise.all([pause(BETWEEN_MS), ...Array.from({ length: AT_ONCE }, read)]);
  }
  const count = (holds: (status: number) => boolean): number => statuses.filter(holds).length;
  return {
    passed: count((status) => status === 200),
    refused: count((status) => status === 429),
    other: count((status) => ![200, 429].includes(status)),
  };
}

async function flush(stage: Stage): Promise<void> {
  const redis = new Redis({ port: stage.system.network.redis.port, lazyConnect: true });
  await redis.connect();
  await redis.flushall();
  await redis.quit();
}

/** A caller has its limit and no more in each place where it may be counted: Redis, and this gateway's memory while Redis is away. */
async function expectBounds(stage: Stage, when: string): Promise<void> {
  const { apiKey } = await stage.system.createTenant(`Greedy ${when}`);
  const { passed, refused, other } = await readGreedily(stage, apiKey);
  stage.demand(other === 0, `${when}: ${other} reads were neither answered nor refused by their limit`);
  stage.demand(
    passed <= LIMIT_PER_MINUTE && passed >= LIMIT_PER_MINUTE * 0.9,
    `${when}: ${passed} reads passed a limit of ${LIMIT_PER_MINUTE}`,
  );
  stage.notes.push(`${when}: of ${passed + refused} reads of one key ${passed} passed (limit ${LIMIT_PER_MINUTE} a minute)`);
}

async function awayUnderLoad(stage: Stage): Promise<void> {
  const { system, ledger } = stage;
  system.servers.signal('redis', 'SIGKILL');
  await system.servers.gone('redis');
  const before = { acked: acknowledged(ledger), begun: begun(ledger) };
  await expectBounds(stage, 'without Redis');
  await pause(AWAY_MS);
  const during = { acked: acknowledged(ledger) - before.acked, begun: begun(ledger) - before.begun };
  stage.demand(during.acked >= during.begun - IN_FLIGHT, `without Redis ${during.acked} of ${during.begun} writes were acknowledged`);
  await system.servers.start('redis');
  await stage.recovered();
}

/** FLUSHALL, then kill -9: requests go on, limits are kept in the gateway's memory, and in Redis again when it is back. */
export const redisLoss: Scenario = {
  name: 'redis-loss',
  title: 'Redis FLUSHALL, kill -9 and restart',
  variables: { RATE_LIMIT_READ_PER_MINUTE: String(LIMIT_PER_MINUTE) },
  async run(stage) {
    const flushes = stage.rounds ?? FLUSHES;
    stage.load.start();
    for (let round = 0; round < flushes; round += 1) {
      await pause(1_000);
      await flush(stage);
    }
    await expectBounds(stage, 'after FLUSHALL');
    await awayUnderLoad(stage);
    await expectBounds(stage, 'with Redis back');
    return stage.end(`${flushes} × FLUSHALL; kill -9, away for ${AWAY_MS / 1_000} s`);
  },
};
