import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { configureLogger } from '@leadstream/telemetry';
import { eventually, testStack } from '@leadstream/testing';
import { type CertificateFiles, TestAuthority, TlsProxy } from '@leadstream/testing/tls';
import { connectRedis, type RedisConnection } from './redis.js';

/** A proxy speaks TLS in front of the Redis that all specs share: what is tested is our side. */
let authority: TestAuthority;
let other: TestAuthority;
let proxy: TlsProxy | undefined;
let redis: RedisConnection | undefined;

beforeAll(async () => {
  configureLogger({ service: 'gateway', level: 'silent' });
  [authority, other] = [await TestAuthority.create(), await TestAuthority.create()];
});
afterEach(async () => {
  redis?.disconnect();
  await proxy?.close();
});
afterAll(() => {
  authority.drop();
  other.drop();
});

interface Trust {
  readonly ca?: string;
  readonly client?: CertificateFiles;
}

async function connect(certificate: CertificateFiles, { ca, client }: Trust, clientCa?: string): Promise<RedisConnection> {
  redis?.disconnect();
  await proxy?.close();
  proxy = new TlsProxy(new URL(testStack().redisUrl), { certificate, ...(clientCa !== undefined && { clientCa }) });
  const REDIS_URL = `rediss://localhost:${await proxy.listen()}`;
  redis = connectRedis({ REDIS_URL, REDIS_TLS_CA: ca, REDIS_TLS_CERT: client?.cert, REDIS_TLS_KEY: client?.key });
  return redis;
}

async function expectRefusal(connection: RedisConnection, reason: string): Promise<void> {
  await eventually(() => expect(connection.tlsTrouble.reason).toBe(reason));
  expect(connection.status).not.toBe('ready');
}

async function expectAnswer(connection: RedisConnection): Promise<void> {
  await eventually(() => expect(connection.status).toBe('ready'));
  expect(await connection.ping()).toBe('PONG');
  expect(connection.tlsTrouble.reason).toBeUndefined();
}

it('answers who believes its CA', async () => {
  await expectAnswer(await connect(await authority.server(), { ca: authority.ca }));
});

it('is not believed with another CA, another name, or when its time is over', async () => {
  await expectRefusal(await connect(await authority.server(), { ca: other.ca }), 'unknown_ca');
  await expectRefusal(await connect(await authority.server(), {}), 'unknown_ca');
  await expectRefusal(await connect(await authority.server({ hosts: ['elsewhere.example'] }), { ca: authority.ca }), 'wrong_host');
  await expectRefusal(await connect(await authority.server({ expired: true }), { ca: authority.ca }), 'expired');
});

it('is shown our certificate where it asks for one', async () => {
  const { ca } = authority;
  await expectAnswer(await connect(await authority.server(), { ca, client: await authority.client() }, ca));
  const without = await connect(await authority.server(), { ca }, ca);
  await expect(without.ping()).rejects.toThrow();
  await eventually(() => expect(without.status).not.toBe('ready'));
});

it('is not reached in the clear', async () => {
  expect(() => connectRedis({ REDIS_URL: testStack().redisUrl, REDIS_TLS_CA: authority.ca })).toThrow('rediss://');
});
