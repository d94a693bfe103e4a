import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import { ATTACHMENT_KEYS, IDENTITY_KEYS, keyWalks, LEAD_KEYS, MOST_KEYS_READ, walksThrough } from './query/key-walks.rules.js';
import type { LeadCandidate } from './query/rank-leads.rules.js';
import type { SearchTerm } from './query/search-term.js';

/** Leads that are handed on to be ranked. */
const MOST_CANDIDATES = 200;

/** Of what is shown of a lead. */
const SHOWN = `lead_id AS "leadId", first_name AS "firstName", last_name AS "lastName", email, phone, company, status, updated_at AS "updatedAt"`;

const OF_LEADS = { words: '$2', wordTerms: '$3', slips: '$4', slipTerms: '$5' };

/**
 * `stated`: keys of leads; `known`: of their further addresses; `attached`: of what belongs to them. The last two count under their own lead and all that
 * this one went into.
 */
const FOUND = `
    stated AS MATERIALIZED (${walksThrough(LEAD_KEYS, OF_LEADS)}),
    known AS MATERIALIZED (${walksThrough(IDENTITY_KEYS, OF_LEADS)}),
    attached AS MATERIALIZED (${walksThrough(ATTACHMENT_KEYS, { words: '$6', wordTerms: '$7', slips: '$8', slipTerms: '$9' })}),
    moved AS (
      SELECT lead_id AS holder, merged_into AS lead_id FROM (SELECT lead_id FROM attached UNION SELECT lead_id FROM known) AS holders JOIN lead USING (lead_id)
      WHERE tenant_id = $1 AND merged_into IS NOT NULL
      UNION
      SELECT holder, lead.merged_into FROM moved JOIN lead USING (lead_id) WHERE tenant_id = $1 AND lead.merged_into IS NOT NULL
    ),
    belonging AS NOT MATERIALIZED (
      SELECT lead_id, kind, attachment_id, key, term, nearness FROM attached
      UNION ALL
      SELECT moved.lead_id, kind, attachment_id, key, term, nearness FROM moved JOIN attached ON attached.lead_id = moved.holder
    ),
    said AS NOT MATERIALIZED (
      SELECT lead_id, term, nearness FROM stated
      UNION ALL
      SELECT lead_id, term, nearness FROM known
      UNION ALL
      SELECT moved.lead_id, term, nearness FROM moved JOIN known ON known.lead_id = moved.holder
    )`;

/**
 * `reasons`: for each chosen lead and term the attachment that fits best, one that fits several terms before all others. Of crowded terms
 * not all keys were read: whether one is a word of what belongs to a chosen lead is looked up, by the words of `$11`. `addresses`: all further ones of
 * each chosen lead, where such may be why it was chosen.
 */
const REASONS = `
    family AS (
      SELECT lead_id, lead_id AS holder FROM chosen WHERE EXISTS (SELECT FROM crowded) OR EXISTS (SELECT FROM known)
      UNION
      SELECT family.lead_id, lead.lead_id FROM family JOIN lead ON tenant_id = $1 AND merged_into = family.holder
    ),
    looked_up AS (
      SELECT family.lead_id, kind, attachment_id, key, term, ${ATTACHMENT_KEYS.nearness.whole} AS nearness
      FROM crowded CROSS JOIN family CROSS JOIN LATERAL (
        SELECT kind, attachment_id, key FROM ${ATTACHMENT_KEYS.name}
        WHERE tenant_id = $1 AND key = ($11::text[])[term + 1] AND lead_id = family.holder LIMIT 1) AS whole
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
    ),
    addresses AS (
      SELECT family.lead_id, jsonb_agg(jsonb_build_object('kind', i.kind, 'value', i.value) ORDER BY i.kind, i.value) AS further
      FROM family JOIN lead_identity i ON i.tenant_id = $1 AND i.lead_id = family.holder
      WHERE i.kind IN ('email', 'phone') GROUP BY family.lead_id
    )`;

/** Of required terms (`$10`), crowded ones, of which not all keys were read, neither choose nor exclude a lead. */
const CANDIDATES: Statement = {
  name: 'lead-candidates',
  text: `
    WITH RECURSIVE ${FOUND},
    ways AS MATERIALIZED (
      SELECT term, count(*) AS keys FROM stated GROUP BY term, way UNION ALL SELECT term, count(*) FROM attached GROUP BY term, way
      UNION ALL SELECT term, count(*) FROM known GROUP BY term, way
    ),
    crowded AS MATERIALIZED (SELECT DISTINCT term FROM ways WHERE keys = ${MOST_KEYS_READ}),
    rarest AS MATERIALIZED (SELECT term FROM ways GROUP BY term HAVING max(keys) < ${MOST_KEYS_READ} ORDER BY sum(keys) LIMIT 1),
    -- Who does not fit the rarest of several terms is not chosen: most of what was read for the others need not be put together.
    fitting AS (
      SELECT lead_id, term, max(nearness) AS nearness
      FROM (SELECT lead_id, term, nearness FROM said UNION ALL SELECT lead_id, term, nearness FROM belonging) AS found
      WHERE $10::bigint = 1 OR (SELECT count(*) FROM rarest) = 0
         OR lead_id IN (SELECT lead_id FROM said JOIN rarest USING (term) UNION ALL SELECT lead_id FROM belonging JOIN rarest USING (term))
      GROUP BY lead_id, term
    ),
    nearest AS (
      SELECT lead_id, sum(nearness) AS nearness FROM fitting LEFT JOIN crowded USING (term) GROUP BY lead_id
      HAVING count(*) FILTER (WHERE crowded.term IS NULL) = $10::bigint - (SELECT count(*) FROM crowded)
      ORDER BY nearness DESC, lead_id DESC
    ),
    -- Keys of attachments do not know whether their lead is deleted: looked up in order, and no more than are wanted.
    chosen AS MATERIALIZED (
      SELECT live.* FROM nearest CROSS JOIN LATERAL (
        SELECT lead_id, first_name, last_name, email, phone, company, status, updated_at
        FROM lead WHERE tenant_id = $1 AND lead_id = nearest.lead_id AND deleted_at IS NULL LIMIT 1) AS live
      ORDER BY nearest.nearness DESC, nearest.lead_id DESC LIMIT ${MOST_CANDIDATES}
    ),
    ${REASONS}
    SELECT ${SHOWN},
           coalesce(attachments, '[]') AS attachments, coalesce(further, '[]') AS further
    FROM chosen LEFT JOIN reasons USING (lead_id) LEFT JOIN addresses USING (lead_id)`,
};

