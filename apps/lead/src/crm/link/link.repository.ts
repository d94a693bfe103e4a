import { Injectable } from '@nestjs/common';
import type { CrmProvider } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { LinkRecord } from './crm-link.js';

const COLUMNS = `lead_id AS "leadId", peer_id AS "peerId", state, reason, base, opted_out AS "optedOut", opted_out_elsewhere AS "optedOutElsewhere",
  inherited_from_lead_id AS "inheritedFromLeadId", peer_modified_at AS "peerModifiedAt", linked_at AS "linkedAt", changed_at AS "changedAt"`;

const FIND: Statement = {
  name: 'crm-link-find',
  text: `SELECT ${COLUMNS} FROM crm_link WHERE tenant_id = $1 AND provider = $2 AND (lead_id = ANY ($3::uuid[]) OR peer_id = ANY ($4::text[]))`,
};

// Ended ones first: another lead may take over their record at once.
const SAVE: Statement = {
  name: 'crm-link-save',
  text: `INSERT INTO crm_link (tenant_id, provider, lead_id, peer_id, state, reason, base, opted_out, opted_out_elsewhere,
                               inherited_from_lead_id, peer_modified_at, linked_at, changed_at)
         SELECT $1, $2, "leadId", "peerId", state, reason, base, "optedOut", "optedOutElsewhere", "inheritedFromLeadId", "peerModifiedAt", "linkedAt", "changedAt"
         FROM jsonb_to_recordset($3::jsonb) AS stated ("leadId" uuid, "peerId" text, state text, reason text, base jsonb, "optedOut" text[], "optedOutElsewhere" text[],
                                                       "inheritedFromLeadId" uuid, "peerModifiedAt" timestamptz, "linkedAt" timestamptz, "changedAt" timestamptz)
         ORDER BY state
         ON CONFLICT (tenant_id, provider, lead_id) DO UPDATE SET peer_id = excluded.peer_id, state = excluded.state, reason = excluded.reason,
           base = excluded.base, opted_out = excluded.opted_out, opted_out_elsewhere = excluded.opted_out_elsewhere,
           inherited_from_lead_id = excluded.inherited_from_lead_id, peer_modified_at = excluded.peer_modified_at, changed_at = excluded.changed_at`,
};

const FIND_RETURNS: Statement = {
  name: 'crm-link-returns',
  text: `SELECT own.lead_id AS "leadId", heir.lead_id AS "heirId"
         FROM crm_link heir
         JOIN crm_link own ON own.tenant_id = heir.tenant_id AND own.provider = heir.provider AND own.lead_id = heir.inherited_from_lead_id
           AND own.state = 'ended' AND own.reason = 'lead-merged'
         JOIN lead l ON l.tenant_id = own.tenant_id AND l.lead_id = own.lead_id AND l.merged_into IS NULL
         WHERE heir.tenant_id = $1 AND heir.provider = $2 AND heir.inherited_from_lead_id IS NOT NULL AND (heir.state = 'live' OR heir.reason = 'lead-deleted')
         ORDER BY own.lead_id LIMIT $3`,
};

const FIND_PAGE = `SELECT ${COLUMNS} FROM crm_link WHERE tenant_id = $1 AND provider = $2 AND lead_id > $3
  AND ($4::uuid IS NULL OR lead_id = $4) AND ($5::text IS NULL OR state = $5) ORDER BY lead_id LIMIT $6`;

export interface LinkQuery {
  readonly leadId?: Uuid | undefined;
  readonly state?: LinkRecord['state'] | undefined;
}

/** A lead that came out of another one again, which still has its record. */
export interface LinkReturn {
  readonly leadId: Uuid;
  readonly heirId: Uuid;
}

/** Which record of a peer is which lead: one to one, as long as links live. Only the sync that is on writes here. */
@Injectable()
export class LinkRepository {
  /** Links of any of the leads and any of the records, ended ones included. */
  find(tx: Tx, tenantId: Uuid, provider: CrmProvider, leadIds: readonly Uuid[], peerIds: readonly string[]): Promise<LinkRecord[]> {
    return tx.query<LinkRecord>(FIND, [tenantId, provider, leadIds, peerIds]);
  }

  /** Records that are to go back to leads that went into others, and are leads of their own again. */
  findReturns(tx: Tx, tenantId: Uuid, provider: CrmProvider, limit: number): Promise<LinkReturn[]> {
    return tx.query<LinkReturn>(FIND_RETURNS, [tenantId, provider, limit]);
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
