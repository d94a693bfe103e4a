import { digestOf } from '../load/account-events.js';
import { type CommittedEvent, nameOf } from './judge.js';
import { OVERSIZED_TEXT } from '../load/transaction-plan.js';

const OVERSIZED_DIGEST = digestOf(OVERSIZED_TEXT);

/** What an operator must set free: by name, events that cannot have left, and others that need not have. */
export interface HeldBack {
  /** Those that are too large, and what their accounts committed after them to the same topic. */
  readonly must: ReadonlySet<string>;
  /** The same and, for the relay may hold back the whole account, what it committed to other topics. */
  readonly may: ReadonlySet<string>;
}

export function heldBack(committed: readonly CommittedEvent[]): HeldBack {
  const first = new Map<string, number>();
  const note = (of: string, version: number): unknown => first.set(of, Math.min(version, first.get(of) ?? version));
  for (const { topic, key, version, digest } of committed) {
    if (digest !== OVERSIZED_DIGEST) continue;
    note(key, version);
    note(`${topic} ${key}`, version);
  }
  const from = (of: (event: CommittedEvent) => string): ReadonlySet<string> =>
    new Set(committed.filter((event) => event.version >= (first.get(of(event)) ?? Number.POSITIVE_INFINITY)).map(nameOf));
  return { must: from(({ topic, key }) => `${topic} ${key}`), may: from(({ key }) => key) };
}

/** Whether exactly that is missing which is held back. */
export function isHeldBack({ must, may }: HeldBack, lost: readonly string[]): boolean {
  const missing = new Set(lost);
  return [...must].every((name) => missing.has(name)) && lost.every((name) => may.has(name));
}