/** Whoever has an address, or went into somebody who is live. */
const BY_ADDRESS: Statement = {
  name: 'lead-candidates-by-address',
  text: `
    WITH RECURSIVE holder AS (
      SELECT lead_id FROM lead WHERE tenant_id = $1 AND email = $2 AND deleted_at IS NULL
      UNION
      SELECT lead_id FROM lead_identity WHERE tenant_id = $1 AND kind = 'email' AND value = $2
      UNION
      SELECT merged_into FROM holder JOIN lead USING (lead_id) WHERE tenant_id = $1 AND merged_into IS NOT NULL
    )
    SELECT ${SHOWN}, '[]'::jsonb AS attachments, jsonb_build_array(jsonb_build_object('kind', 'email', 'value', $2::text)) AS further
    FROM lead WHERE tenant_id = $1 AND lead_id IN (SELECT lead_id FROM holder) AND deleted_at IS NULL`,
};

/**
 * Who has all of several words as they were typed, where each is so common that the walks end before its last: the first of those of each
 * need not have any lead in common. Reads nothing where a word is rarer. The latest leads first.
 */
const BY_COMMON_WORDS: Statement = {
  name: 'lead-candidates-by-common-words',
  text: `
    WITH asked AS MATERIALIZED (SELECT DISTINCT word FROM unnest($2::text[]) AS word),
    chosen AS MATERIALIZED (
      SELECT lead_id FROM asked JOIN lead_search_key ON tenant_id = $1 AND key = word
      WHERE NOT EXISTS (
        SELECT FROM asked AS one WHERE (
          SELECT count(*) FROM (SELECT FROM lead_search_key WHERE tenant_id = $1 AND key = one.word LIMIT ${MOST_KEYS_READ}) AS begun
        ) < ${MOST_KEYS_READ})
      GROUP BY lead_id HAVING count(*) = (SELECT count(*) FROM asked)
    )
    SELECT ${SHOWN}, '[]'::jsonb AS attachments, '[]'::jsonb AS further
    FROM lead JOIN chosen USING (lead_id) WHERE tenant_id = $1 AND deleted_at IS NULL
    ORDER BY lead_id DESC LIMIT ${MOST_CANDIDATES}`,
};

/** Finds leads by the words in `lead_search_key`, by those of their further addresses in `identity_search_key`, and by those of their notes and documents in `attachment_search_key`. */
@Injectable()
export class LeadCandidatesReadModel {
  /**
   * Live leads that may fit, some hundreds at most. All leads that fit are among them unless there are more, or every term fits more than
   * {@link MOST_KEYS_READ} keys; then still who has the typed address, and the latest of those who have the typed words whole.
   * @param terms one at least of them required; the others are left to the ranking
   * @param email an address that was typed
   */
  async findCandidates(tx: Tx, tenantId: Uuid, terms: readonly SearchTerm[], email?: string): Promise<LeadCandidate[]> {
    const words = terms.filter((term) => term.required).map(({ prefixes }) => prefixes.at(-1) ?? '');
    const found = await Promise.all([
      this.#byWords(tx, tenantId, terms),
      words.length > 1 ? tx.query<LeadCandidate>(BY_COMMON_WORDS, [tenantId, words]) : [],
      email === undefined ? [] : tx.query<LeadCandidate>(BY_ADDRESS, [tenantId, email]),
    ]);
    // What the words tell of a lead, its attachments among it, is the most.
    return [...new Map(found.toReversed().flatMap((list) => list.map((lead) => [lead.leadId, lead]))).values()];
  }

  #byWords(tx: Tx, tenantId: Uuid, terms: readonly SearchTerm[]): Promise<LeadCandidate[]> {
    const [ofLeads, ofAttachments] = [keyWalks(LEAD_KEYS, terms), keyWalks(ATTACHMENT_KEYS, terms)];
    const walks = [ofLeads, ofAttachments].flatMap(({ words, wordTerms, slips, slipTerms }) => [words, wordTerms, slips, slipTerms]);
    const required = terms.filter((term) => term.required).length;
    const wholes = terms.map(({ prefixes }) => prefixes.at(-1) ?? '');
    return tx.query<LeadCandidate>(CANDIDATES, [tenantId, ...walks, required, wholes]);
  }
}
