export interface NameParts {
  readonly firstName: string | null;
  readonly lastName: string | null;
}

/** Words that begin a family name of several words. */
const PARTICLES = new Set('van von der den de del della di da das dos du la le los bin ibn al el ter ten zu zur zum st'.split(' '));
const SALUTATIONS = new Set('mr mrs ms miss mx dr prof herr frau m mme mlle sr sra srta dra'.split(' '));
const SUFFIXES = new Set('jr sr ii iii iv phd md esq'.split(' '));

/**
 * Parts a full name: `Last, First` at the comma, otherwise in western order, where a family name begins with its particle (`Ludwig van
 * Beethoven`). Salutations are left out, suffixes stay with the family name; a single word is a first name.
 */
export function splitFullName(text: string): NameParts {
  const [before = '', ...behind] = text.split(',').map((piece) => piece.trim().replace(/\s+/gu, ' '));
  const after = behind.join(' ').trim();
  if (after !== '' && !isSuffix(after)) return parts(withoutSalutation(after.split(' ')), before.split(' '));
  const words = withoutSalutation(before.split(' '));
  const suffixes = words.length > 2 && isSuffix(words.at(-1) ?? '') ? words.splice(-1) : [];
  const particle = words.findIndex((word, index) => index > 0 && index < words.length - 1 && PARTICLES.has(word.toLowerCase()));
  const familyStart = particle > 0 ? particle : Math.max(1, words.length - 1);
  return parts(words.slice(0, familyStart), [...words.slice(familyStart), ...suffixes, ...(after === '' ? [] : [after])]);
}

function parts(first: readonly string[], last: readonly string[]): NameParts {
  return { firstName: first.join(' ').trim() || null, lastName: last.join(' ').trim() || null };
}

function withoutSalutation(words: string[]): string[] {
  const start = words.findIndex((word) => !SALUTATIONS.has(bare(word)));
  return start > 0 ? words.slice(start) : words;
}

const isSuffix = (word: string) => SUFFIXES.has(bare(word));
const bare = (word: string) => word.replaceAll('.', '').toLowerCase();
