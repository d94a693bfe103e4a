import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { WorkKind } from '../lead/search/work-keys.rules.js';
import { keyWalks, LEAD_KEYS, MOST_KEYS_READ, walksThrough, WORK_KEYS } from './query/key-walks.rules.js';
import type { WorkCandidate } from './query/rank-work.rules.js';
import type { SearchTerm } from './query/search-term.js';

/** Deals and tasks that are handed on to be ranked. */
const MOST_CANDIDATES = 200;

/** Nothing is read of leads while no deal or task fits. */
const ifAnyFits = (parameter: string): string => `(CASE WHEN EXISTS (SELECT FROM worked) THEN ${parameter} END)`;

/** `worked`: keys of deals and tasks; `moved`: all that their leads went into; `stated`: keys of leads. */
const FOUND = `
    worked AS MATERIALIZED (${walksThrough(WORK_KEYS, { words: '$2', wordTerms: '$3', slips: '$4', slipTerms: '$5' })}),
    moved AS (
      SELECT lead_id AS holder, merged_into AS lead_id FROM (SELECT DISTINCT lead_id FROM worked) AS holders JOIN lead USING (lead_id)
      WHERE tenant_id = $1 AND merged_into IS NOT NULL
      UNION
      SELECT holder, lead.merged_into FROM moved JOIN lead USING (lead_id) WHERE tenant_id = $1 AND lead.merged_into IS NOT NULL
    ),
    stated AS MATERIALIZED (${walksThrough(LEAD_KEYS, { words: ifAnyFits('$6'), wordTerms: '$7', slips: ifAnyFits('$8'), slipTerms: '$9' })})`;

/**
 * Of required terms (`$10`), crowded ones, of which not all keys were read, neither choose nor exclude. Whether a word of many deals and
 * tasks is one of what belongs to a lead that the rarest other term finds is looked up, by the words of `$11`.
 */
const CHOSEN = `
    work_ways AS MATERIALIZED (SELECT term, count(*) AS keys FROM worked GROUP BY term, way),
    lead_ways AS MATERIALIZED (SELECT term, count(*) AS keys FROM stated GROUP BY term, way),
    common AS MATERIALIZED (SELECT DISTINCT term FROM work_ways WHERE keys = ${MOST_KEYS_READ}),
    crowded AS MATERIALIZED (SELECT term FROM common UNION SELECT term FROM lead_ways WHERE keys = ${MOST_KEYS_READ}),
    rarest AS MATERIALIZED (SELECT term FROM lead_ways GROUP BY term HAVING max(keys) < ${MOST_KEYS_READ} ORDER BY sum(keys) LIMIT 1),
    own AS MATERIALIZED (
      SELECT kind, work_id, lead_id, term, nearness FROM worked
      UNION ALL
      SELECT kind, work_id, found.lead_id, common.term, ${WORK_KEYS.nearness.whole}
      FROM common CROSS JOIN (SELECT DISTINCT lead_id FROM stated JOIN rarest USING (term)) AS found CROSS JOIN LATERAL (
        SELECT kind, work_id FROM ${WORK_KEYS.name}
        WHERE tenant_id = $1 AND key = ($11::text[])[common.term + 1] AND lead_id = found.lead_id AND kind = ANY ($12::text[])
        LIMIT ${MOST_CANDIDATES}) AS whole
    ),
    beside AS (
      SELECT kind, work_id, own.lead_id, stated.term, stated.nearness FROM stated JOIN own USING (lead_id)
      UNION ALL
      SELECT kind, work_id, own.lead_id, stated.term, stated.nearness
      FROM stated JOIN moved ON moved.lead_id = stated.lead_id JOIN own ON own.lead_id = moved.holder
    ),
    fitting AS (
      SELECT kind, work_id, lead_id, term, max(nearness) AS nearness
      FROM (SELECT * FROM own UNION ALL SELECT * FROM beside) AS found GROUP BY kind, work_id, lead_id, term
    ),
    nearest AS (
      SELECT kind, work_id, lead_id, sum(nearness) AS nearness FROM fitting LEFT JOIN crowded USING (term) GROUP BY kind, work_id, lead_id
      HAVING count(*) FILTER (WHERE crowded.term IS NULL) = $10::bigint - (SELECT count(*) FROM crowded)
      ORDER BY nearness DESC, work_id DESC
    ),
    -- Keys do not know whether their lead is deleted: looked up in order, and no more than are wanted. Whom a lead went into is found out by itself:
    -- of a comparison with what a function says, row-level security would let no index know.
    chosen AS MATERIALIZED (
      SELECT kind, work_id, nearest.lead_id AS holder, live.* FROM nearest CROSS JOIN LATERAL (
        SELECT CASE WHEN merged_into IS NULL THEN lead_id ELSE lead_survivor($1, merged_into) END AS meant_id
        FROM lead WHERE tenant_id = $1 AND lead_id = nearest.lead_id LIMIT 1) AS held CROSS JOIN LATERAL (
        SELECT lead_id, first_name, last_name, email, phone, company
        FROM lead WHERE tenant_id = $1 AND lead_id = held.meant_id AND deleted_at IS NULL LIMIT 1) AS live
      ORDER BY nearest.nearness DESC, nearest.work_id DESC LIMIT ${MOST_CANDIDATES}
    )`;

