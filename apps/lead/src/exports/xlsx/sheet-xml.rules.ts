/** Style of a cell that a program must not calculate once somebody edits it; the second one of `workbook-parts.ts`. */
const QUOTED_STYLE = ' s="1"';

/** Beginnings that a program would calculate if they were typed in. */
const CALCULATED = /^[=+\-@]/;

const NOT_PLAIN = /[&<>\u0000-\u0008\u000b-\u001f\ufffe\uffff\ud800-\udfff]|_x[0-9A-Fa-f]{4}_/;

export const SHEET_START =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>';
export const SHEET_END = '</sheetData></worksheet>';

/** A row of texts; empty ones are left out. */
export function sheetRow(number: number, cells: readonly string[]): string {
  const written = cells.map((text, index) => (text === '' ? '' : sheetCell(`${columnName(index)}${number}`, text)));
  return `<row r="${number}">${written.join('')}</row>`;
}

function sheetCell(place: string, text: string): string {
  const style = CALCULATED.test(text) ? QUOTED_STYLE : '';
  return `<c r="${place}"${style} t="inlineStr"><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`;
}

/** Of the column with this index: A to Z, AA, AB … */
function columnName(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest === 0 ? '' : columnName(rest - 1)) + String.fromCharCode(65 + (index % 26));
}

/** A text in XML; what XML cannot hold is written `_xHHHH_` (ECMA-376, part 1, 22.9.2.19), and what looks like that, too. */
function xmlText(text: string): string {
  if (!NOT_PLAIN.test(text)) return text;
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, escaped)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}

function escaped(sign: string): string {
  return `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
}
