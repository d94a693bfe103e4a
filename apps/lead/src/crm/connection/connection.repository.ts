import { Inject, Injectable } from '@nestjs/common';
import type { CrmCredentials, CrmProvider } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { ColumnCipher, type ColumnPlace, type Statement, type SystemTx, type Tx } from '@leadstream/persistence';
import type { LeadConfig } from '../../config.js';
import { CONFIG } from '../../tokens.js';
import type { ConnectionRecord } from './crm-connection.js';

const COLUMNS = `connection_id AS "connectionId", provider, version, base_url AS "baseUrl", account_id AS "accountId",
  credentials_kind AS "credentialsKind", settings, is_paused AS "isPaused",
  was_reached AS "wasReached", error_code AS "errorCode", limited_until AS "limitedUntil", pulled_up_to AS "pulledUpTo",
  synced_at AS "syncedAt", next_sync_at AS "nextSyncAt", created_at AS "createdAt", updated_at AS "updatedAt"`;

const FIND: Statement = {
  name: 'crm-connection-find',
  text: `SELECT ${COLUMNS} FROM crm_connection WHERE tenant_id = $1 AND provider = $2`,
};

// Who connects does so after the others: there may be no row yet that could be locked, and versions rise one by one.
const HOLD: Statement = {
  name: 'crm-connection-hold',
  text: `SELECT pg_advisory_xact_lock(hashtextextended('crm-connection:' || $1::text || ':' || $2::text, 0))`,
};

const FIND_DUE = `SELECT ${COLUMNS} FROM crm_connection WHERE tenant_id = $1 AND NOT is_paused AND next_sync_at <= $2 FOR UPDATE SKIP LOCKED`;

const FIND_CREDENTIALS = 'SELECT sealed_credentials AS sealed FROM crm_connection WHERE tenant_id = $1 AND provider = $2';

const SAVE = `INSERT INTO crm_connection (tenant_id, provider, version, base_url, credentials_kind, sealed_credentials, settings, is_paused,
    next_sync_at, created_at, updated_at, connection_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9, $10, $11, $12)
  ON CONFLICT (tenant_id, provider) DO UPDATE SET version = excluded.version, base_url = excluded.base_url, credentials_kind = excluded.credentials_kind,
    sealed_credentials = excluded.sealed_credentials, settings = excluded.settings,
    is_paused = excluded.is_paused, next_sync_at = excluded.next_sync_at, updated_at = excluded.updated_at`;

const UPDATE = `UPDATE crm_connection SET version = $3, settings = $4::jsonb, is_paused = $5, next_sync_at = $6, updated_at = $7
  WHERE tenant_id = $1 AND provider = $2`;

const UPDATE_CREDENTIALS = 'UPDATE crm_connection SET sealed_credentials = $3 WHERE tenant_id = $1 AND provider = $2';

const UPDATE_STATE = `UPDATE crm_connection SET was_reached = was_reached OR $3, error_code = $4, limited_until = $5
  WHERE tenant_id = $1 AND provider = $2`;

const UPDATE_SYNCED = `UPDATE crm_connection SET was_reached = true, error_code = NULL, limited_until = NULL, pulled_up_to = $3, synced_at = $4
  WHERE tenant_id = $1 AND provider = $2`;

const KEEP_ACCOUNT = 'UPDATE crm_connection SET account_id = $3 WHERE tenant_id = $1 AND provider = $2';

const POSTPONE = `UPDATE crm_connection SET next_sync_at = $3 WHERE tenant_id = $1 AND provider = $2`;

const FIND_LEVELS: Statement = {
  name: 'crm-sync-levels',
  text: 'SELECT provider, connections, late, last_good_at AS "lastGoodAt" FROM crm_sync_levels($1)',
};

/** Connections with one provider that are not paused, over all tenants. */
export interface ProviderLevel {
  readonly provider: CrmProvider;
  readonly connections: number;
  /** Those whose last good sync is longer ago than three of their intervals and an hour. */
  readonly late: number;
  /** The last good sync of any; null before the first. */
  readonly lastGoodAt: Date | null;
}

/** How a connection stands after the peer was asked. */
export interface ConnectionState {
  readonly wasReached: boolean;
  readonly errorCode: string | null;
  readonly limitedUntil: Date | null;
}

const placeOf = (tenantId: Uuid, provider: CrmProvider): ColumnPlace => ({ tenantId, column: 'crm_connection.credentials', row: provider });

/** Connections with other CRMs; their credentials are sealed on the way in and opened for those who ask the peer only. */
@Injectable()
export class ConnectionRepository {
  readonly #cipher: ColumnCipher;

