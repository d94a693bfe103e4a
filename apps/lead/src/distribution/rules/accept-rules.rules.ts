import type { DistributionRuleSet, StatedDistributionRule } from '@leadstream/contracts';
import type { FieldProblem } from '@leadstream/kernel';
import type { FieldRegistry } from '../../filter/fields/field-registry.rules.js';
import { parseFilter } from '../../filter/parse/parse-filter.rules.js';
import type { FilterTree } from '../../filter/condition.js';
import { normaliseText } from '../../lead/values/text.rules.js';
import type { DistributionRuleRecord } from '../decision/candidate.js';
import type { RuleSetRecord } from './rule-set.js';

const KEY = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const LABEL_MAX_LENGTH = 200;
// What JSON of the database cannot hold: NUL and halves of surrogate pairs, which only the value of a filter can still have here.
const UNSTORABLE = /\\u(0000|d[89a-f][0-9a-f]{2})/i;

/**
 * Rules in their stored form, or why they are refused, each reason with its path: `rules.0.filter`.
 * @param registry of the fields that filters may name
 */
export function acceptRules(
  stated: { readonly name: string; readonly rules: readonly StatedDistributionRule[] },
  registry: FieldRegistry,
): { readonly name: string; readonly rules: readonly DistributionRuleRecord[] } | { readonly errors: readonly FieldProblem[] } {
  const errors: FieldProblem[] = [];
  const name = acceptLabel(stated.name, 'name', errors);
  const keys = stated.rules.map(({ key }) => key);
  const rules = stated.rules.map((rule, index) => {
    if (keys.indexOf(rule.key) < index) {
      errors.push({ path: `rules.${index}.key`, code: 'key.repeated', message: 'Stands above already.' });
    }
    return acceptRule(rule, `rules.${index}`, registry, errors);
  });
  return errors.length > 0 ? { errors } : { name, rules };
}

function acceptRule(stated: StatedDistributionRule, path: string, registry: FieldRegistry, errors: FieldProblem[]): DistributionRuleRecord {
  const { filter, label, skills, match, ...rule } = stated;
  if (!KEY.test(rule.key)) errors.push({ path: `${path}.key`, code: 'key.malformed', message: 'Is lower-case words joined by hyphens.' });
  if (UNSTORABLE.test(JSON.stringify(filter ?? null))) {
    errors.push({ path: `${path}.filter`, code: 'text.malformed', message: 'Holds NUL or half of a surrogate pair.' });
  }
  return {
    ...rule,
    label: acceptLabel(label, `${path}.label`, errors),
    stated: filter ?? null,
    filter: acceptFilter(registry, filter, `${path}.filter`, errors),
    skills: [...new Set(skills)].toSorted(),
    match: [...new Set(match)],
  };
}

function acceptFilter(registry: FieldRegistry, stated: unknown, path: string, errors: FieldProblem[]): FilterTree {
  if (stated === null || stated === undefined) return { and: [] };
  const parsed = parseFilter(registry, stated);
  if ('filter' in parsed) return parsed.filter;
  errors.push(...parsed.problems.map((problem) => ({ ...problem, path: [path, problem.path].filter(Boolean).join('.') })));
  return { or: [] };
}

function acceptLabel(text: string, path: string, errors: FieldProblem[]): string {
  const checked = normaliseText(text, LABEL_MAX_LENGTH);
  if (!checked.ok) errors.push({ path, code: checked.code, message: checked.message });
  else if (checked.value === null) errors.push({ path, code: 'text.blank', message: 'Says nothing.' });
  return checked.ok ? (checked.value ?? '') : '';
}

/** As the API shows it. */
export function presentRuleSet({ ruleSetId, rules, createdAt, activatedAt, retiredAt, ...set }: RuleSetRecord): DistributionRuleSet {
  return {
    id: ruleSetId,
    ...set,
    rules: rules.map(({ stated, filter: _filter, skills, match, ...rule }) => ({
      ...rule,
      filter: stated,
      skills: [...skills],
      match: [...match],
    })),
    createdAt: createdAt.toISOString(),
    activatedAt: activatedAt?.toISOString() ?? null,
    retiredAt: retiredAt?.toISOString() ?? null,
  };
}
