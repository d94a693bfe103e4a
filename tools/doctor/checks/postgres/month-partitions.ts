import type { ServiceSchema } from '@leadstream/persistence';
import type { Check, Problem } from '../../finding.ts';
import { rowsOf } from '../../site.ts';

/** So close to the month's end a missing partition of the next one is an outage about to begin. */
const CRITICAL_DAYS = 7;

const STATES = `SELECT parent.relname AS name, coming.starts::date = date_trunc('month', now())::date AS "isPresent",
    to_char(coming.starts, 'YYYY-MM') AS month, extract(epoch FROM coming.starts - now()) / 86400 AS "inDays",
    EXISTS (SELECT FROM pg_inherits i JOIN pg_class child ON child.oid = i.inhrelid
            WHERE i.inhparent = parent.oid AND child.relname = parent.relname || to_char(coming.starts, '"_y"YYYY"m"MM')) AS "isThere",
    keys.partdefid <> 0 AS "hasDefault"
  FROM pg_partitioned_table keys JOIN pg_class parent ON parent.oid = keys.partrelid
  CROSS JOIN (SELECT date_trunc('month', now()) + make_interval(months => step) AS starts FROM generate_series(0, 1) AS step) AS coming
  WHERE parent.relnamespace = $1::regnamespace AND keys.partstrat = 'r' AND keys.partnatts = 1
  ORDER BY 1, coming.starts`;

interface MonthState {
  readonly name: string;
  readonly month: string;
  readonly isPresent: boolean;
  readonly inDays: string;
  readonly isThere: boolean;
  readonly hasDefault: boolean;
}

function problemsOf(slice: ServiceSchema, { name, month, isPresent, inDays, isThere, hasDefault }: MonthState): Problem[] {
  const subject = `${slice}.${name}`;
  const mend = `npm run jobs -- run partitions-ahead --slice ${slice}`;
  const severity = isPresent || Number(inDays) <= CRITICAL_DAYS ? 'critical' : 'warn';
  return [
    ...(isThere ? [] : [{ severity, subject, finding: `no partition for ${month}: its rows are refused`, mend } as const]),
    ...(hasDefault && isPresent
      ? [
          {
            severity: 'warn',
            subject,
            finding: 'a DEFAULT partition: a month whose rows lie in it gets no partition any more',
            mend: `npm run migrate -- verify --slice ${slice}`,
          } as const,
        ]
      : []),
  ];
}

/** Somewhere to put the rows of this month and the next. */
export const monthPartitions: Check = {
  name: 'month-partitions',
  runbook: 'partitions',
  needs: ['postgres'],
  find: async (site) => {
    const found = site.slices.map(async (slice) => {
      const states = await rowsOf<MonthState>(site.owner(slice), STATES, [slice]);
      return states.flatMap((state) => problemsOf(slice, state));
    });
    return (await Promise.all(found)).flat();
  },
};
