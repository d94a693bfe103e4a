import type { PageLanguage } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';

/** A link to the preference centre of a lead. */
export interface StoredLink {
  readonly id: string;
  readonly leadId: string;
  readonly sender: string;
  readonly language: PageLanguage | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

const COLUMNS = `id, lead_id AS "leadId", sender, language, created_at AS "createdAt", expires_at AS "expiresAt", revoked_at AS "revokedAt"`;

const create = {
  name: 'preference_link_create',
  text: `INSERT INTO preference_link (tenant_id, id, lead_id, sender, language, token_digest, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
};

const findById = { name: 'preference_link_by_id', text: `SELECT ${COLUMNS} FROM preference_link WHERE tenant_id = $1 AND id = $2` };

const findByDigest = {
  name: 'preference_link_by_digest',
  text: `SELECT ${COLUMNS} FROM preference_link WHERE tenant_id = $1 AND token_digest = $2`,
};

const revoke = {
  name: 'preference_link_revoke',
  text: `UPDATE preference_link SET revoked_at = greatest($3, created_at) WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL RETURNING ${COLUMNS}`,
};

/** Links to preference centres. */
export class PreferenceLinkRepository {
  async create(tx: Tx, tenantId: string, link: Omit<StoredLink, 'revokedAt'>, digest: Buffer): Promise<void> {
    const { id, leadId, sender, language, createdAt, expiresAt } = link;
    await tx.execute(create, [tenantId, id, leadId, sender, language, digest, createdAt, expiresAt]);
  }

  findById(tx: Tx, tenantId: string, id: string): Promise<StoredLink | undefined> {
    return tx.queryOne<StoredLink>(findById, [tenantId, id]);
  }

  /** @param digest of the token in its address */
  findByDigest(tx: Tx, tenantId: string, digest: Buffer): Promise<StoredLink | undefined> {
    return tx.queryOne<StoredLink>(findByDigest, [tenantId, digest]);
  }

  /** Closes it. @returns it as it is from then on; undefined when there is none, or it was closed already */
  updateToRevoked(tx: Tx, tenantId: string, id: string, at: Date): Promise<StoredLink | undefined> {
    return tx.queryOne<StoredLink>(revoke, [tenantId, id, at]);
  }
}
