import type { Uuid } from '@leadstream/kernel';

/** What is counted by day and member. */
export const ACTIVITIES = ['tasksCompleted', 'tasksOverdue', 'notes'] as const;
export type Activity = (typeof ACTIVITIES)[number];

/** How often something was done by somebody on a day. */
export interface ActivityCount {
  readonly activity: Activity;
  /** Of the days of the window, from 0. */
  readonly day: number;
  /** Null of nobody, or of a program. */
  readonly memberId: Uuid | null;
  readonly count: number;
}

/** What leads did on a day. */
export interface InteractionCount {
  readonly day: number;
  readonly count: number;
}
