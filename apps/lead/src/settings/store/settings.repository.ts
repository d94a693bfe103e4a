import { Injectable } from '@nestjs/common';
import { currentContext, type Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { FieldChange } from '../../lead/lead.js';
import { DEFAULT_SETTINGS, type SettingsRecord, type StatedSettings } from '../settings.js';
import { withoutDefaults } from '../settings.rules.js';

const FIND: Statement = {
  name: 'settings-find',
  text: 'SELECT version, stated || vocabulary AS stated, updated_at AS "updatedAt" FROM settings WHERE tenant_id = $1',
};

// Who judges leads by settings and definitions of fields, and who changes them: the first together, the second alone.
const HOLD: Statement = { name: 'settings-hold', text: 'SELECT hold_lead_definitions($1) AS stated' };
const LOCK_ALONE: Statement = {
  name: 'settings-lock-alone',
  text: `SELECT pg_advisory_xact_lock(hashtextextended('custom-fields:' || $1::text, 0))`,
};

const COUNT_LEADS = {
  leadStatuses: {
    name: 'settings-leads-of-statuses',
    text: `SELECT status AS key, count(*)::integer AS leads FROM lead
           WHERE tenant_id = $1 AND status = ANY ($2::text[]) AND erased_at IS NULL GROUP BY status`,
  },
  lifecycleStages: {
    name: 'settings-leads-of-stages',
    text: `SELECT lifecycle_stage AS key, count(*)::integer AS leads FROM lead
           WHERE tenant_id = $1 AND lifecycle_stage = ANY ($2::text[]) AND erased_at IS NULL GROUP BY lifecycle_stage`,
  },
} satisfies Record<string, Statement>;

/** Nothing is written when another change came first. */
const SAVE: Statement = {
  name: 'settings-save',
  text: `INSERT INTO settings AS s (tenant_id, version, stated, vocabulary, updated_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (tenant_id) DO UPDATE
           SET version = excluded.version, stated = excluded.stated, vocabulary = excluded.vocabulary, updated_at = excluded.updated_at
         WHERE s.version = excluded.version - 1`,
};

const INSERT_AUDIT: Statement = {
  name: 'settings-audit-insert',
  text: `INSERT INTO settings_audit (tenant_id, version, changes, actor_kind, actor_id, request_id, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
};

/** Settings as rows; a tenant without one has the defaults. */
@Injectable()
export class SettingsRepository {
  async find(tx: Tx, tenantId: Uuid): Promise<SettingsRecord> {
    const row = await tx.queryOne<{ version: number; stated: Partial<SettingsRecord>; updatedAt: Date }>(FIND, [tenantId]);
    return { ...DEFAULT_SETTINGS, ...row?.stated, version: row?.version ?? 1, updatedAt: row?.updatedAt ?? null };
  }

  /** Settings and definitions of custom fields, unchanged until the transaction ends; others may hold them, too. */
  async hold(tx: Tx, tenantId: Uuid): Promise<StatedSettings> {
    const row = await tx.queryOne<{ stated: Partial<StatedSettings> | null }>(HOLD, [tenantId]);
    return { ...DEFAULT_SETTINGS, ...row?.stated };
  }

  /** Settings, and definitions of custom fields, held by nobody else until the transaction ends. */
  async findAlone(tx: Tx, tenantId: Uuid): Promise<SettingsRecord> {
    const [, found] = await Promise.all([tx.execute(LOCK_ALONE, [tenantId]), this.find(tx, tenantId)]);
    return found;
  }

  /** Leads that have one of these statuses, or are at one of these stages, those that can be restored among them. */
  countLeads(tx: Tx, tenantId: Uuid, field: keyof typeof COUNT_LEADS, keys: readonly string[]): Promise<{ key: string; leads: number }[]> {
    return tx.query<{ key: string; leads: number }>(COUNT_LEADS[field], [tenantId, keys]);
  }

  /** @returns whether `settings` is the next version of what is stored */
  async save(tx: Tx, tenantId: Uuid, settings: SettingsRecord): Promise<boolean> {
    const { leadStatuses, lifecycleStages, ...stated } = withoutDefaults(settings);
    const stored = [JSON.stringify(stated), JSON.stringify({ leadStatuses, lifecycleStages })];
    const written = await tx.execute(SAVE, [tenantId, settings.version, ...stored, settings.updatedAt]);
    return written === 1;
  }

  /** Who did it comes from the ambient context. */
  async createAudit(tx: Tx, tenantId: Uuid, { version, updatedAt }: SettingsRecord, changes: readonly FieldChange[]): Promise<void> {
    const { actor = { kind: 'service', id: 'lead' }, requestId = '' } = currentContext() ?? {};
    await tx.execute(INSERT_AUDIT, [tenantId, version, JSON.stringify(changes), actor.kind, actor.id, requestId, updatedAt]);
  }
}
