import pg from 'pg';
import type { World } from './world.js';

/** A decision that a rehearsed policy would make otherwise: those of a world are too young to be rehearsed. */
export async function plantRehearsalChange(adminUrl: string, tenantId: string, world: World): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query(
      `INSERT INTO compliance.policy_rehearsal_change (tenant_id, rehearsal_id, decision_id, lead_id, channel, purpose, decided_at, judged_at, before_outcome,
                                                       after_outcome, came, went)
       VALUES ($1, $2, $3, $4, 'email', 'marketing', now(), now(), 'allow', 'deny', '[]', '[]')`,
      [tenantId, world.id('startPolicyRehearsal'), world.id('decideContact'), world.id('createLead')],
    );
  } finally {
    await admin.end();
  }
}
