import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { RowResult } from '../apply/apply-rows.rules.js';

const INSERT: Statement = {
  name: 'import-row-insert',
  text: `INSERT INTO import_row (tenant_id, import_id, row_number, outcome, code, path, message, lead_id)
         SELECT $1, $2, row_number, outcome, code, path, message, lead_id
         FROM unnest($3::integer[], $4::text[], $5::text[], $6::text[], $7::text[], $8::uuid[]) AS row (row_number, outcome, code, path, message, lead_id)`,
};

/** What became of each row of a file. */
@Injectable()
export class ImportRowRepository {
  async create(tx: Tx, tenantId: Uuid, importId: Uuid, results: readonly RowResult[]): Promise<void> {
    await tx.execute(INSERT, [
      tenantId,
      importId,
      results.map(({ rowNumber }) => rowNumber),
      results.map(({ outcome }) => outcome),
      results.map(({ reason }) => reason?.code ?? null),
      results.map(({ reason }) => reason?.path ?? null),
      results.map(({ reason }) => reason?.message ?? null),
      results.map(({ leadId }) => leadId),
    ]);
  }
}
