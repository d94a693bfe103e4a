import type { ServiceSchema } from '@leadstream/persistence';
import { asAdmin } from '../../commands.ts';
import type { Check, Problem } from '../../finding.ts';
import { type ReadOnlyDatabase, rowsOf } from '../../site.ts';

/** Dead rows of a queue table from which on reads suffer, when they are also more than live ones. */
const MANY_DEAD = 100_000;
/** Postgres stops taking writes shortly before 2.1 billion; autovacuum begins at 200 million. */
const AGED = 500_000_000;
const OLD = 1_500_000_000;

const QUEUES = `SELECT relname AS name, n_live_tup::float8 AS live, n_dead_tup::float8 AS dead,
    extract(epoch FROM now() - greatest(last_vacuum, last_autovacuum))::float8 / 3600 AS hours
  FROM pg_stat_user_tables WHERE schemaname = $1 AND relname IN ('outbox', 'inbox', 'idempotency_key', 'consumer_progress')`;

const SERVER = `SELECT current_setting('autovacuum') = 'on' AS "isOn", age(datfrozenxid)::float8 AS "xidAge" FROM pg_database
  WHERE datname = current_database()`;

interface Queue {
  readonly name: string;
  readonly live: number;
  readonly dead: number;
  /** Null = never, since the statistics began. */
  readonly hours: number | null;
}

function queueProblems(slice: ServiceSchema, { name, live, dead, hours }: Queue): Problem[] {
  if (dead < MANY_DEAD || dead < live) return [];
  const last = hours === null ? 'never vacuumed' : `vacuumed ${Math.round(hours)} h ago`;
  const finding = `${dead} dead rows beside ${live} live ones, ${last}`;
  return [{ severity: 'warn', subject: `${slice}.${name}`, finding, mend: asAdmin(`VACUUM (ANALYZE) ${slice}.${name}`) }];
}

/** @param xidAge transactions since the oldest row that is not frozen */
export function serverProblems(subject: string, isOn: boolean, xidAge: number): Problem[] {
  const off: Problem = {
    severity: 'critical',
    subject,
    finding: 'autovacuum is off',
    mend: asAdmin('ALTER SYSTEM SET autovacuum = on') + ` && ${asAdmin('SELECT pg_reload_conf()')}`,
  };
  const aged: Problem = {
    severity: xidAge > OLD ? 'critical' : 'warn',
    subject,
    finding: `${Math.round(xidAge / 1e6)} million transactions since the oldest row was frozen; writes stop at 2,100 million`,
    mend: asAdmin('VACUUM (FREEZE, SKIP_LOCKED)'),
  };
  return [...(isOn ? [] : [off]), ...(xidAge > AGED ? [aged] : [])];
}

async function ofServer(name: string, database: ReadOnlyDatabase): Promise<Problem[]> {
  const [server] = await rowsOf<{ isOn: boolean; xidAge: number }>(database, SERVER);
  return server ? serverProblems(`postgres ${name}`, server.isOn, server.xidAge) : [];
}

/** Whether dead rows are removed, above all those of tables that are queues. */
export const vacuum: Check = {
  name: 'vacuum',
  runbook: 'database',
  needs: ['postgres'],
  find: async (site) => {
    const queues = site.slices.map(async (slice) =>
      (await rowsOf<Queue>(site.owner(slice), QUEUES, [slice])).flatMap((queue) => queueProblems(slice, queue)),
    );
    const servers = site.servers().map(({ name, database }) => ofServer(name, database));
    return (await Promise.all([...queues, ...servers])).flat();
  },
};
