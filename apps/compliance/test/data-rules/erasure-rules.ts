import type { RulesOfTables } from './rules-of-tables.js';
import { TENANT, ID, NOON, LATER, EARLIER, HASH } from './values.js';

const keysGone = { step: 'erasing', keys_destroyed_at: NOON };
const certified = { ...keysGone, step: 'certified', certified_at: NOON, certificate: '{}' };

export const erasureRules = {
  goodRows: {
    erasure: {
      tenant_id: TENANT,
      id: ID,
      lead_id: ID,
      reason: 'request',
      step: 'locating',
      round: 1,
      version: 1,
      requested_at: NOON,
      actor_kind: 'member',
      actor_id: 'ada',
      has_news: false,
      step_began_at: NOON,
    },
    erasure_lead: { tenant_id: TENANT, lead_id: ID, erasure_id: ID },
    erasure_address: { tenant_id: TENANT, erasure_id: ID, address: 'email:ada@example.com' },
    erasure_answer: { tenant_id: TENANT, erasure_id: ID, service: 'lead', step: 'references', round: 1, answered_at: NOON },
    destroyed_reference: { tenant_id: TENANT, erasure_id: ID, person_hash: HASH, destroyed_at: NOON },
    former_address: { tenant_id: TENANT, address_hash: HASH, lead_id: ID, kind: 'email', lost_at: NOON },
    suppressed_address: { tenant_id: TENANT, id: ID, kind: 'email', address_hash: HASH, channels: [], added_at: NOON },
  },
  accepted: [
    ['erasure', { ...keysGone, step: 'settling', due_at: LATER }],
    ['erasure', certified],
  ],
  refused: [
    ['erasure', { reason: 'whim' }, 'erasure_reason_check'],
    ['erasure', { step: 'pondering', keys_destroyed_at: NOON }, 'erasure_step_check'],
    ['erasure', { round: 0 }, 'erasure_round_check'],
    ['erasure', { version: 0 }, 'erasure_version_check'],
    ['erasure', { actor_kind: 'ghost' }, 'erasure_actor_check'],
    ['erasure', { step_began_at: EARLIER }, 'erasure_step_began_check'],
    ['erasure', { ...keysGone, step: 'forgetting' }, 'erasure_due_check'],
    ['erasure', { ...keysGone, due_at: LATER }, 'erasure_due_check'],
    ['erasure', { step: 'erasing' }, 'erasure_keys_check'],
    ['erasure', { ...certified, certificate: '[]' }, 'erasure_certificate_check'],
    ['erasure', { ...certified, certificate: null }, 'erasure_certified_check'],
    ['erasure', { ...certified, escalated_at: NOON }, 'erasure_escalation_check'],
    ['erasure_lead', { erasure_id: TENANT }, 'erasure_lead_erasure_fkey'],
    ['erasure_address', { address: 'ada@example.com' }, 'erasure_address_check'],
    ['erasure_address', { erasure_id: TENANT }, 'erasure_address_erasure_fkey'],
    ['erasure_answer', { step: 'gather' }, 'erasure_answer_step_check'],
    ['erasure_answer', { round: 0 }, 'erasure_answer_round_check'],
    ['erasure_answer', { step: 'erase', stores: '{}' }, 'erasure_answer_stores_check'],
    ['erasure_answer', { step: 'erase' }, 'erasure_answer_receipt_check'],
    ['erasure_answer', { erasure_id: TENANT }, 'erasure_answer_erasure_fkey'],
    ['destroyed_reference', { person_hash: '\\x00' }, 'destroyed_reference_hash_check'],
    ['destroyed_reference', { erasure_id: TENANT }, 'destroyed_reference_erasure_fkey'],
    ['former_address', { kind: 'fax' }, 'former_address_kind_check'],
    ['former_address', { address_hash: '\\x00' }, 'former_address_hash_check'],
    ['suppressed_address', { kind: 'fax' }, 'suppressed_address_kind_check'],
    ['suppressed_address', { address_hash: '\\x00' }, 'suppressed_address_hash_check'],
    ['suppressed_address', { channels: ['pigeon'] }, 'suppressed_address_channels_check'],
    ['suppressed_address', { expires_at: NOON }, 'suppressed_address_expiry_check'],
  ],
} satisfies RulesOfTables;
