import { StatementStore } from '@leadstream/privacy';

/** What the audit trail says of the person. Its chain holds only while nothing is taken out; what was personal in it opens with the key of the person alone. */
export class AuditData extends StatementStore {
  constructor() {
    super({
      name: 'audit-trail',
      tables: ['audit_entry'],
      gather: [
        `SELECT sequence::text AS sequence, type, source, lead_id AS "leadId", occurred_at AS "occurredAt" FROM audit_entry
         WHERE tenant_id = :tenant AND lead_id = ANY (:leads) ORDER BY audit_entry.sequence`,
      ],
      keep: [
        'SELECT count(*)::int AS count FROM audit_entry WHERE tenant_id = :tenant AND lead_id = ANY (:leads)',
        'A chain of hashes from which nothing can be taken out; what was personal is sealed with the key of the person, which is gone. It goes by its term.',
      ],
    });
  }
}
