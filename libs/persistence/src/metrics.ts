import { meter } from '@leadstream/telemetry';
import type pg from 'pg';

const metrics = meter('leadstream.persistence');
const pools = new Map<pg.Pool, string>();

/** Time from asking for a connection to the answer of the last statement. */
export const operationDuration = metrics.histogram<{ 'db.operation.name': 'read' | 'transaction' }>('db.client.operation.duration', {
  unit: 's',
  description: 'Duration of tenant reads and transactions, waiting for a connection included.',
});

metrics.gauge<{ 'db.client.connection.pool.name': string; 'db.client.connection.state': 'idle' | 'used' }>(
  'db.client.connection.count',
  { unit: '{connection}', description: 'Connections of each pool.' },
  (result) => {
    for (const [pool, name] of pools) {
      const labels = { 'db.client.connection.pool.name': name };
      result.observe(pool.idleCount, { ...labels, 'db.client.connection.state': 'idle' });
      result.observe(pool.totalCount - pool.idleCount, { ...labels, 'db.client.connection.state': 'used' });
    }
  },
);

metrics.gauge<{ 'db.client.connection.pool.name': string }>(
  'db.client.connection.max',
  { unit: '{connection}', description: 'Connections each pool may open.' },
  (result) => {
    for (const [pool, name] of pools) result.observe(pool.options.max, { 'db.client.connection.pool.name': name });
  },
);

metrics.gauge<{ 'db.client.connection.pool.name': string }>(
  'db.client.connection.pending_requests',
  { unit: '{request}', description: 'Callers that wait for a connection.' },
  (result) => {
    for (const [pool, name] of pools) result.observe(pool.waitingCount, { 'db.client.connection.pool.name': name });
  },
);

/** Shows a pool in the metrics until the returned function is called. */
export function observePool(name: string, pool: pg.Pool): () => void {
  pools.set(pool, name);
  return () => void pools.delete(pool);
}

/** `missing` is an alarm: the vault has lost keys, or is not the one that events were sealed with. */
export const vaultLookups = metrics.counter<{ result: 'cached' | 'fetched' | 'made' | 'missing' }>('encryption.person_keys', {
  unit: '{key}',
  description: 'Keys of persons that were asked for, by where they were found.',
});
