import { EXPORT_COLUMNS, EXPORT_DERIVED_COLUMNS, IMPORT_FIELDS, importTarget, type ImportTarget } from '@leadstream/contracts';
import type { CustomFieldDefinition } from '../../custom-fields/custom-field.js';
import { customKey } from './custom-columns.rules.js';
import { metadataName, type PlannedColumn } from './import-plan.js';

const FIELDS: ReadonlySet<string> = new Set(IMPORT_FIELDS);
const EXPORTED: ReadonlySet<string> = new Set([...EXPORT_COLUMNS, ...EXPORT_DERIVED_COLUMNS]);

/**
 * What a heading means that is written as exports write it, and as nobody else does: `address.city`, `customFields.size`.
 * @param customFields those that can be written
 */
export function dottedTarget(heading: string, customFields: readonly Pick<CustomFieldDefinition, 'key'>[]): ImportTarget | undefined {
  if (!heading.includes('.')) return undefined;
  const { data: target } = importTarget.safeParse(heading);
  if (target === undefined) return undefined;
  const key = customKey(target);
  if (key !== undefined) return customFields.some((field) => field.key === key) ? target : undefined;
  return FIELDS.has(target) || metadataName(target) !== undefined ? target : undefined;
}

/**
 * Columns of an export of ours. Plain words such as `language` are taken for names of fields only where all headings are such: another
 * program's column of that name holds who knows what.
 */
export function ownColumns(names: readonly string[], customFields: readonly Pick<CustomFieldDefinition, 'key'>[]): PlannedColumn[] {
  const isOwn = names.every((name) => EXPORTED.has(name) || /^(?:sourceMetadata|customFields)\../.test(name));
  return names.flatMap((name, index) => {
    const target = isOwn && FIELDS.has(name) ? (name as ImportTarget) : dottedTarget(name, customFields);
    return target === undefined ? [] : [{ index, target }];
  });
}
