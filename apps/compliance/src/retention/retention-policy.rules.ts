import { RETENTION_CATEGORIES, RETENTION_LIMITS, type RetentionPolicy, type RetentionRule } from '@leadstream/contracts';

/** Rules that lie outside of what their category may say. */
export function outOfBounds(rules: readonly RetentionRule[]): RetentionRule[] {
  return rules.filter(({ category, action, afterDays }) => {
    const { actions, minDays, maxDays } = RETENTION_LIMITS[category];
    return !actions.includes(action) || afterDays < minDays || afterDays > maxDays;
  });
}

/** What holds for each category, by what the tenant said. */
export function presentRules(stated: readonly RetentionRule[]): RetentionPolicy['rules'] {
  return RETENTION_CATEGORIES.map((category) => {
    const { service, actions, minDays, maxDays, ...byDefault } = RETENTION_LIMITS[category];
    const rule = stated.find((one) => one.category === category);
    const { action, afterDays } = rule ?? byDefault;
    return { category, action, afterDays, isDefault: rule === undefined, service, actions: [...actions], minDays, maxDays };
  });
}
