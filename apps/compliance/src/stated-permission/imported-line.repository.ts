import type { Tx } from '@leadstream/persistence';
import type { ImportedLine } from './reverted-permission.rules.js';

type LineRow = Omit<ImportedLine, 'entryNo'> & { readonly entryNo: string };

const find = {
  name: 'consent_entry_of_leads',
  text: `SELECT lead_id AS "leadId", entry_no AS "entryNo", channel, purpose, state, basis, stated_at AS "statedAt", text_version AS "textVersion",
                source, expires_at AS "expiresAt", proof, import_id AS "importId"
           FROM consent_entry WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[])`,
};

/** Lines of the ledger, with the import that brought them. */
export class ImportedLineRepository {
  /** All lines of the leads. */
  async find(tx: Tx, tenantId: string, leadIds: readonly string[]): Promise<ImportedLine[]> {
    const rows = await tx.query<LineRow>(find, [tenantId, leadIds]);
    return rows.map((row) => ({ ...row, entryNo: Number(row.entryNo) }));
  }
}
