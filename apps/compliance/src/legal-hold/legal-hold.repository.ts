import type { LegalHold } from '@leadstream/contracts';
import type { Actor } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import type { HeldTime } from './legal-hold.rules.js';
import { legalHoldColumns, type LegalHoldRow, toLegalHold } from './legal-hold-row.js';

const lock = { name: 'legal_hold_lock', text: `SELECT pg_advisory_xact_lock(hashtextextended('legal-holds:' || $1::text, 0))` };
const create = {
  name: 'legal_hold_create',
  text: `INSERT INTO legal_hold (tenant_id, id, lead_id, category, matter, reason, holds_from, holds_until, placed_at, placed_by_kind, placed_by_id,
                                 version)
         VALUES ($1, $3, $4, $5, $6, $7, $8, $9, $2, $10, $11, 1) RETURNING ${legalHoldColumns('$2')}`,
};
const release = {
  name: 'legal_hold_release',
  text: `UPDATE legal_hold
            SET released_at = greatest($2::timestamptz, placed_at), released_by_kind = $4, released_by_id = $5, release_reason = $6, version = version + 1
          WHERE tenant_id = $1 AND id = $3 AND released_at IS NULL RETURNING ${legalHoldColumns('$2')}`,
};

/** A hold to place. */
export interface NewLegalHold extends HeldTime, Pick<LegalHold, 'id' | 'leadId' | 'category' | 'matter' | 'reason'> {
  readonly placedAt: Date;
  readonly placedBy: Actor;
}

/** Writes legal holds. */
export class LegalHoldRepository {
  /** Waits for whoever places a hold of the tenant or begins to delete what it may concern, and keeps others waiting until the transaction ends. */
  async lock(tx: Tx, tenantId: string): Promise<void> {
    await tx.execute(lock, [tenantId]);
  }

  async create(tx: Tx, tenantId: string, hold: NewLegalHold): Promise<LegalHold> {
    const { id, leadId, category, matter, reason, holdsFrom, holdsUntil, placedAt, placedBy } = hold;
    const values = [tenantId, placedAt, id, leadId, category, matter, reason, holdsFrom, holdsUntil, placedBy.kind, placedBy.id];
    const row = await tx.queryOne<LegalHoldRow>(create, values);
    if (row === undefined) throw new Error('the statement returned no row');
    return toLegalHold(row);
  }

  /** @returns undefined when there is none that could be released */
  async release(tx: Tx, tenantId: string, id: string, { at, by, reason }: LegalHoldRelease): Promise<LegalHold | undefined> {
    const row = await tx.queryOne<LegalHoldRow>(release, [tenantId, at, id, by.kind, by.id, reason]);
    return row && toLegalHold(row);
  }
}

export interface LegalHoldRelease {
  readonly at: Date;
  readonly by: Actor;
  readonly reason: string;
}
