import type { PatchCustomField, StatedFieldOptions } from '@leadstream/contracts';
import type { FieldProblem } from '@leadstream/kernel';
import type { CustomFieldDefinition, FieldOptions } from '../custom-field.js';
import { compareDecimals } from '../values/decimal.rules.js';
import { type DefinedField, defineField, type StatedField } from './define-field.rules.js';

/** What records, deleted ones included, hold of a field; as far as a change can contradict it. */
export interface FieldUsage {
  /** Keys of choices. */
  readonly choices: ReadonlySet<string>;
  readonly currencies: ReadonlySet<string>;
  /** In UTF-16 units; 0 without values. */
  readonly longestText: number;
  /** Canonical decimals; null without values. */
  readonly least: string | null;
  readonly greatest: string | null;
  /** Digits behind the point. */
  readonly mostDecimals: number;
  /** Whether two live records have one value. */
  readonly repeats: boolean;
}

export const UNUSED: FieldUsage = {
  choices: new Set(),
  currencies: new Set(),
  longestText: 0,
  least: null,
  greatest: null,
  mostDecimals: 0,
  repeats: false,
};

/**
 * A definition after a patch. Its type is for ever; key, label, place and marks may change; settings may change as long as every value
 * that records hold is still right, and choices that are held are archived, not removed.
 */
export function changeField(before: CustomFieldDefinition, patch: PatchCustomField, usage: FieldUsage): DefinedField {
  if (patch.type !== undefined && patch.type !== before.type) {
    return { problems: [{ path: 'type', code: 'type.fixed', message: 'The type of a field never changes; make another field.' }] };
  }
  const defined = defineField(merged(before, patch));
  if ('problems' in defined) return defined;
  const { draft } = defined;
  const problems = contradictions(draft.options, usage);
  if (draft.unique && !before.unique && usage.repeats) {
    problems.push({ path: 'unique', code: 'unique.repeated', message: 'Leads share values of the field.' });
  }
  return problems.length === 0 ? defined : { problems };
}

function merged(before: CustomFieldDefinition, patch: PatchCustomField): StatedField {
  const { entity, type, key, label, required, unique, indexed, archived, position } = before;
  return {
    ...{ entity, type, key, label, required, unique, indexed, archived, position },
    default: before.default as StatedField['default'],
    ...patch,
    options: { ...(before.options as StatedFieldOptions), ...patch.options },
  } as StatedField;
}

type Conflict = readonly [option: string, contradicts: boolean];

/** Settings that values already held would break. */
function contradictions(options: Partial<FieldOptions[keyof FieldOptions]>, usage: FieldUsage): FieldProblem[] {
  const all = options as Partial<FieldOptions['text'] & FieldOptions['number'] & FieldOptions['money'] & FieldOptions['single-choice']>;
  const conflicts: readonly Conflict[] = [
    ['maxLength', all.maxLength !== undefined && all.maxLength < usage.longestText],
    ['scale', all.scale !== undefined && all.scale < usage.mostDecimals],
    ['min', isBelow(usage.least, all.min)],
    ['max', isBelow(all.max, usage.greatest)],
    ['currencies', all.currencies !== undefined && all.currencies.length > 0 && !covers(all.currencies, usage.currencies)],
    [
      'choices',
      all.choices !== undefined &&
        !covers(
          all.choices.map(({ key }) => key),
          usage.choices,
        ),
    ],
  ];
  return conflicts
    .filter(([, contradicts]) => contradicts)
    .map(([option]) => ({ path: `options.${option}`, code: 'options.in_use', message: 'Leads hold values that this would not allow.' }));
}

function isBelow(left: string | null | undefined, right: string | null | undefined): boolean {
  return left != null && right != null && compareDecimals(left, right) < 0;
}

function covers(allowed: readonly string[], used: ReadonlySet<string>): boolean {
  return [...used].every((key) => allowed.includes(key));
}
