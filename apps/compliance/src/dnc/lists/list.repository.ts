import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import type { ListVersion } from './list-version.js';

const createPage = {
  name: 'dnc_registry_page_create',
  text: `INSERT INTO dnc_registry_page (tenant_id, source, area_code, version, size, content) VALUES ($1, $2, $3, $4, $5, $6)`,
};

const deleteUnpublished = {
  name: 'dnc_registry_page_delete_unpublished',
  text: `DELETE FROM dnc_registry_page WHERE tenant_id = $1 AND source = $2
           AND version > coalesce((SELECT version FROM dnc_registry WHERE tenant_id = $1 AND source = $2), 0)`,
};

const create = {
  name: 'dnc_registry_create',
  text: `INSERT INTO dnc_registry (tenant_id, source, version, listed_at, loaded_at, size, load_id) VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (tenant_id, source) DO NOTHING`,
};

const update = {
  name: 'dnc_registry_update',
  text: `UPDATE dnc_registry SET version = $3, listed_at = $4, loaded_at = $5, size = $6, load_id = $7
          WHERE tenant_id = $1 AND source = $2 AND version = $3 - 1`,
};

const deleteSuperseded = {
  name: 'dnc_registry_page_delete_superseded',
  text: `DELETE FROM dnc_registry_page AS old WHERE old.tenant_id = $1 AND old.source = $2 AND old.version < $3
           AND EXISTS (SELECT FROM dnc_registry_page AS next WHERE next.tenant_id = $1 AND next.source = $2
                          AND next.area_code = old.area_code AND next.version > old.version AND next.version <= $3)`,
};

/** One area code of a version to come. */
export interface NewPage {
  readonly areaCode: number;
  readonly version: number;
  readonly size: number;
  readonly content: Buffer;
}

/** Changes to lists of numbers. */
@Injectable()
export class ListRepository {
  /** Nobody sees it before its version is that of the list. */
  async createPage(tx: Tx, tenantId: Uuid, source: string, { areaCode, version, size, content }: NewPage): Promise<void> {
    await tx.execute(createPage, [tenantId, source, areaCode, version, size, content]);
  }

  /** What a load that did not come to its end left behind. */
  async deleteUnpublished(tx: Tx, tenantId: Uuid, source: string): Promise<void> {
    await tx.execute(deleteUnpublished, [tenantId, source]);
  }

  /**
   * Makes a version the one that holds, and drops the pages that count no more.
   * @returns false when the list does not have the version before it
   */
  async publish(tx: Tx, tenantId: Uuid, { source, version, listedAt, size, loadId }: ListVersion, loadedAt: Date): Promise<boolean> {
    const changed = await tx.execute(version === 1 ? create : update, [tenantId, source, version, listedAt, loadedAt, size, loadId]);
    if (changed === 0) return false;
    await tx.execute(deleteSuperseded, [tenantId, source, version]);
    return true;
  }
}
