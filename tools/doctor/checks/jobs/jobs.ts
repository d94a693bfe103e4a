import { type JobState, readJobStates } from '@leadstream/jobs';
import type { ServiceSchema } from '@leadstream/persistence';
import { restart } from '../../commands.ts';
import type { Check, Problem } from '../../finding.ts';
import type { Site } from '../../site.ts';

function problemOf(site: Site, slice: ServiceSchema, { name, condition, lateSeconds, holder, lastErrorCode }: JobState): Problem[] {
  const subject = `${slice} ${name}`;
  const late = `late by ${Math.round(lateSeconds)} s`;
  if (condition === 'overdue')
    return [{ severity: 'critical', subject, finding: `${late}, and nobody works on it: is a worker up?`, mend: restart(site, slice) }];
  if (condition === 'stuck')
    return [
      {
        severity: 'critical',
        subject,
        finding: `${late}, and ${holder ?? 'a process'} still holds it`,
        mend: `npm run jobs -- history ${name} --slice ${slice}`,
      },
    ];
  if (condition !== 'failed') return [];
  const finding = `its last run was given up${lastErrorCode === null ? '' : `: ${lastErrorCode}`}`;
  return [{ severity: 'warn', subject, finding, mend: `npm run jobs -- run ${name} --slice ${slice}` }];
}

/** Timed jobs that are late or gave up. */
export const jobs: Check = {
  name: 'jobs',
  runbook: 'jobs',
  needs: ['postgres'],
  find: async (site) => {
    const found = site.slices.map(async (slice) =>
      (await readJobStates(site.owner(slice))).flatMap((state) => problemOf(site, slice, state)),
    );
    return (await Promise.all(found)).flat();
  },
};
