import { describe, expect, it } from '@jest/globals';
import { dayOf, isoDate, monthsLater, startOfDay } from './calendar-day.rules.js';
import { daysBetween, type DeadlineFacts, deadlineOf } from './deadline.rules.js';
import { isWorkingDay } from './working-day.rules.js';

const facts = (receivedOn: string, more: Partial<DeadlineFacts> = {}): DeadlineFacts => ({
  jurisdiction: 'gdpr',
  country: null,
  timeZone: 'UTC',
  receivedAt: new Date(receivedOn.includes('T') ? receivedOn : `${receivedOn}T10:00:00Z`),
  isExtended: false,
  pausedDays: 0,
  ...more,
});
const dueOn = (receivedOn: string, more: Partial<DeadlineFacts> = {}): string => deadlineOf(facts(receivedOn, more)).dueOn;
const day = (date: string): number => Date.parse(date) / 86_400_000;

describe('a month of the GDPR', () => {
  // EDPB, Guidelines 01/2022, paragraph 160 and its examples: the same date of the next month, or its last day.
  it.each([
    ['2024-03-05', '2024-04-05'],
    ['2023-08-31', '2023-10-02'],
    ['2021-08-31', '2021-09-30'],
    ['2028-01-31', '2028-02-29'],
    ['2029-01-30', '2029-02-28'],
    ['2027-12-01', '2028-01-03'],
  ])('that begins with a receipt on %s ends on %s', (received, due) => {
    expect(dueOn(received)).toBe(due);
  });

  // Regulation 1182/71, Art. 3(4): what would end on a holiday, Sunday or Saturday ends with the following working day.
  it.each([
    ['Saturday', '2026-10-28', null, '2026-11-30'],
    ['Sunday', '2026-10-29', null, '2026-11-30'],
    ['New Year, a Friday, and the weekend behind it', '2026-12-01', null, '2027-01-04'],
    ['Christmas, a Friday, and the weekend behind it', '2026-11-25', 'FR', '2026-12-28'],
    ['Whit Monday of 2026', '2026-04-25', 'DE', '2026-05-26'],
    ['the same Monday, which Spain does not keep', '2026-04-25', 'ES', '2026-05-25'],
    ['Good Friday to Easter Monday of 2027', '2027-02-26', 'DE', '2027-03-30'],
    ['the last Monday of October, in Ireland', '2026-09-26', 'IE', '2026-10-27'],
  ])('that would end on a %s goes on', (_, received, country, due) => {
    expect(dueOn(received, { country })).toBe(due);
  });

  it('takes holidays of states that are not listed for working days: earlier is never too late', () => {
    // Whit Monday of the Orthodox calendar.
    expect(dueOn('2026-05-01', { country: 'GR' })).toBe('2026-06-01');
  });

  it('is three from the receipt when it was extended, whatever the weekend had added to one', () => {
    // One month: Saturday 31 January 2026, moved to 2 February. Three: 31 March, a Tuesday.
    expect([dueOn('2025-12-31'), dueOn('2025-12-31', { isExtended: true })]).toEqual(['2026-02-02', '2026-03-31']);
    expect(dueOn('2026-11-30', { isExtended: true })).toBe('2027-03-01');
  });

  it('rests for the days on which nobody knew who asked', () => {
    expect(dueOn('2026-03-03', { pausedDays: 6 })).toBe('2026-04-09');
    // Into a weekend: Friday 3 April and a day, then the following Monday, which is Easter Monday in Germany.
    expect(dueOn('2026-03-03', { pausedDays: 1, country: 'DE' })).toBe('2026-04-07');
  });

  it('ends at midnight on the clocks of the zone, and begins on the day that these show', () => {
    const late = facts('2026-06-30T22:30:00Z', { timeZone: 'Europe/Berlin' });
    expect(deadlineOf(late)).toMatchObject({ dueOn: '2026-08-03', dueAt: new Date('2026-08-03T22:00:00Z') });
    expect(deadlineOf({ ...late, timeZone: 'America/New_York' })).toMatchObject({
      dueOn: '2026-07-30',
      dueAt: new Date('2026-07-31T04:00:00Z'),
    });
  });
});

describe('the 45 days of California', () => {
  // 11 CCR 7021(b): no later than 45 calendar days after receipt, regardless of the time to verify; 90 with an extension.
  it('are calendar days, of which no weekend, holiday or question moves the end', () => {
    expect(dueOn('2026-01-01', { jurisdiction: 'ccpa' })).toBe('2026-02-15');
    expect(dueOn('2026-01-01', { jurisdiction: 'ccpa', isExtended: true })).toBe('2026-04-01');
    expect(dueOn('2026-11-10', { jurisdiction: 'ccpa', pausedDays: 10 })).toBe('2026-12-25');
  });
});

describe('the calendar', () => {
  it('has working days from Monday to Friday, but for public holidays', () => {
    const week = Array.from({ length: 7 }, (_, index) => day('2026-12-21') + index);
    expect(week.map((one) => isWorkingDay(one, 'DE'))).toEqual([true, true, true, true, false, false, false]);
    expect(isWorkingDay(day('2026-05-14'), 'DE')).toBe(false); // Ascension
    expect(isWorkingDay(day('2026-06-04'), 'AT')).toBe(false); // Corpus Christi
  });

  it('adds months over the ends of years', () => {
    expect([monthsLater(day('2026-11-30'), 3), monthsLater(day('2026-12-31'), 2)].map(isoDate)).toEqual(['2027-02-28', '2027-02-28']);
  });

  it.each([
    ['Europe/Berlin', '2026-03-30', '2026-03-29T22:00:00.000Z'],
    ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00.000Z'],
    ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00.000Z'],
    ['Europe/Berlin', '2026-10-26', '2026-10-25T23:00:00.000Z'],
    // Clocks are put forward at midnight: the day begins at one.
    ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00.000Z'],
    // Put back at one: midnight comes twice, and the day begins with the first.
    ['America/Havana', '2026-11-01', '2026-11-01T04:00:00.000Z'],
    ['Pacific/Kiritimati', '2026-01-01', '2025-12-31T10:00:00.000Z'],
    ['America/Los_Angeles', '2026-07-01', '2026-07-01T07:00:00.000Z'],
  ])('knows when in %s the %s begins', (zone, date, instant) => {
    const start = startOfDay(day(date), zone);
    expect(start.toISOString()).toBe(instant);
    expect([dayOf(start, zone), dayOf(new Date(start.getTime() - 1), zone)]).toEqual([day(date), day(date) - 1]);
  });

  it('counts days of questions by dates, not by hours', () => {
    const at = (instant: string) => new Date(instant);
    expect(daysBetween(at('2026-03-02T23:50:00Z'), at('2026-03-03T00:10:00Z'), 'UTC')).toBe(1);
    expect(daysBetween(at('2026-03-02T08:00:00Z'), at('2026-03-02T20:00:00Z'), 'UTC')).toBe(0);
  });
});
