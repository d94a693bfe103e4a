import { Cron } from 'croner';

/**
 * When a job is due.
 *
 * `cron`: five fields (six with seconds first) on the clock of `zone`, an IANA name. A time that a night skips, as 02:30 when
 * clocks go from 02:00 to 03:00, is due once at the first instant after the gap; a time that a night has twice is due at the
 * first of the two. Patterns of every hour or finer are due at every instant that matches, so an hour that comes twice has them
 * twice, and an hour that is skipped has none.
 *
 * `everyMs`: at whole multiples since 1970 (UTC), so that all processes agree without speaking to each other.
 */
export type Cadence = { readonly cron: string; readonly zone: string } | { readonly everyMs: number };

/**
 * @throws Error when the pattern cannot be read, the zone is unknown, or no instant will ever match
 */
export function demandCadence(cadence: Cadence): void {
  if ('everyMs' in cadence) {
    if (!Number.isSafeInteger(cadence.everyMs) || cadence.everyMs <= 0) throw new RangeError('everyMs must be a positive whole number');
  } else {
    nextInstant(cadence, new Date(0));
  }
}

/** The first instant after `after`. */
export function nextInstant(cadence: Cadence, after: Date): Date {
  if ('everyMs' in cadence) return new Date((Math.floor(after.getTime() / cadence.everyMs) + 1) * cadence.everyMs);
  const next = cronOf(cadence).nextRun(after);
  if (!next) throw new RangeError(`no instant matches ${cadence.cron}`);
  return next;
}

/**
 * The latest instants that are not after `upTo`.
 * @param limit how many at most
 * @returns newest first
 */
export function latestInstants(cadence: Cadence, upTo: Date, limit: number): Date[] {
  if ('everyMs' in cadence) {
    const latest = Math.floor(upTo.getTime() / cadence.everyMs);
    return Array.from({ length: limit }, (_, back) => new Date((latest - back) * cadence.everyMs));
  }
  // Patterns match whole seconds: the next one begins after the second that `upTo` lies in.
  const after = new Date(Math.floor(upTo.getTime() / 1_000) * 1_000 + 1_000);
  return cronOf(cadence).previousRuns(limit, after);
}

/** How a cadence is stored and shown. */
export function cadenceText(cadence: Cadence): { readonly cadence: string; readonly zone: string } {
  return 'everyMs' in cadence ? { cadence: `every ${cadence.everyMs} ms`, zone: 'UTC' } : { cadence: cadence.cron, zone: cadence.zone };
}

/** Paused: it computes and sets no timer. */
function cronOf({ cron, zone }: { readonly cron: string; readonly zone: string }): Cron {
  return new Cron(cron, { timezone: zone, paused: true });
}
