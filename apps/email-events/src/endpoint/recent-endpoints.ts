import type { Clock } from '@leadstream/kernel';
import type { EndpointKey } from './endpoint-key.js';

/** How long an endpoint is believed to be as it was found: one that another process disables is refused after it at the latest. */
const BELIEVED_MS = 2_000;
/** Bounds the memory; only endpoints that exist are kept. */
const MAX_ENDPOINTS = 1_000;

/** Endpoints that deliveries came to lately: a provider delivers many times a second. */
export class RecentEndpoints {
  readonly #found = new Map<string, { readonly endpoint: EndpointKey; readonly untilMs: number }>();

  constructor(private readonly clock: Clock) {}

  get(endpointId: string): EndpointKey | undefined {
    const found = this.#found.get(endpointId);
    return found && this.clock.now().getTime() < found.untilMs ? found.endpoint : undefined;
  }

  add(endpoint: EndpointKey): void {
    this.#found.delete(endpoint.endpointId);
    if (this.#found.size >= MAX_ENDPOINTS) this.#found.delete(this.#found.keys().next().value as string);
    this.#found.set(endpoint.endpointId, { endpoint, untilMs: this.clock.now().getTime() + BELIEVED_MS });
  }

  /** From now on it is looked up again; for changes that this process made. */
  forget(endpointId: string): void {
    this.#found.delete(endpointId);
  }
}
