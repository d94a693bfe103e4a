/** What spreadsheet programs take for the beginning of something to calculate (OWASP, CSV injection), full-width signs included. */
const CALCULATED = /^'*[=+\-@\t\r\n＝＋－＠]/;

const APOSTROPHE = 39;

/**
 * A text as a cell of a CSV file that nobody calculates: with an apostrophe before it where a program would. Texts that begin with
 * apostrophes before such a sign get one more, so that {@link readCell} gives every text back.
 */
export function writeCell(text: string): string {
  return CALCULATED.test(text) ? `'${text}` : text;
}

/** A cell without the apostrophe of {@link writeCell}, or of another program that knows the same way out. */
export function readCell(cell: string): string {
  return cell.charCodeAt(0) === APOSTROPHE && CALCULATED.test(cell) ? cell.slice(1) : cell;
}
