import type { HealthRegistry } from '@leadstream/http';
import type { TenantDatabase } from '@leadstream/persistence';
import type { TlsFailure } from '@leadstream/kernel';
import type { RedisConnection } from '../limits/redis.js';
import type { Upstreams } from '../upstream/upstreams.js';

export interface Dependencies {
  readonly database: TenantDatabase;
  readonly redis: RedisConnection;
  readonly upstreams: Upstreams;
}

/** Ready needs the database. Redis may vanish, and a service that is gone takes only its own routes along: both are told, neither counts. */
export function registerHealth(health: HealthRegistry, { database, redis, upstreams }: Dependencies): void {
  health.register('postgres', async () => {
    await database.ping();
    return { ok: true };
  });
  health.register('redis', () => told(redis.status === 'ready', redis.tlsTrouble.reason));
  for (const upstream of upstreams.all())
    health.register(`upstream-${upstream.name}`, () => told(upstream.isUp, upstream.tlsTrouble.reason));
}

interface Told {
  readonly ok: true;
  readonly state: 'up' | 'down';
  readonly tls?: TlsFailure;
}

function told(isUp: boolean, tls: TlsFailure | undefined): Told {
  return { ok: true, state: isUp ? 'up' : 'down', ...(tls && { tls }) };
}
