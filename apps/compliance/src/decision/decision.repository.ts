import type { Tx } from '@leadstream/persistence';

const create = {
  name: 'decision_create_many',
  text: `INSERT INTO decision (tenant_id, id, decided_at, judged_at, expires_at, later_at, lead_id, channel, purpose, outcome, reasons, inputs,
                               rule_set_version, signature)
         SELECT $1::uuid, d.id, d."decidedAt", d.at, d."expiresAt", d."laterAt", d."leadId", d.channel, d.purpose, d.outcome, d.reasons, d.inputs,
                d."ruleSetVersion", d.signature
           FROM jsonb_to_recordset($2::jsonb) AS d (id uuid, "decidedAt" timestamptz, at timestamptz, "expiresAt" timestamptz, "laterAt" timestamptz,
                  "leadId" uuid, channel text, purpose text, outcome text, reasons jsonb, inputs jsonb, "ruleSetVersion" text, signature jsonb)`,
};

/** Stores contact decisions; a stored one is never changed. */
export class DecisionRepository {
  /** @param decisions each as JSON */
  async createAll(tx: Tx, tenantId: string, decisions: readonly string[]): Promise<void> {
    await tx.execute(create, [tenantId, `[${decisions.join(',')}]`]);
  }
}
