/** A house number before the street (`12a Main St`, `12-14 Main St`), with a comma or without. */
const BEFORE = /^(\d+\s?[a-z]?(?:\s?[-/]\s?\d+\s?[a-z]?)?),?\s+(\S.*)$/i;
/** Behind it (`Hauptstr. 12 a`). */
const BEHIND = /^(.*[^\s,]),?\s+(\d+\s?[a-z]?(?:\s?[-/]\s?\d+\s?[a-z]?)?)$/i;
/** `5th Avenue` and `42 nd Street` are names. */
const ORDINAL = /^\d+\s?(st|nd|rd|th)\b/i;

/** Leads have street and house number in one line; people are told apart by both. */
export function splitStreet(line: string | null): { readonly streetNumber: string | null; readonly street: string | null } {
  const text = line?.trim() ?? '';
  const [, number, street] = ORDINAL.test(text) ? [] : (BEFORE.exec(text) ?? []);
  if (number !== undefined && street !== undefined) return { streetNumber: number, street };
  const [, name, behind] = BEHIND.exec(text) ?? [];
  if (name !== undefined && behind !== undefined) return { streetNumber: behind, street: name };
  return { streetNumber: null, street: text === '' ? null : text };
}
