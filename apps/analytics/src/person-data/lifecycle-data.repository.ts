import { StatementStore } from '@leadstream/privacy';

/** How far the lead came, and when. Nothing of it speaks of a person once nobody knows whose the id was: counts stay as they are. */
export class LifecycleData extends StatementStore {
  constructor() {
    super({
      name: 'lifecycles',
      tables: ['lead_lifecycle'],
      gather: [
        `SELECT lead_id AS "leadId", source, captured_at AS "capturedAt", reached FROM lead_lifecycle
         WHERE tenant_id = :tenant AND lead_id = ANY (:leads) ORDER BY lead_id`,
      ],
      keep: [
        `SELECT count(*)::integer AS count FROM lead_lifecycle WHERE tenant_id = :tenant AND lead_id = ANY (:leads)`,
        'A source, stages and instants under an id of which nothing is known any more; without them figures of the past would change.',
      ],
    });
  }
}
