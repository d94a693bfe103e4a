import type { StatedWeights } from '@leadstream/contracts';
import type { FieldProblem } from '@leadstream/kernel';
import type { FieldRegistry } from '../../filter/fields/field-registry.rules.js';
import { parseFilter } from '../../filter/parse/parse-filter.rules.js';
import { normaliseText } from '../../lead/values/text.rules.js';
import type { EngagementRule, FitRule, ScoreGroup, ScorePart, ScoreWeights } from '../score/score.js';

const KEY = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const KIND = /^(interaction|message|form)\.[a-z0-9_.:-]{1,80}$/;
const LABEL_MAX_LENGTH = 200;
const MOST_POINTS = 100;
/** Ten years of 365 days. */
const MOST_HALF_LIFE_HOURS = 87_600;
// What JSON of the database cannot hold: NUL and halves of surrogate pairs, which only the value of a filter can still have here.
const UNSTORABLE = /\\u(0000|d[89a-f][0-9a-f]{2})/i;

type StatedRule = StatedWeights['fitRules'][number] | StatedWeights['engagementRules'][number];

/**
 * Weights in their stored form, or why they are refused, each reason with its path: `fitRules.0.points`.
 * @param registry of the fields that filters may name
 * @param kept rules of fit as they are stored, where nobody stated others: fields may have other names by now, and tags and statuses be gone
 */
export function acceptWeights(
  registry: FieldRegistry,
  stated: StatedWeights,
  kept?: ScoreWeights['fitRules'],
): { readonly weights: ScoreWeights } | { readonly errors: readonly FieldProblem[] } {
  const { fitSharePercent, groups, fitRules, engagementRules } = stated;
  const errors: FieldProblem[] = [];
  if (fitSharePercent < 0 || fitSharePercent > 100) {
    errors.push({ path: 'fitSharePercent', code: 'share.out_of_range', message: 'Is a percentage from 0 to 100.' });
  }
  errors.push(...repeatedKeys('groups', groups), ...repeatedKeys('fitRules', fitRules, 'engagementRules', engagementRules));
  const weights: ScoreWeights = {
    fitSharePercent,
    groups: groups.map((group, index) => acceptGroup(group, `groups.${index}`, errors)),
    fitRules: fitRules.map((rule, index) => {
      const path = `fitRules.${index}`;
      return { ...acceptRule(rule, 'fit', groups, path, errors), ...(kept?.[index] ?? acceptFilter(registry, rule.filter, path, errors)) };
    }),
    engagementRules: engagementRules.map((rule, index) => {
      const path = `engagementRules.${index}`;
      return { ...acceptRule(rule, 'engagement', groups, path, errors), ...acceptDecay(rule, path, errors) };
    }),
  };
  return errors.length > 0 ? { errors } : { weights };
}

/** A name or a label, or why it is refused. */
export function acceptLabel(text: string, path: string, errors: FieldProblem[]): string {
  const checked = normaliseText(text, LABEL_MAX_LENGTH);
  if (!checked.ok) errors.push({ path, code: checked.code, message: checked.message });
  else if (checked.value === null) errors.push({ path, code: 'text.blank', message: 'Says nothing.' });
  return checked.ok ? (checked.value ?? '') : '';
}

function acceptGroup(group: StatedWeights['groups'][number], path: string, errors: FieldProblem[]): ScoreGroup {
  const { key, part, cap } = group;
  demandKey(key, path, errors);
  if (!(cap >= 1 && cap <= MOST_POINTS)) {
    errors.push({ path: `${path}.cap`, code: 'cap.out_of_range', message: `Is from 1 to ${MOST_POINTS}.` });
  } else demandHundredths(cap, `${path}.cap`, errors);
  return { key, label: acceptLabel(group.label, `${path}.label`, errors), part, cap };
}

type RuleFields = Omit<EngagementRule, 'kinds' | 'halfLifeHours'>;

function acceptRule(
  { key, label, group, points }: StatedRule,
  part: ScorePart,
  groups: StatedWeights['groups'],
  path: string,
  errors: FieldProblem[],
): RuleFields {
  demandKey(key, path, errors);
  if (!groups.some((one) => one.key === group && one.part === part)) {
    errors.push({ path: `${path}.group`, code: 'group.unknown', message: `Is no group of ${part}.` });
  }
  if (!(Math.abs(points) <= MOST_POINTS)) {
    errors.push({ path: `${path}.points`, code: 'points.out_of_range', message: `Are from -${MOST_POINTS} to ${MOST_POINTS}.` });
  } else if (points === 0) {
    errors.push({ path: `${path}.points`, code: 'points.none', message: 'Gives no points.' });
  } else demandHundredths(points, `${path}.points`, errors);
  return { key, label: acceptLabel(label, `${path}.label`, errors), group, points };
}

function acceptFilter(registry: FieldRegistry, stated: unknown, path: string, errors: FieldProblem[]): Pick<FitRule, 'stated' | 'filter'> {
  const parsed = parseFilter(registry, stated);
  if ('problems' in parsed) {
    errors.push(...parsed.problems.map((problem) => ({ ...problem, path: [path, 'filter', problem.path].filter(Boolean).join('.') })));
    return { stated: null, filter: { or: [] } };
  }
  if (UNSTORABLE.test(JSON.stringify(stated))) {
    errors.push({ path: `${path}.filter`, code: 'text.malformed', message: 'Holds NUL or half of a surrogate pair.' });
  }
  return { stated, filter: parsed.filter };
}

function acceptDecay(
  { kinds, halfLifeHours }: StatedWeights['engagementRules'][number],
  path: string,
  errors: FieldProblem[],
): Pick<EngagementRule, 'kinds' | 'halfLifeHours'> {
  kinds.forEach((kind, index) => {
    if (!KIND.test(kind)) {
      errors.push({
        path: `${path}.kinds.${index}`,
        code: 'kind.malformed',
        message: 'Is interaction.<kind>, message.<state> or form.submitted.',
      });
    }
  });
  if (halfLifeHours !== null && !(halfLifeHours > 0 && halfLifeHours <= MOST_HALF_LIFE_HOURS)) {
    errors.push({ path: `${path}.halfLifeHours`, code: 'half_life.out_of_range', message: `Is above 0, up to ${MOST_HALF_LIFE_HOURS}.` });
  }
  return { kinds: [...new Set(kinds)], halfLifeHours };
}

function demandKey(key: string, path: string, errors: FieldProblem[]): void {
  if (!KEY.test(key)) errors.push({ path: `${path}.key`, code: 'key.malformed', message: 'Is lower-case words joined by hyphens.' });
}

function demandHundredths(value: number, path: string, errors: FieldProblem[]): void {
  if (Number(value.toFixed(2)) === value) return;
  errors.push({ path, code: 'points.too_fine', message: 'Has two digits behind the point at most.' });
}

type Keyed = readonly { readonly key: string }[];

function repeatedKeys(first: string, items: Keyed, second = '', more: Keyed = []): FieldProblem[] {
  const places = [...items.map(({ key }, index) => ({ key, path: `${first}.${index}` })), ...more.map(({ key }, index) => ({ key, path: `${second}.${index}` }))]; // prettier-ignore
  const seen = new Set<string>();
  return places.flatMap(({ key, path }) => {
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [{ path: `${path}.key`, code: 'key.repeated', message: 'Stands above already.' }];
  });
}
