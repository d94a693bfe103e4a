import { StatementStore } from '@leadstream/privacy';

/** Which segments the lead is in, and when it is to be looked at for them. Of each that it leaves nobody is told: `lead.erased` tells it. */
export class SegmentData extends StatementStore {
  constructor() {
    super({
      name: 'segments',
      tables: ['segment_member', 'segment_look', 'segment_lead_look'],
      gather: [
        `SELECT m.lead_id AS "leadId", m.segment_id AS "segmentId", s.name, m.entered_at AS "enteredAt"
         FROM segment_member m JOIN segment s USING (tenant_id, segment_id)
         WHERE m.tenant_id = :tenant AND m.lead_id = ANY (:leads) ORDER BY m.segment_id`,
      ],
      erase: [
        ['removed', `DELETE FROM segment_member WHERE tenant_id = :tenant AND lead_id = ANY (:leads)`],
        ['removed', `DELETE FROM segment_look WHERE tenant_id = :tenant AND lead_id = ANY (:leads)`],
        ['removed', `DELETE FROM segment_lead_look WHERE tenant_id = :tenant AND lead_id = ANY (:leads)`],
      ],
    });
  }
}
