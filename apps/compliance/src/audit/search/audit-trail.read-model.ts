import type { Tx } from '@leadstream/persistence';
import type { AuditEntry } from '../audit-entry.js';
import { AUDIT_COLUMNS, type AuditRow, toAuditEntry } from '../store/audit-row.js';
import type { Conditions } from './trail-filter.rules.js';

/** Entries by what they say. */
export class AuditTrailReadModel {
  /** Latest first. */
  async findPage(tx: Tx, { name, text, order, values }: Conditions, limit: number): Promise<AuditEntry[]> {
    const page = {
      name,
      text: `SELECT ${AUDIT_COLUMNS} FROM audit_entry WHERE ${text} ORDER BY ${order} LIMIT $${values.length + 2}`,
    };
    const rows = await tx.query<AuditRow>(page, [tx.tenantId, ...values, limit]);
    return rows.map(toAuditEntry);
  }
}
