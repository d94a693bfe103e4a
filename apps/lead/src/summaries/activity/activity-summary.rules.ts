import type { ActivitySummary } from '@leadstream/contracts';
import { ACTIVITIES, type Activity, type ActivityCount, type InteractionCount } from './activity-count.js';

type Counts = Pick<ActivitySummary, 'totals' | 'days' | 'members'>;
type Figures = Record<Activity, number>;

/** @param days of the window, as the counts name them by their place */
export function activityCounts(
  days: readonly string[],
  counts: readonly ActivityCount[],
  interactions: readonly InteractionCount[],
): Counts {
  const perDay = new Map(interactions.map(({ day, count }) => [day, count]));
  const byDay = Map.groupBy(counts, ({ day }) => day);
  return {
    totals: { ...figures(counts), interactions: interactions.reduce((sum, { count }) => sum + count, 0) },
    days: days.map((day, place) => ({ day, ...figures(byDay.get(place) ?? []), interactions: perDay.get(place) ?? 0 })),
    members: [...Map.groupBy(counts, ({ memberId }) => memberId)]
      .map(([memberId, own]) => ({ memberId, ...figures(own), days: daysWithSomething(days, own) }))
      .toSorted((left, right) => right.tasksCompleted - left.tasksCompleted || ((left.memberId ?? '') < (right.memberId ?? '') ? -1 : 1)),
  };
}

function daysWithSomething(days: readonly string[], counts: readonly ActivityCount[]): ActivitySummary['members'][number]['days'] {
  const byDay = Map.groupBy(counts, ({ day }) => day);
  return days.flatMap((day, place) => {
    const own = byDay.get(place);
    return own ? [{ day, ...figures(own) }] : [];
  });
}

function figures(counts: readonly ActivityCount[]): Figures {
  const sum = (activity: Activity) => counts.reduce((all, one) => (one.activity === activity ? all + one.count : all), 0);
  return Object.fromEntries(ACTIVITIES.map((activity) => [activity, sum(activity)])) as Figures;
}
