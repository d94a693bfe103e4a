import { errorFields, errorType } from '@leadstream/telemetry';
import { ALL_CHECKS } from './all-checks.ts';
import { reachOf } from './checks/servers.ts';
import type { Check, Finding } from './finding.ts';
import type { Site } from './site.ts';

/** What came of an examination. */
export interface Report {
  readonly findings: readonly Finding[];
  /** Names of the checks that were made. */
  readonly checked: readonly string[];
  /** Names of those that were not, because a server does not answer. */
  readonly leftOut: readonly string[];
}

const runbookPath = (name: string): string => `docs/runbooks/${name}.md`;

/** A check that fails is itself something that is wrong; of its text only what holds no value. */
async function made(check: Check, site: Site): Promise<Finding[]> {
  const frame = { check: check.name, runbook: runbookPath(check.runbook) };
  try {
    return (await check.find(site)).map((problem) => ({ ...frame, ...problem }));
  } catch (error) {
    const finding = `the check itself failed: ${errorType(error)}, ${errorFields(error).message ?? ''}`;
    return [{ ...frame, severity: 'critical', subject: check.name, finding, mend: 'npm run stack -- status' }];
  }
}

/** Looks at everything that can be reached. */
export async function examine(site: Site, checks: readonly Check[] = ALL_CHECKS): Promise<Report> {
  const { schemas, servers, problems } = await reachOf(site);
  const reachable = site.only(schemas);
  const possible = checks.filter(({ needs }) => needs.every((server) => servers.has(server)));
  const findings = await Promise.all(possible.map((check) => made(check, reachable)));
  return {
    findings: [...problems.map((problem) => ({ check: 'servers', runbook: runbookPath('servers'), ...problem })), ...findings.flat()],
    checked: ['servers', ...possible.map(({ name }) => name)],
    leftOut: checks.filter((check) => !possible.includes(check)).map(({ name }) => name),
  };
}
