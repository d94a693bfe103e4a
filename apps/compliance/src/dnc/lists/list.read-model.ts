import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import type { ListVersion } from './list-version.js';

const COLUMNS = 'source, version, listed_at AS "listedAt", load_id AS "loadId", size';

const findAll = { name: 'dnc_registry_find_all', text: `SELECT ${COLUMNS} FROM dnc_registry WHERE tenant_id = $1 ORDER BY source` };

const find = { name: 'dnc_registry_find', text: `SELECT ${COLUMNS} FROM dnc_registry WHERE tenant_id = $1 AND source = $2` };

const findPages = {
  name: 'dnc_registry_page_find',
  text: `SELECT DISTINCT ON (area_code) area_code AS "areaCode", version, size FROM dnc_registry_page
          WHERE tenant_id = $1 AND source = $2 AND version > $3 AND version <= $4 ORDER BY area_code, version DESC`,
};

const findContent = {
  name: 'dnc_registry_page_find_content',
  text: 'SELECT content FROM dnc_registry_page WHERE tenant_id = $1 AND source = $2 AND area_code = $3 AND version = $4',
};

const isMade = {
  name: 'dnc_registry_is_made',
  text: `SELECT true FROM dnc_load WHERE tenant_id = $1 AND id = $2 AND source = $3 AND version = $4`,
};

interface ListRow {
  source: string;
  version: string;
  listedAt: Date;
  loadId: string;
  size: string;
}

/** Which page of an area code counts. */
export interface PageVersion {
  readonly areaCode: number;
  readonly version: number;
  /** Numbers on it. */
  readonly size: number;
}

/** Lists of numbers as they are stored. */
@Injectable()
export class ListReadModel {
  async findAll(tx: Tx, tenantId: Uuid): Promise<ListVersion[]> {
    return (await tx.query<ListRow>(findAll, [tenantId])).map(toListVersion);
  }

  async find(tx: Tx, tenantId: Uuid, source: string): Promise<ListVersion | undefined> {
    const row = await tx.queryOne<ListRow>(find, [tenantId, source]);
    return row && toListVersion(row);
  }

  /** Whether the list was ever that: of a copy that is older than a backup which was brought back it may not be so. */
  async wasEver(tx: Tx, tenantId: Uuid, { source, version, loadId }: Pick<ListVersion, 'source' | 'version' | 'loadId'>): Promise<boolean> {
    return (await tx.queryOne(isMade, [tenantId, loadId, source, version])) !== undefined;
  }

  /** The pages that count in version `to`, those alone that came after version `from`. */
  async findPages(tx: Tx, tenantId: Uuid, source: string, from: number, to: number): Promise<PageVersion[]> {
    const rows = await tx.query<{ areaCode: number; version: string; size: number }>(findPages, [tenantId, source, from, to]);
    return rows.map((row) => ({ ...row, version: Number(row.version) }));
  }

  /** @returns undefined once a later version has taken its place */
  async findContent(tx: Tx, tenantId: Uuid, source: string, { areaCode, version }: PageVersion): Promise<Buffer | undefined> {
    return (await tx.queryOne<{ content: Buffer }>(findContent, [tenantId, source, areaCode, version]))?.content;
  }
}

function toListVersion({ version, size, ...row }: ListRow): ListVersion {
  return { ...row, version: Number(version), size: Number(size) };
}
