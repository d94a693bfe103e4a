import { Injectable } from '@nestjs/common';
import type { CrmProvider } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { LinkRecord } from './crm-link.js';

const COLUMNS = `lead_id AS "leadId", peer_id AS "peerId", state, reason, base, opted_out AS "optedOut", opted_out_elsewhere AS "optedOutElsewhere",
  peer_modified_at AS "peerModifiedAt", linked_at AS "linkedAt", changed_at AS "changedAt"`;

const FIND: Statement = {
  name: 'crm-link-find',
  text: `SELECT ${COLUMNS} FROM crm_link WHERE tenant_id = $1 AND provider = $2 AND (lead_id = ANY ($3::uuid[]) OR peer_id = ANY ($4::text[]))`,
};

const SAVE: Statement = {
  name: 'crm-link-save',
  text: `INSERT INTO crm_link (tenant_id, provider, lead_id, peer_id, state, reason, base, opted_out, opted_out_elsewhere, peer_modified_at, linked_at, changed_at)
         SELECT $1, $2, "leadId", "peerId", state, reason, base, "optedOut", "optedOutElsewhere", "peerModifiedAt", "linkedAt", "changedAt"
         FROM jsonb_to_recordset($3::jsonb) AS stated ("leadId" uuid, "peerId" text, state text, reason text, base jsonb, "optedOut" text[], "optedOutElsewhere" text[],
                                                       "peerModifiedAt" timestamptz, "linkedAt" timestamptz, "changedAt" timestamptz)
         ON CONFLICT (tenant_id, provider, lead_id) DO UPDATE SET peer_id = excluded.peer_id, state = excluded.state, reason = excluded.reason,
           base = excluded.base, opted_out = excluded.opted_out, opted_out_elsewhere = excluded.opted_out_elsewhere, peer_modified_at = excluded.peer_modified_at, changed_at = excluded.changed_at`,
};

const FIND_PAGE = `SELECT ${COLUMNS} FROM crm_link WHERE tenant_id = $1 AND provider = $2 AND lead_id > $3
  AND ($4::uuid IS NULL OR lead_id = $4) AND ($5::text IS NULL OR state = $5) ORDER BY lead_id LIMIT $6`;

export interface LinkQuery {
  readonly leadId?: Uuid | undefined;
  readonly state?: LinkRecord['state'] | undefined;
}

/** Which record of a peer is which lead: one to one. Only the sync that is on writes here. */
@Injectable()
export class LinkRepository {
  /** Links of any of the leads and any of the records, ended ones included. */
  find(tx: Tx, tenantId: Uuid, provider: CrmProvider, leadIds: readonly Uuid[], peerIds: readonly string[]): Promise<LinkRecord[]> {
    return tx.query<LinkRecord>(FIND, [tenantId, provider, leadIds, peerIds]);
  }

  /** @param after id of the last lead of the page before */
  findPage(tx: Tx, tenantId: Uuid, provider: CrmProvider, after: Uuid, { leadId, state }: LinkQuery, limit: number): Promise<LinkRecord[]> {
    return tx.query<LinkRecord>(FIND_PAGE, [tenantId, provider, after, leadId ?? null, state ?? null, limit]);
  }

  async save(tx: Tx, tenantId: Uuid, provider: CrmProvider, links: readonly LinkRecord[]): Promise<void> {
    if (links.length > 0) await tx.execute(SAVE, [tenantId, provider, JSON.stringify(links)]);
  }

  async delete(tx: Tx, tenantId: Uuid, provider: CrmProvider, leadIds: readonly Uuid[]): Promise<void> {
    const sql = 'DELETE FROM crm_link WHERE tenant_id = $1 AND provider = $2 AND lead_id = ANY ($3::uuid[])';
    if (leadIds.length > 0) await tx.execute(sql, [tenantId, provider, leadIds]);
  }
}
