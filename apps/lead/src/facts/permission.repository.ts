import { Injectable } from '@nestjs/common';
import type { consentChangedV1, consentExpiredV1, DataOf, dncAddedV1, DncEntryKind } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';

type ConsentLine = Pick<DataOf<typeof consentChangedV1>, 'leadId' | 'entryId' | 'channel' | 'purpose' | 'state' | 'statedAt' | 'expiresAt'>;

type EndedConsent = Pick<DataOf<typeof consentExpiredV1>, 'leadId' | 'entryId' | 'channel' | 'purpose' | 'expiredAt'>;

/** What an entry names that may not be contacted. */
export interface ProhibitedName {
  readonly kind: DncEntryKind;
  readonly value: string;
}

/** One state of an entry of the list of addresses and domains that may not be contacted. */
export interface ProhibitionState extends Pick<DataOf<typeof dncAddedV1>, 'entryId' | 'value' | 'channels' | 'expiresAt'> {
  readonly version: number;
  readonly kind: DncEntryKind | null;
  readonly isRemoved: boolean;
}

// Of two lines with one instant and state the one that is told later holds.
const IS_LATER = '(excluded.stated_at, excluded.state) >= (c.stated_at, c.state)';

// Statements may come in any order: the latest holds, at one instant a withdrawal does. Of an erased person nothing is kept again.
const SAVE_CONSENTS: Statement = {
  name: 'lead-consent-save',
  text: `INSERT INTO lead_consent AS c (tenant_id, lead_id, channel, purpose, state, stated_at, entry_id, expires_at, withdrawn_at)
         SELECT DISTINCT ON ("leadId", channel, purpose) $1, "leadId", channel, purpose, state, "statedAt", "entryId",
           CASE state WHEN 'given' THEN "expiresAt" END,
           max("statedAt") FILTER (WHERE state = 'withdrawn') OVER (PARTITION BY "leadId", channel, purpose)
         FROM ROWS FROM (jsonb_to_recordset($2::jsonb) AS (
           "leadId" uuid, "entryId" uuid, channel text, purpose text, state text, "statedAt" timestamptz, "expiresAt" timestamptz))
           WITH ORDINALITY AS told ("leadId", "entryId", channel, purpose, state, "statedAt", "expiresAt", place)
         WHERE NOT EXISTS (SELECT FROM erased_person e WHERE e.tenant_id = $1 AND e.lead_id = told."leadId")
         ORDER BY "leadId", channel, purpose, "statedAt" DESC, state DESC, place DESC
         ON CONFLICT (tenant_id, lead_id, channel, purpose) DO UPDATE SET
           state = CASE WHEN ${IS_LATER} THEN excluded.state ELSE c.state END,
           stated_at = greatest(excluded.stated_at, c.stated_at),
           entry_id = CASE WHEN ${IS_LATER} THEN excluded.entry_id ELSE c.entry_id END,
           expires_at = CASE WHEN ${IS_LATER} THEN excluded.expires_at ELSE c.expires_at END,
           is_over = c.is_over AND (NOT ${IS_LATER} OR excluded.entry_id IS NOT DISTINCT FROM c.entry_id),
           withdrawn_at = greatest(excluded.withdrawn_at, c.withdrawn_at, CASE c.state WHEN 'withdrawn' THEN c.stated_at END)
         WHERE ${IS_LATER} OR excluded.withdrawn_at IS NOT NULL`,
};

// Told once it is over, after the line itself: whatever holds by then and is another line goes on.
const END_CONSENTS: Statement = {
  name: 'lead-consent-end',
  text: `UPDATE lead_consent c SET is_over = true
         FROM jsonb_to_recordset($2::jsonb) AS ended ("leadId" uuid, "entryId" uuid, channel text, purpose text, "expiredAt" timestamptz)
         WHERE c.tenant_id = $1 AND c.lead_id = ended."leadId" AND c.channel = ended.channel AND c.purpose = ended.purpose
           AND c.state = 'given' AND NOT c.is_over
           AND (c.entry_id = ended."entryId" OR c.entry_id IS NULL AND c.stated_at < ended."expiredAt")`,
};

