import type { ErasureCertificate } from '@leadstream/contracts';
import type { SystemTx, Tx } from '@leadstream/persistence';
import type { ErasureAnswer, StoredErasure } from './stored-erasure.js';

export interface ErasureFilter {
  readonly status: 'running' | 'held' | 'escalated' | 'certified' | undefined;
  readonly leadId: string | undefined;
  readonly subjectRequestId: string | undefined;
  /** Id of the last erasure of the page before. */
  readonly before: string | undefined;
  readonly limit: number;
}

const COLUMNS = `e.id, e.lead_id AS "leadId", e.subject_request_id AS "subjectRequestId", e.reason, e.step, e.round, e.version, e.has_news AS "hasNews", e.requested_at AS "requestedAt",
  e.step_began_at AS "stepBeganAt", e.due_at AS "dueAt", e.escalated_at AS "escalatedAt", e.keys_destroyed_at AS "keysDestroyedAt",
  e.certified_at AS "certifiedAt",
  ARRAY(SELECT l.lead_id FROM erasure_lead l WHERE l.tenant_id = e.tenant_id AND l.erasure_id = e.id ORDER BY l.lead_id) AS "leadIds",
  ARRAY(SELECT h.lead_id FROM erasure_held_lead h WHERE h.tenant_id = e.tenant_id AND h.erasure_id = e.id ORDER BY h.lead_id) AS "heldLeadIds"`;

const HELD = `(e.step = 'locating' AND EXISTS (SELECT FROM erasure_held_lead h WHERE h.tenant_id = e.tenant_id AND h.erasure_id = e.id))`;

const byId = { name: 'erasure_by_id', text: `SELECT ${COLUMNS} FROM erasure e WHERE e.tenant_id = $1 AND e.id = $2` };

const ofLeads = {
  name: 'erasure_of_leads',
  text: `SELECT l.erasure_id AS id FROM erasure_lead l JOIN erasure e ON e.tenant_id = l.tenant_id AND e.id = l.erasure_id
          WHERE l.tenant_id = $1 AND l.lead_id = ANY ($2::uuid[]) AND (l.lead_id = $3::uuid OR e.step <> 'certified')
          ORDER BY l.lead_id = $3::uuid DESC, l.erasure_id LIMIT 1`,
};

const ofRequest = { name: 'erasure_of_request', text: 'SELECT id FROM erasure WHERE tenant_id = $1 AND subject_request_id = $2' };

const named = {
  name: 'erasure_leads_named',
  text: 'SELECT lead_id AS "leadId" FROM erasure_lead WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[])',
};

/* Those that a hold keeps are the person's, too. */
const underWay = {
  name: 'erasure_under_way_of',
  text: `SELECT l.lead_id AS "leadId", l.erasure_id AS id FROM erasure_lead l JOIN erasure e ON e.tenant_id = l.tenant_id AND e.id = l.erasure_id
          WHERE l.tenant_id = $1 AND l.lead_id = ANY ($2::uuid[]) AND e.step <> 'certified'
          UNION
         SELECT h.lead_id, h.erasure_id FROM erasure_held_lead h JOIN erasure e ON e.tenant_id = h.tenant_id AND e.id = h.erasure_id
          WHERE h.tenant_id = $1 AND h.lead_id = ANY ($2::uuid[]) AND e.step <> 'certified'
          ORDER BY 2`,
};

const page = {
  name: 'erasure_page',
  text: `SELECT ${COLUMNS} FROM erasure e
          WHERE e.tenant_id = $1 AND ($3::uuid IS NULL OR e.id < $3)
            AND CASE $2::text WHEN 'certified' THEN e.step = 'certified' WHEN 'held' THEN ${HELD} WHEN 'escalated' THEN e.escalated_at IS NOT NULL AND NOT ${HELD}
                              WHEN 'running' THEN e.step <> 'certified' AND e.escalated_at IS NULL AND NOT ${HELD} ELSE true END
            AND ($4::uuid IS NULL OR EXISTS (SELECT FROM erasure_lead l WHERE l.tenant_id = $1 AND l.lead_id = $4 AND l.erasure_id = e.id))
            AND ($6::uuid IS NULL OR e.subject_request_id = $6)
          ORDER BY e.id DESC LIMIT $5`,
};

const open = { name: 'erasure_open', text: `SELECT id FROM erasure WHERE tenant_id = $1 AND step <> 'certified' ORDER BY id` };

const answers = {
  name: 'erasure_answers',
  text: `SELECT erasure_id AS "erasureId", service, step, round, answered_at AS "answeredAt", stores
           FROM erasure_answer WHERE tenant_id = $1 AND erasure_id = ANY ($2::uuid[]) ORDER BY service, step, round`,
};

/* Whether a lead has the address, or one that went into it, and nobody erases that one. Each kind has an index of its own. */
const isOfAnother = (kind: 'email' | 'phone') => `EXISTS (
  SELECT FROM known_lead k
   WHERE k.tenant_id = $1 AND k.${kind} = CASE WHEN starts_with(a.address, '${kind}:') THEN substr(a.address, ${kind.length + 2}) END
     AND (k.deleted_at IS NULL OR k.merged_into IS NOT NULL)
     AND NOT EXISTS (SELECT FROM erasure_lead l WHERE l.tenant_id = $1 AND l.lead_id = k.lead_id))`;

const addresses = {
  name: 'erasure_addresses',
  text: `SELECT a.address FROM erasure_address a
          WHERE a.tenant_id = $1 AND a.erasure_id = $2 AND NOT (${isOfAnother('email')}) AND NOT (${isOfAnother('phone')})
          ORDER BY a.address`,
};

