import type { SystemTx } from '@leadstream/persistence';

/** How much of the topics a read model shows. */
export interface Freshness {
  /** Everything published before this instant is in; undefined until the group has seen every partition. */
  readonly asOf: Date | undefined;
  /** Seconds since `asOf`. */
  readonly lagSeconds: number | undefined;
  /** Nothing was left to apply when it was last looked, and that was just now. */
  readonly caughtUp: boolean;
}

/** A running consumer looks every second; older knowledge means that none runs. */
const RECENT_SECONDS = 10;

const FRESHNESS = {
  name: 'progress-freshness',
  text: `WITH known AS (
           SELECT high_water >= log_end AS at_end, updated_at,
                  CASE WHEN high_water >= log_end THEN updated_at ELSE last_record_at END AS as_of
           FROM consumer_progress WHERE consumer_group = $1
         )
         SELECT CASE WHEN bool_and(as_of IS NOT NULL) THEN min(as_of) END AS as_of,
                extract(epoch FROM now() - CASE WHEN bool_and(as_of IS NOT NULL) THEN min(as_of) END)::float8 AS lag_seconds,
                coalesce(bool_and(at_end AND updated_at > now() - make_interval(secs => $2)), false) AS caught_up
         FROM known`,
};

interface FreshnessRow {
  readonly as_of: Date | null;
  readonly lag_seconds: number | null;
  readonly caught_up: boolean;
}

/**
 * How fresh the read model of a consumer group is; read in the same transaction as the model, it speaks of the same state.
 * @param group as given to `@OnEvent`
 */
export async function readFreshness(tx: Pick<SystemTx, 'queryOne'>, group: string): Promise<Freshness> {
  const row = await tx.queryOne<FreshnessRow>(FRESHNESS, [group, RECENT_SECONDS]);
  return {
    asOf: row?.as_of ?? undefined,
    lagSeconds: row?.lag_seconds == null ? undefined : Math.max(0, row.lag_seconds),
    caughtUp: row?.caught_up === true,
  };
}
