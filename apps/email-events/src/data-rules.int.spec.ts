import { MESSAGE_STATES } from '@leadstream/contracts';
import { describeDataRules, type Refusal } from '@leadstream/testing/jest';

const TENANT = '01920000-0000-7000-8000-000000000001';
const ID = '01920000-0000-7000-8000-000000000002';
const NOON = '2026-11-01T12:00:00Z';
const SIX_MINUTES_BACK = '2026-11-01T11:54:00Z';

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
