import pg from 'pg';
import type { ServiceSchema } from '../migrations/slices.js';
import type { TenantDatabase } from '../tenant-database.js';
import type { SystemTx } from '../tx.js';
import type { ColumnCipher } from './column-cipher.js';

/** A sealed column of a table whose key is `tenant_id` and one more column. */
export interface SealedColumn {
  readonly table: string;
  readonly rowKey: string;
  readonly column: string;
  /** `ColumnPlace.column`, as its writers say it. */
  readonly place: string;
}

/** Every sealed column that all services have. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: 'idempotency_key', rowKey: 'key', column: 'sealed_answer', place: 'idempotency_key.answer' },
];

/** Sealed columns that one service has besides. */
const OWN_COLUMNS: Partial<Record<ServiceSchema, readonly SealedColumn[]>> = {
  compliance: [
    { table: 'decision_key', rowKey: 'key_id', column: 'sealed_private_key', place: 'decision_key.private_key' },
    { table: 'subject_export_part', rowKey: 'part_key', column: 'sealed_records', place: 'subject_export_part.records' },
  ],
  lead: [{ table: 'crm_connection', rowKey: 'provider', column: 'sealed_credentials', place: 'crm_connection.credentials' }],
};

/** Every sealed column of a slice. */
export function sealedColumnsOf(schema: ServiceSchema): readonly SealedColumn[] {
  return [...SEALED_COLUMNS, ...(OWN_COLUMNS[schema] ?? [])];
}

/** Version, length of the id, and the longest id: 2 bytes and 16. */
const HEAD_BYTES = 18;

/**
 * How many values of the column each key encryption key has sealed, by its id; what is not of a sealed value's form is left out.
 * @param database of the slice's owner, to whom a policy of the table shows every tenant's rows
 */
export async function countSealed(
  database: Pick<TenantDatabase, 'withoutTenant'>,
  { table, column }: SealedColumn,
): Promise<Record<string, number>> {
  const [name, value] = [table, column].map((identifier) => pg.escapeIdentifier(identifier));
  const counts = await database.withoutTenant((tx) =>
    tx.query<{ kekId: string; count: number }>(
      `SELECT "kekId", count(*)::int AS count FROM (
         SELECT CASE WHEN octet_length(head) <= 2 THEN ''
                     WHEN get_byte(head, 0) = 1 AND get_byte(head, 1) <= ${HEAD_BYTES} - 2
                     THEN encode(substring(head FROM 3 FOR get_byte(head, 1)), 'escape') END AS "kekId"
         FROM (SELECT substring(${value} FROM 1 FOR ${HEAD_BYTES}) AS head FROM ${name} WHERE ${value} IS NOT NULL) AS heads
       ) AS sealed WHERE "kekId" <> '' GROUP BY "kekId" ORDER BY "kekId"`,
    ),
  );
  return Object.fromEntries(counts.map(({ kekId, count }) => [kekId, count]));
}

interface SealedRow {
  readonly tenantId: string;
  readonly row: string;
  readonly sealed: Buffer;
}

interface Walked {
  readonly resealed: number;
  readonly last: SealedRow | undefined;
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * Walks the table in the order of its key, a batch a transaction, and seals with the active key what an older one had sealed.
 * May be cut off and begun anew; rows that change meanwhile are their writers' business, who use the active key.
 * @param database of the slice's owner, to whom a policy of the table shows every tenant's rows
 * @returns how many values were sealed anew
 * @throws DomainError `ENCRYPTION.KEY_UNKNOWN` when a value was sealed with a key that is not configured
 */
export async function resealColumn(
  database: TenantDatabase,
  cipher: ColumnCipher,
  column: SealedColumn,
  batchSize = 1_000,
): Promise<number> {
  let total = 0;
  let after: Pick<SealedRow, 'tenantId' | 'row'> | undefined = { tenantId: NOBODY, row: '' };
  while (after !== undefined) {
    const from: Pick<SealedRow, 'tenantId' | 'row'> = after;
    const { resealed, last }: Walked = await database.withoutTenant((tx) => resealBatch(tx, cipher, column, from, batchSize));
    total += resealed;
    after = last;
  }
  return total;
}

async function resealBatch(
  tx: SystemTx,
  cipher: ColumnCipher,
  { table, rowKey, column, place }: SealedColumn,
  after: Pick<SealedRow, 'tenantId' | 'row'>,
  batchSize: number,
): Promise<Walked> {
  const [name, key, value] = [table, rowKey, column].map((identifier) => pg.escapeIdentifier(identifier));
  const rows = await tx.query<SealedRow>(
    `SELECT tenant_id AS "tenantId", ${key}::text AS row, ${value} AS sealed FROM ${name}
     WHERE (tenant_id, ${key}) > ($1, $2) AND ${value} IS NOT NULL ORDER BY tenant_id, ${key} LIMIT $3`,
    [after.tenantId, after.row, batchSize],
  );
  const changes = rows.flatMap(({ tenantId, row, sealed }) => {
    const fresh = cipher.reseal(sealed, { tenantId, column: place, row });
    return fresh === undefined ? [] : [{ tenantId, row, sealed, fresh }];
  });
  if (changes.length === 0) return { resealed: 0, last: rows.at(-1) };
  const resealed = await tx.execute(
    `UPDATE ${name} AS t SET ${value} = w.fresh
     FROM unnest($1::uuid[], $2::text[], $3::bytea[], $4::bytea[]) AS w (tenant_id, row, sealed, fresh)
     WHERE t.tenant_id = w.tenant_id AND t.${key} = w.row AND t.${value} = w.sealed`,
    [
      changes.map(({ tenantId }) => tenantId),
      changes.map(({ row }) => row),
      changes.map(({ sealed }) => sealed),
      changes.map(({ fresh }) => fresh),
    ],
  );
  return { resealed, last: rows.at(-1) };
}
