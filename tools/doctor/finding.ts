import type { Site } from './site.ts';

export type Severity = 'ok' | 'warn' | 'critical';

/** What a check says of one subject. Speaks of slices, topics, groups, jobs and ids: never of what tenants keep there. */
export interface Problem {
  /** `ok` only for a remark, for example that something could not be seen. */
  readonly severity: Severity;
  /** Slice, topic, group or job. */
  readonly subject: string;
  readonly finding: string;
  /** The command that mends it, or the first of its runbook. */
  readonly mend: string;
}

export interface Finding extends Problem {
  readonly check: string;
  /** From the root of the repository. */
  readonly runbook: string;
}

export type Server = 'postgres' | 'kafka' | 'redis';

/** One thing that may be wrong. */
export interface Check {
  /** Kebab-case. */
  readonly name: string;
  /** File of `docs/runbooks`, without ending. */
  readonly runbook: string;
  /** Without these it is left out: the check of the servers tells why. */
  readonly needs: readonly Server[];
  /** @returns what is wrong; empty = nothing */
  readonly find: (site: Site) => Promise<Problem[]>;
}
