import type { Actor } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import type { PolicyRecord } from './policy.js';

const COLUMNS = `policy_id AS "policyId", version, name, status, settings, rule_set AS "ruleSet", contact_policy_version AS "contactPolicyVersion", created_at AS "createdAt",
  created_by_kind AS "createdByKind", created_by_id AS "createdById", activated_at AS "activatedAt", activated_by_kind AS "activatedByKind",
  activated_by_id AS "activatedById", retired_at AS "retiredAt"`;
const OF_TENANT = `SELECT ${COLUMNS} FROM policy WHERE tenant_id = $1`;

const findById = { name: 'policy_find', text: `${OF_TENANT} AND policy_id = $2` };
const findPage = {
  name: 'policy_page',
  text: `${OF_TENANT} AND ($2::uuid IS NULL OR policy_id < $2) ORDER BY policy_id DESC LIMIT $3`,
};
const lockOne = { name: 'policy_lock', text: `${OF_TENANT} AND policy_id = $2 FOR UPDATE` };
const lockActive = { name: 'policy_lock_active', text: `${OF_TENANT} AND status = 'active' FOR UPDATE` };

/** Who changes what holds for a tenant does so one after the other: there may be no row yet that could be locked. */
const hold = { name: 'policy_hold', text: `SELECT pg_advisory_xact_lock(hashtextextended('contact_policy ' || $1::text, 0))` };

const create = {
  name: 'policy_create',
  text: `INSERT INTO policy (tenant_id, policy_id, version, name, status, settings, rule_set, created_at, created_by_kind, created_by_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
};
const update = {
  name: 'policy_update',
  text: `UPDATE policy SET version = $3, name = $4, status = $5, settings = $6, contact_policy_version = $7, activated_at = $8, activated_by_kind = $9,
                activated_by_id = $10, retired_at = $11, rule_set = $12
          WHERE tenant_id = $1 AND policy_id = $2`,
};

type PolicyRow = Omit<PolicyRecord, 'createdBy' | 'activatedBy'> & {
  readonly createdByKind: Actor['kind'];
  readonly createdById: string;
  readonly activatedByKind: Actor['kind'] | null;
  readonly activatedById: string | null;
};

/** Policies of contact, drafts among them. */
export class PolicyRepository {
  async findById(tx: Tx, tenantId: string, policyId: string): Promise<PolicyRecord | undefined> {
    return toPolicy(await tx.queryOne<PolicyRow>(findById, [tenantId, policyId]));
  }

  /** Latest first. @param before id of the last one of the page before */
  async findPage(tx: Tx, tenantId: string, before: string | undefined, limit: number): Promise<PolicyRecord[]> {
    const rows = await tx.query<PolicyRow>(findPage, [tenantId, before ?? null, limit]);
    return rows.flatMap((row) => toPolicy(row) ?? []);
  }

  async findForUpdate(tx: Tx, tenantId: string, policyId: string): Promise<PolicyRecord | undefined> {
    return toPolicy(await tx.queryOne<PolicyRow>(lockOne, [tenantId, policyId]));
  }

  async findActiveForUpdate(tx: Tx, tenantId: string): Promise<PolicyRecord | undefined> {
    return toPolicy(await tx.queryOne<PolicyRow>(lockActive, [tenantId]));
  }

  /** Nobody else who asks the same goes on before this transaction ends. */
  async hold(tx: Tx, tenantId: string): Promise<void> {
    await tx.execute(hold, [tenantId]);
  }

  /** @param policy a draft */
  async create(tx: Tx, tenantId: string, policy: PolicyRecord): Promise<void> {
    const { policyId, version, name, status, settings, ruleSet, createdAt, createdBy } = policy;
    await tx.execute(create, [
      tenantId,
      policyId,
      version,
      name,
      status,
      JSON.stringify(settings),
      jsonOrNull(ruleSet),
      createdAt,
      createdBy.kind,
      createdBy.id,
    ]);
  }

  async update(tx: Tx, tenantId: string, policy: PolicyRecord): Promise<void> {
    const { policyId, version, name, status, settings, ruleSet, contactPolicyVersion, activatedAt, activatedBy, retiredAt } = policy;
    const inForce = [contactPolicyVersion, activatedAt, activatedBy?.kind ?? null, activatedBy?.id ?? null, retiredAt];
    await tx.execute(update, [tenantId, policyId, version, name, status, JSON.stringify(settings), ...inForce, jsonOrNull(ruleSet)]);
  }
}

function jsonOrNull(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}

function toPolicy(row: PolicyRow | undefined): PolicyRecord | undefined {
  if (row === undefined) return undefined;
  const { createdByKind, createdById, activatedByKind, activatedById, ...policy } = row;
  return {
    ...policy,
    createdBy: { kind: createdByKind, id: createdById },
    activatedBy: activatedByKind === null || activatedById === null ? null : { kind: activatedByKind, id: activatedById },
  };
}
