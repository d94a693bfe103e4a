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
}

export const LEAD_KEYS: KeyTable = {
  name: 'lead_search_key',
  columns: 'lead_id',
  nearness: { whole: 30, beginning: 20, slip: 10 },
  hasPhones: true,
};

/** Whatever fits in a note counts less than what fits in a field of the lead. */
export const ATTACHMENT_KEYS: KeyTable = {
  name: 'attachment_search_key',
  columns: 'lead_id, kind, attachment_id',
  nearness: { whole: 6, beginning: 4, slip: 2 },
  hasPhones: false,
};

/** A short walk through the primary key of a table: one way in which a term may fit. */
export interface KeyWalk {
  readonly term: number;
  readonly nearness: string;
  readonly rows: string;
}

/**
 * The walks of all required terms, `$1` being the tenant.
 * @param bind gives a value its place among the parameters
 */
export function keyWalks(table: KeyTable, terms: readonly SearchTerm[], bind: (value: unknown) => string): KeyWalk[] {
  return terms.flatMap((term, index) => (term.required ? walksOf(table, term, bind).map((walk) => ({ ...walk, term: index })) : []));
}

function walksOf(table: KeyTable, { prefixes, slips }: SearchTerm, bind: (value: unknown) => string): Omit<KeyWalk, 'term'>[] {
  const { name, columns, nearness } = table;
  const walks = prefixes
    .filter((prefix) => table.hasPhones || /^[a-z0-9]/.test(prefix))
    .map((prefix) => {
      const whole = bind(prefix);
      return {
        nearness: `CASE WHEN key = ${whole} THEN ${nearness.whole} ELSE ${nearness.beginning} END`,
        rows: `(SELECT key, ${columns} FROM ${name} WHERE tenant_id = $1 AND key >= ${whole} AND key < ${bind(prefix + LAST_SIGN)} ORDER BY key) AS begun`,
      };
    });
  if (slips.size === 0) return walks;
  // One look into the index for each: of `key = ANY`, the planner weighs every word before it begins.
  const looks = `unnest(${bind([...slips])}::text[]) AS slip (word) CROSS JOIN LATERAL
    (SELECT key, ${columns} FROM ${name} WHERE tenant_id = $1 AND key = slip.word LIMIT ${MOST_KEYS_READ}) AS slipped`;
  return [...walks, { nearness: String(nearness.slip), rows: looks }];
}
