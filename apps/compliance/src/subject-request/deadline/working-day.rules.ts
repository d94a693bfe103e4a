import { isHoliday } from '../../decision/clock/holiday.rules.js';
import { weekdayOf } from '../../decision/clock/zone-clock.rules.js';
import type { CalendarDay } from './calendar-day.rules.js';
import { publicHolidaysOf } from './public-holidays.js';

const FRIDAY = 5;

/** All days but public holidays, Sundays and Saturdays (Regulation 1182/71, Art. 2(2)). */
export function isWorkingDay(day: CalendarDay, country: string | null): boolean {
  return weekdayOf(day) <= FRIDAY && !publicHolidaysOf(country).some((holiday) => isHoliday(day, holiday));
}

/** The day itself, or the first working day after it. */
export function workingDayFrom(day: CalendarDay, country: string | null): CalendarDay {
  let candidate = day;
  while (!isWorkingDay(candidate, country)) candidate += 1;
  return candidate;
}
