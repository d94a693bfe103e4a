import { CHANNELS } from '@leadstream/contracts';
import { describeDataRules, type Refusal } from '@leadstream/testing/jest';

const TENANT = '01920000-0000-7000-8000-000000000001';
const ID = '01920000-0000-7000-8000-000000000002';
const NOON = '2026-11-01T12:00:00Z';
const SIX_MINUTES_ON = '2026-11-01T12:06:00Z';

const completed = { bytes: 1, sha256: 'a'.repeat(64), completed_at: NOON };

const goodRows = {
  interaction: {
    tenant_id: TENANT,
    id: ID,
    recorded_at: NOON,
    client_event_id: 'a',
    lead_id: ID,
    kind: 'page_view',
    occurred_at: NOON,
  },
  interaction_key: { tenant_id: TENANT, client_event_id: 'a', interaction_id: ID, recorded_at: NOON },
  known_lead: { tenant_id: TENANT, lead_id: ID, sequence: 1 },
  legal_hold: { tenant_id: TENANT, id: ID, lead_id: ID, holds_from: NOON },
  retention_archive: { tenant_id: TENANT, id: ID, category: 'c', rows: 1, first_at: NOON, last_at: NOON, begun_at: NOON },
  retention_policy: { tenant_id: TENANT, version: 2, rules: '[]' },
  lead_stream: { tenant_id: TENANT, lead_id: ID, sequence: 1 },
};

const refused: readonly Refusal[] = [
  ['interaction', { channel: 'pigeon' }, 'interaction_channel_check'],
  ['interaction', { value: -0.01 }, 'interaction_value_check'],
  ['interaction', { value: 'NaN' }, 'interaction_value_bounded'],
  ['interaction', { kind: 'Page view' }, 'interaction_kind_word'],
  ['interaction', { occurred_at: SIX_MINUTES_ON }, 'interaction_not_in_future'],
  ['interaction', { occurred_at: '1969-12-31T23:59:59Z' }, 'interaction_not_before_unix'],
  ['interaction', { content: '[]' }, 'interaction_content_object'],
  ['known_lead', { sequence: 0 }, 'known_lead_sequence_check'],
  ['known_lead', { merged_into: TENANT }, 'known_lead_merged_is_deleted'],
  ['known_lead', { merged_into: ID, deleted_at: NOON }, 'known_lead_merged_into_another'],
  ['legal_hold', { category: 'decisions' }, 'legal_hold_subject_check'],
  ['legal_hold', { lead_id: null }, 'legal_hold_subject_check'],
  ['legal_hold', { holds_until: NOON }, 'legal_hold_end_check'],
  ['retention_archive', { rows: 0 }, 'retention_archive_rows_check'],
  ['retention_archive', { last_at: '2026-11-01T11:59:00Z' }, 'retention_archive_span_check'],
  ['retention_archive', { ...completed, bytes: 0 }, 'retention_archive_bytes_check'],
  ['retention_archive', { ...completed, sha256: 'A' }, 'retention_archive_sha256_check'],
  ['retention_archive', { ...completed, completed_at: '2026-11-01T11:59:00Z' }, 'retention_archive_completion_check'],
  ['retention_archive', { month: '2026-13' }, 'retention_archive_month_check'],
  ['retention_archive', { bytes: 1 }, 'retention_archive_completed_whole'],
  ['retention_policy', { version: 1 }, 'retention_policy_version_check'],
  ['retention_policy', { rules: '{}' }, 'retention_policy_rules_check'],
  ['lead_stream', { sequence: 0 }, 'lead_stream_sequence_check'],
];

describeDataRules({
  slice: 'engagement',
  tenantId: TENANT,
  goodRows,
  accepted: CHANNELS.map((channel) => ['interaction', { channel }]),
  refused,
});
