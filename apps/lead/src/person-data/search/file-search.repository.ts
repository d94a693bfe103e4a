import type { Uuid } from '@leadstream/kernel';
import type { SystemTx, Tx } from '@leadstream/persistence';
import type { FileSearch } from './file-search.js';

const COLUMNS = 'request_id AS "requestId", round, asked, key_id AS "keyId", addresses, searched, naming';

/** Asked once more, it begins anew. */
const CREATE = {
  name: 'file_search_create',
  text: `INSERT INTO file_search (tenant_id, request_id, round, asked, key_id, addresses) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (tenant_id, request_id, round)
         DO UPDATE SET asked = excluded.asked, key_id = excluded.key_id, addresses = excluded.addresses, searched = '{}', naming = '{}'`,
};
const FIND_ALL = {
  name: 'file_search_find_all',
  text: `SELECT ${COLUMNS} FROM file_search WHERE tenant_id = $1 ORDER BY begun_at, request_id, round`,
};
const LOCK = {
  name: 'file_search_lock',
  text: `SELECT ${COLUMNS} FROM file_search WHERE tenant_id = $1 AND request_id = $2 AND round = $3 FOR UPDATE`,
};
const ADD_SEARCHED = {
  name: 'file_search_add_searched',
  text: `UPDATE file_search SET searched = searched || $4::uuid, naming = CASE WHEN $5::boolean THEN naming || $4::uuid ELSE naming END
         WHERE tenant_id = $1 AND request_id = $2 AND round = $3`,
};
const DELETE = { name: 'file_search_delete', text: 'DELETE FROM file_search WHERE tenant_id = $1 AND request_id = $2 AND round = $3' };

type Key = Pick<FileSearch, 'requestId' | 'round'>;

/** Searches of persons in files that are not answered yet. */
export class FileSearchRepository {
  async create(tx: Tx, tenantId: Uuid, search: Omit<FileSearch, 'searched' | 'naming'>): Promise<void> {
    const { requestId, round, asked, keyId, addresses } = search;
    await tx.execute(CREATE, [tenantId, requestId, round, JSON.stringify(asked), keyId, addresses]);
  }

  /** Those that wait longest first. */
  findAll(tx: Tx, tenantId: Uuid): Promise<FileSearch[]> {
    return tx.query<FileSearch>(FIND_ALL, [tenantId]);
  }

  /** Locked; undefined once it is answered. */
  findForUpdate(tx: Tx, tenantId: Uuid, { requestId, round }: Key): Promise<FileSearch | undefined> {
    return tx.queryOne<FileSearch>(LOCK, [tenantId, requestId, round]);
  }

  async addSearched(tx: Tx, tenantId: Uuid, { requestId, round }: Key, importId: Uuid, isNamed: boolean): Promise<void> {
    await tx.execute(ADD_SEARCHED, [tenantId, requestId, round, importId, isNamed]);
  }

  async delete(tx: Tx, tenantId: Uuid, { requestId, round }: Key): Promise<void> {
    await tx.execute(DELETE, [tenantId, requestId, round]);
  }

  /** Tenants with searches, those that wait longest first. */
  async findTenants(tx: SystemTx, most: number): Promise<Uuid[]> {
    const rows = await tx.query<{ tenantId: Uuid }>('SELECT tenants_with_file_searches($1) AS "tenantId"', [most]);
    return rows.map(({ tenantId }) => tenantId);
  }
}
