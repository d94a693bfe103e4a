import type { Holiday } from '../../decision/rule-sets/rule.js';

const newYear: Holiday = { name: 'New Year', month: 1, day: 1 };
const epiphany: Holiday = { name: 'Epiphany', month: 1, day: 6 };
const goodFriday: Holiday = { name: 'Good Friday', afterEaster: -2 };
const easterMonday: Holiday = { name: 'Easter Monday', afterEaster: 1 };
const labourDay: Holiday = { name: 'Labour Day', month: 5, day: 1 };
const ascension: Holiday = { name: 'Ascension', afterEaster: 39 };
const whitMonday: Holiday = { name: 'Whit Monday', afterEaster: 50 };
const corpusChristi: Holiday = { name: 'Corpus Christi', afterEaster: 60 };
const assumption: Holiday = { name: 'Assumption', month: 8, day: 15 };
const allSaints: Holiday = { name: 'All Saints', month: 11, day: 1 };
const immaculateConception: Holiday = { name: 'Immaculate Conception', month: 12, day: 8 };
const christmas: Holiday = { name: 'Christmas', month: 12, day: 25 };
const secondChristmas: Holiday = { name: 'Second day of Christmas', month: 12, day: 26 };
const armistice: Holiday = { name: 'Armistice', month: 11, day: 11 };
const day = (name: string, month: number, ofMonth: number): Holiday => ({ name, month, day: ofMonth });
const MONDAY = 1;
const monday = (name: string, month: number, nth: number): Holiday => ({ name, month, weekday: MONDAY, nth });

/**
 * Holidays of the whole of a Member State, as its own law names them; those of regions, and of states that are not listed, are left out. What is missing here makes an answer
 * due earlier, never later.
 */
const NATIONAL: Readonly<Record<string, readonly Holiday[]>> = {
  AT: [
    ...[newYear, epiphany, easterMonday, labourDay, ascension, whitMonday, corpusChristi, assumption, day('National Day', 10, 26)],
    ...[allSaints, immaculateConception, christmas, secondChristmas],
  ],
  BE: [newYear, easterMonday, labourDay, ascension, whitMonday, day('National Day', 7, 21), assumption, allSaints, armistice, christmas],
  DE: [newYear, goodFriday, easterMonday, labourDay, ascension, whitMonday, day('German Unity', 10, 3), christmas, secondChristmas],
  ES: [
    ...[newYear, goodFriday, labourDay, assumption, day('National Day', 10, 12), allSaints, day('Constitution', 12, 6)],
    ...[immaculateConception, christmas],
  ],
  FR: [
    ...[newYear, easterMonday, labourDay, day('Victory', 5, 8), ascension, whitMonday, day('National Day', 7, 14), assumption],
    ...[allSaints, armistice, christmas],
  ],
  IE: [
    ...[newYear, day('Saint Patrick', 3, 17), easterMonday, monday('May Day', 5, 1), monday('June holiday', 6, 1)],
    ...[monday('August holiday', 8, 1), monday('October holiday', 10, -1), christmas, secondChristmas],
  ],
  IT: [
    ...[newYear, epiphany, easterMonday, day('Liberation', 4, 25), labourDay, day('Republic', 6, 2), assumption, allSaints],
    ...[immaculateConception, christmas, secondChristmas],
  ],
  NL: [newYear, easterMonday, day('King', 4, 27), ascension, whitMonday, christmas, secondChristmas],
  PL: [
    ...[newYear, epiphany, easterMonday, labourDay, day('Constitution', 5, 3), corpusChristi, assumption, allSaints],
    ...[day('Independence', 11, 11), christmas, secondChristmas],
  ],
  PT: [
    ...[newYear, goodFriday, day('Freedom', 4, 25), labourDay, corpusChristi, day('Portugal', 6, 10), assumption, day('Republic', 10, 5)],
    ...[allSaints, day('Restoration', 12, 1), immaculateConception, christmas],
  ],
};

/** What is a public holiday in every Member State. */
const EVERYWHERE: readonly Holiday[] = [newYear, christmas];

/** @param country ISO 3166-1 alpha-2; null when it is not known */
export function publicHolidaysOf(country: string | null): readonly Holiday[] {
  return (country === null ? undefined : NATIONAL[country]) ?? EVERYWHERE;
}
