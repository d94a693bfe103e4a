import { isKnownHeading } from '../plan/heading-synonyms.js';

/** What hardly anybody calls a column: an address, a link, a date, a number, an id. */
const DATA = [
  /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  /^(?:https?:\/\/|www\.)\S+$/i,
  /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ].*)?$/,
  /^[+-]?[\d.,]*\d$/,
  /^\+?[\d\s().-]{7,}$/,
  /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i,
];

/**
 * Whether the first record names the columns: it does unless it holds data. Beside data most of the other cells have to be names that are
 * known: of words such as `Website` or `Lead` one alone is as often a value.
 */
export function looksLikeHeadings(cells: readonly string[]): boolean {
  const texts = cells.map((cell) => cell.trim()).filter((text) => text !== '');
  const others = texts.filter((text) => !DATA.some((pattern) => pattern.test(text)));
  return others.length === texts.length || others.filter(isKnownHeading).length * 2 > others.length;
}

/**
 * Names by which columns can be told apart, in Unicode's NFC: a blank one is `Column 3` after its place, one that is there already
 * (in any case) is `Email (2)`.
 */
export function columnNames(cells: readonly string[]): string[] {
  const stated = cells.map((cell) => cell.normalize('NFC').trim());
  const taken = new Set<string>();
  const reserved = new Set(stated.map((name) => name.toLowerCase()));
  return stated.map((name, index) => {
    const base = name === '' ? `Column ${index + 1}` : name;
    const isFree = (candidate: string) =>
      !taken.has(candidate.toLowerCase()) && (candidate === name || !reserved.has(candidate.toLowerCase()));
    let unique = base;
    for (let number = 2; !isFree(unique); number += 1) unique = `${base} (${number})`;
    taken.add(unique.toLowerCase());
    return unique;
  });
}
