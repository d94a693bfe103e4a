import type { ImportTarget } from '@leadstream/contracts';
import type { FieldProblem } from '@leadstream/kernel';
import type { CustomFieldDefinition } from '../../custom-fields/custom-field.js';
import { readFileValue } from '../../custom-fields/files/file-value.rules.js';
import { checkValue } from '../../custom-fields/values/value-checks.rules.js';
import { type Refused, refuse } from '../../lead/values/checked.rules.js';
import { customKey } from '../plan/custom-columns.rules.js';
import type { PlannedColumn, ReadingPlan } from '../plan/import-plan.js';
import { readSaid } from '../plan/said.rules.js';
import { foldWord, LIST_SEPARATOR, type WordList } from './translated.rules.js';

/** How words are read: by the options of the import, and what its tenant has defined. */
export interface WordContext {
  readonly plan: ReadingPlan;
  readonly customFields: readonly CustomFieldDefinition[];
}

/** Words of a file by column, as stated. */
export type StatedWords = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Columns with the words that are translated in them.
 * @param problems takes in each column that is not there, and each word of ours that its field would refuse, under its path
 */
export function columnsWithWords(
  names: readonly string[],
  columns: readonly PlannedColumn[],
  values: StatedWords,
  context: WordContext,
  problems: FieldProblem[],
): readonly PlannedColumn[] {
  const lists = new Map<number, WordList>();
  for (const [name, words] of Object.entries(values)) {
    const path = `options.values.${name}`;
    const index = names.indexOf(name.normalize('NFC').trim());
    const column = columns.find((planned) => planned.index === index);
    if (index === -1) problems.push({ path, code: 'values.no_such_column', message: 'The file has no column with this heading.' });
    else if (!column) problems.push({ path, code: 'values.unmapped', message: 'The column is not mapped to a field.' });
    else {
      problems.push(...wordProblems(path, column.target, words, context));
      lists.set(index, folded(words));
    }
  }
  return columns.map((column) => {
    const words = lists.get(column.index);
    return words ? { ...column, words, ...(isListTarget(column.target, context.customFields) && { isList: true }) } : column;
  });
}

/** Each word of ours that the field would refuse, and each of theirs that is said twice. */
export function wordProblems(
  path: string,
  target: ImportTarget,
  words: Readonly<Record<string, string>>,
  context: WordContext,
): FieldProblem[] {
  const seen = new Set<string>();
  return Object.entries(words).flatMap(([word, ours]) => {
    const at = `${path}.${word}`;
    const fold = foldWord(word);
    if (seen.has(fold)) return [{ path: at, code: 'values.repeated', message: 'The word is translated twice, but for its case.' }];
    seen.add(fold);
    const refused = refusalOf(target, ours, context);
    return refused ? [{ path: at, code: refused.code, message: refused.message }] : [];
  });
}

/** Whether cells of a field are lists of words. */
export function isListTarget(target: ImportTarget, customFields: readonly CustomFieldDefinition[]): boolean {
  const key = customKey(target);
  return target === 'tags' || customFields.some((field) => field.key === key && field.type === 'multiple-choice');
}

/** Nothing that a word says lies in the future. */
const END_OF_TIME = new Date(8_640_000_000_000_000);

/** Why a field would refuse a cell by itself; undefined where it takes it. */
export function refusalOf(target: ImportTarget, text: string, { plan, customFields }: WordContext): Refused | undefined {
  if (text.trim() === '') return undefined;
  const key = customKey(target);
  if (key !== undefined) return customRefusal(customFields, key, text, plan);
  const reading = readSaid(new Map([[target, text]]), plan, END_OF_TIME);
  if (!('refusal' in reading)) return undefined;
  const { code, path, message } = reading.refusal;
  return path === null || path === target || target === 'fullName' ? refuse(code, message) : undefined;
}

function customRefusal(fields: readonly CustomFieldDefinition[], key: string, text: string, plan: ReadingPlan): Refused | undefined {
  const definition = fields.find((field) => field.key === key);
  if (!definition) return undefined;
  const read = readFileValue(definition, text, plan);
  const checked = read.ok ? checkValue(read.value, definition) : read;
  return checked.ok ? undefined : checked;
}

function folded(words: Readonly<Record<string, string>>): WordList {
  return Object.fromEntries(Object.entries(words).map(([word, ours]) => [foldWord(word), ours.trim()]));
}

/** Words of a cell. */
export function wordsOf(cell: string, isList: boolean): readonly string[] {
  return isList ? cell.split(LIST_SEPARATOR).map((part) => part.trim()) : [cell.trim()];
}
