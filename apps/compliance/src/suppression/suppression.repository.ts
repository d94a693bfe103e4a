import type { Tx } from '@leadstream/persistence';
import type { HashedAddress } from './suppressed-address.js';

const keep = {
  name: 'suppressed_address_keep',
  text: `INSERT INTO suppressed_address AS s (tenant_id, id, kind, address_hash, channels, added_at, expires_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (tenant_id, address_hash, channels) DO UPDATE
            SET added_at = least(s.added_at, excluded.added_at),
                expires_at = CASE WHEN s.expires_at IS NULL OR excluded.expires_at IS NULL THEN NULL ELSE greatest(s.expires_at, excluded.expires_at) END`,
};

const lift = {
  name: 'suppressed_address_lift',
  text: 'DELETE FROM suppressed_address WHERE tenant_id = $1 AND id = $2 RETURNING id, version + 1 AS version',
};

/** By the database's clock at most: a row that is gone cannot come back. */
const removeExpired = {
  name: 'suppressed_address_remove_expired',
  text: `DELETE FROM suppressed_address AS s
          USING (SELECT id FROM suppressed_address WHERE tenant_id = $1 AND expires_at <= least($2, now())
                  ORDER BY expires_at LIMIT $3 FOR UPDATE SKIP LOCKED) AS over
          WHERE s.tenant_id = $1 AND s.id = over.id
         RETURNING s.id, s.version + 1 AS version, s.expires_at AS "expiresAt"`,
};

const advance = {
  name: 'suppressed_address_advance',
  text: `UPDATE suppressed_address AS s SET version = s.version + 1
           FROM (SELECT id FROM suppressed_address WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) ORDER BY id FOR UPDATE) AS told
          WHERE s.tenant_id = $1 AND s.id = told.id
         RETURNING s.id, s.version`,
};

const any = { name: 'suppressed_address_any', text: 'SELECT EXISTS (SELECT FROM suppressed_address WHERE tenant_id = $1) AS any' };

/* What is suppressed counts in answers that carry the list's version. */
const advanceList = {
  name: 'suppressed_address_advance_list',
  text: `INSERT INTO dnc_list AS l (tenant_id, version, changed_at) VALUES ($1, 1, $2)
             ON CONFLICT (tenant_id) DO UPDATE SET version = l.version + 1, changed_at = excluded.changed_at`,
};

/** One that was told under this version, or is told now. */
export interface Versioned {
  readonly id: string;
  readonly version: number;
}

/** Writes what is left of the prohibitions of erased persons. */
export class SuppressionRepository {
  /** One address on the same channels is one row: it blocks for as long as either says. */
  async keep(tx: Tx, tenantId: string, { id, kind, hash, channels, addedAt, expiresAt, version = 1 }: HashedAddress): Promise<void> {
    await tx.execute(keep, [tenantId, id, kind, hash, channels, addedAt, expiresAt, version]);
  }

  /** @returns the version to tell it under; undefined when it was not there */
  remove(tx: Tx, tenantId: string, id: string): Promise<Versioned | undefined> {
    return tx.queryOne<Versioned>(lift, [tenantId, id]);
  }

  /** @returns those that expired by `now` and now are gone, with the versions to tell them under */
  removeExpired(tx: Tx, tenantId: string, now: Date, limit: number): Promise<(Versioned & { readonly expiresAt: Date })[]> {
    return tx.query(removeExpired, [tenantId, now, limit]);
  }

  /** @returns the next version of each */
  async advance(tx: Tx, tenantId: string, ids: readonly string[]): Promise<Map<string, number>> {
    return new Map((await tx.query<Versioned>(advance, [tenantId, ids])).map(({ id, version }) => [id, version]));
  }

  async hasAny(tx: Tx, tenantId: string): Promise<boolean> {
    return (await tx.queryOne<{ any: boolean }>(any, [tenantId]))?.any ?? false;
  }

  /** Gives the tenant's list its next version. */
  async advanceList(tx: Tx, tenantId: string, changedAt: Date): Promise<void> {
    await tx.execute(advanceList, [tenantId, changedAt]);
  }
}
