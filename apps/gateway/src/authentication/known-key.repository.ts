import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { SystemTx, Tx } from '@leadstream/persistence';
import type { KnownKey } from './known-key.js';

interface Row {
  tenant_id: string;
  id: string;
  digest: Buffer;
  role: KnownKey['role'];
  scopes: string[];
  expires_at: Date | null;
  revoked_at: Date | null;
  last_used_at: Date | null;
}

const FIND = {
  name: 'known_key_find',
  text: 'SELECT tenant_id, id, digest, role, scopes, expires_at, revoked_at, last_used_at FROM find_api_key($1)',
};

@Injectable()
export class KnownKeyRepository {
  /** @param digest SHA-256 of the key's text, hexadecimal; the only thing that opens a row without a tenant */
  async findByDigest(tx: SystemTx, digest: string): Promise<KnownKey | undefined> {
    const row = await tx.queryOne<Row>(FIND, [Buffer.from(digest, 'hex')]);
    return (
      row && {
        tenantId: row.tenant_id,
        id: row.id,
        digest: row.digest.toString('hex'),
        role: row.role,
        scopes: row.scopes,
        expiresAt: row.expires_at,
        revokedAt: row.revoked_at,
        lastUsedAt: row.last_used_at,
      }
    );
  }

  /** Notes a use unless a later one is known. */
  async updateLastUsed(tx: Tx, tenantId: Uuid, id: Uuid, at: Date): Promise<void> {
    await tx.execute(
      'UPDATE api_key SET last_used_at = $3 WHERE tenant_id = $1 AND id = $2 AND (last_used_at IS NULL OR last_used_at < $3)',
      [tenantId, id, at],
    );
  }
}
