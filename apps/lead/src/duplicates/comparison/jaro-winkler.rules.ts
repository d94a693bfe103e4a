/** Winkler's prefix: a tenth of what is missing for each of the first four letters that agree. */
const PREFIX_WEIGHT = 0.1;
const MAX_PREFIX = 4;

/**
 * Likeness of two names by Jaro and Winkler (W. E. Winkler, "String Comparator Metrics and Enhanced Decision Rules in the
 * Fellegi-Sunter Model of Record Linkage", 1990), the same whichever comes first. Ours, since the package that was tried
 * (`@skyra/jaro-winkler`) looks for common letters one place further than the definition has it, and copies both texts for each comparison.
 * @param left in one UTF-16 unit a letter, as `plainText` makes them
 * @returns 0 (nothing in common) to 1 (equal)
 */
export function jaroWinkler(left: string, right: string): number {
  if (left === right) return 1;
  // Which letter pairs with which depends on the order when letters repeat; a fixed order makes the answer symmetric.
  const inOrder = left.length < right.length || (left.length === right.length && left < right);
  const jaro = inOrder ? jaroSimilarity(left, right) : jaroSimilarity(right, left);
  let prefix = 0;
  while (prefix < MAX_PREFIX && prefix < left.length && left[prefix] === right[prefix]) prefix += 1;
  return jaro + prefix * PREFIX_WEIGHT * (1 - jaro);
}

let takenFromShort = new Uint8Array(64);
let takenFromLong = new Uint8Array(64);

function jaroSimilarity(short: string, long: string): number {
  if (long.length > takenFromLong.length) {
    takenFromShort = new Uint8Array(long.length);
    takenFromLong = new Uint8Array(long.length);
  }
  takenFromShort.fill(0, 0, short.length);
  takenFromLong.fill(0, 0, long.length);
  const common = takeCommon(short, long);
  if (common === 0) return 0;
  const transposed = countOutOfOrder(short, long) / 2;
  return (common / short.length + common / long.length + (common - transposed) / common) / 3;
}

/** Pairs each letter with the first equal and free one that is near enough. */
function takeCommon(short: string, long: string): number {
  const reach = Math.max(0, Math.floor(long.length / 2) - 1);
  let common = 0;
  for (let at = 0; at < short.length; at += 1) {
    const code = short.charCodeAt(at);
    const end = Math.min(long.length, at + reach + 1);
    for (let other = Math.max(0, at - reach); other < end; other += 1) {
      if (takenFromLong[other] === 1 || long.charCodeAt(other) !== code) continue;
      takenFromShort[at] = 1;
      takenFromLong[other] = 1;
      common += 1;
      break;
    }
  }
  return common;
}

function countOutOfOrder(short: string, long: string): number {
  let other = 0;
  let outOfOrder = 0;
  for (let at = 0; at < short.length; at += 1) {
    if (takenFromShort[at] === 0) continue;
    while (takenFromLong[other] === 0) other += 1;
    if (short.charCodeAt(at) !== long.charCodeAt(other)) outOfOrder += 1;
    other += 1;
  }
  return outOfOrder;
}
