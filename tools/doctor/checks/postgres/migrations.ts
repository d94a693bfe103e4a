import { migrationsFolderOf, type Schema } from '@leadstream/persistence';
import type { Check, Problem } from '../../finding.ts';

const SHOWN = 3;

function several(lines: readonly string[]): string {
  const rest = lines.length - SHOWN;
  return lines.slice(0, SHOWN).join('; ') + (rest > 0 ? `; and ${rest} more` : '');
}

/** Sorts what `SliceMigrator.verify` found by what has to be done about it. */
export function migrationProblems(slice: Schema, lines: readonly string[]): Problem[] {
  const ending = (state: string): string[] => lines.filter((line) => line.endsWith(`: ${state}`)).map((line) => line.split(':')[0] ?? line);
  const [pending, edited, unknown] = [ending('pending'), ending('edited'), ending('unknown')];
  const drift = lines.filter((line) => line.startsWith('drift: ')).map((line) => line.slice('drift: '.length));
  const problem = (found: readonly string[], severity: 'warn' | 'critical', text: string, mend: string): Problem[] =>
    found.length === 0 ? [] : [{ severity, subject: slice, finding: `${text}: ${several(found)}`, mend }];
  return [
    ...problem(pending, 'critical', 'not applied yet', `npm run migrate -- up --slice ${slice}`),
    ...problem(
      edited,
      'critical',
      'edited after it was applied',
      `git log --oneline -- ${migrationsFolderOf(slice)} libs/persistence/migrations`,
    ),
    ...problem(unknown, 'warn', 'applied, but unknown to this release', `npm run migrate -- status --slice ${slice}`),
    ...problem(drift, 'critical', 'the schema is not what the migrations made', `npm run migrate -- verify --slice ${slice}`),
  ];
}

/** Pending, edited and foreign migrations, and drift. */
export const migrations: Check = {
  name: 'migrations',
  runbook: 'migrations',
  needs: ['postgres'],
  find: async (site) => {
    const found = site.schemas.map(async (slice) => migrationProblems(slice, await site.migrator(slice).verify()));
    return (await Promise.all(found)).flat();
  },
};
