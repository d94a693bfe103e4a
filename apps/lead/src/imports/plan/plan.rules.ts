import type { ImportMapping, ImportMatchField, ImportTarget } from '@leadstream/contracts';
import type { FieldProblem } from '@leadstream/kernel';
import type { CustomFieldDefinition } from '../../custom-fields/custom-field.js';
import { isUniqueKept } from '../../custom-fields/index/index-state.rules.js';
import { normaliseRegion } from '../../lead/values/phone.rules.js';
import { normaliseTimeZone } from '../../lead/values/time-zone.rules.js';
import { importErrors } from '../import.errors.js';
import type { Table } from '../table/open-table.js';
import type { ColumnNames } from './column-names.js';
import { customKey } from './custom-columns.rules.js';
import { plannedOrder } from './date-order.rules.js';
import { HEADING_SYNONYMS, headingKey } from './heading-synonyms.js';
import { columnsWithWords, wordProblems } from '../words/plan-words.rules.js';
import { type ImportPlan, isStated, type PlannedColumn, type PlannedFormat, type ReadingPlan } from './import-plan.js';
import { ownColumns } from './own-headings.rules.js';

const MAX_COLUMNS = 500;

/**
 * What must stay the same whenever the file is read again. To be asked once all rows were read: a file is UTF-8 until its last bytes do
 * not say otherwise.
 */
export function plannedFormat({ format, hasHeadings, columns: names }: Omit<Table, 'rows'>): PlannedFormat {
  if (format.kind === 'workbook') return { sheets: format.sheets, read: format.read, hasHeadings, names };
  return { encoding: format.encoding, delimiter: format.delimiter, hasHeadings, names };
}

/** @throws DomainError `LEAD.IMPORT_HEADER` */
export function refuseManyColumns(names: readonly string[]): void {
  if (names.length <= MAX_COLUMNS) return;
  const message = `May have ${MAX_COLUMNS} columns at most.`;
  throw importErrors.IMPORT_HEADER({ errors: [{ path: `file.heading.${MAX_COLUMNS + 1}`, code: 'heading.too_many', message }] });
}

/**
 * Holds the options against the columns of the file; what does not fit is among the problems of the plan, with a path for each.
 * @param names what the tenant calls fields and leads: custom fields that can be written, statuses and stages
 */
export function planImport(format: PlannedFormat, options: ImportMapping, { customFields, vocabulary }: ColumnNames): ImportPlan {
  const { names } = format;
  const problems: FieldProblem[] = [];
  const constants = options.constants ?? {};
  const columns = options.mapping ? statedColumns(names, options.mapping, problems) : derivedColumns(names, constants, customFields);
  const dateOrder = plannedOrder(options.dateOrder, format.dateOrders ?? [], columns, customFields, problems);
  const reading = { ...cellReading(options, problems), dateOrder };
  problems.push(
    ...matchProblems({ columns, constants }, options.matchBy, customFields),
    ...missingColumns({ columns, constants }, options),
    ...unknownFields({ columns, constants }, names, customFields),
  );
  const plan = {
    ...format,
    mapping: Object.fromEntries(columns.map(({ index, target }) => [names[index] ?? '', target])),
    constants,
    ...reading,
    onMatch: options.onMatch,
    onNoMatch: options.onNoMatch,
    onRepeat: options.onRepeat,
    onBadValue: options.onBadValue,
    blankWords: options.blankWords ?? [],
  };
  return {
    ...plan,
    columns: columnsWithWords(names, columns, options.values ?? {}, { plan: { ...plan, vocabulary }, customFields }, problems),
    problems,
  };
}

/** What no file could be read by, as far as that can be told without one: the words of columns whose field is named, region and zone. */
export function optionProblems(options: ImportMapping, { customFields, vocabulary }: ColumnNames): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const plan = { ...cellReading(options, problems), vocabulary };
  for (const [name, words] of Object.entries(options.values ?? {})) {
    const target = options.mapping?.[name];
    if (target) problems.push(...wordProblems(`options.values.${name}`, target, words, { plan, customFields }));
  }
  return problems;
}

/** How cells are read, with what cannot be meant by it among the problems. */
function cellReading(options: ImportMapping, problems: FieldProblem[]): Omit<ReadingPlan, 'vocabulary'> {
  const matchBy = [options.matchBy].flat();
  const { consentPurpose, consentTextVersion = null, decimalSign } = options;
  const region = normaliseRegion(options.region ?? '');
  if (!region.ok) problems.push({ path: 'options.region', code: region.code, message: region.message });
  const timeZone = normaliseTimeZone(options.timeZone);
  if (!timeZone.ok) problems.push({ path: 'options.timeZone', code: timeZone.code, message: timeZone.message });
  return {
    ...{ matchBy, consentPurpose, consentTextVersion, decimalSign, dateOrder: options.dateOrder ?? 'iso' },
    region: region.ok ? region.value : null,
    timeZone: (timeZone.ok ? timeZone.value : null) ?? 'UTC',
  };
}