const destroyed = {
  name: 'erasure_destroyed_count',
  text: 'SELECT count(*)::int AS count FROM destroyed_reference WHERE tenant_id = $1 AND erasure_id = $2',
};

const toReapply = {
  name: 'erasure_to_reapply',
  text: `SELECT e.id, e.step = 'certified' AS "isComplete", e.keys_destroyed_at AS "keysDestroyedAt",
                ARRAY(SELECT l.lead_id FROM erasure_lead l WHERE l.tenant_id = e.tenant_id AND l.erasure_id = e.id ORDER BY l.lead_id) AS "leadIds",
                ARRAY(SELECT d.person_hash FROM destroyed_reference d WHERE d.tenant_id = e.tenant_id AND d.erasure_id = e.id) AS "personHashes"
           FROM erasure e
          WHERE e.tenant_id = $1 AND e.keys_destroyed_at IS NOT NULL AND ($2::uuid IS NULL OR e.id > $2)
          ORDER BY e.id LIMIT $3`,
};

const certificate = { name: 'erasure_certificate', text: 'SELECT certificate FROM erasure WHERE tenant_id = $1 AND id = $2' };

/** What an erasure destroyed, so that it can be destroyed again. */
export interface Destroyed {
  readonly id: string;
  readonly isComplete: boolean;
  readonly leadIds: readonly string[];
  /** As the vault keeps them, of every name. */
  readonly personHashes: readonly Buffer[];
  readonly keysDestroyedAt: Date;
}

/** Erasures, and how far they are. */
export class ErasureReadModel {
  findById(tx: Tx, tenantId: string, id: string): Promise<StoredErasure | undefined> {
    return tx.queryOne<StoredErasure>(byId, [tenantId, id]);
  }

  /** The erasure that has `leadId`, or one under way that has another of the leads: one that is over left `leadId` out. */
  async findIdOf(tx: Tx, tenantId: string, leadIds: readonly string[], leadId: string): Promise<string | undefined> {
    return (await tx.queryOne<{ id: string }>(ofLeads, [tenantId, leadIds, leadId]))?.id;
  }

  /** The erasure that a request of somebody who is no lead began. */
  async findIdOfRequest(tx: Tx, tenantId: string, subjectRequestId: string): Promise<string | undefined> {
    return (await tx.queryOne<{ id: string }>(ofRequest, [tenantId, subjectRequestId]))?.id;
  }

  /** Those of the leads that an erasure has, under way or over. */
  async findNamed(tx: Tx, tenantId: string, leadIds: readonly string[]): Promise<Set<string>> {
    return new Set((await tx.query<{ leadId: string }>(named, [tenantId, leadIds])).map(({ leadId }) => leadId));
  }

  /** Erasures that are not complete, of whichever of the leads, those that a hold keeps among them. */
  findUnderWay(tx: Tx, tenantId: string, leadIds: readonly string[]): Promise<{ readonly leadId: string; readonly id: string }[]> {
    return tx.query(underWay, [tenantId, leadIds]);
  }

  /** Latest first. */
  findPage(tx: Tx, tenantId: string, { status, leadId, subjectRequestId, before, limit }: ErasureFilter): Promise<StoredErasure[]> {
    return tx.query<StoredErasure>(page, [tenantId, status ?? null, before ?? null, leadId ?? null, limit, subjectRequestId ?? null]);
  }

  /** Ids of those that are not complete. */
  async findOpen(tx: Tx, tenantId: string): Promise<string[]> {
    return (await tx.query<{ id: string }>(open, [tenantId])).map(({ id }) => id);
  }

  /** What was answered, by erasure. */
  async findAnswers(tx: Tx, tenantId: string, ids: readonly string[]): Promise<Map<string, ErasureAnswer[]>> {
    const rows = await tx.query<ErasureAnswer & { erasureId: string }>(answers, [tenantId, ids]);
    return Map.groupBy(rows, ({ erasureId }) => erasureId);
  }

  /** As the vault names persons; none once it is certified. What a lead outside of the erasure has today is that lead's, and left out. */
  async findAddresses(tx: Tx, tenantId: string, id: string): Promise<string[]> {
    return (await tx.query<{ address: string }>(addresses, [tenantId, id])).map(({ address }) => address);
  }

  /** How many names had their keys destroyed. */
  async countDestroyed(tx: Tx, tenantId: string, id: string): Promise<number> {
    return (await tx.queryOne<{ count: number }>(destroyed, [tenantId, id]))?.count ?? 0;
  }

  /** Those whose keys are gone, in the order of their ids, from after one of them. */
  findDestroyed(tx: Tx, tenantId: string, after: string | undefined, limit: number): Promise<Destroyed[]> {
    return tx.query<Destroyed>(toReapply, [tenantId, after ?? null, limit]);
  }

  /** Tenants that ever erased somebody. */
  async findTenants(tx: SystemTx): Promise<string[]> {
    const rows = await tx.query<{ tenantId: string }>('SELECT tenants_with_erasures() AS "tenantId"');
    return rows.map(({ tenantId }) => tenantId);
  }

  async findCertificate(tx: Tx, tenantId: string, id: string): Promise<ErasureCertificate | undefined> {
    const row = await tx.queryOne<{ certificate: ErasureCertificate | null }>(certificate, [tenantId, id]);
    return row?.certificate ?? undefined;
  }
}
