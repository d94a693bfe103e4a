import { EXPORT_COLUMNS, type ExportColumn, type Lead } from '@leadstream/contracts';

/** Reads one cell off a lead; an empty text where nothing is known. */
export type CellReader = (lead: Lead) => string;

const METADATA = 'sourceMetadata.';

/** Every lead field, in the order of the contract. */
export const ALL_COLUMNS: readonly ExportColumn[] = EXPORT_COLUMNS;

/** The cells of a column, as the importer reads them: instants as ISO 8601 in UTC, all else as it is stored. */
export function cellReader(column: ExportColumn): CellReader {
  if (column.startsWith(METADATA)) {
    const name = column.slice(METADATA.length);
    return ({ sourceMetadata }) => (Object.hasOwn(sourceMetadata, name) ? textOf(sourceMetadata[name]) : '');
  }
  const [field, member] = column.split('.') as [keyof Lead, string | undefined];
  if (member === undefined) return (lead) => textOf(lead[field]);
  return (lead) => textOf((lead[field] as Readonly<Record<string, unknown>> | null)?.[member]);
}

function textOf(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}
