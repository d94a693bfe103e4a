import type { Tx } from '@leadstream/persistence';
import type { DataSubject, Erased, PersonalRecord, PersonalStore } from '@leadstream/privacy';

const PAGE_ROWS = 500;

const page = {
  name: 'person_data_decisions',
  text: `SELECT id, lead_id AS "leadId", channel, purpose, outcome, reasons, inputs, rule_set_version AS "ruleSetVersion", decided_at AS "decidedAt",
                expires_at AS "expiresAt", judged_at AS "at", later_at AS "laterAt", signature
           FROM decision
          WHERE tenant_id = $1 AND lead_id = $2 AND (decided_at, id) > ($3::timestamptz, $4::uuid)
          ORDER BY decided_at, id LIMIT $5`,
};

const count = {
  name: 'person_data_decisions_count',
  text: 'SELECT count(*)::int AS count FROM decision WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[])',
};

type Decision = PersonalRecord & { readonly id: string; readonly decidedAt: Date };

/** What was decided about contact with the person. It stays: it is signed, and says nothing but that an id was asked about. */
export class DecisionData implements PersonalStore {
  readonly name = 'decisions';
  readonly kind = 'table';
  readonly tables = ['decision'];

  async *gather(tx: Tx, { tenantId, leadIds }: DataSubject): AsyncGenerator<PersonalRecord> {
    for (const leadId of leadIds) {
      let after: readonly [decidedAt: Date | string, id: string] = ['-infinity', '00000000-0000-0000-0000-000000000000'];
      for (let rows: Decision[] | undefined; rows === undefined || rows.length === PAGE_ROWS;) {
        rows = await tx.query<Decision>(page, [tenantId, leadId, ...after, PAGE_ROWS]);
        yield* rows;
        const last = rows.at(-1);
        if (last !== undefined) after = [last.decidedAt, last.id];
      }
    }
  }

  references(): Promise<[]> {
    return Promise.resolve([]);
  }

  async erase(tx: Tx, { tenantId, leadIds }: DataSubject): Promise<Erased> {
    const { count: kept = 0 } = (await tx.queryOne<{ count: number }>(count, [tenantId, leadIds])) ?? {};
    return {
      removed: 0,
      blanked: 0,
      kept: { count: kept, reason: 'Proves that contact was lawful (GDPR Art. 17(3)(e)); names ids that mean nobody any more.' },
    };
  }
}
