import { Redis } from 'ioredis';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import type { ServerName } from './servers.ts';

async function askPostgres(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function askKafka(brokers: string): Promise<boolean> {
  const kafka = new Kafka({
    clientId: 'leadstream-stack',
    brokers: brokers.split(','),
    logLevel: logLevel.NOTHING,
    connectionTimeout: 1_000,
    retry: { retries: 0 },
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    return (await admin.describeCluster()).brokers.length > 0;
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

async function askRedis(url: string): Promise<boolean> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: null, connectTimeout: 2_000, maxRetriesPerRequest: 0 });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return (await redis.ping()) === 'PONG';
  } finally {
    redis.disconnect();
  }
}

const ASK: Readonly<Record<ServerName, (address: string) => Promise<boolean>>> = {
  postgres: askPostgres,
  kafka: askKafka,
  redis: askRedis,
};

/** Asks a server a real question, not only for its port; rejects with the reason when it cannot answer. */
export function answers(server: ServerName, address: string): Promise<boolean> {
  return ASK[server](address);
}
