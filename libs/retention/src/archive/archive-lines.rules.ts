import type { RetentionArchive } from '@leadstream/contracts';

const line = (value: object): string => `${JSON.stringify(value)}\n`;

/** First line of an archive that is read: what it is, and how many rows follow, those among them that nobody can open. */
export function headerLine({ id, service, category, month, rows }: RetentionArchive, erased: number): string {
  return line({ kind: 'header', archiveId: id, service, category, month, rows, erased });
}

/**
 * A row in its place of the archive, 0, 1, 2...
 * @param row JSON, as the table had it; undefined when its person was erased
 */
export function rowLine(position: number, row: string | undefined): string {
  return row === undefined ? line({ kind: 'erased', position }) : `{"kind":"row","position":${position},"row":${row}}\n`;
}
