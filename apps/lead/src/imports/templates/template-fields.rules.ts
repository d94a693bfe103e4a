import type { ImportTemplateOptions } from '@leadstream/contracts';
import type { FieldProblem } from '@leadstream/kernel';
import type { CustomFieldDefinition, CustomFieldKey } from '../../custom-fields/custom-field.js';
import { isCustomChange, keptFieldName, shownFieldName } from '../../custom-fields/values/custom-changes.rules.js';

/** Options as a template keeps them: custom fields by their ids, so that it outlives a new key. */
export function keptOptions(options: ImportTemplateOptions, keys: readonly CustomFieldKey[]): ImportTemplateOptions {
  return withFields(options, (field) => keptFieldName(keys, field));
}

/** Options as the API has them: custom fields by their present keys. */
export function shownOptions(options: ImportTemplateOptions, keys: readonly CustomFieldKey[]): ImportTemplateOptions {
  return withFields(options, (field) => shownFieldName(keys, field));
}

/** Custom fields that options name, and no column can fill. @param customFields that can be written */
export function unknownFieldProblems(
  { mapping = {}, constants = {}, matchBy }: ImportTemplateOptions,
  customFields: readonly Pick<CustomFieldDefinition, 'key'>[],
): FieldProblem[] {
  const named = [
    ...Object.entries(mapping).map(([name, field]) => ({ path: `options.mapping.${name}`, field })),
    ...Object.keys(constants).map((field) => ({ path: `options.constants.${field}`, field })),
    ...(Array.isArray(matchBy)
      ? matchBy.map((field, index) => ({ path: `options.matchBy.${index}`, field }))
      : [{ path: 'options.matchBy', field: matchBy }]),
  ];
  const known = new Set(customFields.map(({ key }) => `customFields.${key}`));
  return named
    .filter(({ field }) => isCustomChange({ field }) && !known.has(field))
    .map(({ path }) => ({ path, code: 'custom_field.unknown', message: 'There is no such custom field in use.' }));
}

/** Templates of earlier releases may state less than every option. */
function withFields(options: ImportTemplateOptions, rename: (field: string) => string): ImportTemplateOptions {
  const { mapping, constants, matchBy }: Partial<ImportTemplateOptions> = options;
  return {
    ...options,
    ...(mapping && { mapping: Object.fromEntries(Object.entries(mapping).map(([name, field]) => [name, rename(field)])) }),
    ...(constants && { constants: Object.fromEntries(Object.entries(constants).map(([field, text]) => [rename(field), text])) }),
    ...(matchBy !== undefined && { matchBy: Array.isArray(matchBy) ? matchBy.map(rename) : rename(matchBy) }),
  } as ImportTemplateOptions;
}
