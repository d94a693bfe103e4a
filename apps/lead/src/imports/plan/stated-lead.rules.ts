import { type ImportTarget, PROPERTY_KINDS } from '@leadstream/contracts';
import { plainDecimal } from '../../custom-fields/files/file-number.rules.js';
import type { StatedLead } from '../../lead/lead.rules.js';
import { accept, type Checked, refuse } from '../../lead/values/checked.rules.js';
import { type NameParts, splitFullName } from '../mapping/full-name.rules.js';
import { customKey } from './custom-columns.rules.js';
import { type ImportPlan, metadataName, type ReadingPlan } from './import-plan.js';
import { isPermission } from './permission.rules.js';

/** Members that are numbers, each with what it may be (`propertyDetails` of the contracts). */
const NUMBERS: Partial<Record<ImportTarget, (value: number) => boolean>> = {
  'property.bedrooms': (value) => Number.isInteger(value) && value >= 0 && value <= 1_000,
  'property.bathrooms': (value) => Number.isInteger(value * 2) && value >= 0 && value <= 1_000,
  'property.areaSquareMetres': (value) => value >= 0 && value <= 100_000_000,
  'property.yearBuilt': (value) => Number.isInteger(value) && value >= 1_000 && value <= 3_000,
};
const AMOUNTS: readonly ImportTarget[] = ['budget.min', 'budget.max'];

/** What has a way in of its own. */
const APART: ReadonlySet<ImportTarget> = new Set(['tags', 'ownerEmail']);

/** Texts of a row under the fields they are about, as any other way in would state them; or why one of them cannot be read. */
export function statedLead(
  said: ReadonlyMap<ImportTarget, string>,
  { region, decimalSign, numbers }: Pick<ReadingPlan, 'region' | 'decimalSign' | 'numbers'>,
): Checked<StatedLead> {
  const stated: Record<string, unknown> = region === null ? {} : { phoneRegion: region };
  for (const [target, text] of said) {
    if (isPermission(target) || customKey(target) !== undefined || APART.has(target)) continue;
    const value = valueOf(target, text, numbers?.has(target) ? '.' : decimalSign);
    if (!value.ok) return { ...value, path: target };
    put(stated, target, value.value);
  }
  const { fullName, ...lead } = stated;
  return { ok: true, value: { ...nameParts(fullName, lead), ...lead } as StatedLead };
}

function put(stated: Record<string, unknown>, target: ImportTarget, value: unknown): void {
  const metadata = metadataName(target);
  const [block, member] = metadata === undefined ? target.split('.') : ['sourceMetadata', metadata];
  if (block === undefined || member === undefined) stated[target] = value;
  else stated[block] = { ...(stated[block] as object | undefined), [member]: value };
}

function valueOf(target: ImportTarget, text: string, decimalSign: ImportPlan['decimalSign']): Checked<unknown> {
  if (target === 'property.kind') return propertyKind(text);
  const isNumber = NUMBERS[target];
  if (isNumber === undefined && !AMOUNTS.includes(target)) return { ok: true, value: text };
  const decimal = plainDecimal(text, decimalSign);
  if (!decimal.ok || isNumber === undefined) return decimal;
  const value = Number(decimal.value);
  return isNumber(value) ? { ok: true, value } : { ok: false, code: 'number.out_of_range', message: 'Is not a number that this can be.' };
}

function propertyKind(text: string): Checked<string> {
  const word = text.trim().toLowerCase();
  return PROPERTY_KINDS.some((kind) => kind === word)
    ? accept(word)
    : refuse('property_kind.unknown', 'Is not one of the kinds of property.');
}

/** A full name speaks where no column of their own says first or last name; what it does not hold it does not clear. */
function nameParts(fullName: unknown, { firstName, lastName }: Record<string, unknown>): Partial<NameParts> {
  if (typeof fullName !== 'string' || firstName !== undefined || lastName !== undefined) return {};
  const parts = splitFullName(fullName);
  return { ...(parts.firstName !== null && { firstName: parts.firstName }), ...(parts.lastName !== null && { lastName: parts.lastName }) };
}
