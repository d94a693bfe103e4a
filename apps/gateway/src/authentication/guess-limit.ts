import { RateLimiterMemory } from 'rate-limiter-flexible';
import { authenticationErrors } from './authentication.errors.js';

const GUESSES_PER_MINUTE = 600;
const WINDOW_S = 60;

/**
 * Bounds how often one address may make us look up keys that do not exist. No guess can succeed; this protects the
 * database. Known keys are not affected while they are cached, and it counts in memory: it needs no agreement.
 */
export class GuessLimit {
  readonly #guesses = new RateLimiterMemory({ points: GUESSES_PER_MINUTE, duration: WINDOW_S });

  /** @throws DomainError `AUTH.TOO_MANY_ATTEMPTS` */
  async demand(address: string): Promise<void> {
    const used = await this.#guesses.get(address);
    if (used && used.remainingPoints <= 0)
      throw authenticationErrors.TOO_MANY_ATTEMPTS({ extra: { retryAfterSeconds: used.msBeforeNext / 1_000 } });
  }

  async count(address: string): Promise<void> {
    await this.#guesses.penalty(address);
  }
}
