import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { ATTACHMENT_KEYS, type KeyTable, type KeyWalk, keyWalks, LEAD_KEYS, MOST_KEYS_READ } from './query/key-walks.rules.js';
import type { LeadCandidate } from './query/rank-leads.rules.js';
import type { SearchTerm } from './query/search-term.js';

/** Leads that are handed on to be ranked. */
const MOST_CANDIDATES = 200;

interface Reading {
  readonly sql: string;
  readonly values: unknown[];
}

/** Finds leads by the words in `lead_search_key`, and by those of their notes and documents in `attachment_search_key`. */
@Injectable()
export class LeadCandidatesReadModel {
  /**
   * Live leads that may fit, {@link MOST_CANDIDATES} at most. All leads that fit are among them unless there are more, or every term
   * fits more than {@link MOST_KEYS_READ} keys.
   * @param terms one at least of them required; the others are left to the ranking
   */
  async findCandidates(tx: Tx, tenantId: Uuid, terms: readonly SearchTerm[]): Promise<LeadCandidate[]> {
    const { sql, values } = candidatesOf(tenantId, terms);
    return tx.query<LeadCandidate>(sql, values);
  }
}

/** Crowded terms, of which not all keys were read, neither choose nor exclude a lead. */
function candidatesOf(tenantId: Uuid, terms: readonly SearchTerm[]): Reading {
  const values: unknown[] = [tenantId];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const required = terms.filter((term) => term.required).length;
  const sql = `
    WITH RECURSIVE ${foundIn(terms, bind)},
    crowded AS MATERIALIZED (
      SELECT DISTINCT term FROM (SELECT term, way FROM stated UNION ALL SELECT term, way FROM attached) AS found
      GROUP BY term, way HAVING count(*) = ${MOST_KEYS_READ}
    ),
    fitting AS (
      SELECT lead_id, term, max(nearness) AS nearness
      FROM (SELECT lead_id, term, nearness FROM stated UNION ALL SELECT lead_id, term, nearness FROM belonging) AS found GROUP BY lead_id, term
    ),
    nearest AS (
      SELECT lead_id, sum(nearness) AS nearness FROM fitting LEFT JOIN crowded USING (term) GROUP BY lead_id
      HAVING count(*) FILTER (WHERE crowded.term IS NULL) = ${required} - (SELECT count(*) FROM crowded)
      ORDER BY nearness DESC, lead_id DESC
    ),
    -- Keys of attachments do not know whether their lead is deleted: looked up in order, and no more than are wanted.
    chosen AS MATERIALIZED (
      SELECT live.* FROM nearest CROSS JOIN LATERAL (
        SELECT lead_id, first_name, last_name, email, phone, company, status, updated_at
        FROM lead WHERE tenant_id = $1 AND lead_id = nearest.lead_id AND deleted_at IS NULL LIMIT 1) AS live
      ORDER BY nearest.nearness DESC, nearest.lead_id DESC LIMIT ${MOST_CANDIDATES}
    ),
    ${reasonsFor(terms, bind)}
    SELECT lead_id AS "leadId", first_name AS "firstName", last_name AS "lastName", email, phone, company, status, updated_at AS "updatedAt",
           coalesce(attachments, '[]') AS attachments
    FROM chosen LEFT JOIN reasons USING (lead_id)`;
  return { sql, values };
}

/** `stated`: keys of leads; `belonging`: keys of what belongs to leads, under its own lead and all that this one went into. */
function foundIn(terms: readonly SearchTerm[], bind: (value: unknown) => string): string {
  const [fields, attachments] = [keyWalks(LEAD_KEYS, terms, bind), keyWalks(ATTACHMENT_KEYS, terms, bind)];
  return `
    stated AS MATERIALIZED (${readings(LEAD_KEYS, fields, 0)}),
    attached AS MATERIALIZED (${readings(ATTACHMENT_KEYS, attachments, fields.length)}),
    moved AS (
      SELECT lead_id AS holder, merged_into AS lead_id FROM (SELECT DISTINCT lead_id FROM attached) AS holders JOIN lead USING (lead_id)
      WHERE tenant_id = $1 AND merged_into IS NOT NULL
      UNION
      SELECT holder, lead.merged_into FROM moved JOIN lead USING (lead_id) WHERE tenant_id = $1 AND lead.merged_into IS NOT NULL
    ),
    belonging AS NOT MATERIALIZED (
      SELECT lead_id, kind, attachment_id, key, term, nearness FROM attached
      UNION ALL
      SELECT moved.lead_id, kind, attachment_id, key, term, nearness FROM moved JOIN attached ON attached.lead_id = moved.holder
    )`;
}

function readings({ columns }: KeyTable, walks: readonly KeyWalk[], firstWay: number): string {
  if (walks.length === 0) {
    const nothing = 'NULL::uuid AS lead_id, NULL AS kind, NULL::uuid AS attachment_id, NULL AS key, 0 AS term, 0 AS way, 0 AS nearness';
    return `SELECT ${nothing} WHERE false`;
  }
  return walks
    .map(
      ({ term, nearness, rows }, index) =>
        `(SELECT ${columns}, key, ${term} AS term, ${firstWay + index} AS way, ${nearness} AS nearness FROM ${rows} LIMIT ${MOST_KEYS_READ})`,
    )
    .join(' UNION ALL ');
}

/**
 * `reasons`: for each chosen lead and term the attachment that fits best, one that fits several terms before all others. Of crowded terms
 * not all keys were read: whether one is a word of what belongs to a chosen lead is looked up.
 */
function reasonsFor(terms: readonly SearchTerm[], bind: (value: unknown) => string): string {
  const words = terms.map(({ prefixes }) => prefixes.at(-1) ?? '');
  return `
    family AS (
      SELECT lead_id, lead_id AS holder FROM chosen WHERE EXISTS (SELECT FROM crowded)
      UNION
      SELECT family.lead_id, lead.lead_id FROM family JOIN lead ON tenant_id = $1 AND merged_into = family.holder
    ),
    looked_up AS (
      SELECT family.lead_id, kind, attachment_id, key, term, ${ATTACHMENT_KEYS.nearness.whole} AS nearness
      FROM crowded CROSS JOIN family CROSS JOIN LATERAL (
        SELECT kind, attachment_id, key FROM ${ATTACHMENT_KEYS.name}
        WHERE tenant_id = $1 AND key = (${bind(words)}::text[])[term + 1] AND lead_id = family.holder LIMIT 1) AS whole
    ),
    fits AS (
      SELECT lead_id, kind, attachment_id, term, (array_agg(key ORDER BY nearness DESC, key))[1] AS key, max(nearness) AS nearness,
             count(*) OVER (PARTITION BY lead_id, kind, attachment_id) AS terms
      FROM (SELECT lead_id, kind, attachment_id, key, term, nearness FROM belonging JOIN chosen USING (lead_id)
            UNION ALL SELECT lead_id, kind, attachment_id, key, term, nearness FROM looked_up) AS found
      GROUP BY lead_id, kind, attachment_id, term
    ),
    best AS (SELECT DISTINCT ON (lead_id, term) * FROM fits ORDER BY lead_id, term, terms DESC, nearness DESC, attachment_id DESC),
    reasons AS (
      SELECT lead_id, jsonb_agg(jsonb_build_object('term', term, 'kind', kind, 'id', attachment_id, 'key', key)) AS attachments
      FROM best GROUP BY lead_id
    )`;
}
