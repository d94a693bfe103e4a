import type { DataOf, legalHoldPlacedV1, legalHoldReleasedV1, retentionChangedV1 } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';
import type { ToldRule } from '../terms/retention-term.rules.js';
import { inForce } from './held-leads.js';

const lock = { name: 'legal_hold_lock', text: `SELECT pg_advisory_xact_lock(hashtextextended('legal-holds:' || $1::text, 0))` };

// A release may come first, when a group reads its topic anew from somewhere: it stays a release.
const savePlaced = {
  name: 'legal_hold_follow',
  text: `INSERT INTO legal_hold AS h (tenant_id, id, lead_id, category, holds_from, holds_until) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (tenant_id, id) DO UPDATE
            SET lead_id = excluded.lead_id, category = excluded.category, holds_from = excluded.holds_from, holds_until = excluded.holds_until`,
};
const saveReleased = {
  name: 'legal_hold_follow_release',
  text: `INSERT INTO legal_hold AS h (tenant_id, id, lead_id, category, holds_from, released_at) VALUES ($1, $2, $3, $4, $5, $5)
             ON CONFLICT (tenant_id, id) DO UPDATE SET released_at = excluded.released_at`,
};
const saveRules = {
  name: 'retention_policy_save',
  text: `INSERT INTO retention_policy AS p (tenant_id, version, rules) VALUES ($1, $2, $3)
             ON CONFLICT (tenant_id) DO UPDATE SET version = excluded.version, rules = excluded.rules WHERE p.version < excluded.version`,
};
const findRules = {
  name: 'retention_policy_rules',
  text: 'SELECT rules FROM retention_policy WHERE tenant_id = $1 ORDER BY version DESC LIMIT 1',
};
const findHold = {
  name: 'legal_hold_of_category',
  text: `SELECT EXISTS (SELECT FROM legal_hold WHERE tenant_id = $1 AND category = $3 AND ${inForce('$2')}) AS "isHeld",
                EXISTS (SELECT FROM legal_hold WHERE tenant_id = $1 AND lead_id IS NOT NULL AND ${inForce('$2')}) AS "holdsLeads"`,
};

/** What stands in the way of a category's rows. */
export interface CategoryHolds {
  /** All of the category is kept. */
  readonly isHeld: boolean;
  /** Rows of some leads are kept. */
  readonly holdsLeads: boolean;
}

/** What a slice knows of its tenants' terms and legal holds: tables `retention_policy` and `legal_hold`, told by compliance. */
export class RetentionStateRepository {
  /** Waits for whoever takes over a hold of the tenant or removes rows of it, and keeps others waiting until the transaction ends. */
  async lock(tx: Tx, tenantId: string): Promise<void> {
    await tx.execute(lock, [tenantId]);
  }

  async savePlaced(tx: Tx, tenantId: string, hold: DataOf<typeof legalHoldPlacedV1>): Promise<void> {
    await tx.execute(savePlaced, [tenantId, hold.holdId, hold.leadId, hold.category, hold.holdsFrom, hold.holdsUntil]);
  }

  async saveReleased(
    tx: Tx,
    tenantId: string,
    { holdId, leadId, category, releasedAt }: DataOf<typeof legalHoldReleasedV1>,
  ): Promise<void> {
    await tx.execute(saveReleased, [tenantId, holdId, leadId, category, releasedAt]);
  }

  /** What is older than what is known changes nothing. */
  async saveRules(tx: Tx, tenantId: string, { version, rules }: DataOf<typeof retentionChangedV1>): Promise<void> {
    await tx.execute(saveRules, [tenantId, version, JSON.stringify(rules)]);
  }

  /** What the tenant said; nothing of a category that goes by its default. */
  async findRules(tx: Tx, tenantId: string): Promise<ToldRule[]> {
    return (await tx.queryOne<{ rules: ToldRule[] }>(findRules, [tenantId]))?.rules ?? [];
  }

  async findHolds(tx: Tx, tenantId: string, category: string, now: Date): Promise<CategoryHolds> {
    const holds = await tx.queryOne<CategoryHolds>(findHold, [tenantId, now, category]);
    if (holds === undefined) throw new Error('the statement returned no row');
    return holds;
  }
}
