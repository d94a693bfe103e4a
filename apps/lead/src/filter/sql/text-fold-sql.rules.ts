/**
 * SQL of what `textFold` makes of a text: lower case by Unicode's full mapping, then NFC.
 * @param text SQL of a text
 */
export function textFoldSql(text: string): string {
  return `normalize(lower((${text}) COLLATE "pg_unicode_fast"), NFC)`;
}

const LAST_CODE_POINT = 0x10ffff;
const SURROGATES = { first: 0xd800, last: 0xdfff };

/**
 * The least text in collation `C` that is greater than every text with the prefix; undefined when there is none.
 * @param prefix not empty
 */
export function afterPrefix(prefix: string): string | undefined {
  const points = [...prefix].map((letter) => letter.codePointAt(0) ?? 0);
  while (points.at(-1) === LAST_CODE_POINT) points.pop();
  const last = points.pop();
  if (last === undefined) return undefined;
  const next = last + 1 === SURROGATES.first ? SURROGATES.last + 1 : last + 1;
  return String.fromCodePoint(...points, next);
}
