import type { RetainedTable } from '@leadstream/retention';

const ENDED = `('completed', 'failed', 'cancelled', 'reverted')`;

/* The lead that a document's lead went into, or that lead itself, was deleted before the instant. */
const LEAD_DELETED = `EXISTS (
  WITH RECURSIVE way AS (
    SELECT l.merged_into, l.deleted_at FROM lead l WHERE l.tenant_id = $1 AND l.lead_id = t.lead_id
    UNION ALL
    SELECT l.merged_into, l.deleted_at FROM way JOIN lead l ON l.tenant_id = $1 AND l.lead_id = way.merged_into)
  SELECT FROM way WHERE merged_into IS NULL AND deleted_at < $2)`;

/* The document's deal or task was deleted before the instant. */
const SUBJECT_DELETED = `EXISTS (SELECT FROM deal d WHERE d.tenant_id = $1 AND d.deal_id = t.deal_id AND d.deleted_at < $2)
  OR EXISTS (SELECT FROM task k WHERE k.tenant_id = $1 AND k.task_id = t.task_id AND k.deleted_at < $2)`;

/**
 * What grows with every file, every sync and every document. What else grows has no term: histories of leads (`lead_audit`, `lead_status_history`, `deal_*`,
 * `task_*`), of which the lead at an earlier time is made; `scoring_contribution`, on which scores and segments stand, and `scoring_digest`, which repeats it; `lead_assignment`, of which fairness is
 * counted; `lead_form_submission`, which proves consents. Exports go after a week, files of imports a week after their end.
 */
export const RETAINED_TABLES: readonly RetainedTable[] = [
  {
    category: 'imports',
    table: 'import',
    instant: 'created_at',
    key: ['import_id'],
    mayGo: `t.status IN ${ENDED}`,
    isHeld: `EXISTS (SELECT FROM import_row r JOIN held ON held.lead_id = r.lead_id WHERE r.tenant_id = $1 AND r.import_id = t.import_id)`,
    person: 'NULL',
    // A million rows go with one import.
    most: 1,
    isMonthly: false,
  },
  {
    category: 'crm-syncs',
    table: 'crm_sync_run',
    instant: 'created_at',
    key: ['run_id'],
    // The latest that came to its end says how the connection stands.
    mayGo: `t.status <> 'running' AND EXISTS (SELECT FROM crm_sync_run later
      WHERE later.tenant_id = $1 AND later.provider = t.provider AND later.run_id > t.run_id AND later.status = 'completed')`,
    isHeld: `EXISTS (SELECT FROM crm_sync_record r JOIN held ON held.lead_id = r.lead_id WHERE r.tenant_id = $1 AND r.run_id = t.run_id)`,
    person: 'NULL',
    most: 20,
    isMonthly: false,
  },
  {
    category: 'deleted-documents',
    table: 'document',
    instant: 'created_at',
    key: ['document_id'],
    mayGo: `t.state = 'stored' AND (t.deleted_at < $2 OR ${LEAD_DELETED} OR ${SUBJECT_DELETED})`,
    isHeld: 'EXISTS (SELECT FROM held WHERE held.lead_id = t.lead_id)',
    person: `'lead:' || t.lead_id`,
    // The sweep of documents takes the bytes, and then the row.
    marks: `state = 'discarded', deleted_at = NULL`,
    isMonthly: false,
  },
];
