import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { LeadRecord } from '../lead/lead.js';
import { SEARCH_VERSION, searchKeys } from '../lead/search/search-keys.rules.js';
import { wayOfIdentities } from './way-of-identities.js';

/** Columns of a lead under the names of {@link LeadRecord}. */
export const LEAD_COLUMNS = `lead_id AS "leadId", version, external_id AS "externalId", first_name AS "firstName", last_name AS "lastName", email, phone,
  company, job_title AS "jobTitle", address, property, budget, language, time_zone AS "timeZone", source, source_metadata AS "sourceMetadata", lifecycle_stage AS "lifecycleStage",
  owner_id AS "ownerId", tag_ids AS "tagIds", custom_fields AS "customFields", status, status_changed_at AS "statusChangedAt",
  captured_at AS "capturedAt", created_at AS "createdAt", updated_at AS "updatedAt", deleted_at AS "deletedAt"`;

const FIND: Statement = {
  name: 'lead-find',
  text: `SELECT ${LEAD_COLUMNS} FROM lead WHERE tenant_id = $1 AND lead_id = $2 AND deleted_at IS NULL`,
};

const FIND_FOR_UPDATE: Statement = { name: 'lead-find-for-update', text: `${FIND.text} FOR UPDATE` };

// In the order of ids, so that two transactions never wait for each other.
const FIND_ANY_FOR_UPDATE: Statement = {
  name: 'lead-find-any-for-update',
  text: `SELECT ${LEAD_COLUMNS} FROM lead WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) AND erased_at IS NULL ORDER BY lead_id FOR UPDATE`,
};

const FIND_ANY: Statement = {
  name: 'lead-find-any',
  text: FIND_ANY_FOR_UPDATE.text.replace(' FOR UPDATE', ''),
};

const STATED = `jsonb_to_recordset($2::jsonb) AS stated (
  "leadId" uuid, version integer, "externalId" text, "firstName" text, "lastName" text, email text, phone text, company text, "jobTitle" text, address jsonb,
  property jsonb, budget jsonb, language text, "timeZone" text, source text, "sourceMetadata" jsonb, "lifecycleStage" text, "ownerId" uuid, "tagIds" uuid[], "customFields" jsonb, status text, "statusChangedAt" timestamptz, "capturedAt" timestamptz, "createdAt" timestamptz, "updatedAt" timestamptz,
  "deletedAt" timestamptz, "searchKeys" text[])`;

const INSERT: Statement = {
  name: 'lead-insert',
  text: `INSERT INTO lead (tenant_id, lead_id, version, external_id, first_name, last_name, email, phone, company, job_title, address, property, budget,
                           language, time_zone, source, source_metadata, lifecycle_stage, owner_id, tag_ids, custom_fields, status, status_changed_at, captured_at, created_at, updated_at, deleted_at,
                           search_version, search_keys)
         SELECT $1, "leadId", version, "externalId", "firstName", "lastName", email, phone, company, "jobTitle", address, property, budget,
                language, "timeZone", source, "sourceMetadata", "lifecycleStage", "ownerId", "tagIds", "customFields", status, "statusChangedAt", "capturedAt", "createdAt", "updatedAt", "deletedAt",
                ${SEARCH_VERSION}, "searchKeys"
         FROM ${STATED}`,
};

// Identities are looked at in the same statement: most leads claim what nobody is known by.
export const INSERT_UNLESS_TAKEN: Statement = {
  name: 'lead-insert-unless-taken',
  text: `${INSERT.text}
         WHERE NOT EXISTS (
           WITH RECURSIVE ${wayOfIdentities(
             '(SELECT $1::uuid)',
             `SELECT i.kind, i.value, i.lead_id FROM (VALUES ('external', "externalId"), ('email', stated.email), ('phone', stated.phone)) AS own (kind, value)
              CROSS JOIN LATERAL (
                SELECT * FROM lead_identity WHERE tenant_id = (SELECT $1::uuid) AND lead_identity.kind = own.kind AND lead_identity.value = own.value OFFSET 0) AS i`,
           )}
           SELECT FROM way WHERE EXISTS (SELECT FROM lead l WHERE l.tenant_id = (SELECT $1::uuid) AND l.lead_id = way.lead_id AND l.deleted_at IS NULL OFFSET 0))
         ON CONFLICT DO NOTHING`,
};

const UPDATE: Statement = {
  name: 'lead-update',
  text: `UPDATE lead SET version = stated.version, external_id = stated."externalId", first_name = stated."firstName", last_name = stated."lastName",
           email = stated.email, phone = stated.phone, company = stated.company, job_title = stated."jobTitle",
           address = stated.address, property = stated.property, budget = stated.budget, language = stated.language, time_zone = stated."timeZone", source = stated.source,
           source_metadata = stated."sourceMetadata", lifecycle_stage = stated."lifecycleStage", owner_id = stated."ownerId", tag_ids = stated."tagIds", custom_fields = stated."customFields", status = stated.status, status_changed_at = stated."statusChangedAt", updated_at = stated."updatedAt",
           deleted_at = stated."deletedAt", search_version = ${SEARCH_VERSION}, search_keys = stated."searchKeys"
         FROM ${STATED} WHERE lead.tenant_id = $1 AND lead.lead_id = stated."leadId"`,
};

