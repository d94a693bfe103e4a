import type { ContactDecision } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';

const create = {
  name: 'decision_create',
  text: `INSERT INTO decision (tenant_id, id, decided_at, expires_at, lead_id, channel, purpose, outcome, reasons, inputs, rule_set_version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
};

/** Stores contact decisions; a stored one is never changed. */
export class DecisionRepository {
  async create(tx: Tx, tenantId: string, decision: ContactDecision): Promise<void> {
    const { id, decidedAt, expiresAt, leadId, channel, purpose, outcome, reasons, inputs, ruleSetVersion } = decision;
    await tx.execute(create, [
      tenantId,
      id,
      decidedAt,
      expiresAt,
      leadId,
      channel,
      purpose,
      outcome,
      JSON.stringify(reasons),
      JSON.stringify(inputs),
      ruleSetVersion,
    ]);
  }
}
