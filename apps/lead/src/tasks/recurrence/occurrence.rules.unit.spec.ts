import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { acceptRecurrence, nextOccurrence, type StatedRecurrence } from './occurrence.rules.js';

const SERIES = '01920000-0000-7000-8000-000000000001';

interface Reference extends StatedRecurrence {
  readonly dueAt: readonly string[];
  /** Whether nothing comes after the last one. */
  readonly ends: boolean;
}

/** Computed by python-dateutil; `recurrences.py` beside the file says how. */
const references = readFileSync(new URL('../../../test/recurrences.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Reference);

const weekly = (rule: string, timeZone = 'Europe/Berlin', exceptDates: string[] = []) => ({ rule, timeZone, exceptDates });

/** Due instants of a series, each the one after the last, as it goes when every task is completed. */
function walk(stated: StatedRecurrence, from: string, most: number): string[] {
  const accepted = acceptRecurrence(stated, new Date(from), SERIES);
  if (!accepted.ok) throw new Error(`${stated.rule}: ${accepted.code}`);
  const due = [from];
  for (let next = nextOccurrence(accepted.value); next && due.length < most; next = nextOccurrence(next.recurrence))
    due.push(next.dueAt.toISOString().replace('.000Z', 'Z'));
  return due;
}

const refusal = (rule: string, from = '2026-11-30T08:00:00Z', timeZone = 'Europe/Berlin') => {
  const accepted = acceptRecurrence(weekly(rule, timeZone), new Date(from), SERIES);
  return accepted.ok ? 'accepted' : `${accepted.path} ${accepted.code}`;
};

describe('a series', () => {
  it('has the occurrences that python-dateutil gives 400 random rules in eight zones', () => {
    expect(references).toHaveLength(400);
    for (const { dueAt, ends, ...stated } of references)
      expect({ ...stated, dueAt: walk(stated, dueAt[0] ?? '', ends ? dueAt.length + 1 : dueAt.length) }).toEqual({ ...stated, dueAt });
  });

  it.each([
    // Clocks of Berlin go forward on 2027-03-28 and back on 2026-10-25.
    ['FREQ=WEEKLY', 'Europe/Berlin', ['2027-03-22T08:00:00Z', '2027-03-29T07:00:00Z']],
    ['FREQ=WEEKLY', 'Europe/Berlin', ['2026-10-19T07:00:00Z', '2026-10-26T08:00:00Z']],
    // 02:30 does not exist on the 28th: as with the offset before, which is 03:30 in summer time.
    ['FREQ=DAILY', 'Europe/Berlin', ['2027-03-27T01:30:00Z', '2027-03-28T01:30:00Z', '2027-03-29T00:30:00Z']],
    // 02:30 comes twice on the 25th: the first one.
    ['FREQ=DAILY', 'Europe/Berlin', ['2026-10-24T00:30:00Z', '2026-10-25T00:30:00Z', '2026-10-26T01:30:00Z']],
  ])('stays at its hour over the change of clocks: %s in %s', (rule, timeZone, due) => {
    expect(walk(weekly(rule, timeZone), due[0] ?? '', due.length)).toEqual(due);
  });

  // Examples of RFC 5545, 3.8.5.3.
  it.each([
    ['FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3', ['1997-09-04', '1997-10-07', '1997-11-06']],
    ['FREQ=MONTHLY;BYMONTHDAY=-3', ['1997-09-28', '1997-10-29', '1997-11-28', '1997-12-29']],
    ['FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8', ['1996-11-05', '2000-11-07', '2004-11-02']],
    ['FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO', ['1997-08-05', '1997-08-10', '1997-08-19', '1997-08-24']],
    ['FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU', ['1997-08-05', '1997-08-17', '1997-08-19', '1997-08-31']],
    ['FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5', ['2007-01-15', '2007-01-30', '2007-02-15', '2007-03-15', '2007-03-30']],
    ['FREQ=YEARLY;BYDAY=20MO', ['1997-05-19', '1998-05-18', '1999-05-17']],
  ])('is as RFC 5545 has it: %s', (rule, days) => {
    const due = days.map((day) => `${day}T09:00:00Z`);
    expect(walk(weekly(rule, 'UTC'), due[0] ?? '', due.length)).toEqual(due);
  });

  it('counts days that are left out, and keeps its number', () => {
    const accepted = acceptRecurrence(
      weekly('FREQ=DAILY;COUNT=4', 'UTC', ['2026-12-02', '2026-12-03']),
      new Date('2026-12-01T09:00:00Z'),
      SERIES,
    );
    const next = accepted.ok ? nextOccurrence(accepted.value) : undefined;
    expect(next).toMatchObject({ dueAt: new Date('2026-12-04T09:00:00Z'), recurrence: { occurrence: 4, seriesId: SERIES } });
    expect(next && nextOccurrence(next.recurrence)).toBeUndefined();
  });

  it('takes a last day of its zone, included', () => {
    expect(walk(weekly('rrule:FREQ=DAILY;UNTIL=20261202', 'Pacific/Apia'), '2026-11-30T18:00:00Z', 9)).toEqual([
      '2026-11-30T18:00:00Z',
      '2026-12-01T18:00:00Z',
    ]);
  });
});

describe('a rule', () => {
  it.each([
    ['', 'rule recurrence.format'],
    ['every monday', 'rule recurrence.format'],
    ['INTERVAL=2', 'rule recurrence.format'],
    ['FREQ=WEEKLY;FREQ=DAILY', 'rule recurrence.part_repeated'],
    ['FREQ=SECONDLY', 'rule recurrence.frequency'],
    ['FREQ=HOURLY;INTERVAL=48', 'rule recurrence.frequency'],
    ['FREQ=FORTNIGHTLY', 'rule recurrence.value'],
    ['FREQ=DAILY;BYHOUR=9', 'rule recurrence.part_unsupported'],
    ['FREQ=YEARLY;BYWEEKNO=20', 'rule recurrence.part_unsupported'],
    ['FREQ=DAILY;TOSTRING=1', 'rule recurrence.part_unknown'],
    ['FREQ=DAILY;INTERVAL=0', 'rule recurrence.value'],
    ['FREQ=DAILY;INTERVAL=1001', 'rule recurrence.value'],
    ['FREQ=DAILY;COUNT=1001', 'rule recurrence.value'],
    ['FREQ=DAILY;COUNT=2;UNTIL=20270101', 'rule recurrence.count_and_until'],
    ['FREQ=DAILY;UNTIL=20270230', 'rule recurrence.value'],
    ['FREQ=DAILY;UNTIL=20270101T000000', 'rule recurrence.value'],
    ['FREQ=DAILY;UNTIL=20261129', 'rule recurrence.ended'],
    ['FREQ=WEEKLY;BYDAY=2MO', 'rule recurrence.value'],
    ['FREQ=WEEKLY;BYMONTHDAY=30', 'rule recurrence.value'],
    ['FREQ=MONTHLY;BYMONTHDAY=0', 'rule recurrence.value'],
    ['FREQ=MONTHLY;BYMONTHDAY=32', 'rule recurrence.value'],
    ['FREQ=MONTHLY;BYSETPOS=1', 'rule recurrence.value'],
    ['FREQ=MONTHLY;BYMONTH=13', 'rule recurrence.value'],
    ['FREQ=WEEKLY;BYDAY=XX', 'rule recurrence.value'],
    ['FREQ=WEEKLY;BYDAY=TU', 'rule recurrence.not_at_due'],
    ['FREQ=WEEKLY;BYDAY=MO', 'accepted'],
  ])('is judged: %s', (rule, verdict) => {
    expect(refusal(rule)).toBe(verdict);
  });

  it('needs a zone that there is', () => {
    expect(refusal('FREQ=WEEKLY', undefined, 'Mars/Olympus')).toBe('timeZone time_zone.unknown');
    expect(refusal('FREQ=WEEKLY', undefined, ' ')).toBe('timeZone time_zone.unknown');
  });

  // The second one takes rrule 2.8.1, which looks at every day up to the year 9999, 21 s.
  it.each([
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=DAILY;INTERVAL=7;BYDAY=TU',
    'FREQ=MONTHLY;INTERVAL=12;BYMONTH=2',
    'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=300',
    'FREQ=MONTHLY;BYDAY=6MO',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=FR;BYSETPOS=2',
  ])('that never comes is refused in less than 50 ms: %s', (rule) => {
    const before = process.cpuUsage();
    expect(refusal(rule)).toBe('rule recurrence.never');
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(50);
  });
});
