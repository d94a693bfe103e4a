import type { HealthRegistry } from '@leadstream/http';
import type { TenantDatabase } from '@leadstream/persistence';
import type { Redis } from 'ioredis';
import type { Upstreams } from '../upstream/upstreams.js';

export interface Dependencies {
  readonly database: TenantDatabase;
  readonly redis: Redis;
  readonly upstreams: Upstreams;
}

/** Ready needs the database. Redis may vanish, and a service that is gone takes only its own routes along: both are told, neither counts. */
export function registerHealth(health: HealthRegistry, { database, redis, upstreams }: Dependencies): void {
  health.register('postgres', async () => {
    await database.ping();
    return { ok: true };
  });
  health.register('redis', () => told(redis.status === 'ready'));
  for (const upstream of upstreams.all()) health.register(`upstream-${upstream.name}`, () => told(upstream.isUp));
}

function told(isUp: boolean): { readonly ok: true; readonly state: 'up' | 'down' } {
  return { ok: true, state: isUp ? 'up' : 'down' };
}
