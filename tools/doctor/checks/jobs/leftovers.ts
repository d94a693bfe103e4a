import type { ServiceSchema } from '@leadstream/persistence';
import type { Check } from '../../finding.ts';
import { rowsOf } from '../../site.ts';

/** What the hourly jobs should have removed long ago, with a wide margin; the owner sees exactly what may go. */
const LEFT = `SELECT 'purge-expired' AS job, 'answers for idempotency keys that expired over six hours ago' AS what, count(*)::int AS rows
    FROM idempotency_key WHERE expires_at <= now() - interval '6 hours'
  UNION ALL
  SELECT 'purge-published', 'published events over four days old', count(*)::int FROM outbox WHERE created_at <= now() - interval '4 days'`;

interface Left {
  readonly job: string;
  readonly what: string;
  readonly rows: number;
}

/** Tables that grow because nobody tidies up. */
export const leftovers: Check = {
  name: 'leftovers',
  runbook: 'jobs',
  needs: ['postgres'],
  find: async (site) => {
    const ofSlice = async (slice: ServiceSchema) =>
      (await rowsOf<Left>(site.owner(slice), LEFT))
        .filter(({ rows }) => rows > 0)
        .map(({ job, what, rows }) => ({
          severity: 'warn' as const,
          subject: slice,
          finding: `${rows} ${what}`,
          mend: `npm run jobs -- run ${job} --slice ${slice}`,
        }));
    return (await Promise.all(site.slices.map(ofSlice))).flat();
  },
};
