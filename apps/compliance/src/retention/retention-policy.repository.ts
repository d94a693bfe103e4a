import type { RetentionRule } from '@leadstream/contracts';
import { currentContext } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';

/** What a tenant said of how long it keeps what. */
export interface StatedRetention {
  readonly rules: readonly RetentionRule[];
  readonly version: number;
  /** Null: it never said anything. */
  readonly recordedAt: Date | null;
}

const NOTHING: StatedRetention = { rules: [], version: 1, recordedAt: null };

const find = {
  name: 'retention_policy_find',
  text: 'SELECT rules, version, recorded_at AS "recordedAt" FROM retention_policy WHERE tenant_id = $1 ORDER BY version DESC LIMIT 1',
};

/** Nothing is written when another change came first. */
const create = {
  name: 'retention_policy_create',
  text: `INSERT INTO retention_policy (tenant_id, version, rules, actor_kind, actor_id, recorded_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT DO NOTHING`,
};

/** How long tenants keep what; every version is kept. */
export class RetentionPolicyRepository {
  async find(tx: Tx, tenantId: string): Promise<StatedRetention> {
    return (await tx.queryOne<StatedRetention>(find, [tenantId])) ?? NOTHING;
  }

  /**
   * Adds a version; who made it comes from the ambient context.
   * @returns whether it is the next one of what was stored
   */
  async create(tx: Tx, tenantId: string, version: number, rules: readonly RetentionRule[], recordedAt: Date): Promise<boolean> {
    const actor = currentContext()?.actor ?? { kind: 'service', id: 'compliance' };
    return (await tx.execute(create, [tenantId, version, JSON.stringify(rules), actor.kind, actor.id, recordedAt])) === 1;
  }
}