/** @throws DomainError `LEAD.IMPORT_OPTIONS` for a plan by which no row can be applied */
export function refuseProblems({ problems }: Pick<ImportPlan, 'problems'>): void {
  if (problems.length > 0) throw importErrors.IMPORT_OPTIONS({ errors: problems });
}

/** Match fields are unique, and stated by the rows. */
function matchProblems(
  plan: Pick<ImportPlan, 'columns' | 'constants'>,
  matchBy: ImportMapping['matchBy'],
  customFields: readonly CustomFieldDefinition[],
): FieldProblem[] {
  if (!Array.isArray(matchBy)) return matchProblem(plan, matchBy, 'options.matchBy', customFields);
  return matchBy.flatMap((field, index) => matchProblem(plan, field, `options.matchBy.${index}`, customFields));
}

function matchProblem(
  plan: Pick<ImportPlan, 'columns' | 'constants'>,
  matchBy: ImportMatchField,
  path: string,
  customFields: readonly CustomFieldDefinition[],
): FieldProblem[] {
  const key = customKey(matchBy);
  const field = customFields.find((one) => one.key === key);
  if (key !== undefined && !field) return [{ path, code: 'custom_field.unknown', message: 'There is no such custom field.' }];
  if (field?.unique === false)
    return [{ path, code: 'match.not_unique', message: 'Several leads may have one value of this field: mark it unique.' }];
  if (field && !isUniqueKept(field))
    return [{ path, code: 'match.not_ready', message: 'It is not known yet whether values of this field are unique: see its indexState.' }];
  if (isStated(plan, matchBy)) return [];
  return [{ path, code: 'match.unmapped', message: `No column gives ${matchBy}; name one in the mapping.` }];
}

function missingColumns(plan: Pick<ImportPlan, 'columns' | 'constants'>, { mapping }: ImportMapping): FieldProblem[] {
  if (!mapping || !isStated(plan, 'statusChangedAt') || isStated(plan, 'status')) return [];
  const message = 'statusChangedAt needs a status, from a column or a constant.';
  return [{ path: 'options.mapping', code: 'status.unmapped', message }];
}

function unknownFields(
  { columns, constants }: Pick<ImportPlan, 'columns' | 'constants'>,
  names: readonly string[],
  customFields: readonly CustomFieldDefinition[],
): FieldProblem[] {
  const isUnknown = (target: ImportTarget) => {
    const key = customKey(target);
    return key !== undefined && !customFields.some((field) => field.key === key);
  };
  const mapped = columns.filter(({ target }) => isUnknown(target)).map(({ index }) => `options.mapping.${names[index] ?? ''}`);
  const constant = (Object.keys(constants) as ImportTarget[]).filter(isUnknown).map((target) => `options.constants.${target}`);
  return [...mapped, ...constant].map((path) => ({ path, code: 'custom_field.unknown', message: 'There is no such custom field.' }));
}

function statedColumns(
  names: readonly string[],
  mapping: Readonly<Record<string, ImportTarget>>,
  problems: FieldProblem[],
): PlannedColumn[] {
  const columns: PlannedColumn[] = [];
  for (const [name, target] of Object.entries(mapping)) {
    const index = names.indexOf(name.normalize('NFC').trim());
    const path = `options.mapping.${name}`;
    if (index === -1) problems.push({ path, code: 'mapping.no_such_column', message: 'The file has no column with this heading.' });
    else if (columns.some((column) => column.target === target))
      problems.push({ path, code: 'mapping.repeated', message: `Another column gives ${target}, too.` });
    else columns.push({ index, target });
  }
  return columns;
}

/** By the names of our own exports, then by synonyms; an instant of a status nobody states says nothing. */
function derivedColumns(
  names: readonly string[],
  constants: ImportPlan['constants'],
  customFields: readonly CustomFieldDefinition[],
): PlannedColumn[] {
  const keys = names.map(headingKey);
  const own = ownColumns(names, customFields);
  const similar = HEADING_SYNONYMS.flatMap(([target, synonyms]) => {
    if (own.some((column) => column.target === target)) return [];
    const index = synonyms.map((synonym) => keys.indexOf(synonym)).find((found) => found !== -1);
    return index === undefined || own.some((column) => column.index === index) ? [] : [{ index, target }];
  });
  const columns = [...own, ...similar];
  const hasStatus = isStated({ columns, constants }, 'status');
  return hasStatus ? columns : columns.filter(({ target }) => target !== 'statusChangedAt');
}
