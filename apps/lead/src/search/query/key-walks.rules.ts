import type { SearchTerm } from './search-term.js';

/** Keys read for one way in which a term may fit. A term that fits more than this tells little, and is left to the ranking. */
export const MOST_KEYS_READ = 5_000;

/** Behind every text that begins alike, compared as bytes. */
const LAST_SIGN = '\u{10FFFF}';

/** How near a key is to what was typed: enough to choose candidates by, the ranking looks closer. */
export interface Nearness {
  readonly whole: number;
  readonly beginning: number;
  readonly slip: number;
}

/** A table of keys, and how near its keys count. */
export interface KeyTable {
  readonly name: string;
  /** What is read of a row beside its key. */
  readonly columns: string;
  readonly nearness: Nearness;
  /** Keys of telephone numbers stand only where numbers do. */
  readonly hasPhones: boolean;
  /** Which rows alone are read; all when left out. */
  readonly condition?: string;
}

export const LEAD_KEYS: KeyTable = {
  name: 'lead_search_key',
  columns: 'lead_id',
  nearness: { whole: 30, beginning: 20, slip: 10 },
  hasPhones: true,
};

/** Further addresses count as those in the rows of leads. They are walked through by the same words. */
export const IDENTITY_KEYS: KeyTable = { ...LEAD_KEYS, name: 'identity_search_key' };

/** Whatever fits in a note counts less than what fits in a field of the lead. */
export const ATTACHMENT_KEYS: KeyTable = {
  name: 'attachment_search_key',
  columns: 'lead_id, kind, attachment_id',
  nearness: { whole: 6, beginning: 4, slip: 2 },
  hasPhones: false,
};

/** Deals and tasks count as their leads do: by which they are compared. `$12`: kinds that are asked for. */
export const WORK_KEYS: KeyTable = {
  name: 'work_search_key',
  columns: 'lead_id, kind, work_id',
  nearness: LEAD_KEYS.nearness,
  hasPhones: false,
  condition: 'kind = ANY ($12::text[])',
};

/** The walks through the primary key of a table that required terms ask for, as the statement of {@link walksThrough} takes them. */
export interface KeyWalks {
  /** Of {@link words}, the place of each one's term. */
  readonly wordTerms: readonly number[];
  /** Keys that begin with one of them fit. */
  readonly words: readonly string[];
  readonly slipTerms: readonly number[];
  /** For each term that has any: words that are one slip away, with spaces between them. */
  readonly slips: readonly string[];
}

export function keyWalks(table: KeyTable, terms: readonly SearchTerm[]): KeyWalks {
  const required = terms.flatMap((term, place) => (term.required ? [{ ...term, place }] : []));
  const words = required.flatMap(({ prefixes, place }) =>
    prefixes.filter((word) => table.hasPhones || /^[a-z0-9]/.test(word)).map((word) => ({ word, place })),
  );
  const slipping = required.filter(({ slips }) => slips.size > 0);
  return {
    wordTerms: words.map(({ place }) => place),
    words: words.map(({ word }) => word),
    slipTerms: slipping.map(({ place }) => place),
    slips: slipping.map(({ slips }) => [...slips].join(' ')),
  };
}

/** Parameters of a statement, as `$2`, by what they are of {@link KeyWalks}. */
export type WalkParameters = { readonly [K in keyof KeyWalks]: string };

/**
 * Rows of keys that fit, {@link MOST_KEYS_READ} at most for each `way` in which a term may fit; `$1` is the tenant. One plan for all words:
 * with one for each, a quarter of a search by an e-mail address went into planning.
 */
export function walksThrough(
  { name, columns, nearness, condition = 'true' }: KeyTable,
  { words, wordTerms, slips, slipTerms }: WalkParameters,
): string {
  return `
    SELECT ${columns}, key, ask.term, ask.place AS way,
           CASE WHEN key = ask.word THEN ${nearness.whole} ELSE ${nearness.beginning} END AS nearness
    FROM unnest(${words}::text[], ${wordTerms}::integer[]) WITH ORDINALITY AS ask (word, term, place) CROSS JOIN LATERAL (
      SELECT key, ${columns} FROM ${name} WHERE tenant_id = $1 AND key >= ask.word AND key < ask.word || '${LAST_SIGN}' AND ${condition}
      ORDER BY key LIMIT ${MOST_KEYS_READ}) AS begun
    UNION ALL
    SELECT ${columns}, key, ask.term, -ask.place, ${nearness.slip}
    FROM unnest(${slips}::text[], ${slipTerms}::integer[]) WITH ORDINALITY AS ask (words, term, place) CROSS JOIN LATERAL (
      -- One look into the index for each: of \`key = ANY\`, the planner weighs every word before it begins.
      SELECT key, ${columns} FROM unnest(string_to_array(ask.words, ' ')) AS slip (word) CROSS JOIN LATERAL (
        SELECT key, ${columns} FROM ${name} WHERE tenant_id = $1 AND key = slip.word AND ${condition} LIMIT ${MOST_KEYS_READ}) AS slipped
      LIMIT ${MOST_KEYS_READ}) AS slipped`;
}
