import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import { identityKeys, SEARCH_VERSION } from '../lead/search/search-keys.rules.js';
import type { IdentityKey, IdentityRecord } from './identity.js';

const COLUMNS = `identity_id AS "identityId", kind, value, lead_id AS "leadId", version, first_seen_at AS "firstSeenAt", last_seen_at AS "lastSeenAt"`;

const CREATE: Statement = {
  name: 'lead-identity-create',
  text: `INSERT INTO lead_identity (tenant_id, kind, value, lead_id, version, first_seen_at, last_seen_at, identity_id, search_version, search_keys)
         VALUES ($1, $2, $3, $4, 1, $5, $5, $6, ${SEARCH_VERSION}, $7) ON CONFLICT DO NOTHING`,
};

const FIND_FOR_UPDATE: Statement = {
  name: 'lead-identity-find-for-update',
  text: `SELECT ${COLUMNS} FROM lead_identity WHERE tenant_id = $1 AND kind = $2 AND value = $3 FOR UPDATE`,
};

const UPDATE: Statement = {
  name: 'lead-identity-update',
  text: `UPDATE lead_identity SET lead_id = $4, version = $5, first_seen_at = $6, last_seen_at = $7, identity_id = $8
          WHERE tenant_id = $1 AND kind = $2 AND value = $3`,
};

const FIND_OF_LEADS: Statement = {
  name: 'lead-identities-of-leads',
  text: `SELECT ${COLUMNS} FROM lead_identity WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) ORDER BY first_seen_at, kind, value`,
};

/** What leads are known by beside the identifiers in their rows. */
@Injectable()
export class IdentityRepository {
  /** @returns false when some lead is known by it already; a concurrent twin is waited for */
  async create(tx: Tx, tenantId: Uuid, { kind, value, leadId, firstSeenAt, identityId }: IdentityRecord): Promise<boolean> {
    const keys = identityKeys({ kind, value });
    return (await tx.execute(CREATE, [tenantId, kind, value, leadId, firstSeenAt, identityId, keys])) === 1;
  }

  findForUpdate(tx: Tx, tenantId: Uuid, { kind, value }: IdentityKey): Promise<IdentityRecord | undefined> {
    return tx.queryOne<IdentityRecord>(FIND_FOR_UPDATE, [tenantId, kind, value]);
  }

  async update(tx: Tx, tenantId: Uuid, identity: IdentityRecord): Promise<void> {
    const { kind, value, leadId, version, firstSeenAt, lastSeenAt, identityId } = identity;
    await tx.execute(UPDATE, [tenantId, kind, value, leadId, version, firstSeenAt, lastSeenAt, identityId]);
  }

  /** First seen first. */
  findOfLeads(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[]): Promise<IdentityRecord[]> {
    return tx.query<IdentityRecord>(FIND_OF_LEADS, [tenantId, leadIds]);
  }
}
