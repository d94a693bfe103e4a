import type { ImportOptions, ImportTarget } from '@leadstream/contracts';
import type { FieldProblem } from '@leadstream/kernel';
import { normaliseRegion } from '../../lead/values/phone.rules.js';
import { normaliseTimeZone } from '../../lead/values/time-zone.rules.js';
import type { CsvFile } from '../csv/csv-file.js';
import { importErrors } from '../import.errors.js';
import { HEADING_SYNONYMS, headingKey } from './heading-synonyms.js';
import { type ImportPlan, isStated, type PlannedColumn } from './import-plan.js';

const MAX_COLUMNS = 500;

/**
 * Holds the options against the headings of the file.
 * @throws DomainError `LEAD.IMPORT_HEADER` for headings that are blank, repeated or too many; `LEAD.IMPORT_OPTIONS` for options
 *   that do not fit them, with a path for each
 */
export function planImport(
  { heading, encoding, delimiter }: Pick<CsvFile, 'heading' | 'encoding' | 'delimiter'>,
  options: ImportOptions,
): ImportPlan {
  refuseHeading(heading);
  const problems: FieldProblem[] = [];
  const constants = options.constants ?? {};
  const columns = options.mapping ? statedColumns(heading, options.mapping, problems) : derivedColumns(heading, constants);
  const region = normaliseRegion(options.region ?? '');
  if (!region.ok) problems.push({ path: 'options.region', code: region.code, message: region.message });
  const timeZone = normaliseTimeZone(options.timeZone);
  if (!timeZone.ok) problems.push({ path: 'options.timeZone', code: timeZone.code, message: timeZone.message });
  if (!isStated({ columns, constants }, options.matchBy)) {
    problems.push({
      path: 'options.matchBy',
      code: 'match.unmapped',
      message: `No column gives ${options.matchBy}; name one in the mapping.`,
    });
  }
  if (options.mapping && isStated({ columns, constants }, 'statusChangedAt') && !isStated({ columns, constants }, 'status')) {
    problems.push({
      path: 'options.mapping',
      code: 'status.unmapped',
      message: 'statusChangedAt needs a status, from a column or a constant.',
    });
  }
  if (problems.length > 0) throw importErrors.IMPORT_OPTIONS({ errors: problems });
  return {
    encoding,
    delimiter,
    width: heading.length,
    mapping: Object.fromEntries(columns.map(({ index, target }) => [heading[index] ?? '', target])),
    columns,
    constants,
    matchBy: options.matchBy,
    onMatch: options.onMatch,
    blankWords: options.blankWords ?? [],
    region: region.ok ? region.value : null,
    timeZone: (timeZone.ok ? timeZone.value : null) ?? 'UTC',
  };
}

function refuseHeading(heading: readonly string[]): void {
  const problem = (index: number, code: string, message: string) => ({ path: `file.heading.${index + 1}`, code, message });
  if (heading.every((name) => name === ''))
    throw importErrors.IMPORT_HEADER({ errors: [problem(0, 'heading.blank', 'The first line holds no headings.')] });
  if (heading.length > MAX_COLUMNS)
    throw importErrors.IMPORT_HEADER({ errors: [problem(MAX_COLUMNS, 'heading.too_many', `May have ${MAX_COLUMNS} columns at most.`)] });
  const names = heading.map((name) => name.toLowerCase());
  const repeated = names.flatMap((name, index) => (name !== '' && names.indexOf(name) < index ? [index] : []));
  if (repeated.length > 0)
    throw importErrors.IMPORT_HEADER({
      errors: repeated.map((index) => problem(index, 'heading.repeated', 'Another column has the same heading.')),
    });
}

function statedColumns(
  heading: readonly string[],
  mapping: Readonly<Record<string, ImportTarget>>,
  problems: FieldProblem[],
): PlannedColumn[] {
  const columns: PlannedColumn[] = [];
  for (const [name, target] of Object.entries(mapping)) {
    const index = heading.indexOf(name.normalize('NFC').trim());
    const path = `options.mapping.${name}`;
    if (index === -1) problems.push({ path, code: 'mapping.no_such_column', message: 'The file has no column with this heading.' });
    else if (columns.some((column) => column.target === target))
      problems.push({ path, code: 'mapping.repeated', message: `Another column gives ${target}, too.` });
    else columns.push({ index, target });
  }
  return columns;
}

/** By synonyms; an instant of a status nobody states says nothing. */
function derivedColumns(heading: readonly string[], constants: ImportPlan['constants']): PlannedColumn[] {
  const keys = heading.map(headingKey);
  const columns = HEADING_SYNONYMS.flatMap(([target, synonyms]) => {
    const index = synonyms.map((synonym) => keys.indexOf(synonym)).find((found) => found !== -1);
    return index === undefined ? [] : [{ index, target }];
  });
  const hasStatus = isStated({ columns, constants }, 'status');
  return hasStatus ? columns : columns.filter(({ target }) => target !== 'statusChangedAt');
}
