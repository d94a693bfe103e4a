/** What the format of a cell makes of its number. */
export type CellFormat =
  | {
      readonly kind: 'number';
      /** Digits in front of the decimal point that are shown in any case: postal codes and ids with zeros in front. */
      readonly digits: number;
    }
  | {
      /** A day, with its time if it has one; a time of any day; hours beyond a day. */
      readonly kind: 'date' | 'time' | 'elapsed';
    };

export const NUMBER_FORMAT: CellFormat = { kind: 'number', digits: 0 };

/** Formats that documents refer to by number without writing them out (ECMA-376, part 1, 18.8.30, those of East Asian languages included). */
const BUILT_IN: readonly (readonly [CellFormat['kind'], readonly number[]])[] = [
  ['date', [14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58]],
  ['time', [18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56]],
  ['elapsed', [46]],
];

/**
 * @param id number of the format
 * @param code the format as the document writes it out, if it does
 * @returns undefined for plain numbers
 */
export function formatOf(id: number, code: string | undefined): CellFormat | undefined {
  if (code !== undefined) return formatOfCode(code);
  const kind = BUILT_IN.find(([, ids]) => ids.includes(id))?.[0];
  return kind === undefined || kind === 'number' ? undefined : { kind };
}

function formatOfCode(code: string): CellFormat | undefined {
  const shown = code.replace(/"[^"]*"|\\.|_.|\*./g, '');
  const [positive = ''] = shown.split(';');
  if (/\[(?:h+|m+|s+)\]/i.test(positive)) return { kind: 'elapsed' };
  const letters = positive.replace(/\[[^\]]*\]/g, '').replace(/general/i, '');
  if (/[ydeg]/i.test(letters.replace(/E[+-]/g, ''))) return { kind: 'date' };
  if (/[hs]/i.test(letters)) return { kind: 'time' };
  if (/m/i.test(letters)) return { kind: 'date' };
  return /^0{2,}$/.test(letters) ? { kind: 'number', digits: letters.length } : undefined;
}
