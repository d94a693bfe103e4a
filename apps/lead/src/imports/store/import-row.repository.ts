import { Injectable } from '@nestjs/common';
import type { ImportWarning } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { integerArray, type Statement, textArray, type Tx, uuidArray } from '@leadstream/persistence';
import type { RowResult, RowWarning } from '../apply/apply-rows.rules.js';
import { KNOWN_ALL_THE_SAME } from '../apply/repeats/repeated-rows.js';
import type { ImportClaim } from './import.repository.js';

// What a dry run foretold gives way to what became of the row.
const SAVE: Statement = {
  name: 'import-row-save',
  text: `INSERT INTO import_row (tenant_id, import_id, row_number, line, outcome, code, path, message, heading, value, lead_id, warnings, is_dry)
         SELECT $1, $2, row_number, line, outcome, code, path, message, heading, value, lead_id, warnings::jsonb, $3
         FROM unnest($4::integer[], $5::integer[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::uuid[], $13::text[])
           AS row (row_number, line, outcome, code, path, message, heading, value, lead_id, warnings)
         ON CONFLICT (tenant_id, import_id, row_number) DO UPDATE
           SET line = excluded.line, outcome = excluded.outcome, code = excluded.code, path = excluded.path, message = excluded.message,
               heading = excluded.heading, value = excluded.value, lead_id = excluded.lead_id, warnings = excluded.warnings, is_dry = excluded.is_dry
           WHERE import_row.is_dry`,
};

const LEADS_BELOW: Statement = {
  name: 'import-row-leads-below',
  text: `SELECT row_number AS "rowNumber", lead_id AS "leadId" FROM import_row
         WHERE tenant_id = $1 AND import_id = $2 AND row_number < $3 AND NOT is_dry
           AND (outcome IN ('created', 'updated') OR outcome = 'skipped' AND code = 'lead.unchanged' AND lead_id IS NOT NULL)
         ORDER BY row_number DESC LIMIT $4`,
};

const FAILED_BETWEEN: Statement = {
  name: 'import-row-failed-between',
  text: `SELECT row_number AS "rowNumber", code, path, message FROM import_row
         WHERE tenant_id = $1 AND import_id = $2 AND row_number BETWEEN $3 AND $4 AND outcome = 'failed'
           AND row_number <= (SELECT rows_done FROM import WHERE tenant_id = $1 AND import_id = $2)
         ORDER BY row_number`,
};

const LEFT_OUT_BETWEEN: Statement = {
  name: 'import-row-left-out-between',
  text: `SELECT row_number AS "rowNumber" FROM import_row
         WHERE tenant_id = $1 AND import_id = $2 AND row_number BETWEEN $3 AND $4
           AND (outcome = 'failed' OR outcome = 'skipped' AND code <> ALL ($5::text[]))`,
};

/** Which lead a row created or updated, or found as it says. */
export interface RowLead {
  readonly rowNumber: number;
  readonly leadId: Uuid;
}

/** Why a row failed. */
export interface FailedRow {
  readonly rowNumber: number;
  readonly code: string;
  readonly path: string | null;
  readonly message: string;
}

function storedWarning({ code, path, message, cell }: RowWarning): ImportWarning {
  return { code, path, message, column: cell?.column ?? null, value: cell?.value ?? null };
}

/** What became of each row of a file. */
@Injectable()
export class ImportRowRepository {
  async save(tx: Tx, tenantId: Uuid, importId: Uuid, results: readonly RowResult[], isDry: boolean): Promise<void> {
    await tx.execute(SAVE, [
      tenantId,
      importId,
      isDry,
      integerArray(results.map(({ rowNumber }) => rowNumber)),
      integerArray(results.map(({ line }) => line)),
      textArray(results.map(({ outcome }) => outcome)),
      textArray(results.map(({ reason }) => reason?.code ?? null)),
      textArray(results.map(({ reason }) => reason?.path ?? null)),
      textArray(results.map(({ reason }) => reason?.message ?? null)),
      textArray(results.map(({ cell }) => cell?.column ?? null)),
      textArray(results.map(({ cell }) => cell?.value ?? null)),
      uuidArray(results.map(({ leadId }) => leadId)),
      textArray(results.map(({ warnings }) => (warnings.length > 0 ? JSON.stringify(warnings.map(storedWarning)) : null))),
    ]);
  }

  /** Leads that rows above `rowNumber` created or updated, or found as they say, so that they may have stated consents alone; from the last such row on. */
  findLeadsBelow(tx: Tx, { tenantId, importId }: ImportClaim, rowNumber: number, limit: number): Promise<RowLead[]> {
    return tx.query<RowLead>(LEADS_BELOW, [tenantId, importId, rowNumber, limit]);
  }

  /** Rows that failed, of those from `first` to `last`, in file order; what an earlier dry run said of rows that are not done does not count. */
  findFailedBetween(tx: Tx, tenantId: Uuid, importId: Uuid, first: number, last: number): Promise<FailedRow[]> {
    return tx.query<FailedRow>(FAILED_BETWEEN, [tenantId, importId, first, last]);
  }

  /** Rows from `first` to `last`, all of them done, that no later row repeats. */
  async findLeftOutBetween(tx: Tx, tenantId: Uuid, importId: Uuid, first: number, last: number): Promise<number[]> {
    const rows = await tx.query<{ rowNumber: number }>(LEFT_OUT_BETWEEN, [tenantId, importId, first, last, KNOWN_ALL_THE_SAME]);
    return rows.map(({ rowNumber }) => rowNumber);
  }
}
