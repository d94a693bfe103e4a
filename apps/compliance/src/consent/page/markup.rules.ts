/** Text that is HTML already: made by {@link markup} alone, so that nothing comes into a page unescaped. */
export class Html {
  readonly #text: string;

  constructor(parts: readonly string[], values: readonly HtmlValue[]) {
    this.#text = parts.map((part, index) => part + (index < values.length ? shown(values[index]) : '')).join('');
  }

  toString(): string {
    return this.#text;
  }
}

/** What may stand in a page: texts and numbers are escaped, lists are joined, `false` and nothing leave nothing. */
export type HtmlValue = string | number | Html | false | null | undefined | readonly HtmlValue[];

/**
 * A piece of a page, its values escaped for element content and for attributes in double quotes. They belong nowhere else: not into names of
 * elements or attributes, not into scripts and styles.
 */
export function markup(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(parts, values);
}

/** A piece that depends on nothing outside: a style sheet of ours. */
export function trusted(text: string): Html {
  return new Html([text], []);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function shown(value: HtmlValue): string {
  if (value === false || value === null || value === undefined) return '';
  if (value instanceof Html) return value.toString();
  if (typeof value === 'object') return value.map(shown).join('');
  return String(value).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
