import { type Tx, uuidArray } from '@leadstream/persistence';
import type { Dealing } from './dealing.js';

const last = {
  name: 'dealing_last',
  text: `SELECT lead_id AS "leadId", kind, max(dealt_at) AS "dealtAt" FROM dealing
          WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) GROUP BY lead_id, kind`,
};

/** The last dealing of a kind. */
export type LastDealing = Pick<Dealing, 'leadId' | 'kind' | 'dealtAt'>;

/** What leads bought and asked for. */
export class DealingReadModel {
  /** Of each lead, the last of each kind. */
  findLast(tx: Tx, tenantId: string, leadIds: readonly string[]): Promise<LastDealing[]> {
    return tx.query<LastDealing>(last, [tenantId, uuidArray(leadIds)]);
  }
}
