import { Injectable } from '@nestjs/common';
import { currentContext, type Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { FieldChange } from '../lead/lead.js';
import { DEFAULT_SETTINGS, type SettingsRecord } from './settings.js';
import { withoutDefaults } from './settings.rules.js';

const FIND: Statement = {
  name: 'settings-find',
  text: 'SELECT version, stated, updated_at AS "updatedAt" FROM settings WHERE tenant_id = $1',
};

/** Nothing is written when another change came first. */
const SAVE: Statement = {
  name: 'settings-save',
  text: `INSERT INTO settings AS s (tenant_id, version, stated, updated_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (tenant_id) DO UPDATE SET version = excluded.version, stated = excluded.stated, updated_at = excluded.updated_at
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

  /** @returns whether `settings` is the next version of what is stored */
  async save(tx: Tx, tenantId: Uuid, settings: SettingsRecord): Promise<boolean> {
    const written = await tx.execute(SAVE, [tenantId, settings.version, JSON.stringify(withoutDefaults(settings)), settings.updatedAt]);
    return written === 1;
  }

  /** Who did it comes from the ambient context. */
  async createAudit(tx: Tx, tenantId: Uuid, { version, updatedAt }: SettingsRecord, changes: readonly FieldChange[]): Promise<void> {
    const { actor = { kind: 'service', id: 'lead' }, requestId = '' } = currentContext() ?? {};
    await tx.execute(INSERT_AUDIT, [tenantId, version, JSON.stringify(changes), actor.kind, actor.id, requestId, updatedAt]);
  }
}
