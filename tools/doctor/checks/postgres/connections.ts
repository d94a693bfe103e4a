import { asAdmin } from '../../commands.ts';
import type { Check, Problem } from '../../finding.ts';
import { rowsOf } from '../../site.ts';

/** Shares of what clients may open, in percent; the reference's thresholds for pools. */
const HIGH_PERCENT = 80;
const FULL_PERCENT = 95;

const USE = `SELECT (SELECT count(*) FROM pg_stat_activity WHERE datid IS NOT NULL)::int AS used,
    current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
      - current_setting('reserved_connections')::int AS available`;

/** @param used connections of clients @param available those that are open to anybody */
export function connectionProblems(subject: string, used: number, available: number): Problem[] {
  const percent = Math.round((100 * used) / available);
  if (percent < HIGH_PERCENT) return [];
  return [
    {
      severity: percent >= FULL_PERCENT ? 'critical' : 'warn',
      subject,
      finding: `${used} of ${available} connections are in use (${percent} %)`,
      mend: asAdmin('SELECT usename, application_name, state, count(*) FROM pg_stat_activity GROUP BY 1, 2, 3 ORDER BY 4 DESC'),
    },
  ];
}

/** Room for more connections on each server. */
export const connections: Check = {
  name: 'connections',
  runbook: 'database',
  needs: ['postgres'],
  find: async (site) => {
    const found = site.servers().map(async ({ name, database }) => {
      const [use] = await rowsOf<{ used: number; available: number }>(database, USE);
      return use ? connectionProblems(`postgres ${name}`, use.used, use.available) : [];
    });
    return (await Promise.all(found)).flat();
  },
};
