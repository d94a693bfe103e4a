import type { LegalHold } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';
import { legalHoldColumns, type LegalHoldRow, legalHoldState, toLegalHold } from './legal-hold-row.js';

export interface LegalHoldFilter {
  readonly leadId: string | undefined;
  readonly state: LegalHold['state'] | undefined;
  /** Id of the last hold of the page before. */
  readonly before: string | undefined;
  readonly limit: number;
}

const one = {
  name: 'legal_hold_one',
  text: `SELECT ${legalHoldColumns('$2')} FROM legal_hold WHERE tenant_id = $1 AND id = $3`,
};
const page = {
  name: 'legal_hold_page',
  text: `SELECT ${legalHoldColumns('$2')} FROM legal_hold
          WHERE tenant_id = $1 AND ($3::uuid IS NULL OR lead_id = $3) AND ($4::text IS NULL OR ${legalHoldState('$2')} = $4)
            AND ($5::uuid IS NULL OR id < $5)
          ORDER BY id DESC LIMIT $6`,
};
const inForce = {
  name: 'legal_hold_in_force',
  text: `SELECT ${legalHoldColumns('$2')} FROM legal_hold
          WHERE tenant_id = $1 AND (category IS NOT NULL OR lead_id = ANY ($3::uuid[])) AND ${legalHoldState('$2')} = 'in-force'
          ORDER BY id`,
};

/** Legal holds as they stand at an instant. */
export class LegalHoldReadModel {
  async findById(tx: Tx, tenantId: string, id: string, now: Date): Promise<LegalHold | undefined> {
    const row = await tx.queryOne<LegalHoldRow>(one, [tenantId, now, id]);
    return row && toLegalHold(row);
  }

  /** Latest first. */
  async findPage(tx: Tx, tenantId: string, { leadId, state, before, limit }: LegalHoldFilter, now: Date): Promise<LegalHold[]> {
    const rows = await tx.query<LegalHoldRow>(page, [tenantId, now, leadId ?? null, state ?? null, before ?? null, limit]);
    return rows.map(toLegalHold);
  }

  /** Those in force on any of the leads, and on any category: a lead has data of each. */
  async findInForce(tx: Tx, tenantId: string, leadIds: readonly string[], now: Date): Promise<LegalHold[]> {
    return (await tx.query<LegalHoldRow>(inForce, [tenantId, now, leadIds])).map(toLegalHold);
  }
}
