import { accept, type Checked, refuse } from '../../lead/values/checked.rules.js';

/** What stands before the decimals in a file. */
export type DecimalSign = '.' | ',';

/** Plain digits, or groups of three with one and the same sign between them. */
const SHAPES: Readonly<Record<DecimalSign, RegExp>> = {
  '.': /^[+-]?(\d+|\d{1,3}(?<group>[, '’])\d{3}(\k<group>\d{3})*)(\.\d+)?$/,
  ',': /^[+-]?(\d+|\d{1,3}(?<group>[. '’])\d{3}(\k<group>\d{3})*)(,\d+)?$/,
};

/**
 * A decimal number as people write it, with thousands set apart by spaces, apostrophes, or the sign that is not the decimal one.
 * @returns plain decimal text (`1234.5`); blank stays blank. Never guesses: `1.234,5` is refused where the point is the decimal sign
 */
export function plainDecimal(text: string, decimalSign: DecimalSign): Checked<string> {
  const spaced = text
    .trim()
    .replace(/[\u00a0\u2009\u202f]/g, ' ')
    .replace('\u2212', '-');
  if (spaced === '') return accept('');
  if (!SHAPES[decimalSign].test(spaced))
    return refuse('number.invalid', `Is not a decimal number with '${decimalSign}' before its decimals.`);
  const [whole = '', fraction] = spaced.split(decimalSign);
  const digits = whole.replace(/[., '’]/g, '');
  return accept(fraction === undefined ? digits : `${digits}.${fraction}`);
}
