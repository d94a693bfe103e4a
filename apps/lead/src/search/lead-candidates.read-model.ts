import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import type { LeadCandidate } from './query/rank-leads.rules.js';
import type { SearchTerm } from './query/search-term.js';

/** Keys read for one way in which a term may fit. A term that fits more leads than this tells little, and is left to the ranking. */
const MOST_KEYS_READ = 5_000;

/** Leads that are handed on to be ranked. */
const MOST_CANDIDATES = 200;

/** Behind every text that begins alike, compared as bytes. */
const LAST_SIGN = '\u{10FFFF}';

/** How near a key is to what was typed: enough to choose candidates by, the ranking looks closer. */
const NEARNESS = { whole: 3, beginning: 2, slip: 1 };

interface Reading {
  readonly sql: string;
  readonly values: unknown[];
}

/** Finds leads by the words in `lead_search_key`. */
@Injectable()
export class LeadCandidatesReadModel {
  /**
   * Live leads that may fit, {@link MOST_CANDIDATES} at most. All leads that fit are among them unless there are more, or every term
   * fits more than {@link MOST_KEYS_READ}.
   * @param terms required ones, one at least
   */
  async findCandidates(tx: Tx, tenantId: Uuid, terms: readonly SearchTerm[]): Promise<LeadCandidate[]> {
    const { sql, values } = candidatesOf(tenantId, terms);
    return tx.query<LeadCandidate>(sql, values);
  }
}

/**
 * Each way in which a term may fit is one short walk through the primary key. Crowded terms, of which not all leads were read, neither
 * choose nor exclude a lead.
 */
function candidatesOf(tenantId: Uuid, terms: readonly SearchTerm[]): Reading {
  const values: unknown[] = [tenantId];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const ways = terms.flatMap((term, index) => waysOf(term, bind).map((way) => ({ ...way, index })));
  const walks = ways.map(
    ({ nearness, rows, index }, way) =>
      `(SELECT lead_id, ${index} AS term, ${way} AS way, ${nearness} AS nearness FROM ${rows} LIMIT ${MOST_KEYS_READ})`,
  );
  const sql = `
    WITH found AS MATERIALIZED (${walks.join(' UNION ALL ')}),
    crowded AS MATERIALIZED (SELECT DISTINCT term FROM found GROUP BY term, way HAVING count(*) = ${MOST_KEYS_READ}),
    fitting AS (SELECT lead_id, term, max(nearness) AS nearness FROM found GROUP BY lead_id, term),
    chosen AS (
      SELECT lead_id, sum(nearness) AS nearness FROM fitting LEFT JOIN crowded USING (term) GROUP BY lead_id
      HAVING count(*) FILTER (WHERE crowded.term IS NULL) = ${terms.length} - (SELECT count(*) FROM crowded)
      ORDER BY nearness DESC, lead_id DESC LIMIT ${MOST_CANDIDATES}
    )
    SELECT lead_id AS "leadId", first_name AS "firstName", last_name AS "lastName", email, phone, company, status, updated_at AS "updatedAt"
    FROM chosen JOIN lead USING (lead_id) WHERE tenant_id = $1 AND deleted_at IS NULL`;
  return { sql, values };
}

function waysOf({ prefixes, slips }: SearchTerm, bind: (value: unknown) => string): { nearness: string; rows: string }[] {
  const ways = prefixes.map((prefix) => {
    const whole = bind(prefix);
    return {
      nearness: `CASE WHEN key = ${whole} THEN ${NEARNESS.whole} ELSE ${NEARNESS.beginning} END`,
      rows: `(SELECT key, lead_id FROM lead_search_key
              WHERE tenant_id = $1 AND key >= ${whole} AND key < ${bind(prefix + LAST_SIGN)} ORDER BY key) AS begun`,
    };
  });
  if (slips.size === 0) return ways;
  // One look into the index for each: of `key = ANY`, the planner weighs every word before it begins.
  const looks = `unnest(${bind([...slips])}::text[]) AS slip (word) CROSS JOIN LATERAL
              (SELECT lead_id FROM lead_search_key WHERE tenant_id = $1 AND key = slip.word LIMIT ${MOST_KEYS_READ}) AS slipped`;
  return [...ways, { nearness: String(NEARNESS.slip), rows: looks }];
}
