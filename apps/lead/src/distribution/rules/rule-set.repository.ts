import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { RuleSetRecord } from './rule-set.js';

const FROM_TENANT = `SELECT rule_set_id AS "ruleSetId", number, name, status, rules, created_at AS "createdAt", activated_at AS "activatedAt",
    retired_at AS "retiredAt"
  FROM distribution_rule_set WHERE tenant_id = $1`;

const FIND: Statement = { name: 'distribution-rules-find', text: `${FROM_TENANT} AND rule_set_id = $2` };
const FIND_ACTIVE: Statement = { name: 'distribution-rules-active', text: `${FROM_TENANT} AND status = 'active'` };
const FIND_PAGE: Statement = { name: 'distribution-rules-page', text: `${FROM_TENANT} AND number < $2 ORDER BY number DESC LIMIT $3` };

const COUNT: Statement = {
  name: 'distribution-rules-count',
  text: `SELECT coalesce(max(number), 0) AS "lastNumber", count(*) FILTER (WHERE status = 'draft')::integer AS drafts
         FROM distribution_rule_set WHERE tenant_id = $1`,
};

const INSERT: Statement = {
  name: 'distribution-rules-insert',
  text: `INSERT INTO distribution_rule_set (tenant_id, rule_set_id, number, name, status, rules, created_at) VALUES ($1, $2, $3, $4, 'draft', $5, $6)`,
};

const MOVE: Statement = {
  name: 'distribution-rules-move',
  text: `UPDATE distribution_rule_set SET status = $3, activated_at = $4, retired_at = $5 WHERE tenant_id = $1 AND rule_set_id = $2`,
};

/** Rule sets. Whoever writes them holds the distribution of the tenant. */
@Injectable()
export class RuleSetRepository {
  findById(tx: Tx, tenantId: Uuid, ruleSetId: Uuid): Promise<RuleSetRecord | undefined> {
    return tx.queryOne<RuleSetRecord>(FIND, [tenantId, ruleSetId]);
  }

  findActive(tx: Tx, tenantId: Uuid): Promise<RuleSetRecord | undefined> {
    return tx.queryOne<RuleSetRecord>(FIND_ACTIVE, [tenantId]);
  }

  /** Latest first. */
  findPage(tx: Tx, tenantId: Uuid, beforeNumber: number, limit: number): Promise<RuleSetRecord[]> {
    return tx.query<RuleSetRecord>(FIND_PAGE, [tenantId, beforeNumber, limit]);
  }

  async count(tx: Tx, tenantId: Uuid): Promise<{ readonly lastNumber: number; readonly drafts: number }> {
    return (await tx.queryOne<{ lastNumber: number; drafts: number }>(COUNT, [tenantId])) ?? { lastNumber: 0, drafts: 0 };
  }

  /** A draft. */
  async create(tx: Tx, tenantId: Uuid, { ruleSetId, number, name, rules, createdAt }: RuleSetRecord): Promise<void> {
    await tx.execute(INSERT, [tenantId, ruleSetId, number, name, JSON.stringify(rules), createdAt]);
  }

  async move(tx: Tx, tenantId: Uuid, { ruleSetId, status, activatedAt, retiredAt }: RuleSetRecord): Promise<void> {
    await tx.execute(MOVE, [tenantId, ruleSetId, status, activatedAt, retiredAt]);
  }
}
