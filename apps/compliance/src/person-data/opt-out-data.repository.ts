import type { Tx } from '@leadstream/persistence';
import type { DataSubject, Erased, PersonalRecord, PersonalStore } from '@leadstream/privacy';
import { OPT_OUT_COLUMNS, type OptOutReviewRow, toOptOutReview } from '../opt-out/review/opt-out-review-row.js';

const rows = {
  name: 'person_data_opt_outs',
  text: `SELECT ${OPT_OUT_COLUMNS} FROM opt_out_review WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) ORDER BY id`,
};
const remove = {
  name: 'person_data_opt_outs_remove',
  text: 'DELETE FROM opt_out_review WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[])',
};

/** Words of the person in which an opt-out was found; what it blocked are entries of the list, and stays blocked. */
export class OptOutData implements PersonalStore {
  readonly name = 'opt-out-reviews';
  readonly kind = 'table';
  readonly tables = ['opt_out_review'];

  async *gather(tx: Tx, { tenantId, leadIds }: DataSubject): AsyncGenerator<PersonalRecord> {
    for (const row of await tx.query<OptOutReviewRow>(rows, [tenantId, leadIds])) yield { ...toOptOutReview(row) };
  }

  references(): Promise<[]> {
    return Promise.resolve([]);
  }

  async erase(tx: Tx, { tenantId, leadIds }: DataSubject): Promise<Erased> {
    return { removed: await tx.execute(remove, [tenantId, leadIds]), blanked: 0 };
  }
}
