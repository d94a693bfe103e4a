import { AsyncLocalStorage } from 'node:async_hooks';
import type { Uuid } from './ids.js';

/** Who caused a change: a member of the tenant, one of its API keys, or a service. */
export interface Actor {
  readonly kind: 'member' | 'api-key' | 'service';
  readonly id: string;
}

/** The caller's `Idempotency-Key` and a digest of the request it came with. */
export interface Idempotency {
  readonly key: string;
  /** SHA-256 (hex) over method, path and raw body. */
  readonly fingerprint: string;
  /** Set by the write that found the key used before; the edge then sends `Idempotency-Replayed: true`. */
  replayed: boolean;
}

/** What is known of the request, message or job that is being worked on. */
export interface RequestContext {
  readonly tenantId: Uuid;
  readonly actor: Actor;
  readonly scopes: readonly string[];
  /** Equals `X-Request-Id` and the `correlationId` of every event that the work causes. */
  readonly requestId: string;
  /** Id of the event being handled; absent when a person or client started the work. */
  readonly causationId?: Uuid;
  /** Who is behind the event being handled, as it says itself: `member:<id>`, `api-key:<id>`, `system:<job or group>`. */
  readonly initiator?: string;
  readonly clientIp?: string;
  readonly idempotency?: Idempotency;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** Runs `work` with `context` as the ambient context of everything it awaits. */
export function runInContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}

/** The ambient context, or undefined outside of a request, message or job. */
export function currentContext(): RequestContext | undefined {
  return storage.getStore();
}
