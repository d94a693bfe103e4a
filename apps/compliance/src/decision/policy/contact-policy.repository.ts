import type { ContactPolicy, ContactPolicySettings } from '@leadstream/contracts';
import type { Actor } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';

/** What holds for a tenant that never said anything: consent is stated, or there is none. */
export const DEFAULT_POLICY: ContactPolicy = { requiresStatedConsent: true, hours: [], caps: [], version: 1, updatedAt: null };

const find = {
  name: 'contact_policy_find',
  text: 'SELECT version, settings, recorded_at AS "recordedAt" FROM contact_policy WHERE tenant_id = $1 ORDER BY version DESC LIMIT 1',
};

/** Nothing is written when another change came first. */
const create = {
  name: 'contact_policy_create',
  text: `INSERT INTO contact_policy (tenant_id, version, settings, policy_id, actor_kind, actor_id, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT DO NOTHING`,
};

/** What holds from an instant on, and who had it so. */
export interface NewContactPolicy {
  readonly version: number;
  readonly settings: ContactPolicySettings;
  readonly policyId: string;
  readonly actor: Actor;
  readonly recordedAt: Date;
}

/** What tenants demand of contacts; every version is kept, for decisions name theirs. */
export class ContactPolicyRepository {
  async find(tx: Tx, tenantId: string): Promise<ContactPolicy> {
    const row = await tx.queryOne<{ version: number; settings: ContactPolicySettings; recordedAt: Date }>(find, [tenantId]);
    return row ? { ...row.settings, version: row.version, updatedAt: row.recordedAt.toISOString() } : DEFAULT_POLICY;
  }

  /** @returns whether there was no such version yet */
  async create(tx: Tx, tenantId: string, { version, settings, policyId, actor, recordedAt }: NewContactPolicy): Promise<boolean> {
    const values = [tenantId, version, JSON.stringify(settings), policyId, actor.kind, actor.id, recordedAt];
    return (await tx.execute(create, values)) === 1;
  }
}
