import { asAdmin } from '../../commands.ts';
import type { Check, Problem } from '../../finding.ts';
import { type ReadOnlyDatabase, rowsOf } from '../../site.ts';

const CRITICAL_S = 1_800;

const SIGHT = `SELECT pg_has_role('pg_read_all_stats', 'USAGE') AS "seesAll"`;

/** What keeps dead rows from being removed anywhere: a queue table bloats behind it. */
const HOLDERS = `SELECT format('session %s of %s', pid, usename) AS holder, extract(epoch FROM now() - xact_start)::float8 AS seconds,
    format('SELECT pg_terminate_backend(%s)', pid) AS mend
  FROM pg_stat_activity WHERE xact_start < now() - interval '5 minutes' AND backend_type = 'client backend' AND pid <> pg_backend_pid()
  UNION ALL
  SELECT 'prepared transaction ' || gid, extract(epoch FROM now() - prepared)::float8, format('ROLLBACK PREPARED %L', gid)
  FROM pg_prepared_xacts WHERE prepared < now() - interval '5 minutes'
  UNION ALL
  SELECT 'unused replication slot ' || slot_name, NULL, format('SELECT pg_drop_replication_slot(%L)', slot_name)
  FROM pg_replication_slots WHERE NOT active`;

interface Holder {
  readonly holder: string;
  /** Null: since when is not known. */
  readonly seconds: number | null;
  readonly mend: string;
}

async function problemsOf(name: string, database: ReadOnlyDatabase): Promise<Problem[]> {
  const [sight] = await rowsOf<{ seesAll: boolean }>(database, SIGHT);
  const holders = await rowsOf<Holder>(database, HOLDERS);
  const found = holders.map(({ holder, seconds, mend }): Problem => ({
    severity: seconds !== null && seconds > CRITICAL_S ? 'critical' : 'warn',
    subject: `postgres ${name}`,
    finding: `${holder} holds back vacuum${seconds === null ? '' : `, for ${Math.round(seconds)} s`}`,
    mend: asAdmin(mend),
  }));
  if (sight?.seesAll) return found;
  const finding = 'transactions of other roles cannot be seen: ADMIN_DATABASE_URL of a role with pg_read_all_stats shows them';
  return [...found, { severity: 'ok', subject: `postgres ${name}`, finding, mend: 'export ADMIN_DATABASE_URL=...' }];
}

/** Transactions over five minutes, forgotten prepared ones, and slots that nobody reads. */
export const heldBackVacuum: Check = {
  name: 'held-back-vacuum',
  runbook: 'database',
  needs: ['postgres'],
  find: async (site) => (await Promise.all(site.servers().map(({ name, database }) => problemsOf(name, database)))).flat(),
};
