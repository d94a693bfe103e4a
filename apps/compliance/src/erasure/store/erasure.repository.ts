import type { ErasureCertificate } from '@leadstream/contracts';
import type { Actor } from '@leadstream/kernel';
import type { SystemTx, Tx } from '@leadstream/persistence';
import type { ErasureAnswer, StoredErasure } from './stored-erasure.js';

/** What a move leaves behind. */
export interface MovedTo {
  readonly step: StoredErasure['step'];
  readonly round: number;
  readonly at: Date;
  readonly dueAt: Date | null;
  /** Stays as it is when left out. */
  readonly keysDestroyedAt?: Date;
}

const lockTenant = { name: 'erasure_lock_tenant', text: `SELECT pg_advisory_xact_lock(hashtextextended('erasure ' || $1::text, 0))` };

const create = {
  name: 'erasure_create',
  text: `INSERT INTO erasure (tenant_id, id, lead_id, reason, step, round, version, requested_at, actor_kind, actor_id, has_news, step_began_at, subject_request_id)
         VALUES ($1, $2, $3, $4, 'locating', 1, 1, $5, $6, $7, false, $5, $8)`,
};

const addLeads = {
  name: 'erasure_add_leads',
  text: `INSERT INTO erasure_lead (tenant_id, lead_id, erasure_id) SELECT $1::uuid, lead_id, $2::uuid FROM unnest($3::uuid[]) AS lead_id
         ORDER BY lead_id ON CONFLICT DO NOTHING`,
};

const addHeld = {
  name: 'erasure_add_held',
  text: `INSERT INTO erasure_held_lead (tenant_id, erasure_id, lead_id) SELECT $1::uuid, $2::uuid, lead_id FROM unnest($3::uuid[]) AS named (lead_id)
          WHERE NOT EXISTS (SELECT FROM erasure_lead l WHERE l.tenant_id = $1::uuid AND l.lead_id = named.lead_id)
          ORDER BY 3 ON CONFLICT DO NOTHING`,
};

const removeHeld = {
  name: 'erasure_remove_held',
  text: 'DELETE FROM erasure_held_lead WHERE tenant_id = $1 AND erasure_id = $2 AND lead_id = ANY ($3::uuid[])',
};

const addAddresses = {
  name: 'erasure_add_addresses',
  text: `INSERT INTO erasure_address (tenant_id, erasure_id, address) SELECT $1::uuid, $2::uuid, address FROM unnest($3::text[]) AS address
         ORDER BY address ON CONFLICT DO NOTHING`,
};

const lock = {
  name: 'erasure_lock',
  text: 'SELECT lead_id AS "leadId", step, round, reason FROM erasure WHERE tenant_id = $1 AND id = $2 FOR UPDATE',
};

const addAnswer = {
  name: 'erasure_add_answer',
  text: `INSERT INTO erasure_answer (tenant_id, erasure_id, service, step, round, answered_at, stores)
         VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb) ON CONFLICT DO NOTHING`,
};

const markNews = { name: 'erasure_mark_news', text: 'UPDATE erasure SET has_news = true WHERE tenant_id = $1 AND id = $2' };

const move = {
  name: 'erasure_move',
  text: `UPDATE erasure SET step = $3, round = $4, step_began_at = greatest($5, requested_at), due_at = $6, keys_destroyed_at = coalesce($7::timestamptz, keys_destroyed_at),
                            has_news = false, escalated_at = NULL, version = version + 1
          WHERE tenant_id = $1 AND id = $2`,
};

const escalate = { name: 'erasure_escalate', text: 'UPDATE erasure SET escalated_at = $3 WHERE tenant_id = $1 AND id = $2' };

const addDestroyed = {
  name: 'erasure_add_destroyed',
  text: `INSERT INTO destroyed_reference (tenant_id, erasure_id, person_hash, destroyed_at)
         SELECT $1::uuid, $2::uuid, person_hash, $4::timestamptz FROM unnest($3::bytea[]) AS person_hash ORDER BY person_hash
         ON CONFLICT (tenant_id, erasure_id, person_hash) DO UPDATE SET destroyed_at = excluded.destroyed_at`,
};

const certify = {
  name: 'erasure_certify',
  text: `UPDATE erasure SET step = 'certified', certified_at = $3, certificate = $4::jsonb, step_began_at = greatest($3, requested_at), has_news = false, escalated_at = NULL,
                            version = version + 1
          WHERE tenant_id = $1 AND id = $2 AND step = 'sweeping' RETURNING version`,
};