  constructor(@Inject(CONFIG) { ENCRYPTION_KEYS: keyring }: Pick<LeadConfig, 'ENCRYPTION_KEYS'>) {
    this.#cipher = new ColumnCipher(keyring);
  }

  find(tx: Tx, tenantId: Uuid, provider: CrmProvider): Promise<ConnectionRecord | undefined> {
    return tx.queryOne<ConnectionRecord>(FIND, [tenantId, provider]);
  }

  findForUpdate(tx: Tx, tenantId: Uuid, provider: CrmProvider): Promise<ConnectionRecord | undefined> {
    return tx.queryOne<ConnectionRecord>(`${FIND.text} FOR UPDATE`, [tenantId, provider]);
  }

  /** Nobody else connects with the provider until the transaction ends. */
  async hold(tx: Tx, tenantId: Uuid, provider: CrmProvider): Promise<void> {
    await tx.execute(HOLD, [tenantId, provider]);
  }

  /** Connections that are due, locked. */
  findDue(tx: Tx, tenantId: Uuid, by: Date): Promise<ConnectionRecord[]> {
    return tx.query<ConnectionRecord>(FIND_DUE, [tenantId, by]);
  }

  async findTenantsWithDue(tx: SystemTx, by: Date, most: number): Promise<Uuid[]> {
    const sql = 'SELECT tenant_id AS "tenantId" FROM tenants_with_due_crm_syncs($1, $2) AS tenant_id';
    return (await tx.query<{ tenantId: Uuid }>(sql, [by, most])).map(({ tenantId }) => tenantId);
  }

  /** Providers with which nobody is connected are left out. */
  findLevels(tx: SystemTx, at: Date): Promise<ProviderLevel[]> {
    return tx.query<ProviderLevel>(FIND_LEVELS, [at]);
  }

  async findCredentials(tx: Tx, tenantId: Uuid, provider: CrmProvider): Promise<CrmCredentials | undefined> {
    const found = await tx.queryOne<{ sealed: Uint8Array }>(FIND_CREDENTIALS, [tenantId, provider]);
    return found && (JSON.parse(this.#cipher.open(found.sealed, placeOf(tenantId, provider))) as CrmCredentials);
  }

  async create(tx: Tx, tenantId: Uuid, record: ConnectionRecord, credentials: CrmCredentials): Promise<void> {
    const { connectionId, provider, version, baseUrl, credentialsKind, settings, isPaused, nextSyncAt, createdAt, updatedAt } = record;
    const sealed = this.#cipher.seal(JSON.stringify(credentials), placeOf(tenantId, provider));
    const values = [version, baseUrl, credentialsKind, sealed, JSON.stringify(settings), isPaused, nextSyncAt, createdAt, updatedAt];
    await tx.execute(SAVE, [tenantId, provider, ...values, connectionId]);
  }

  async update(tx: Tx, tenantId: Uuid, record: ConnectionRecord): Promise<void> {
    const { provider, version, settings, isPaused, nextSyncAt, updatedAt } = record;
    await tx.execute(UPDATE, [tenantId, provider, version, JSON.stringify(settings), isPaused, nextSyncAt, updatedAt]);
  }

  async updateCredentials(tx: Tx, tenantId: Uuid, provider: CrmProvider, credentials: CrmCredentials): Promise<void> {
    const sealed = this.#cipher.seal(JSON.stringify(credentials), placeOf(tenantId, provider));
    await tx.execute(UPDATE_CREDENTIALS, [tenantId, provider, sealed]);
  }

  async updateState(tx: Tx, tenantId: Uuid, provider: CrmProvider, state: ConnectionState): Promise<void> {
    await tx.execute(UPDATE_STATE, [tenantId, provider, state.wasReached, state.errorCode, state.limitedUntil]);
  }

  async updateToSynced(tx: Tx, tenantId: Uuid, provider: CrmProvider, pulledUpTo: Date, at: Date): Promise<void> {
    await tx.execute(UPDATE_SYNCED, [tenantId, provider, pulledUpTo, at]);
  }

  /** Notes whose account it is. */
  async keepAccount(tx: Tx, tenantId: Uuid, provider: CrmProvider, accountId: string): Promise<void> {
    await tx.execute(KEEP_ACCOUNT, [tenantId, provider, accountId]);
  }

  async postpone(tx: Tx, tenantId: Uuid, provider: CrmProvider, until: Date): Promise<void> {
    await tx.execute(POSTPONE, [tenantId, provider, until]);
  }

  async delete(tx: Tx, tenantId: Uuid, provider: CrmProvider): Promise<void> {
    await tx.execute('DELETE FROM crm_connection WHERE tenant_id = $1 AND provider = $2', [tenantId, provider]);
  }
}
