import type { PolicyRehearsalChange } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';

const create = {
  name: 'policy_rehearsal_change_create',
  text: `INSERT INTO policy_rehearsal_change (tenant_id, rehearsal_id, decision_id, lead_id, channel, purpose, decided_at, judged_at, before_outcome,
                                              after_outcome, before_later_at, after_later_at, came, went)
         SELECT $1::uuid, $2::uuid, c."decisionId", c."leadId", c.channel, c.purpose, c."decidedAt", c.at, c.before ->> 'outcome', c.after ->> 'outcome',
                (c.before ->> 'laterAt')::timestamptz, (c.after ->> 'laterAt')::timestamptz, c.came, c.went
           FROM jsonb_to_recordset($3::jsonb) AS c ("decisionId" uuid, "leadId" uuid, channel text, purpose text, "decidedAt" timestamptz, at timestamptz,
                  before jsonb, after jsonb, came jsonb, went jsonb)`,
};

const findPage = {
  name: 'policy_rehearsal_change_page',
  text: `SELECT decision_id, lead_id, channel, purpose, decided_at, judged_at, before_outcome, after_outcome, before_later_at, after_later_at, came, went
           FROM policy_rehearsal_change
          WHERE tenant_id = $1 AND rehearsal_id = $2 AND ($3::uuid IS NULL OR decision_id > $3) ORDER BY decision_id LIMIT $4`,
};

interface ChangeRow {
  decision_id: string;
  lead_id: string;
  channel: PolicyRehearsalChange['channel'];
  purpose: PolicyRehearsalChange['purpose'];
  decided_at: Date;
  judged_at: Date;
  before_outcome: PolicyRehearsalChange['before']['outcome'];
  after_outcome: PolicyRehearsalChange['after']['outcome'];
  before_later_at: Date | null;
  after_later_at: Date | null;
  came: PolicyRehearsalChange['came'];
  went: PolicyRehearsalChange['went'];
}

/** Decisions that a rehearsed policy would make otherwise. */
export class RehearsalChangeRepository {
  async createAll(tx: Tx, tenantId: string, rehearsalId: string, changes: readonly PolicyRehearsalChange[]): Promise<void> {
    if (changes.length > 0) await tx.execute(create, [tenantId, rehearsalId, JSON.stringify(changes)]);
  }

  /** In the order of the decisions. @param after id of the last decision of the page before */
  async findPage(
    tx: Tx,
    tenantId: string,
    rehearsalId: string,
    after: string | undefined,
    limit: number,
  ): Promise<PolicyRehearsalChange[]> {
    return (await tx.query<ChangeRow>(findPage, [tenantId, rehearsalId, after ?? null, limit])).map(toChange);
  }
}

function toChange(row: ChangeRow): PolicyRehearsalChange {
  const { channel, purpose, came, went } = row;
  return {
    decisionId: row.decision_id,
    leadId: row.lead_id,
    channel,
    purpose,
    decidedAt: row.decided_at.toISOString(),
    at: row.judged_at.toISOString(),
    before: { outcome: row.before_outcome, laterAt: row.before_later_at?.toISOString() ?? null },
    after: { outcome: row.after_outcome, laterAt: row.after_later_at?.toISOString() ?? null },
    came,
    went,
  };
}
