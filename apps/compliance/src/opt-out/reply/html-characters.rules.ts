/** HTML's names of marks, each with the mark that combines with the letter before: `&eacute;` is `e` with an acute. */
const MARKS: Readonly<Record<string, string>> = {
  grave: '\u0300',
  acute: '\u0301',
  circ: '\u0302',
  tilde: '\u0303',
  macr: '\u0304',
  breve: '\u0306',
  dot: '\u0307',
  uml: '\u0308',
  ring: '\u030a',
  caron: '\u030c',
  cedil: '\u0327',
  ogon: '\u0328',
};
const MARKED = /^&([a-z])(grave|acute|circ|tilde|macr|breve|dot|uml|ring|caron|cedil|ogon);$/iu;
const NUMBERED = /^&#(?:x([0-9a-f]{1,6})|([0-9]{1,7}));$/iu;

/** Those that mail programs write instead of the character, besides letters with a mark. */
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  shy: '\u00ad',
  zwnj: '\u200c',
  zwj: '\u200d',
  lsquo: '‘',
  rsquo: '’',
  sbquo: '‚',
  ldquo: '“',
  rdquo: '”',
  bdquo: '„',
  laquo: '«',
  raquo: '»',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  middot: '·',
  bull: '•',
  szlig: 'ß',
  aelig: 'æ',
  oelig: 'œ',
  oslash: 'ø',
  lstrok: 'ł',
  dstrok: 'đ',
  inodot: 'ı',
  iexcl: '¡',
  iquest: '¿',
  euro: '€',
  pound: '£',
  copy: '©',
  reg: '®',
  trade: '™',
};
const UPPER: Readonly<Record<string, string>> = { AElig: 'Æ', OElig: 'Œ', Oslash: 'Ø', Lstrok: 'Ł', Dstrok: 'Đ' };

/** @param reference as HTML writes a character, `&eacute;` or `&#233;`; @returns the character, or what was given where it stands for none that is known */
export function characterOf(reference: string): string {
  const [, hex, decimal] = NUMBERED.exec(reference) ?? [];
  if (hex !== undefined || decimal !== undefined) {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : reference;
  }
  const [, letter = '', mark = ''] = MARKED.exec(reference) ?? [];
  if (letter !== '') return `${letter}${MARKS[mark.toLowerCase()]}`.normalize('NFC');
  const name = reference.slice(1, -1);
  return UPPER[name] ?? NAMED[name.toLowerCase()] ?? reference;
}
