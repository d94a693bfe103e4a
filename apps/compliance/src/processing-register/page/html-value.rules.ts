const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** All control characters but tab, line feed and carriage return. */
const NOT_A_CHARACTER = /(?![\t\n\r])\p{Cc}/gu;

/** Text as it may stand anywhere in HTML. Control characters, which no document may hold, become U+FFFD. */
export function escapeHtml(text: string): string {
  return text.replaceAll(NOT_A_CHARACTER, '\ufffd').replaceAll(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
}

/** A name of the API in words: `firstName` becomes `First name`, `custom-fields` `Custom fields`. */
export function inWords(name: string): string {
  const words = name
    .replaceAll(/[-_.]+/g, ' ')
    .replaceAll(/([\p{Ll}\p{Nd}])(\p{Lu})/gu, '$1 $2')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A value of any kind, nested ones as lists. */
export function htmlOf(value: unknown): string {
  if (value === null || value === undefined || value === '') return '<span class="none">none</span>';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) {
    if (value.length === 0) return '<span class="none">none</span>';
    return `<ul>${value.map((one) => `<li>${htmlOf(one)}</li>`).join('')}</ul>`;
  }
  if (typeof value === 'object') return htmlFields(value as Readonly<Record<string, unknown>>);
  return escapeHtml(String(value as string | number | bigint));
}

/** Names and values, as a list of terms. */
export function htmlFields(fields: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(fields);
  if (entries.length === 0) return '<span class="none">none</span>';
  return `<dl>${entries.map(([name, value]) => `<dt>${escapeHtml(inWords(name))}</dt><dd>${htmlOf(value)}</dd>`).join('')}</dl>`;
}
