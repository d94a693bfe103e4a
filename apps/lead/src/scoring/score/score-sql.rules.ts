import type { Binds } from '../../filter/sql/binds.js';
import { filterSql } from '../../filter/sql/filter-sql.rules.js';
import type { FieldRegistry } from '../../filter/fields/field-registry.rules.js';
import { HOUR_MS } from './decay.rules.js';
import type { EngagementRule, ScoreWeights } from './score.js';
import { micropoints, UNITS_PER_TENTH } from './score.rules.js';

/**
 * SQL of the score of a row of `lead` in tenths of points (`numeric`), as `scoreAt` makes it.
 * @param registry by which the filters of fit rules are resolved
 */
export function scoreTenthsSql(
  { fitSharePercent, groups, fitRules, engagementRules }: ScoreWeights,
  registry: FieldRegistry,
): (binds: Binds, now: Date) => string {
  return (binds, now) => {
    const fit = (group: string): string[] =>
      fitRules
        .filter((rule) => rule.group === group)
        .map(
          ({ filter, points }) =>
            `CASE WHEN ${filterSql(filter, { registry, binds, now, asStated: true })} THEN ${number(micropoints(points))} ELSE 0 END`,
        );
    const engagement = (group: string): string[] =>
      engagementRules.filter((rule) => rule.group === group).map((rule) => engagementSql(rule, binds, now));
    const part = (name: 'fit' | 'engagement', rulesOf: (group: string) => string[]): string => {
      const capped = groups
        .filter((group) => group.part === name)
        .map(({ key, cap }) => clamp(sum(rulesOf(key)), -micropoints(cap), micropoints(cap)));
      return clamp(sum(capped), 0, micropoints(100));
    };
    const units = `${part('fit', fit)} * ${number(fitSharePercent)} + ${part('engagement', engagement)} * ${number(100 - fitSharePercent)}`;
    // Half a tenth goes up; `round` of a numeric would do so, too, and nothing here is below zero.
    return `round((${units}) / ${number(UNITS_PER_TENTH)})`;
  };
}

function engagementSql({ kinds, points, halfLifeHours }: EngagementRule, binds: Binds, now: Date): string {
  const halfLifeMs = halfLifeHours === null ? 'NULL::numeric' : number(halfLifeHours * HOUR_MS);
  return `engagement_points(lead.tenant_id, lead.lead_id, ${binds.add(kinds, 'text[]')}, ${number(micropoints(points))}, ${halfLifeMs}, ${binds.add(now.toISOString(), 'timestamptz')})`;
}

function sum(terms: readonly string[]): string {
  return terms.length === 0 ? '0' : `(${terms.join(' + ')})`;
}

function clamp(sql: string, least: number, most: number): string {
  return `least(greatest(${sql}, ${number(least)}), ${number(most)})`;
}

/** A number of ours, never of a client's: it is computed. */
function number(value: number): string {
  return `${value}::numeric`;
}
