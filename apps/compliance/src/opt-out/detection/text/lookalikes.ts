const DRAWN_LIKE: Readonly<Record<string, string>> = {
  a: 'аαɑᴀ',
  b: 'ьʙ',
  c: 'сϲᴄ',
  d: 'ԁᴅ',
  e: 'еєᴇ',
  f: 'ғꜰ',
  g: 'ɡԍɢ',
  h: 'һʜ',
  i: 'іıιɪӏ',
  j: 'јᴊ',
  k: 'кκᴋ',
  l: 'ʟł',
  m: 'мᴍ',
  n: 'ոɴ',
  o: 'оοσօᴏø',
  p: 'рρᴘ',
  q: 'ԛ',
  r: 'гʀ',
  s: 'ѕꜱ',
  t: 'тτᴛ',
  u: 'υսᴜ',
  v: 'νѵᴠ',
  w: 'ѡԝᴡ',
  x: 'хχ',
  y: 'уγʏ',
  z: 'ᴢ',
  ss: 'ß',
  ae: 'æ',
  oe: 'œ',
};

/**
 * Letters that are read as a Latin one: those of other scripts and small capitals that are drawn alike and so slip past filters (the
 * single letters among the confusables of Unicode TR39), and Latin ones that NFKD does not take apart. In lower case.
 */
export const LOOKALIKES: ReadonlyMap<string, string> = new Map(
  Object.entries(DRAWN_LIKE).flatMap(([latin, alike]) => Array.from(alike, (letter) => [letter, latin] as const)),
);