const FITS = `
    fits AS (
      SELECT kind, work_id, jsonb_agg(jsonb_build_object('term', term, 'key', key)) AS fits
      FROM (
        SELECT DISTINCT ON (kind, work_id, term) kind, work_id, term, key
        FROM (
          SELECT kind, work_id, term, key, worked.nearness FROM worked JOIN chosen USING (kind, work_id)
          UNION ALL
          SELECT chosen.kind, chosen.work_id, term, whole.key, ${WORK_KEYS.nearness.whole}
          FROM common CROSS JOIN chosen CROSS JOIN LATERAL (
            SELECT key FROM ${WORK_KEYS.name}
            WHERE tenant_id = $1 AND key = ($11::text[])[common.term + 1] AND lead_id = chosen.holder AND kind = chosen.kind AND work_id = chosen.work_id
            LIMIT 1) AS whole) AS found
        ORDER BY kind, work_id, term, nearness DESC, key) AS best
      GROUP BY kind, work_id
    )`;

const CANDIDATES: Statement = {
  name: 'work-candidates',
  text: `
    WITH RECURSIVE ${FOUND}, ${CHOSEN}, ${FITS}
    SELECT kind, work_id AS "workId", lead_id AS "leadId", first_name AS "firstName", last_name AS "lastName", email, phone, company,
           told.title, told.shown, told.updated_at AS "updatedAt", coalesce(fits, '[]') AS fits
    FROM chosen LEFT JOIN fits USING (kind, work_id) CROSS JOIN LATERAL (
      SELECT name AS title, jsonb_build_object('status', status, 'value',
               CASE WHEN amount IS NOT NULL THEN jsonb_build_object('amount', amount::text, 'currency', currency) END) AS shown, updated_at
      FROM deal WHERE kind = 'deal' AND tenant_id = $1 AND deal_id = chosen.work_id AND deleted_at IS NULL
      UNION ALL
      SELECT title, jsonb_build_object('taskType', type, 'state', state, 'priority', priority,
               'dueAt', to_char(due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')), updated_at
      FROM task WHERE kind = 'task' AND tenant_id = $1 AND task_id = chosen.work_id AND deleted_at IS NULL) AS told`,
};

const FIND_BODIES: Statement = {
  name: 'search-work-bodies',
  text: `SELECT deal_id AS id, (SELECT string_agg(product ->> 'name', ', ') FROM jsonb_array_elements(products) AS product) AS body
         FROM deal WHERE tenant_id = $1 AND deal_id = ANY ($2::uuid[])
         UNION ALL
         SELECT task_id, description FROM task WHERE tenant_id = $1 AND task_id = ANY ($2::uuid[])`,
};

/** Finds deals and tasks by the words in `work_search_key`, and by those of their leads in `lead_search_key`. */
@Injectable()
export class WorkCandidatesReadModel {
  /**
   * Deals and tasks of live leads that may fit, {@link MOST_CANDIDATES} at most.
   * @param terms one at least of them required; the others are left to the ranking
   */
  async findCandidates(tx: Tx, tenantId: Uuid, terms: readonly SearchTerm[], kinds: readonly WorkKind[]): Promise<WorkCandidate[]> {
    const required = terms.filter((term) => term.required).length;
    // A single word has to fit the deal or the task itself.
    const [ofWork, ofLeads] = [keyWalks(WORK_KEYS, terms), keyWalks(LEAD_KEYS, required > 1 ? terms : [])];
    const walks = [ofWork, ofLeads].flatMap(({ words, wordTerms, slips, slipTerms }) => [words, wordTerms, slips, slipTerms]);
    const wholes = terms.map(({ prefixes }) => prefixes.at(-1) ?? '');
    return tx.query<WorkCandidate>(CANDIDATES, [tenantId, ...walks, required, wholes, kinds]);
  }

  /** Names of products, and descriptions, by the ids of their deals and tasks. */
  async findBodies(tx: Tx, tenantId: Uuid, ids: readonly Uuid[]): Promise<ReadonlyMap<Uuid, string>> {
    if (ids.length === 0) return new Map();
    const rows = await tx.query<{ id: Uuid; body: string | null }>(FIND_BODIES, [tenantId, ids]);
    return new Map(rows.map(({ id, body }) => [id, body ?? '']));
  }
}
