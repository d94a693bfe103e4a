import { CHANNELS } from '@leadstream/contracts';
import { describeDataRules, type Refusal } from '@leadstream/testing/jest';

const TENANT = '01920000-0000-7000-8000-000000000001';
const ID = '01920000-0000-7000-8000-000000000002';
const NOON = '2026-11-01T12:00:00Z';
const SIX_MINUTES_ON = '2026-11-01T12:06:00Z';

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
  ['lead_stream', { sequence: 0 }, 'lead_stream_sequence_check'],
];

describeDataRules({
  slice: 'engagement',
  tenantId: TENANT,
  goodRows,
  accepted: CHANNELS.map((channel) => ['interaction', { channel }]),
  refused,
});
