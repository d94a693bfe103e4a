import { LEAD_STATUSES } from '@leadstream/contracts';
import { describeDataRules, type Refusal } from '@leadstream/testing/jest';

const TENANT = '01920000-0000-7000-8000-000000000001';
const LEAD = '01920000-0000-7000-8000-000000000002';
const IMPORT = '01920000-0000-7000-8000-000000000003';
const ID = '01920000-0000-7000-8000-000000000004';
const NOON = '2026-11-01T12:00:00Z';
const SIX_MINUTES_ON = '2026-11-01T12:06:00Z';
const SIX_MINUTES_BACK = '2026-11-01T11:54:00Z';
const actor = { actor_kind: 'member', actor_id: 'a', request_id: 'r' };

const goodRows = {
  lead: {
    tenant_id: TENANT,
    lead_id: LEAD,
    email: 'ada@example.com',
    status_changed_at: NOON,
    captured_at: NOON,
    created_at: NOON,
    updated_at: NOON,
  },
  lead_status_history: {
    tenant_id: TENANT,
    lead_id: LEAD,
    change_id: ID,
    from_status: 'new',
    to_status: 'contacted',
    changed_at: NOON,
    seconds_in_stage: 0,
    trigger: 'manual',
    recorded_at: NOON,
  },
  lead_audit: { tenant_id: TENANT, lead_id: LEAD, audit_id: ID, action: 'created', version: 1, changes: '[]', ...actor, recorded_at: NOON },
  import: { tenant_id: TENANT, import_id: IMPORT, status: 'running', rows_total: 2, ...actor, created_at: NOON, started_at: NOON },
  import_chunk: { tenant_id: TENANT, import_id: IMPORT, chunk_number: 0, bytes: Buffer.from('a') },
  settings: { tenant_id: TENANT, version: 2, stated: '{}', updated_at: NOON },
  settings_audit: { tenant_id: TENANT, version: 2, changes: '[]', ...actor, recorded_at: NOON },
  import_row: { tenant_id: TENANT, import_id: IMPORT, row_number: 1, outcome: 'created', lead_id: LEAD },
};

const refused: readonly Refusal[] = [
  ['lead', { version: 0 }, 'lead_version_positive'],
  ['lead', { email: null }, 'lead_identified'],
  ['lead', { email: 'Ada@example.com' }, 'lead_email_normalised'],
  ['lead', { phone: '0049 30 1' }, 'lead_phone_e164'],
  ['lead', { source: 'Referral' }, 'lead_source_normalised'],
  ['lead', { source_metadata: '[]' }, 'lead_source_metadata_object'],
  ['lead', { address: '[]' }, 'lead_address_object'],
  ['lead', { address: '{"country":"Germany"}' }, 'lead_country_code'],
  ['lead', { property: '[]' }, 'lead_property_object'],
  ['lead', { budget: '{"min":"1.00"}' }, 'lead_budget_whole'],
  ['lead', { budget: '{"currency":"EUR"}' }, 'lead_budget_whole'],
  ['lead', { budget: '{"min":"-1.00","currency":"EUR"}' }, 'lead_budget_not_negative'],
  ['lead', { budget: '{"min":"2.00","max":"1.99","currency":"EUR"}' }, 'lead_budget_in_order'],
  ['lead', { lifecycle_stage: 'friend' }, 'lead_lifecycle_stage_known'],
  ['lead', { status: 'hot' }, 'lead_status_known'],
  ['lead', { captured_at: SIX_MINUTES_ON }, 'lead_captured_not_in_future'],
  ['lead', { status_changed_at: SIX_MINUTES_ON }, 'lead_status_not_in_future'],
  ['lead', { updated_at: SIX_MINUTES_BACK, status_changed_at: SIX_MINUTES_BACK }, 'lead_updated_after_creation'],
  ['lead', { deleted_at: SIX_MINUTES_BACK }, 'lead_deleted_after_creation'],
  ['lead_status_history', { lead_id: ID }, 'lead_status_history_lead_fkey'],
  ['lead_status_history', { to_status: 'new' }, 'lead_status_history_moves'],
  ['lead_status_history', { from_status: 'hot' }, 'lead_status_history_from_known'],
  ['lead_status_history', { to_status: 'hot' }, 'lead_status_history_to_known'],
  ['lead_status_history', { trigger: 'magic' }, 'lead_status_history_trigger_known'],
  ['lead_status_history', { trigger: 'import' }, 'lead_status_history_import_named'],
  ['lead_status_history', { changed_at: SIX_MINUTES_ON }, 'lead_status_history_not_in_future'],
  ['lead_audit', { lead_id: ID }, 'lead_audit_lead_fkey'],
  ['lead_audit', { action: 'read' }, 'lead_audit_action_known'],
  ['lead_audit', { changes: '{}' }, 'lead_audit_changes_array'],
  ['lead_audit', { version: 0 }, 'lead_audit_version_positive'],
  ['lead_audit', { actor_kind: 'robot' }, 'lead_audit_actor_known'],
  ['settings', { version: 1 }, 'settings_version_counts_changes'],
  ['settings', { stated: '[]' }, 'settings_stated_object'],
  ['settings_audit', { version: 1 }, 'settings_audit_version_counts_changes'],
  ['settings_audit', { changes: '{}' }, 'settings_audit_changes_array'],
  ['settings_audit', { actor_kind: 'robot' }, 'settings_audit_actor_known'],
  ['import', { status: 'paused' }, 'import_status_known'],
  ['import', { size_bytes: -1 }, 'import_size_not_negative'],
  ['import', { rows_done: -1, rows_created: -1 }, 'import_counts_not_negative'],
  ['import', { rows_done: 1 }, 'import_counts_reconcile'],
  ['import', { rows_done: 3, rows_created: 3 }, 'import_within_total'],
  ['import', { status: 'completed', completed_at: NOON }, 'import_complete'],
  ['import', { completed_at: NOON }, 'import_ended'],
  ['import', { status: 'failed', completed_at: NOON }, 'import_failure_explained'],
  ['import', { rows_total: -1 }, 'import_total_not_negative'],
  ['import', { fence: -1 }, 'import_claims_not_negative'],
  ['import', { actor_kind: 'robot' }, 'import_actor_known'],
  ['import', { started_at: SIX_MINUTES_BACK }, 'import_started_after_creation'],
  ['import', { status: 'failed', error_code: 'X', completed_at: SIX_MINUTES_BACK }, 'import_ended_after_start'],
  ['import_chunk', { import_id: ID }, 'import_chunk_import_fkey'],
  ['import_chunk', { chunk_number: -1 }, 'import_chunk_number_not_negative'],
  ['import_row', { import_id: ID }, 'import_row_import_fkey'],
  ['import_row', { row_number: 0 }, 'import_row_number_positive'],
  ['import_row', { outcome: 'lost', code: 'x' }, 'import_row_outcome_known'],
  ['import_row', { outcome: 'failed' }, 'import_row_explained'],
  ['import_row', { lead_id: null }, 'import_row_names_lead'],
  ['import_row', { lead_id: ID }, 'import_row_lead_fkey'],
];

describeDataRules({
  slice: 'lead',
  tenantId: TENANT,
  goodRows,
  accepted: LEAD_STATUSES.map((status) => ['lead', { status }]),
  refused,
  // Seconds; negative when the stated instants contradict each other.
  freeNumbers: ['lead_status_history.seconds_in_stage'],
});
