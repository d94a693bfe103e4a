import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';

/** Leads that share a key. */
export interface StoredBlock {
  readonly leads: number;
  /** Null where they are too many to be compared. */
  readonly leadIds: readonly Uuid[] | null;
}

/** Blocks in the order of their keys. */
export interface BlockPage {
  readonly blocks: readonly StoredBlock[];
  /** Key of the last one that may be among them; the next page begins behind it. */
  readonly to: string;
}

/** The least and the greatest of signed 64-bit integers. */
export const FIRST_KEY = String(-(2n ** 63n));
export const LAST_KEY = String(2n ** 63n - 1n);

const FIND_END: Statement = {
  name: 'duplicate-block-page-end',
  text: 'SELECT key FROM duplicate_key WHERE tenant_id = $1 AND key > $2 ORDER BY key OFFSET $3 LIMIT 1',
};

const FIND: Statement = {
  name: 'duplicate-block-page',
  text: `SELECT count(*)::integer AS leads, CASE WHEN count(*) <= $4 THEN array_agg(lead_id ORDER BY lead_id) END AS "leadIds"
         FROM duplicate_key WHERE tenant_id = $1 AND key > $2 AND key <= $3 GROUP BY key HAVING count(*) > 1 ORDER BY key`,
};

/** Walks the keys of all leads of a tenant, whole blocks at a time. */
@Injectable()
export class BlockPageReadModel {
  /**
   * Blocks behind `after`, of about `keys` keys with those that one lead alone has; a large block comes whole.
   * @param mostLeads of larger blocks only the size is told
   */
  async find(tx: Tx, tenantId: Uuid, after: string, keys: number, mostLeads: number): Promise<BlockPage> {
    const end = await tx.queryOne<{ key: string }>(FIND_END, [tenantId, after, keys]);
    const to = end?.key ?? LAST_KEY;
    return { blocks: await tx.query<StoredBlock>(FIND, [tenantId, after, to, mostLeads]), to };
  }
}
