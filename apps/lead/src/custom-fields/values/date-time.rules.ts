import { accept, type Checked, refuse } from '../../lead/values/checked.rules.js';
import { parseInstant } from '../../lead/values/instant.rules.js';

const OFFSET = /\d\d:\d\d.*(Z|[+-]\d\d:?\d\d)$/i;
/** Years 1 to 9999, all of one length, so that they sort as text. */
const STORABLE = /^(?!0000)\d{4}-/;

/**
 * An instant in ISO 8601, in UTC with milliseconds.
 * @param timeZone canonical IANA zone of a text without offset; null refuses such a text
 * @returns null when blank
 */
export function normaliseDateTime(text: string, timeZone: string | null): Checked<string | null> {
  const trimmed = text.trim();
  if (timeZone === null && trimmed !== '' && !OFFSET.test(trimmed)) {
    return refuse('instant.offset_missing', 'Is not an instant with its offset from UTC, such as 2026-11-01T09:30:00Z.');
  }
  const instant = parseInstant(trimmed, timeZone ?? 'UTC');
  if (!instant.ok || instant.value === null) return instant.ok ? accept(null) : instant;
  const iso = instant.value.toISOString();
  return STORABLE.test(iso) ? accept(iso) : refuse('instant.out_of_range', 'Lies outside the years 1 to 9999.');
}
