import { type CreateLead, propertyDetails, type StatedCustomValue, type StatedCustomValues } from '@leadstream/contracts';
import type { FieldProblem } from '@leadstream/kernel';
import type { CustomFieldDefinition } from '../../custom-fields/custom-field.js';
import { plainDecimal } from '../../custom-fields/files/file-number.rules.js';
import { type FileReading, readFileValue } from '../../custom-fields/files/file-value.rules.js';
import { accept, type Checked, refuse } from '../../lead/values/checked.rules.js';
import { customKeyOf } from '../form.js';

/** People and pages write decimals with a point, as `<input type=number>` does; `datetime-local` says no offset. */
const READING: FileReading = { decimalSign: '.', timeZone: 'UTC', dateOrder: 'iso' };
const AMOUNTS = ['budget.min', 'budget.max'];

/** What was filled in, as `POST /v1/leads` takes it. */
export interface AskedFields {
  readonly lead: Partial<CreateLead>;
  readonly customFields: StatedCustomValues;
  /** What custom fields were to say that are archived or called otherwise by now; by the key that the form has. */
  readonly leftOver: Readonly<Record<string, string>>;
  readonly problems: readonly FieldProblem[];
}

/**
 * Reads texts under the names that a form asks for; values of the right shape are judged by the capture.
 * @param texts those that say something; several of a multiple choice alone
 * @param definitions of custom fields, archived ones included
 */
export function readAskedFields(texts: ReadonlyMap<string, readonly string[]>, definitions: readonly CustomFieldDefinition[]): AskedFields {
  const lead: Record<string, unknown> = {};
  const customFields: Record<string, StatedCustomValue> = {};
  const leftOver: Record<string, string> = {};
  const problems: FieldProblem[] = [];
  for (const [name, said] of texts) {
    const key = customKeyOf(name);
    const definition = key === undefined ? undefined : liveField(definitions, key);
    if (key !== undefined && !definition) {
      leftOver[key] = storable(said.join('; '));
      continue;
    }
    const checked = definition ? customValue(definition, said) : coreValue(name, said[0] ?? '');
    if (!checked.ok) problems.push({ path: [name, checked.path].filter(Boolean).join('.'), code: checked.code, message: checked.message });
    else if (key === undefined) put(lead, name, checked.value);
    else customFields[key] = checked.value as StatedCustomValue;
  }
  return { lead, customFields, leftOver, problems };
}

/** Whether a field may be told several values: a multiple choice, and what was one perhaps, before it was called otherwise. */
export function takesSeveral(name: string, definitions: readonly CustomFieldDefinition[]): boolean {
  const key = customKeyOf(name);
  return key !== undefined && (definitions.find((one) => one.key === key)?.type ?? 'multiple-choice') === 'multiple-choice';
}

function liveField(definitions: readonly CustomFieldDefinition[], key: string): CustomFieldDefinition | undefined {
  return definitions.find((one) => one.key === key && !one.archived && one.type !== 'lead-reference');
}

function customValue(definition: CustomFieldDefinition, said: readonly string[]): Checked<StatedCustomValue> {
  return definition.type === 'multiple-choice' ? accept([...said]) : readFileValue(definition, said[0] ?? '', READING);
}

/** Nobody judges it: what JSON of the database cannot hold is left out. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '');
}

/** Numbers and kinds must fit the contract of the block; whatever else is wrong with a text, the capture finds. */
function coreValue(name: string, text: string): Checked<unknown> {
  if (AMOUNTS.includes(name)) return plainDecimal(text, READING.decimalSign);
  if (name === 'property.kind') {
    const kind = propertyDetails.shape.kind.safeParse(text.trim().toLowerCase());
    return kind.success ? accept(kind.data) : refuse('choice.unknown', 'Is not one of the kinds of property.');
  }
  const member = NUMBERS.find((one) => name === `property.${one}`);
  if (member === undefined) return accept(text);
  const decimal = plainDecimal(text, READING.decimalSign);
  if (!decimal.ok) return decimal;
  const number = propertyDetails.shape[member].safeParse(Number(decimal.value));
  return number.success ? accept(number.data) : refuse('number.out_of_range', 'Is not a number that this can be.');
}

const NUMBERS = ['bedrooms', 'bathrooms', 'areaSquareMetres', 'yearBuilt'] as const;

function put(lead: Record<string, unknown>, name: string, value: unknown): void {
  const [block = '', member] = name.split('.');
  lead[block] = member === undefined ? value : { ...(lead[block] as object | undefined), [member]: value };
}
