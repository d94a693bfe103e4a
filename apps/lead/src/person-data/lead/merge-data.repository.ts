import { StatementStore } from '@leadstream/privacy';

/** Merges in which the lead stayed or went: without them none of them can be undone. */
export class MergeData extends StatementStore {
  constructor() {
    super({
      name: 'merges',
      tables: ['lead_merge'],
      gather: [
        `SELECT merge_id AS "id", survivor_id AS "survivorId", merged_id AS "mergedId", fields, merged_at AS "mergedAt", undone_at AS "undoneAt"
         FROM lead_merge WHERE tenant_id = :tenant AND (survivor_id = ANY (:leads) OR merged_id = ANY (:leads)) ORDER BY merge_id`,
      ],
      erase: [['removed', `DELETE FROM lead_merge WHERE tenant_id = :tenant AND (survivor_id = ANY (:leads) OR merged_id = ANY (:leads))`]],
    });
  }
}
