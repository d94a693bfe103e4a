import type { ExportColumn } from '@leadstream/contracts';

/** Gives a value its place among the parameters of a statement: `$3`. */
export type Bind = (value: unknown) => string;

const METADATA = 'sourceMetadata.';
const INSTANTS: ReadonlySet<string> = new Set(['statusChangedAt', 'capturedAt', 'createdAt', 'updatedAt']);

/** The column `id` of an export is the key of the table. */
const NAMES: Readonly<Record<string, string>> = { id: 'lead_id' };

/** The text of a column of an export, null where nothing is known; instants as ISO 8601 in UTC, as the API shows them. */
export function columnSql(column: ExportColumn, bind: Bind): string {
  if (column.startsWith(METADATA)) return `source_metadata ->> ${bind(column.slice(METADATA.length))}::text`;
  const [field = '', member] = column.split('.');
  const name = NAMES[field] ?? snakeCase(field);
  if (member !== undefined) return `${name} ->> '${member}'`;
  return INSTANTS.has(field) ? `to_char(${name} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')` : `${name}::text`;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
