import type { RetentionCategory } from '@leadstream/contracts';
import { meter } from '@leadstream/telemetry';

const retention = meter('leadstream.retention');

export const rowsGone = retention.counter<{ category: RetentionCategory; how: 'deleted' | 'archived' }>('retention.rows', {
  unit: '{row}',
  description: 'Rows that went one by one because their time was over.',
});
export const monthsGone = retention.counter<{ category: RetentionCategory }>('retention.months', {
  unit: '{month}',
  description: 'Partitions that went as a whole: all their rows were due, or none was left.',
});

interface Seen {
  readonly seconds: number;
  readonly at: number;
}

const seen = new Map<RetentionCategory, Seen>();
/** Whoever has not looked for so long is no longer the one who looks. */
const FORGOTTEN_AFTER_MS = 24 * 3_600_000;

/** Notes how far a category is behind, as the run saw it that has just ended. */
export function noteOverdue(category: RetentionCategory, seconds: number): void {
  seen.set(category, { seconds, at: Date.now() });
}

retention.gauge<{ category: RetentionCategory }>(
  'retention.overdue',
  { unit: 's', description: 'How long the oldest row is over its time that no hold keeps, after the last run; 0 = none.' },
  (result) => {
    for (const [category, { seconds, at }] of seen) {
      if (Date.now() - at < FORGOTTEN_AFTER_MS) result.observe(seconds, { category });
    }
  },
);