const SAVE_PROHIBITIONS: Statement = {
  name: 'lead-prohibition-save',
  text: `INSERT INTO lead_prohibition AS p (tenant_id, entry_id, version, kind, value, channels, expires_at, is_removed)
         SELECT DISTINCT ON ("entryId") $1, "entryId", version, kind, value, channels, "expiresAt", "isRemoved"
         FROM jsonb_to_recordset($2::jsonb) AS told (
           "entryId" uuid, version integer, kind text, value text, channels text[], "expiresAt" timestamptz, "isRemoved" boolean)
         ORDER BY "entryId", version DESC
         ON CONFLICT (tenant_id, entry_id) DO UPDATE
           SET version = excluded.version, kind = coalesce(excluded.kind, p.kind), value = excluded.value, channels = excluded.channels,
               expires_at = excluded.expires_at, is_removed = excluded.is_removed
         WHERE excluded.version > p.version`,
};

/* Live leads among some, and those into which some of them went. */
const livingAmong = (some: string) => `WITH RECURSIVE way AS (
    ${some}
    UNION
    SELECT l.lead_id, l.merged_into, l.deleted_at FROM way JOIN lead l ON l.tenant_id = $1 AND l.lead_id = way.merged_into)
  SELECT lead_id AS "leadId" FROM way WHERE deleted_at IS NULL`;

// Six ways, each with an index of its own.
const ADDRESSED = ['email', 'phone'].flatMap((column) => [
  ...['deleted_at IS NULL', 'merged_into IS NOT NULL'].map(
    (kind) => `SELECT lead_id, merged_into, deleted_at FROM lead WHERE tenant_id = $1 AND ${kind} AND ${column} = ANY ($2::text[])`,
  ),
  `SELECT l.lead_id, l.merged_into, l.deleted_at FROM lead_identity i JOIN lead l ON l.tenant_id = $1 AND l.lead_id = i.lead_id
    WHERE i.tenant_id = $1 AND i.kind = '${column}' AND i.value = ANY ($2::text[])`,
]);
const FIND_ADDRESSED: Statement = { name: 'lead-prohibition-leads', text: livingAmong(`(${ADDRESSED.join(' UNION ALL ')})`) };
const FIND_MEANT: Statement = {
  name: 'lead-consent-leads',
  text: livingAmong('SELECT lead_id, merged_into, deleted_at FROM lead WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[])'),
};

const FIND_NAMES: Statement = {
  name: 'lead-prohibition-names',
  text: `SELECT kind, value FROM lead_prohibition WHERE tenant_id = $1 AND entry_id = ANY ($2::uuid[]) AND value IS NOT NULL`,
};

/** What compliance tells of consents and prohibitions. */
@Injectable()
export class PermissionRepository {
  async saveConsents(tx: Tx, tenantId: Uuid, lines: readonly ConsentLine[]): Promise<void> {
    if (lines.length > 0) await tx.execute(SAVE_CONSENTS, [tenantId, JSON.stringify(lines)]);
  }

  /** Grants whose time is over. */
  async endConsents(tx: Tx, tenantId: Uuid, ended: readonly EndedConsent[]): Promise<void> {
    if (ended.length > 0) await tx.execute(END_CONSENTS, [tenantId, JSON.stringify(ended)]);
  }

  async saveProhibitions(tx: Tx, tenantId: Uuid, states: readonly ProhibitionState[]): Promise<void> {
    if (states.length > 0) await tx.execute(SAVE_PROHIBITIONS, [tenantId, JSON.stringify(states)]);
  }

  /** Addresses and domains of entries as they are held now. */
  findNames(tx: Tx, tenantId: Uuid, entryIds: readonly Uuid[]): Promise<ProhibitedName[]> {
    return tx.query<ProhibitedName>(FIND_NAMES, [tenantId, entryIds]);
  }

  async findAddressed(tx: Tx, tenantId: Uuid, values: readonly string[]): Promise<Uuid[]> {
    return (await tx.query<{ leadId: Uuid }>(FIND_ADDRESSED, [tenantId, values])).map(({ leadId }) => leadId);
  }

  async findMeant(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[]): Promise<Uuid[]> {
    return (await tx.query<{ leadId: Uuid }>(FIND_MEANT, [tenantId, leadIds])).map(({ leadId }) => leadId);
  }
}
