import type { ContextClaims } from './context-token.js';

interface Recent {
  readonly claims: ContextClaims;
  readonly untilMs: number;
}

/** Bounds the memory; the gateway uses one token for a caller and service for some seconds. */
const MAX_TOKENS = 1_000;

/** Tokens that proved genuine lately, so that each is checked once in its life. */
export class RecentTokens {
  readonly #recent = new Map<string, Recent>();

  get(token: string): ContextClaims | undefined {
    const found = this.#recent.get(token);
    if (!found) return undefined;
    if (found.untilMs > Date.now()) return found.claims;
    this.#recent.delete(token);
    return undefined;
  }

  /** @param untilMs end of the token's life (epoch ms) */
  add(token: string, claims: ContextClaims, untilMs: number): void {
    if (this.#recent.size >= MAX_TOKENS) this.#recent.delete(this.#recent.keys().next().value as string);
    this.#recent.set(token, { claims, untilMs });
  }
}
