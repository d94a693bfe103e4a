import { CANADIAN_ABBREVIATIONS, CANADIAN_PROVINCES } from './canadian-provinces.js';
import { US_ABBREVIATIONS, US_STATES, US_TERRITORIES } from './us-states.js';

/** A state, province or territory of North America. */
export interface NamedRegion {
  /** `US`, `CA`, or the code of the territory. */
  readonly country: string;
  /** Two letters; `undefined` for a territory. */
  readonly code: string | undefined;
  /** What tells it: its country as well, its whole name, or letters that mean another place elsewhere (MI is Milan in Italy). */
  readonly by: 'country' | 'name' | 'letters';
}

/** Names that a country has as well. */
const AMBIGUOUS_NAMES: ReadonlySet<string> = new Set(['georgia']);

const spellings = allSpellings();

const COUNTRY_CODE = /^(us|ca)[-_](?=[a-z]{2}$)/;
const COUNTRY_AT_END = /[,\s]+\(?(u\.?s\.?a\.?|u\.?s\.?|united states(?: of america)?|canada)\)?$/;
const POSTAL_CODE_AT_END = /[,\s]+(?:\d{5}(?:-\d{4})?|[a-z]\d[a-z][ -]?\d[a-z]\d)$/;
const KIND_IN_FRONT = /^(?:the )?(?:state|commonwealth|province|territory) of /;
const KIND_AT_END = / (?:state|province)$/;
/** What stands between two names of which neither lies in the other. */
const BETWEEN_EQUALS = /\s*[/;|&()]\s*|\s+-\s+|\s+(?:and|or)\s+/;
/** A place and two capitals, without a comma. */
const CAPITALS_AT_END = /\s([A-Z]{2})$/;

/**
 * Reads a region as people write it: `FL`, `Fla.`, `US-FL`, `Miami, FL 33101`, `Florida, USA`, `State of Florida`, `B.C.`.
 * @param country in which it is, ISO 3166-1 alpha-2; null when that is not known
 * @returns undefined for whatever is no region of North America, or of another country than that one, or several
 */
export function regionNamed(text: string, country: string | null): NamedRegion | undefined {
  const written = text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/\s+/g, ' ').trim();
  const told = withoutEnds(written);
  const inPlace = lastPlace(told.name, told.country ?? country);
  if (inPlace === undefined) return undefined;
  const found: NamedRegion = told.country === undefined ? inPlace : { ...inPlace, by: 'country' };
  return isIn(found, told.country) && isIn(found, country) ? found : undefined;
}

/** Without the country and the postal code behind the name, in whatever order. */
function withoutEnds(written: string): { readonly name: string; readonly country: string | undefined } {
  const code = COUNTRY_CODE.exec(written.toLowerCase())?.[1];
  if (code !== undefined) return { name: written.slice(code.length + 1), country: code.toUpperCase() };
  let [name, country] = [written, undefined as string | undefined];
  for (let isShorter = true; isShorter;) {
    const lower = name.toLowerCase();
    const named = COUNTRY_AT_END.exec(lower);
    const end = named ?? POSTAL_CODE_AT_END.exec(lower);
    isShorter = end !== null;
    if (named !== null) country = named[1] === 'canada' ? 'CA' : 'US';
    if (end !== null) name = name.slice(0, end.index);
  }
  return { name, country };
}

/** What a name ends in lies around what stands before: `Kansas, OK` is a town. */
function lastPlace(name: string, country: string | null): NamedRegion | undefined {
  const whole = spellingOf(name);
  if (whole !== undefined) return whole;
  const places = name.split(',').map((place) => place.trim());
  const last = places.at(-1) ?? '';
  if (places.length > 1 && last.toLowerCase() === 'ca') {
    const before = spellingOf(places.at(-2) ?? '');
    // `Ontario, CA` is a town in California, or the province.
    if (before?.country === 'CA' && country !== 'US') return country === 'CA' ? before : undefined;
  }
  const equals = last.split(BETWEEN_EQUALS).filter((part) => part !== '');
  const found = equals.length === 1 ? [spellingOf(last) ?? spellingOf(CAPITALS_AT_END.exec(last)?.[1] ?? '')] : equals.map(spellingOf);
  const [first] = found;
  if (first === undefined || found.some((one) => one?.code !== first.code || one?.country !== first.country)) return undefined;
  return found.find((one) => one?.by === 'name') ?? first;
}

function spellingOf(written: string): NamedRegion | undefined {
  const name = written.toLowerCase().replace(KIND_IN_FRONT, '');
  return spellings.get(lettersOf(name)) ?? spellings.get(lettersOf(name.replace(KIND_AT_END, '')));
}

/** Points, hyphens and spaces tell nothing; a digit tells that it is something else. */
function lettersOf(name: string): string {
  return name.replace(/[.\s’'-]/g, '');
}

/** @param country undefined or null: any */
function isIn(region: NamedRegion, country: string | null | undefined): boolean {
  if (country === undefined || country === null || region.country === country) return true;
  return country === 'US' && region.code === undefined;
}

function allSpellings(): ReadonlyMap<string, NamedRegion> {
  const regions = [
    ...[...US_STATES].map(([name, code]) => ({ name, letters: code, country: 'US', code })),
    ...[...US_TERRITORIES].map(([name, code]) => ({ name, letters: code, country: code, code: undefined })),
    ...[...CANADIAN_PROVINCES].map(([name, code]) => ({ name, letters: code, country: 'CA', code })),
  ];
  const abbreviations = [
    ...Object.entries(US_ABBREVIATIONS).map(([name, code]) => ({ name, country: 'US', code })),
    ...Object.entries(CANADIAN_ABBREVIATIONS).map(([name, code]) => ({ name, country: 'CA', code })),
  ];
  return new Map<string, NamedRegion>([
    ...abbreviations.map(({ name, country, code }) => [name, { country, code, by: 'letters' }] as const),
    ...regions.map(({ letters, country, code }) => [letters.toLowerCase(), { country, code, by: 'letters' }] as const),
    ...regions.map(
      ({ name, country, code }) => [lettersOf(name), { country, code, by: AMBIGUOUS_NAMES.has(name) ? 'letters' : 'name' }] as const,
    ),
  ]);
}
