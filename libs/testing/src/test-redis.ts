import { Redis } from 'ioredis';
import { testStack } from './test-stack.js';

/** A Redis database that belongs to one spec file. */
export interface TestRedis {
  readonly url: string;
  /** Every key and what lies under it, as text. */
  contents(): Promise<string[]>;
  /** Empties it; call in `afterAll`. */
  drop(): Promise<void>;
}

const RESERVED_FOR_COUNTING = 0;

/** Takes the next of the server's numbered databases, emptied. */
export async function testRedis(): Promise<TestRedis> {
  const { redisUrl } = testStack();
  const counter = new Redis(redisUrl, { db: RESERVED_FOR_COUNTING, maxRetriesPerRequest: 1 });
  const [, databases] = (await counter.config('GET', 'databases')) as [string, string];
  const taken = await counter.incr('spec:databases');
  await counter.quit();
  const url = new URL(redisUrl);
  url.pathname = `/${1 + (taken % (Number(databases) - 1))}`;
  const drop = async (): Promise<void> => {
    const redis = new Redis(url.toString(), { maxRetriesPerRequest: 1 });
    await redis.flushdb();
    await redis.quit();
  };
  const contents = async (): Promise<string[]> => {
    const redis = new Redis(url.toString(), { maxRetriesPerRequest: 1 });
    const keys = await redis.keys('*');
    const values = await Promise.all(keys.map(async (key) => `${key} ${JSON.stringify(await valueOf(redis, key))}`));
    await redis.quit();
    return values;
  };
  await drop();
  return { url: url.toString(), contents, drop };
}

async function valueOf(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case 'hash':
      return redis.hgetall(key);
    case 'list':
      return redis.lrange(key, 0, -1);
    case 'set':
      return redis.smembers(key);
    case 'zset':
      return redis.zrange(key, 0, -1);
    default:
      return redis.get(key);
  }
}
