/** In which order a file writes days in figures. The year first and months by name are understood in any of them. */
export type DateOrder = 'iso' | 'dmy' | 'mdy';

const TIME =
  /^(?<hour>\d{1,2}):(?<minute>\d\d)(?::(?<second>\d\d)(?<fraction>[.,]\d{1,9})?)?(?:\s*(?<half>[ap])\.?m\.?)?\s*(?<offset>z|utc|gmt|[+-]\d\d:?\d\d)?$/i;
const YEAR_FIRST = /^(?<year>\d{4})(?<sign>[-/.])(?<month>\d{1,2})\k<sign>(?<day>\d{1,2})$/;
const FIGURES = /^(?<first>\d{1,2})(?<sign>[-/.])(?<second>\d{1,2})\k<sign>(?<year>\d{4}|\d\d)$/;
const DAY_MONTH = /^(?<day>\d{1,2})(?:st|nd|rd|th)?[\s-]+(?<name>[a-z]{3,9})\.?,?[\s-]+(?<year>\d{4}|\d\d)$/i;
const MONTH_DAY = /^(?<name>[a-z]{3,9})\.? (?<day>\d{1,2})(?:st|nd|rd|th)?,? (?<year>\d{4})$/i;
const WEEKDAY = /^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? /i;
const ISO_DAY = /^\d{4}-\d\d-\d\d(?![\d/.-])/;

const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];

/** Two figures of a year mean 1969 to 2068 (POSIX, `strptime`, `%y`). */
const PIVOT = 69;

interface Day {
  readonly year: string;
  readonly month: string;
  readonly day: string;
}

/**
 * A date of a file, with or without time, in the form of ISO 8601: `15.03.2024 9:05` (`dmy`), `3/15/24 2:05 PM` (`mdy`), `2024/3/15`,
 * `Mar 15, 2024`, `Fri, 15 March 2024`.
 * @returns the text as it is where it is written in none of these ways. Whether there is such a day is not asked
 */
export function isoDate(text: string, order: DateOrder): string {
  const trimmed = text.trim();
  if (ISO_DAY.test(trimmed)) return trimmed;
  const parts = partsOf(trimmed);
  const day = parts && (namedDay(parts.day) ?? dayInFigures(parts.day, order));
  return day ? `${day.year}-${day.month}-${day.day}${parts.time}` : text;
}

/** What a text tells of the order of days in figures: `either` where both could be meant, `named` where it is not needed, undefined for no date. */
export function orderShown(text: string): 'dmy' | 'mdy' | 'either' | 'named' | undefined {
  const trimmed = text.trim();
  if (ISO_DAY.test(trimmed)) return 'named';
  const day = partsOf(trimmed)?.day;
  if (day === undefined) return undefined;
  if (namedDay(day)) return 'named';
  const { first, second } = FIGURES.exec(day)?.groups ?? {};
  const [isFirst, isSecond] = [isMonth(first), isMonth(second)];
  if (isFirst && isSecond) return first === second ? 'named' : 'either';
  if (!isFirst && !isSecond) return undefined;
  return isFirst ? 'mdy' : 'dmy';
}

/** The day, and the time as ISO 8601 puts it behind one. */
function partsOf(text: string): { readonly day: string; readonly time: string } | undefined {
  const bare = text.replace(WEEKDAY, '');
  const colon = bare.indexOf(':');
  if (colon === -1) return { day: bare, time: '' };
  const gap = bare.slice(0, colon).search(/(?:,?\s+|t)\d{1,2}$/i);
  if (gap === -1) return undefined;
  const time = isoTime(bare.slice(gap).replace(/^(?:,?\s+|t)/i, ''));
  return time === undefined ? undefined : { day: bare.slice(0, gap), time };
}

function isoTime(text: string): string | undefined {
  const { hour = '', minute = '', second = '00', fraction = '', half, offset = '' } = TIME.exec(text)?.groups ?? {};
  if (minute === '' || (half !== undefined && (Number(hour) < 1 || Number(hour) > 12))) return undefined;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  const zone = /^(?:z|utc|gmt)$/i.test(offset) ? 'Z' : offset;
  return `T${String(hours).padStart(2, '0')}:${minute}:${second}${fraction.replace(',', '.')}${zone}`;
}

/** A day that is written so that no order is needed. */
function namedDay(text: string): Day | undefined {
  const figures = YEAR_FIRST.exec(text)?.groups;
  if (figures) return dayOf(figures['year'], figures['month'], figures['day']);
  const words = (DAY_MONTH.exec(text) ?? MONTH_DAY.exec(text))?.groups;
  const name = words?.['name']?.toLowerCase() ?? '';
  const month = MONTHS.findIndex((known) => known === name || known.slice(0, 3) === name || (name === 'sept' && known === 'september'));
  return words && month !== -1 ? dayOf(words['year'], String(month + 1), words['day']) : undefined;
}

function dayInFigures(text: string, order: DateOrder): Day | undefined {
  const figures = FIGURES.exec(text)?.groups;
  if (!figures || order === 'iso') return undefined;
  const { first, second, year } = figures;
  return order === 'dmy' ? dayOf(year, second, first) : dayOf(year, first, second);
}

function dayOf(year = '', month = '', day = ''): Day {
  const century = year.length === 4 ? '' : Number(year) < PIVOT ? '20' : '19';
  return { year: `${century}${year}`, month: month.padStart(2, '0'), day: day.padStart(2, '0') };
}

const isMonth = (figures: string | undefined) => figures !== undefined && Number(figures) >= 1 && Number(figures) <= 12;
