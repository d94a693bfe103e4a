import { describeDataRules, describePersonalData, type Refusal } from '@leadstream/testing/jest';

const TENANT = '01920000-0000-7000-8000-000000000001';
const ID = '01920000-0000-7000-8000-000000000002';
const NOON = '2026-11-01T12:00:00Z';
const SIX_MINUTES_BACK = '2026-11-01T11:54:00Z';

const goodRows = {
  tenant: { tenant_id: TENANT, name: 'Acme', region: 'eu', created_at: NOON },
  member: { tenant_id: TENANT, id: ID, email: 'ada@example.com', role: 'agent', added_at: NOON },
  api_key: {
    tenant_id: TENANT,
    id: ID,
    name: 'ours',
    prefix: 'lsk_',
    digest: Buffer.alloc(32),
    role: 'agent',
    scopes: [],
    created_at: NOON,
  },
};

const refused: readonly Refusal[] = [
  ['tenant', { name: ' Acme' }, 'tenant_name_check'],
  ['tenant', { region: 'EU' }, 'tenant_region_check'],
  ['tenant', { version: 0 }, 'tenant_version_check'],
  ['member', { email: 'Ada@example.com' }, 'member_email_check'],
  ['member', { role: 'owner' }, 'member_role_check'],
  ['member', {}, 'member_tenant_id_fkey', []],
  ['api_key', {}, 'api_key_tenant_id_fkey', []],
  ['api_key', { name: '' }, 'api_key_name_check'],
  ['api_key', { prefix: 'x' }, 'api_key_prefix_check'],
  ['api_key', { digest: Buffer.from('short') }, 'api_key_digest_check'],
  ['api_key', { role: 'owner' }, 'api_key_role_check'],
  ['api_key', { role: null, scopes: Array.from({ length: 101 }, () => 'leads:read') }, 'api_key_scopes_check'],
  ['api_key', { scopes: ['leads:read'] }, 'api_key_check1'],
  ['api_key', { expires_at: NOON }, 'api_key_check'],
  ['api_key', { version: 0 }, 'api_key_version_check'],
  ['api_key', { last_used_at: SIX_MINUTES_BACK }, 'api_key_used_after_creation'],
  ['api_key', { revoked_at: SIX_MINUTES_BACK }, 'api_key_revoked_after_creation'],
];

describeDataRules({ slice: 'gateway', tenantId: TENANT, goodRows, refused });

// Who is asked about are leads: the gateway hands what is said of them through and keeps none of it. In Redis lie counts of calls by key and
// by the address of who calls, for a minute.
describePersonalData({
  slice: 'gateway',
  stores: [],
  impersonal: {
    tenant: 'The tenant itself.',
    member: 'Members of the tenant, no leads of it; their data is asked for as theirs.',
    api_key: 'Names and hashes of keys of the tenant.',
  },
});
