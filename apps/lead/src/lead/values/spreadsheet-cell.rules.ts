/** What spreadsheet programs take for the beginning of something to calculate (OWASP, CSV injection), full-width signs included. */
const CALCULATED = /^'*[=+\-@\t\r\n＝＋－＠]/;

/**
 * Where such a thing begins for a program that parts cells at `;` or tabs and does not know our quotes for what they are: behind such a sign, or an end of a
 * line, and quotes and apostrophes. Spreadsheet programs do so with a file parted by commas where the list separator of the system is `;`.
 */
const CALCULATED_INSIDE = /(?=[=+\-@＝＋－＠])(?<=[;\t\r\n]["']*)/g;
const MARKED_INSIDE = /'(?=[=+\-@＝＋－＠])(?<=[;\t\r\n]["']*)/g;

/** One look tells most cells to have no such place. */
const PARTED = /[;\t\r\n]/;

const APOSTROPHE = 39;

/**
 * A text as a cell of a CSV file that nobody calculates: with an apostrophe before what a program would. Texts that have apostrophes there already
 * get one more, so that {@link readCell} gives every text back.
 */
export function writeCell(text: string): string {
  const cell = PARTED.test(text) ? text.replace(CALCULATED_INSIDE, "'") : text;
  return CALCULATED.test(cell) ? `'${cell}` : cell;
}

/** A cell without the apostrophes of {@link writeCell}, or of another program that knows the same way out. */
export function readCell(cell: string): string {
  if (!cell.includes("'")) return cell;
  const text = cell.charCodeAt(0) === APOSTROPHE && CALCULATED.test(cell) ? cell.slice(1) : cell;
  return PARTED.test(text) ? text.replace(MARKED_INSIDE, '') : text;
}
