import { CHANNELS, DNC_KINDS, type DncKind, PURPOSES } from '@leadstream/contracts';
import { describeDataRules, type Refusal } from '@leadstream/testing/jest';

const TENANT = '01920000-0000-7000-8000-000000000001';
const ID = '01920000-0000-7000-8000-000000000002';
const NOON = '2026-11-01T12:00:00Z';
const LATER = '2026-11-01T12:01:00Z';
const EARLIER = '2026-11-01T11:59:00Z';

const closed = { closed_at: NOON, closed_by_kind: 'member', closed_by_id: 'ada' };

const goodRows = {
  dnc_entry: {
    tenant_id: TENANT,
    id: ID,
    kind: 'email',
    value: 'ada@example.com',
    channels: [],
    reason: 'asked',
    source: 'api',
    version: 1,
    added_at: NOON,
  },
  dnc_origin: { tenant_id: TENANT, event_id: ID },
  dnc_list: { tenant_id: TENANT, version: 1, changed_at: NOON },
  known_lead: { tenant_id: TENANT, lead_id: ID, sequence: 1 },
  lead_stream: { tenant_id: TENANT, lead_id: ID, sequence: 1 },
  consent_entry: {
    tenant_id: TENANT,
    id: ID,
    lead_id: ID,
    channel: 'email',
    purpose: 'marketing',
    state: 'given',
    basis: 'consent',
    stated_at: NOON,
    source: 'api',
    recorded_at: NOON,
  },
  decision: {
    tenant_id: TENANT,
    id: ID,
    decided_at: NOON,
    expires_at: LATER,
    lead_id: ID,
    channel: 'email',
    purpose: 'marketing',
    outcome: 'deny',
    reasons: '[{"code":"no_consent"}]',
    inputs: '{}',
    rule_set_version: 'default-1',
  },
  opt_out_review: {
    tenant_id: TENANT,
    id: ID,
    lead_id: ID,
    channel: 'sms',
    message_id: 'SM1',
    received_at: NOON,
    found_at: NOON,
    state: 'waiting',
    reason: 'cues',
    confidence01: 0.5,
    matched: ['stop'],
    rules_version: 'phrases-1',
    dnc_entry_ids: [],
  },
};

const refused: readonly Refusal[] = [
  ['dnc_entry', { kind: 'fax' }, 'dnc_entry_kind_check'],
  ['dnc_entry', { value: 'Ada@example.com' }, 'dnc_entry_value_check'],
  ['dnc_entry', { kind: 'phone', value: '0049 30 1' }, 'dnc_entry_value_check'],
  ['dnc_entry', { channels: ['pigeon'] }, 'dnc_entry_channels_check'],
  ['dnc_entry', { version: 0 }, 'dnc_entry_version_check'],
  ['dnc_entry', { expires_at: NOON }, 'dnc_entry_expiry_check'],
  ['dnc_entry', { removed_at: EARLIER }, 'dnc_entry_removal_check'],
  ['dnc_list', { version: 0 }, 'dnc_list_version_check'],
  ['known_lead', { sequence: 0 }, 'known_lead_sequence_check'],
  ['known_lead', { merged_into: TENANT }, 'known_lead_merged_is_deleted'],
  ['known_lead', { merged_into: ID, deleted_at: NOON }, 'known_lead_merged_into_another'],
  ['lead_stream', { sequence: 0 }, 'lead_stream_sequence_check'],
  ['consent_entry', { channel: 'pigeon' }, 'consent_entry_channel_check'],
  ['consent_entry', { purpose: 'spam' }, 'consent_entry_purpose_check'],
  ['consent_entry', { state: 'maybe' }, 'consent_entry_state_check'],
  ['consent_entry', { basis: 'habit' }, 'consent_entry_basis_check'],
  ['consent_entry', { stated_at: LATER }, 'consent_entry_statement_check'],
  ['consent_entry', { source_event_id: ID }, 'consent_entry_source_check'],
  ['consent_entry', { source_event_id: ID, source_index: -1 }, 'consent_entry_source_index_check'],
  ['decision', { channel: 'pigeon' }, 'decision_channel_check'],
  ['decision', { purpose: 'spam' }, 'decision_purpose_check'],
  ['decision', { outcome: 'perhaps' }, 'decision_outcome_check'],
  ['decision', { expires_at: NOON }, 'decision_expiry_check'],
  ['decision', { reasons: '[]' }, 'decision_reasons_check'],
  ['decision', { inputs: '[]' }, 'decision_inputs_check'],
  ['opt_out_review', { channel: 'pigeon' }, 'opt_out_review_channel_check'],
  ['opt_out_review', { ...closed, state: 'perhaps' }, 'opt_out_review_state_check'],
  ['opt_out_review', { confidence01: 1.01 }, 'opt_out_review_confidence_check'],
  ['opt_out_review', { extract: 'x'.repeat(501) }, 'opt_out_review_extract_check'],
  ['opt_out_review', { state: 'acted' }, 'opt_out_review_closing_check'],
  ['opt_out_review', { closed_by_kind: 'member' }, 'opt_out_review_closer_check'],
  ['opt_out_review', { ...closed, state: 'confirmed', extract: 'stop it' }, 'opt_out_review_open_text_check'],
];

const addressOf = (kind: DncKind): string => (kind === 'phone' ? '+14155552671' : 'ada@example.com');

describeDataRules({
  slice: 'compliance',
  tenantId: TENANT,
  goodRows,
  accepted: [
    ...CHANNELS.map((channel) => ['decision', { channel }] as const),
    ...PURPOSES.map((purpose) => ['consent_entry', { purpose }] as const),
    ...['acted', 'confirmed', 'dismissed', 'lifted'].map((state) => ['opt_out_review', { ...closed, state }] as const),
    ...DNC_KINDS.map((kind) => ['dnc_entry', { kind, value: addressOf(kind) }] as const),
  ],
  refused,
});
