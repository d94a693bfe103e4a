import type { Problem } from '../../finding.ts';

/** As in the alerts ConsumerLagging and ConsumerStuck. */
const LAGGING_S = 60;
const STUCK_S = 300;

/** One partition of a group, as broker and database have it; read in the order committed, progress, bounds. */
export interface PartitionState {
  readonly topic: string;
  readonly partition: number;
  /** First offset that still exists, and the first that does not exist yet. */
  readonly low: number;
  readonly end: number;
  /** What the broker has as applied; -1 = nothing. */
  readonly committed: number;
  /** What the database has as applied, with the effects; undefined = no row. */
  readonly progress: { readonly highWater: number; readonly lagSeconds: number } | undefined;
}

export interface GroupState {
  readonly group: string;
  readonly members: number;
  readonly partitions: readonly PartitionState[];
}

/** Commands that mend, in the place where the group runs. */
export interface GroupMends {
  readonly restart: string;
  readonly logs: string;
}

interface Verdict {
  readonly severity: 'warn' | 'critical';
  readonly text: string;
  readonly mend: keyof GroupMends;
  /** Records that the verdict is about. */
  readonly records: number;
  readonly seconds?: number;
}

/** The gravest thing to be said of a partition. */
function verdictOf({ low, end, committed, progress }: PartitionState): Verdict | undefined {
  if (progress === undefined) {
    if (end === low) return undefined;
    return { severity: 'critical', text: 'no progress row, so nothing can be applied', mend: 'restart', records: end - low };
  }
  const { highWater, lagSeconds } = progress;
  if (highWater > end)
    return {
      severity: 'critical',
      text: 'the database is ahead of the end of the topic: records were lost or the topic was made anew',
      mend: 'restart',
      records: highWater - end,
    };
  if (highWater < committed)
    return {
      severity: 'critical',
      text: 'the database is behind what the broker has as applied: was it restored?',
      mend: 'restart',
      records: committed - highWater,
    };
  if (highWater < low)
    return { severity: 'critical', text: 'records left the topic before they were applied', mend: 'logs', records: low - highWater };
  if (highWater === end || lagSeconds <= LAGGING_S) return undefined;
  const severity = lagSeconds > STUCK_S ? 'critical' : 'warn';
  return { severity, text: 'lags', mend: 'logs', records: end - highWater, seconds: lagSeconds };
}

/** What is wrong with a group: partitions of a topic that suffer from the same are told in one line. */
export function groupProblems({ group, members, partitions }: GroupState, mends: GroupMends): Problem[] {
  const judged = partitions.flatMap((state) => {
    const verdict = verdictOf(state);
    return verdict ? [{ ...state, verdict }] : [];
  });
  const absent: Problem[] =
    members > 0
      ? []
      : [{ severity: 'critical', subject: group, finding: 'nobody is in the group: nothing is applied', mend: mends.restart }];
  const told = [...Map.groupBy(judged, ({ topic, verdict }) => `${topic} ${verdict.severity} ${verdict.text}`).values()].map(
    (same): Problem => {
      const [{ topic, verdict }] = same as [(typeof judged)[number]];
      const which = same.map(({ partition }) => partition).sort((a, b) => a - b);
      const records = same.reduce((sum, one) => sum + one.verdict.records, 0);
      const seconds = Math.max(...same.map((one) => one.verdict.seconds ?? 0));
      const finding = `partition ${which.join(', ')}: ${verdict.text} (${records} records${seconds > 0 ? `, ${Math.round(seconds)} s` : ''})`;
      return { severity: verdict.severity, subject: `${group} of ${topic}`, finding, mend: mends[verdict.mend] };
    },
  );
  return [...absent, ...told];
}
