import { DEFAULT_VOCABULARY, type LeadVocabulary } from '../../lead/vocabulary.js';
import { FIELDS_BY_HEADING, foldedKey } from '../plan/heading-synonyms.js';
import { DEFAULT_BLANK_WORDS, isBlankBy } from '../plan/blank-words.rules.js';
import { meaningOfYes, type SuggestedField } from './suggested-field.js';
import { certainFieldOf, fitOf, statusFit } from './value-shapes.rules.js';

export interface MappingSuggestion {
  /** Place of the column, from 0. */
  readonly column: number;
  readonly heading: string;
  readonly field: SuggestedField;
  /** 0 to 1; from 0.6 on it can be taken over without a look. */
  readonly confidence01: number;
  /** `unrecognised` columns are kept as custom fields. */
  readonly because: 'heading' | 'values' | 'heading_and_values' | 'unrecognised';
  /** Of columns on consent: what a yes in them means. */
  readonly yesMeans: 'allowed' | 'forbidden' | null;
}

interface Candidate {
  readonly column: number;
  readonly field: SuggestedField;
  readonly confidence01: number;
  readonly because: MappingSuggestion['because'];
}

/** Below, values contradict the heading. */
const MIN_CONFIDENCE = 0.4;
const UNRECOGNISED = 0.2;
const MAX_KEY_LENGTH = 60;
/** Of its own words for a status a file may have any. */
const FOREIGN_STATUS = 0.55;

/**
 * Suggests for every column that holds anything what it is, by its heading and by its values; no field twice.
 * @param headings names of the columns, none twice
 * @param sampleRows the first rows, a hundred or so; words for blank such as `Select` and `N/A` do not count as values
 */
export function suggestMapping(
  headings: readonly string[],
  sampleRows: readonly (readonly string[])[],
  vocabulary: LeadVocabulary = DEFAULT_VOCABULARY,
): MappingSuggestion[] {
  const isBlank = isBlankBy(DEFAULT_BLANK_WORDS);
  const columns = headings.map((heading, column) => ({
    heading,
    values: sampleRows.map((cells) => (cells[column] ?? '').trim()).filter((cell) => !isBlank(cell)),
  }));
  const candidates = columns.flatMap(({ heading, values }, column) => candidatesOf(column, heading, values, vocabulary));
  const chosen = choose(withoutConflicts(candidates));
  const customKeys = new Set<string>();
  return columns.flatMap(({ heading, values }, column) => {
    const found = chosen.get(column) ?? (values.length > 0 ? asCustomField(column, heading, customKeys) : undefined);
    return found ? [{ ...found, heading, yesMeans: meaningOfYes(found.field) }] : [];
  });
}

function candidatesOf(column: number, heading: string, values: readonly string[], vocabulary: LeadVocabulary): Candidate[] {
  const named = (FIELDS_BY_HEADING.get(foldedKey(heading)) ?? []).map(({ field, rank }) => {
    const fit01 = fitOf(field, values);
    const base = Math.max(0.8, 0.9 - rank * 0.005);
    return {
      column,
      field,
      ...judged(base, field === 'status' ? statusFit(values, vocabulary) : fit01, field === 'status' ? FOREIGN_STATUS : 0),
    };
  });
  const certain = certainFieldOf(values);
  const shown: Candidate[] = certain
    ? [{ column, field: certain.field, confidence01: rounded(0.7 * certain.fit01), because: 'values' }]
    : [];
  return [...named, ...shown].filter(({ confidence01 }) => confidence01 >= MIN_CONFIDENCE);
}

/** The heading's word, strengthened or contradicted by the values. */
function judged(base: number, fit01: number | null, least: number): Pick<Candidate, 'confidence01' | 'because'> {
  if (fit01 === null) return { confidence01: rounded(base * 0.9), because: 'heading' };
  if (fit01 >= 0.5) return { confidence01: rounded(base + 0.09 * fit01), because: 'heading_and_values' };
  return { confidence01: rounded(Math.max(least, base * fit01 * 1.5)), because: 'heading' };
}

/**
 * `Name` is a full name, beside a first name the last name, beside a last name the first; the instant of a status needs a status.
 */
function withoutConflicts(candidates: readonly Candidate[]): Candidate[] {
  const elsewhere = (field: SuggestedField, column: number) => candidates.some((other) => other.field === field && other.column !== column);
  const here = (field: SuggestedField, column: number) => candidates.some((other) => other.field === field && other.column === column);
  return candidates.filter(({ field, column }) => {
    const isAmbiguous = here('fullName', column);
    switch (field) {
      case 'fullName':
        return !elsewhere('firstName', column) && !(here('firstName', column) && elsewhere('lastName', column));
      case 'firstName':
        return !isAmbiguous || elsewhere('lastName', column);
      case 'lastName':
        return !isAmbiguous || elsewhere('firstName', column);
      case 'statusChangedAt':
        return elsewhere('status', column);
      default:
        return true;
    }
  });
}

/** The surest first; at one confidence the column further to the left. */
function choose(candidates: readonly Candidate[]): Map<number, Candidate> {
  const chosen = new Map<number, Candidate>();
  const taken = new Set<SuggestedField>();
  for (const candidate of [...candidates].sort((one, other) => other.confidence01 - one.confidence01 || one.column - other.column)) {
    if (chosen.has(candidate.column) || taken.has(candidate.field)) continue;
    chosen.set(candidate.column, candidate);
    taken.add(candidate.field);
  }
  return chosen;
}

/** The key is the heading in ASCII, with the place of the column where that leaves nothing or is taken. */
function asCustomField(column: number, heading: string, taken: Set<string>): Candidate {
  const ascii = heading
    .replace(/__c$/i, '')
    .replaceAll('ß', 'ss')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '');
  const key = ascii
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_\d]+|_+$/g, '')
    .slice(0, MAX_KEY_LENGTH);
  const unique = key === '' || taken.has(key) ? `${key || 'column'}_${column + 1}` : key;
  taken.add(unique);
  return { column, field: `customField:${unique}`, confidence01: UNRECOGNISED, because: 'unrecognised' };
}

const rounded = (confidence01: number) => Math.round(confidence01 * 100) / 100;
