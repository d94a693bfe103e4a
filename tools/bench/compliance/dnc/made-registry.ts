import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

const LINES = 10_000_000;
/** Exchanges begin with 2 to 9. */
const FIRST_LINE = 2_000_000;
const GIVEN_OUT = LINES - FIRST_LINE;

/** The smallest power of two that holds them all: numbers are drawn by shuffling it. */
const BITS = 23;
const MASK = 2 ** BITS - 1;
const ROUNDS = 3;

/** Numbers of an area code: the first `listed` of its shuffled lines are on the list, the others are not. */
interface Area {
  readonly areaCode: number;
  readonly listed: number;
  readonly keys: readonly (readonly [add: number, multiply: number])[];
}

/**
 * A national registry that is made up, the same for the same seed: random numbers of all area codes of the United States, of some more
 * than of others. It knows what is on it without keeping it, so it can tell right answers from wrong ones.
 */
export class MadeRegistry {
  readonly #areas: readonly Area[];
  readonly size: number;
  #ends: readonly number[] | undefined;

  constructor(size: number, seed: number) {
    this.size = size;
    const random = randomSource(seed);
    const drafts = areaCodes().map((areaCode) => ({ areaCode, weight: 0.25 + 1.5 * random(), keys: keysFrom(random) }));
    const weights = drafts.reduce((sum, { weight }) => sum + weight, 0);
    const areas = drafts.map(({ areaCode, weight, keys }) => ({ areaCode, keys, listed: Math.floor((size * weight) / weights) }));
    const missing = size - areas.reduce((sum, { listed }) => sum + listed, 0);
    this.#areas = areas.map((area, index) => (index < missing ? { ...area, listed: area.listed + 1 } : area));
  }

  get areaCodes(): number {
    return this.#areas.length;
  }

  /** Hands over every listed number once, an area code after the other, in no order. */
  forEach(take: (number: number) => void): void {
    for (const area of this.#areas)
      for (let index = 0, position = 0; index < area.listed; position += 1) {
        const line = shuffled(area, position);
        if (line >= GIVEN_OUT) continue;
        index += 1;
        take(area.areaCode * LINES + FIRST_LINE + line);
      }
  }

  /** Numbers to ask for, and the right answers: about one half is listed. */
  *questions(count: number, seed: number): Generator<readonly [number: number, isListed: boolean]> {
    const random = randomSource(seed);
    const ends = (this.#ends ??= this.#areas.map((area) => positionsOf(area)));
    for (let asked = 0; asked < count;) {
      const at = Math.floor(random() * this.#areas.length);
      const [area, end] = [this.#areas[at] as Area, ends[at] as number];
      const isListed = random() < 0.5;
      const position = isListed ? Math.floor(random() * end) : end + Math.floor(random() * (MASK + 1 - end));
      const line = shuffled(area, position);
      if (line >= GIVEN_OUT) continue;
      asked += 1;
      yield [area.areaCode * LINES + FIRST_LINE + line, isListed];
    }
  }
}

/** How many positions had to be gone through for the listed numbers, those beyond the numbers that are given out included. */
function positionsOf(area: Area): number {
  let position = 0;
  for (let index = 0; index < area.listed; position += 1) if (shuffled(area, position) < GIVEN_OUT) index += 1;
  return position;
}

/** One to one on 0 to {@link MASK}: each step can be undone. */
function shuffled({ keys }: Area, position: number): number {
  let value = position;
  for (const [add, multiply] of keys) {
    value = Math.imul((value + add) & MASK, multiply) & MASK;
    value ^= value >>> 12;
  }
  return value;
}

function keysFrom(random: () => number): (readonly [number, number])[] {
  return Array.from({ length: ROUNDS }, () => [Math.floor(random() * MASK), Math.floor(random() * MASK) | 1]);
}

/** Area codes from which somebody in the United States can be called, as far as libphonenumber knows. */
function areaCodes(): number[] {
  return Array.from({ length: 800 }, (_, index) => 200 + index).filter((areaCode) => {
    const phone = parsePhoneNumberFromString(`+1${areaCode}2345678`);
    return phone?.country === 'US' && phone.getType() === 'FIXED_LINE_OR_MOBILE';
  });
}

/** mulberry32: 0 up to 1. */
function randomSource(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}
