import { RETENTION_LIMITS, retentionAction, type RetentionCategory, type RetentionTerm } from '@leadstream/contracts';

/** A rule as it was told: by a release that may know more than this one. */
export interface ToldRule {
  readonly category: string;
  readonly action: string;
  readonly afterDays: number;
}

const DAY_MS = 86_400_000;

/**
 * What holds for a category. A rule with an action that is not known here or not for this category, or that lies out of bounds, keeps the rows for as long as
 * the category allows: nobody deletes what was not understood.
 */
export function termOf(rules: readonly ToldRule[], category: RetentionCategory): RetentionTerm {
  const limits = RETENTION_LIMITS[category];
  const told = rules.find((rule) => rule.category === category);
  if (told === undefined) return { action: limits.action, afterDays: limits.afterDays };
  const action = retentionAction.safeParse(told.action);
  const isWithin = told.afterDays >= limits.minDays && told.afterDays <= limits.maxDays;
  const isAllowed = action.success && limits.actions.includes(action.data);
  if (!isAllowed || !isWithin) return { action: limits.actions.at(-1) ?? 'archive', afterDays: limits.maxDays };
  return { action: action.data, afterDays: told.afterDays };
}

/** Rows from before this instant are due. */
export function dueBefore({ afterDays }: Pick<RetentionTerm, 'afterDays'>, now: Date): Date {
  return new Date(now.getTime() - afterDays * DAY_MS);
}

/** No row from this instant on is due, whatever any tenant says. */
export function earliestDue(category: RetentionCategory, now: Date): Date {
  return dueBefore({ afterDays: RETENTION_LIMITS[category].minDays }, now);
}
