import { accept, type Checked, refuse } from '../../lead/values/checked.rules.js';

const DAY = /^\d{4}-\d\d-\d\d$/;

/**
 * A day of the Gregorian calendar, `2026-11-01`, of the years 1 to 9999.
 * @returns null when blank
 */
export function normaliseDate(text: string): Checked<string | null> {
  const day = text.trim();
  if (day === '') return accept(null);
  if (!DAY.test(day)) return refuse('date.format', 'Is not a day such as 2026-11-01.');
  return isRealDay(day) ? accept(day) : refuse('date.impossible', 'No calendar has this day.');
}

function isRealDay(day: string): boolean {
  const ms = Date.parse(`${day}T00:00:00Z`);
  // Date.parse rolls 31 June over into July; Postgres has no year 0.
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day) && !day.startsWith('0000');
}
