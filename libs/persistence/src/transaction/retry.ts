import { setTimeout as delay } from 'node:timers/promises';
import { isSerializationFailure } from '../sql-state.js';

const RETRIES = 3;
const BACKOFF_MS = 20;

/** What a transaction came to; `failure` is what the database refused, which callers may have wrapped or swallowed. */
export type Attempt<T> = { readonly value: T } | { readonly error: unknown; readonly failure: unknown };

/** Runs a transaction, again up to three times while it fails only because others ran at the same time. */
export async function retried<T>(attempt: () => Promise<Attempt<T>>): Promise<T> {
  for (let round = 1; ; round += 1) {
    const outcome = await attempt();
    if ('value' in outcome) return outcome.value;
    if (round > RETRIES || !isSerializationFailure(outcome.failure)) throw outcome.error;
    await delay(Math.random() * BACKOFF_MS * 2 ** round);
  }
}
