import { type OutboxDepth, readOutboxDepth } from '@leadstream/messaging';
import { roleName, type ServiceSchema } from '@leadstream/persistence';
import { logsOf, restart } from '../../commands.ts';
import type { Check, Problem } from '../../finding.ts';
import { DOCTOR, type Site } from '../../site.ts';

/** As in the alerts OutboxOld and OutboxStuck. */
const OLD_S = 30;
const STUCK_S = 120;

const SESSIONS = `SELECT count(*)::int AS sessions FROM pg_stat_activity
  WHERE usename = $1 AND datname = current_database() AND application_name <> $2`;

interface OutboxState extends OutboxDepth {
  /** Connections of a relay, ours left out. */
  readonly sessions: number;
}

function stateOf(site: Site, slice: ServiceSchema): Promise<OutboxState> {
  return site.relay(slice).withoutTenant(async (tx) => {
    const depth = (await readOutboxDepth(tx)) ?? { depth: 0, oldestSeconds: 0, parked: 0 };
    const row = await tx.queryOne<{ sessions: number }>(SESSIONS, [roleName(slice, 'relay'), DOCTOR]);
    return { ...depth, sessions: row?.sessions ?? 0 };
  });
}

/** What a slice's outbox tells. */
export function outboxProblems(site: Site, slice: ServiceSchema, { depth, oldestSeconds, parked, sessions }: OutboxState): Problem[] {
  const problems: Problem[] = [];
  const add = (severity: Problem['severity'], finding: string, mend: string): void =>
    void problems.push({ severity, subject: slice, finding, mend });
  const waiting = depth - parked;
  const waits = `${waiting} events wait, the oldest event of the outbox for ${Math.round(oldestSeconds)} s`;
  if (sessions === 0) {
    if (waiting > 0) add(oldestSeconds > OLD_S ? 'critical' : 'warn', `${waits}, and no relay is connected`, restart(site, slice));
    else add('warn', 'no relay is connected', restart(site, slice));
  } else if (waiting > 0 && oldestSeconds > OLD_S && parked === 0) {
    const severity = oldestSeconds > STUCK_S ? 'critical' : 'warn';
    add(severity, `${waits}; a relay is connected and does not get them out`, logsOf(site, slice));
  }
  if (parked > 0) {
    const finding = `${parked} events are parked: no broker takes their size; later ones of their aggregates wait behind them`;
    add('critical', finding, `npm run topics && npm run outbox -- release --slice ${slice}`);
  }
  return problems;
}

/** Events that are committed and not in their topic, and whether anybody brings them there. */
export const outbox: Check = {
  name: 'outbox',
  runbook: 'outbox',
  needs: ['postgres'],
  find: async (site) =>
    (await Promise.all(site.slices.map(async (slice) => outboxProblems(site, slice, await stateOf(site, slice))))).flat(),
};
