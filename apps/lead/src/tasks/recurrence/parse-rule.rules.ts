import { accept, type Checked, refuse } from '../../lead/values/checked.rules.js';
import { readPart } from './rule-part.rules.js';
import type { Frequency, RecurrenceRule } from './recurrence.js';

const FREQUENCIES: readonly string[] = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] satisfies Frequency[];
const TOO_FINE = ['SECONDLY', 'MINUTELY', 'HOURLY'];
/** Of RFC 5545 and 7529, and not taken: tasks come once a day at most, at the time of day they began with. */
const UNSUPPORTED = ['BYSECOND', 'BYMINUTE', 'BYHOUR', 'BYYEARDAY', 'BYWEEKNO', 'RSCALE', 'SKIP'];

const EMPTY: Omit<RecurrenceRule, 'frequency'> = {
  interval: 1,
  count: undefined,
  until: undefined,
  byMonth: [],
  byMonthDay: [],
  byDay: [],
  bySetPos: [],
  weekStart: 0,
};

/** The text of a rule in its stored form: `FREQ=WEEKLY;BYDAY=MO`. */
export function ruleText(text: string): string {
  return text
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '');
}

/**
 * Reads an RRULE (RFC 5545, 3.3.10) of days.
 * @param text in its stored form
 */
export function parseRule(text: string): Checked<RecurrenceRule> {
  const parts = text.split(';').map((part) => part.split('='));
  if (parts.some((part) => part.length !== 2 || part.includes('')))
    return refuse('recurrence.format', 'Is not written as NAME=VALUE;NAME=VALUE.');
  const names = parts.map(([name = '']) => name);
  if (new Set(names).size < names.length) return refuse('recurrence.part_repeated', 'Says the same part twice.');
  const unsupported = names.find((name) => UNSUPPORTED.includes(name));
  if (unsupported) return refuse('recurrence.part_unsupported', `${unsupported} is not taken: a task comes once a day at most.`);
  let rule: Partial<RecurrenceRule> = {};
  for (const [name = '', value = ''] of parts) {
    const read = name === 'FREQ' ? readFrequency(value) : readPart(name, value);
    if (!read.ok) return read;
    rule = { ...rule, ...read.value };
  }
  const { frequency } = rule;
  if (frequency === undefined) return refuse('recurrence.format', 'Has no FREQ.');
  return demandSense({ ...EMPTY, ...rule, frequency });
}

function readFrequency(value: string): Checked<Partial<RecurrenceRule>> {
  if (TOO_FINE.includes(value)) return refuse('recurrence.frequency', 'Comes more often than daily.');
  return FREQUENCIES.includes(value)
    ? accept({ frequency: value as Frequency })
    : refuse('recurrence.value', 'FREQ is none that RFC 5545 knows.');
}

/** What parts may not stand together, by RFC 5545. */
function demandSense(rule: RecurrenceRule): Checked<RecurrenceRule> {
  const { frequency, count, until, byDay, byMonth, byMonthDay, bySetPos } = rule;
  if (count !== undefined && until !== undefined) return refuse('recurrence.count_and_until', 'Ends by COUNT or by UNTIL, not by both.');
  const countsDays = frequency === 'MONTHLY' || frequency === 'YEARLY';
  if (!countsDays && byDay.some(({ ordinal }) => ordinal !== 0))
    return refuse('recurrence.value', 'BYDAY counts days of months and years only.');
  if (frequency === 'WEEKLY' && byMonthDay.length > 0) return refuse('recurrence.value', 'BYMONTHDAY does not go with FREQ=WEEKLY.');
  if (bySetPos.length > 0 && byDay.length + byMonth.length + byMonthDay.length === 0)
    return refuse('recurrence.value', 'BYSETPOS needs BYDAY, BYMONTH or BYMONTHDAY.');
  return accept(rule);
}
