import type { CreateCustomField, CustomFieldType, StatedCustomValue } from '@leadstream/contracts';
import type { FieldProblem } from '@leadstream/kernel';
import { normaliseText } from '../../lead/values/text.rules.js';
import type { CustomFieldDefinition, FieldShape, FieldValue } from '../custom-field.js';
import { checkValue } from '../values/value-checks.rules.js';
import { checkKey } from './field-key.rules.js';
import { normaliseOptions } from './field-options.rules.js';

const MAX_LABEL_LENGTH = 200;

/** What is refused as unique: values too long to compare, or so few that uniqueness would cap the number of leads. */
const NEVER_UNIQUE: readonly CustomFieldType[] = ['long-text', 'multiple-choice', 'single-choice', 'boolean'];
const NEVER_INDEXED: readonly CustomFieldType[] = ['long-text'];

/** A field before it is stored: all but its id and version. */
export type FieldDraft = Omit<CustomFieldDefinition, 'fieldId' | 'version'>;

export type DefinedField = { readonly draft: FieldDraft } | { readonly problems: readonly FieldProblem[] };

/** A definition as stated for the first time, or after a patch was merged into what is there. */
export type StatedField = CreateCustomField & { readonly archived?: boolean };

/** Brings a stated definition into its stored form; every reason against it is named, none of them looks at other fields. */
export function defineField(stated: StatedField): DefinedField {
  const { type, entity, required, unique, indexed, position, archived = false } = stated;
  const problems: FieldProblem[] = [];
  const key = checkKey(stated.key);
  if (!key.ok) problems.push({ path: 'key', code: key.code, message: key.message });
  const label = normaliseText(stated.label, MAX_LABEL_LENGTH);
  if (!label.ok) problems.push({ path: 'label', code: label.code, message: label.message });
  else if (label.value === null) problems.push({ path: 'label', code: 'label.missing', message: 'A field needs a label.' });
  const { options, problems: unfit } = normaliseOptions(type, stated.options);
  problems.push(...unfit, ...unsuitedMarks(type, { unique, indexed }));
  const value = unfit.length > 0 ? null : readDefault(stated.default, { type, options } as FieldShape, problems);
  if (unique && value !== null) {
    problems.push({ path: 'default', code: 'default.unique', message: 'A default would be the same for every lead.' });
  }
  if (problems.length > 0) return { problems };
  const draft = { entity, type, key: stated.key, label: label.ok ? label.value : null, options, required, unique, indexed, default: value };
  return { draft: { ...draft, archived, position } as FieldDraft };
}

function unsuitedMarks(type: CustomFieldType, { unique, indexed }: Pick<CreateCustomField, 'unique' | 'indexed'>): FieldProblem[] {
  return [
    ...(unique && NEVER_UNIQUE.includes(type)
      ? [{ path: 'unique', code: 'unique.unsuited', message: `A field of type ${type} cannot be unique.` }]
      : []),
    ...(indexed && NEVER_INDEXED.includes(type)
      ? [{ path: 'indexed', code: 'indexed.unsuited', message: `A field of type ${type} cannot be indexed.` }]
      : []),
  ];
}

function readDefault(stated: StatedCustomValue, field: FieldShape, problems: FieldProblem[]): FieldValue | null {
  const checked = checkValue(stated, field);
  if (checked.ok) return checked.value;
  problems.push({ path: checked.path === undefined ? 'default' : `default.${checked.path}`, code: checked.code, message: checked.message });
  return null;
}