const forgetAddresses = { name: 'erasure_forget_addresses', text: 'DELETE FROM erasure_address WHERE tenant_id = $1 AND erasure_id = $2' };

/* What persons asked by these addresses stays without them. */
const forgetAsked = {
  name: 'erasure_forget_asked',
  text: 'DELETE FROM subject_request_address WHERE tenant_id = $1 AND address = ANY ($2::text[])',
};

/** Writes erasures and what is known of them. */
export class ErasureRepository {
  /** Requests of a tenant take turns until the transaction ends: a lead is erased once. */
  async lockTenant(tx: Tx, tenantId: string): Promise<void> {
    await tx.execute(lockTenant, [tenantId]);
  }

  async create(
    tx: Tx,
    tenantId: string,
    erasure: Pick<StoredErasure, 'id' | 'leadId' | 'subjectRequestId' | 'reason' | 'requestedAt'>,
    by: Actor,
  ): Promise<void> {
    const { id, leadId, subjectRequestId, reason, requestedAt } = erasure;
    await tx.execute(create, [tenantId, id, leadId, reason, requestedAt, by.kind, by.id, subjectRequestId]);
  }

  /** @returns how many were not there; a lead that another erasure has stays there */
  addLeads(tx: Tx, tenantId: string, id: string, leadIds: readonly string[]): Promise<number> {
    return tx.execute(addLeads, [tenantId, id, leadIds]);
  }

  /** Leads that a hold keeps; none that is being erased already. */
  async addHeld(tx: Tx, tenantId: string, id: string, leadIds: readonly string[]): Promise<void> {
    await tx.execute(addHeld, [tenantId, id, leadIds]);
  }

  async removeHeld(tx: Tx, tenantId: string, id: string, leadIds: readonly string[]): Promise<void> {
    await tx.execute(removeHeld, [tenantId, id, leadIds]);
  }

  /** @returns how many were not there */
  addAddresses(tx: Tx, tenantId: string, id: string, addresses: readonly string[]): Promise<number> {
    return tx.execute(addAddresses, [tenantId, id, addresses]);
  }

  /** Answers and moves take turns. @returns where it is, or undefined when there is no such erasure */
  lock(tx: Tx, tenantId: string, id: string): Promise<Pick<StoredErasure, 'leadId' | 'step' | 'round' | 'reason'> | undefined> {
    return tx.queryOne(lock, [tenantId, id]);
  }

  /** The first answer of a service to the same question counts. */
  async addAnswer(tx: Tx, tenantId: string, id: string, { service, step, round, answeredAt, stores }: ErasureAnswer): Promise<void> {
    await tx.execute(addAnswer, [tenantId, id, service, step, round, answeredAt, stores === null ? null : JSON.stringify(stores)]);
  }

  async markNews(tx: Tx, tenantId: string, id: string): Promise<void> {
    await tx.execute(markNews, [tenantId, id]);
  }

  async move(tx: Tx, tenantId: string, id: string, { step, round, at, dueAt, keysDestroyedAt }: MovedTo): Promise<void> {
    await tx.execute(move, [tenantId, id, step, round, at, dueAt, keysDestroyedAt ?? null]);
  }

  async escalate(tx: Tx, tenantId: string, id: string, at: Date): Promise<void> {
    await tx.execute(escalate, [tenantId, id, at]);
  }

  async addDestroyed(tx: Tx, tenantId: string, id: string, personHashes: readonly Buffer[], at: Date): Promise<void> {
    await tx.execute(addDestroyed, [tenantId, id, personHashes, at]);
  }

  /**
   * Stores the certificate and forgets the addresses.
   * @param addresses those that were erased: what was asked by them is kept without them
   * @returns the erasure's version from then on; undefined when it was certified before
   */
  async certify(
    tx: Tx,
    tenantId: string,
    id: string,
    certificate: ErasureCertificate,
    addresses: readonly string[],
  ): Promise<number | undefined> {
    const row = await tx.queryOne<{ version: number }>(certify, [tenantId, id, certificate.certifiedAt, JSON.stringify(certificate)]);
    if (row === undefined) return undefined;
    await tx.execute(forgetAddresses, [tenantId, id]);
    await tx.execute(forgetAsked, [tenantId, addresses]);
    return row.version;
  }

  /** Tenants that wait longest first, whoever they are. */
  async findTenantsWithOpen(tx: SystemTx, limit: number): Promise<string[]> {
    const rows = await tx.query<{ tenantId: string }>('SELECT tenants_with_open_erasures($1) AS "tenantId"', [limit]);
    return rows.map(({ tenantId }) => tenantId);
  }
}
