import { type ContactPolicySettings, ISO_WEEKDAYS, type RuleChanges, type TriedRule, type TriedRuleSet } from '@leadstream/contracts';
import { complianceErrors } from '../../compliance.errors.js';
import { minuteOf } from '../judgement/tenant-rules.rules.js';
import type { Jurisdiction, Rule } from '../rule-sets/rule.js';
import { ruleSetOf } from '../rule-sets/rule-sets.js';

const ALWAYS = new Date(-8.64e15);

/** Of a draft that leaves the rule set as it is. */
export const NO_CHANGES: RuleChanges = { without: [], rules: [] };

/**
 * The rules that a draft is judged by.
 * @returns undefined when the set is not kept any more
 */
export function triedRules(version: string, { without, rules }: RuleChanges): readonly Rule[] | undefined {
  const kept = ruleSetOf(version)?.filter(({ id }) => !without.includes(id));
  return kept && [...kept, ...rules.map(ruleOf)];
}

/**
 * What is named must be there: a rule that was misspelt would be left out of nothing, and nobody would know.
 * @throws DomainError `COMPLIANCE.RULE_SET_UNKNOWN`, `COMPLIANCE.RULE_UNKNOWN`
 */
export function demandKnownRules(ruleSet: TriedRuleSet | null): void {
  if (ruleSet === null) return;
  const known = ruleSetOf(ruleSet.version);
  if (known === undefined) throw complianceErrors.RULE_SET_UNKNOWN();
  const errors = ruleSet.without.flatMap((ruleId, place) =>
    known.some(({ id }) => id === ruleId)
      ? []
      : [{ path: `ruleSet.without.${place}`, code: 'rule.unknown', message: `must be a rule of ${ruleSet.version}` }],
  );
  if (errors.length > 0) throw complianceErrors.RULE_UNKNOWN({ errors });
}

function ruleOf({ countries, state, ...rule }: TriedRule): Rule {
  const jurisdiction: Jurisdiction =
    countries === null ? { in: 'everywhere' } : { in: 'countries', countries, ...(state !== null && { state }) };
  const head = { jurisdiction, version: 1, source: 'A draft', provenance: 'house', validFrom: ALWAYS } as const;
  return rule.kind === 'hours' ? { ...rule, ...head, hours: weekOf(rule.open), holidays: [] } : { ...rule, ...head };
}

type Open = Pick<ContactPolicySettings['hours'][number], 'weekdays' | 'from' | 'until'>;

function weekOf(open: readonly Open[]) {
  return ISO_WEEKDAYS.map((weekday) => {
    const found = open.find(({ weekdays }) => weekdays.includes(weekday));
    return found && { from: minuteOf(found.from), until: minuteOf(found.until) };
  });
}
