import { Injectable } from '@nestjs/common';
import type { DataOf, consentChangedV1, dncAddedV1 } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';

type ConsentLine = Pick<DataOf<typeof consentChangedV1>, 'leadId' | 'channel' | 'purpose' | 'state' | 'statedAt'>;

/** One state of an entry of the list of addresses that may not be contacted. */
export interface ProhibitionState extends Pick<DataOf<typeof dncAddedV1>, 'entryId' | 'value' | 'channels'> {
  readonly version: number;
  readonly kind: 'phone' | 'email' | null;
  readonly isRemoved: boolean;
}

// Statements may come in any order: the latest holds, at one instant a withdrawal does. Of an erased person nothing is kept again.
const SAVE_CONSENTS: Statement = {
  name: 'lead-consent-save',
  text: `INSERT INTO lead_consent AS c (tenant_id, lead_id, channel, purpose, state, stated_at)
         SELECT DISTINCT ON ("leadId", channel, purpose) $1, "leadId", channel, purpose, state, "statedAt"
         FROM jsonb_to_recordset($2::jsonb) AS told ("leadId" uuid, channel text, purpose text, state text, "statedAt" timestamptz)
         WHERE NOT EXISTS (SELECT FROM erased_person e WHERE e.tenant_id = $1 AND e.lead_id = told."leadId")
         ORDER BY "leadId", channel, purpose, "statedAt" DESC, state DESC
         ON CONFLICT (tenant_id, lead_id, channel, purpose) DO UPDATE SET state = excluded.state, stated_at = excluded.stated_at
         WHERE (excluded.stated_at, excluded.state) > (c.stated_at, c.state)`,
};

const SAVE_PROHIBITIONS: Statement = {
  name: 'lead-prohibition-save',
  text: `INSERT INTO lead_prohibition AS p (tenant_id, entry_id, version, kind, value, channels, is_removed)
         SELECT DISTINCT ON ("entryId") $1, "entryId", version, kind, value, channels, "isRemoved"
         FROM jsonb_to_recordset($2::jsonb) AS told ("entryId" uuid, version integer, kind text, value text, channels text[], "isRemoved" boolean)
         ORDER BY "entryId", version DESC
         ON CONFLICT (tenant_id, entry_id) DO UPDATE
           SET version = excluded.version, kind = coalesce(excluded.kind, p.kind), value = excluded.value, channels = excluded.channels, is_removed = excluded.is_removed
         WHERE excluded.version > p.version`,
};

/* Live leads among some, and those into which some of them went. */
const livingAmong = (some: string) => `WITH RECURSIVE way AS (
    ${some}
    UNION
    SELECT l.lead_id, l.merged_into, l.deleted_at FROM way JOIN lead l ON l.tenant_id = $1 AND l.lead_id = way.merged_into)
  SELECT lead_id AS "leadId" FROM way WHERE deleted_at IS NULL`;

// Four ways, each with an index of its own.
const ADDRESSED = ['email', 'phone'].flatMap((column) =>
  ['deleted_at IS NULL', 'merged_into IS NOT NULL'].map(
    (kind) => `SELECT lead_id, merged_into, deleted_at FROM lead WHERE tenant_id = $1 AND ${kind} AND ${column} = ANY ($2::text[])`,
  ),
);
const FIND_ADDRESSED: Statement = { name: 'lead-prohibition-leads', text: livingAmong(`(${ADDRESSED.join(' UNION ALL ')})`) };
const FIND_MEANT: Statement = {
  name: 'lead-consent-leads',
  text: livingAmong('SELECT lead_id, merged_into, deleted_at FROM lead WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[])'),
};

const FIND_VALUES: Statement = {
  name: 'lead-prohibition-values',
  text: `SELECT value FROM lead_prohibition WHERE tenant_id = $1 AND entry_id = ANY ($2::uuid[]) AND value IS NOT NULL`,
};

/** What compliance tells of consents and prohibitions. */
@Injectable()
export class PermissionRepository {
  async saveConsents(tx: Tx, tenantId: Uuid, lines: readonly ConsentLine[]): Promise<void> {
    if (lines.length > 0) await tx.execute(SAVE_CONSENTS, [tenantId, JSON.stringify(lines)]);
  }

  async saveProhibitions(tx: Tx, tenantId: Uuid, states: readonly ProhibitionState[]): Promise<void> {
    if (states.length > 0) await tx.execute(SAVE_PROHIBITIONS, [tenantId, JSON.stringify(states)]);
  }

  /** Addresses of entries as they are held now. */
  async findValues(tx: Tx, tenantId: Uuid, entryIds: readonly Uuid[]): Promise<string[]> {
    return (await tx.query<{ value: string }>(FIND_VALUES, [tenantId, entryIds])).map(({ value }) => value);
  }

  async findAddressed(tx: Tx, tenantId: Uuid, values: readonly string[]): Promise<Uuid[]> {
    return (await tx.query<{ leadId: Uuid }>(FIND_ADDRESSED, [tenantId, values])).map(({ leadId }) => leadId);
  }

  async findMeant(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[]): Promise<Uuid[]> {
    return (await tx.query<{ leadId: Uuid }>(FIND_MEANT, [tenantId, leadIds])).map(({ leadId }) => leadId);
  }
}
