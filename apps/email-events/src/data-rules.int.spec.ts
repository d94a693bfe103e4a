import { MESSAGE_STATES } from '@leadstream/contracts';
import { describeDataRules, type Refusal } from '@leadstream/testing/jest';

const TENANT = '01920000-0000-7000-8000-000000000001';
const ID = '01920000-0000-7000-8000-000000000002';
const NOON = '2026-11-01T12:00:00Z';
const SIX_MINUTES_BACK = '2026-11-01T11:54:00Z';

const completed = { bytes: 1, sha256: 'a'.repeat(64), completed_at: NOON };

const goodRows = {
  webhook_endpoint: { tenant_id: TENANT, endpoint_id: ID, provider: 'sendgrid', name: 'main', public_key: 'k', created_at: NOON },
  email_event_identity: { tenant_id: TENANT, provider: 'sendgrid', provider_event_id: 'a', event_id: ID, received_at: NOON },
  email_event: {
    tenant_id: TENANT,
    received_at: NOON,
    event_id: ID,
    endpoint_id: ID,
    provider: 'sendgrid',
    provider_event_id: 'a',
    kind: 'open',
    occurred_at: NOON,
    payload: '{}',
  },
  email_message: {
    tenant_id: TENANT,
    message_id: ID,
    version: 1,
    provider: 'sendgrid',
    provider_message_id: 'a',
    email: 'ada@example.com',
    state: 'processed',
    state_rank: 0,
    state_at: NOON,
    first_event_at: NOON,
  },
  legal_hold: { tenant_id: TENANT, id: ID, lead_id: ID, holds_from: NOON },
  retention_archive: { tenant_id: TENANT, id: ID, category: 'c', rows: 1, first_at: NOON, last_at: NOON, begun_at: NOON },
  retention_policy: { tenant_id: TENANT, version: 2, rules: '[]' },
  held_address: { tenant_id: TENANT, lead_id: ID, email: 'ada@example.com' },
  erased_address: { tenant_id: TENANT, address_hash: Buffer.alloc(32, 1), erased_at: NOON },
  known_lead: { tenant_id: TENANT, lead_id: ID, sequence: 1 },
};

const refused: readonly Refusal[] = [
  ['webhook_endpoint', { provider: 'pigeon' }, 'webhook_endpoint_provider_check'],
  ['webhook_endpoint', { disabled_at: SIX_MINUTES_BACK }, 'webhook_endpoint_disabled_after_creation'],
  ['email_event_identity', { provider: 'pigeon' }, 'email_event_identity_provider_known'],
  ['email_event', { provider: 'pigeon' }, 'email_event_provider_known'],
  ['email_message', { version: 0 }, 'email_message_version_check'],
  ['email_message', { provider: 'pigeon' }, 'email_message_provider_known'],
  ['email_message', { state: 'lost' }, 'email_message_state_ranked'],
  ['email_message', { state: 'opened' }, 'email_message_state_ranked'],
  ['email_message', { state_at: SIX_MINUTES_BACK }, 'email_message_begun_before_state'],
  ['legal_hold', { category: 'decisions' }, 'legal_hold_subject_check'],
  ['legal_hold', { lead_id: null }, 'legal_hold_subject_check'],
  ['legal_hold', { holds_until: NOON }, 'legal_hold_end_check'],
  ['retention_archive', { rows: 0 }, 'retention_archive_rows_check'],
  ['retention_archive', { last_at: SIX_MINUTES_BACK }, 'retention_archive_span_check'],
  ['retention_archive', { ...completed, bytes: 0 }, 'retention_archive_bytes_check'],
  ['retention_archive', { ...completed, sha256: 'A' }, 'retention_archive_sha256_check'],
  ['retention_archive', { ...completed, completed_at: SIX_MINUTES_BACK }, 'retention_archive_completion_check'],
  ['retention_archive', { month: '2026-13' }, 'retention_archive_month_check'],
  ['retention_archive', { bytes: 1 }, 'retention_archive_completed_whole'],
  ['retention_policy', { version: 1 }, 'retention_policy_version_check'],
  ['retention_policy', { rules: '{}' }, 'retention_policy_rules_check'],
  ['erased_address', { address_hash: Buffer.alloc(31) }, 'erased_address_hash_check'],
  ['known_lead', { sequence: 0 }, 'known_lead_sequence_positive'],
  ['known_lead', { merged_into: ID }, 'known_lead_merged_into_another'],
];

describeDataRules({
  slice: 'email_events',
  tenantId: TENANT,
  goodRows,
  accepted: MESSAGE_STATES.map((state, rank) => ['email_message', { state, state_rank: rank }]),
  refused,
});