// Writes no more than it must: neither words nor triggers of other columns have to do with owners.
const UPDATE_OWNERS: Statement = {
  name: 'lead-update-owners',
  text: `UPDATE lead SET version = stated.version, owner_id = stated."ownerId", updated_at = stated."updatedAt"
         FROM jsonb_to_recordset($2::jsonb) AS stated ("leadId" uuid, version integer, "ownerId" uuid, "updatedAt" timestamptz)
         WHERE lead.tenant_id = $1 AND lead.lead_id = stated."leadId"`,
};

const FIND_DELETED_FOR_UPDATE: Statement = {
  name: 'lead-find-deleted-for-update',
  text: `SELECT ${LEAD_COLUMNS} FROM lead WHERE tenant_id = $1 AND lead_id = $2 AND deleted_at IS NOT NULL AND erased_at IS NULL FOR UPDATE`,
};

const EXISTS: Statement = {
  name: 'lead-exists',
  text: 'SELECT 1 FROM lead WHERE tenant_id = $1 AND lead_id = $2 AND erased_at IS NULL',
};

// Locked in the order of ids, as everywhere. Rows of indexes beside the lead follow it by their triggers; those of custom fields do not.
const ERASE: Statement = {
  name: 'lead-erase',
  text: `WITH erased AS (
           SELECT lead_id FROM lead WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) AND erased_at IS NULL ORDER BY lead_id FOR UPDATE),
         unindexed AS (
           DELETE FROM lead_custom_value USING erased WHERE lead_custom_value.tenant_id = $1 AND lead_custom_value.lead_id = erased.lead_id)
         UPDATE lead SET version = version + 1, external_id = NULL, first_name = NULL, last_name = NULL, email = NULL, phone = NULL, company = NULL,
           job_title = NULL, address = '{}', property = '{}', budget = NULL, language = NULL, time_zone = NULL, source_metadata = '{}',
           custom_fields = '{}', tag_ids = '{}', search_keys = '{}', merged_into = NULL, deleted_at = coalesce(deleted_at, greatest($3, created_at)), updated_at = $3, erased_at = $3
         FROM erased WHERE lead.tenant_id = $1 AND lead.lead_id = erased.lead_id
         RETURNING lead.lead_id AS "leadId", lead.version`,
};

/** Live leads as rows. Where a change is meant, the row is locked first: find, decide, write. */
@Injectable()
export class LeadRepository {
  findById(tx: Tx, tenantId: Uuid, leadId: Uuid): Promise<LeadRecord | undefined> {
    return tx.queryOne<LeadRecord>(FIND, [tenantId, leadId]);
  }

  findForUpdate(tx: Tx, tenantId: Uuid, leadId: Uuid): Promise<LeadRecord | undefined> {
    return tx.queryOne<LeadRecord>(FIND_FOR_UPDATE, [tenantId, leadId]);
  }

  /** Leads of the given ids, deleted or not; erased ones are none. */
  findAny(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[]): Promise<LeadRecord[]> {
    return tx.query<LeadRecord>(FIND_ANY, [tenantId, leadIds]);
  }

  /** Leads of the given ids, deleted or not, locked; erased ones are none. */
  findAnyForUpdate(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[]): Promise<LeadRecord[]> {
    return tx.query<LeadRecord>(FIND_ANY_FOR_UPDATE, [tenantId, leadIds]);
  }

  /** A soft-deleted lead, locked. */
  findDeletedForUpdate(tx: Tx, tenantId: Uuid, leadId: Uuid): Promise<LeadRecord | undefined> {
    return tx.queryOne<LeadRecord>(FIND_DELETED_FOR_UPDATE, [tenantId, leadId]);
  }

  /** Whether the tenant has or had the lead; deleted ones count, erased ones do not. */
  async exists(tx: Tx, tenantId: Uuid, leadId: Uuid): Promise<boolean> {
    return (await tx.queryOne(EXISTS, [tenantId, leadId])) !== undefined;
  }

  /** @returns how many went in: a lead that claims what another live one is known by is left out */
  create(tx: Tx, tenantId: Uuid, leads: readonly LeadRecord[]): Promise<number> {
    return tx.execute(INSERT_UNLESS_TAKEN, [tenantId, stated(leads)]);
  }

  /**
   * As {@link create}, of leads that were looked for: to look once more before each row takes a tenth of the statement.
   * @throws Error of a unique violation when another live lead holds what one of them claims
   */
  async createUntaken(tx: Tx, tenantId: Uuid, leads: readonly LeadRecord[]): Promise<void> {
    await tx.execute(INSERT, [tenantId, stated(leads)]);
  }

  update(tx: Tx, tenantId: Uuid, leads: readonly LeadRecord[]): Promise<number> {
    return tx.execute(UPDATE, [tenantId, stated(leads)]);
  }

  /**
   * Leaves of leads what figures need, and nothing that speaks of a person.
   * @returns those that were not erased before, each with its last version
   */
  erase(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[], at: Date): Promise<{ readonly leadId: Uuid; readonly version: number }[]> {
    return tx.query(ERASE, [tenantId, leadIds, at]);
  }

  /** As `update`, of leads of which nothing but the owner is another. */
  updateOwners(tx: Tx, tenantId: Uuid, leads: readonly LeadRecord[]): Promise<number> {
    const owned = leads.map(({ leadId, version, ownerId, updatedAt }) => ({ leadId, version, ownerId, updatedAt }));
    return tx.execute(UPDATE_OWNERS, [tenantId, JSON.stringify(owned)]);
  }
}

/** Leads with the words by which they are found. */
function stated(leads: readonly LeadRecord[]): string {
  return JSON.stringify(leads.map((lead) => ({ ...lead, searchKeys: searchKeys(lead) })));
}
