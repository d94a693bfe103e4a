import type { CandidateAddress, DuplicateCandidate } from '../src/duplicates/duplicate-candidate.js';

/** A source of chance that repeats itself: mulberry32. */
export function seededChance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const FIRST =
  'james mary robert patricia john jennifer michael linda david elizabeth william barbara richard susan joseph jessica thomas sarah charles karen christopher lisa daniel nancy matthew betty anthony sandra mark ashley donald emily steven kimberly andrew margaret paul donna joshua michelle kenneth carol kevin amanda brian melissa george deborah edward stephanie ronald rebecca timothy laura jason sharon jeffrey cynthia ryan kathleen jacob amy gary angela nicholas shirley eric anna jonathan brenda stephen pamela larry emma justin nicole scott helen brandon samantha benjamin katherine samuel christine gregory debra frank rachel alexander carolyn raymond janet patrick catherine jack maria dennis heather jerry diane tyler ruth aaron julie jose olivia adam joyce nathan virginia henry victoria'.split(
    ' ',
  );
const ONSETS = 'b br ch d f g gr h j k kl l m mac n o p r s sch st t th v w z'.split(' ');
const MIDDLES = 'a ai al an ar e ei el en er i il in ing ir o ol on or ou u ul un ur'.split(' ');
const CODAS = 'd ford g k l ler ley man mann n ner ng r rd s sen ski son t ter ton x z'.split(' ');
const STREETS = 'street road avenue lane drive court place crescent'.split(' ');

/** Zipf's law, flattened at its head by Mandelbrot: the most popular of thousands is had by one in a hundred. */
function popular<T>(chance: () => number, items: readonly T[]): T {
  const head = 20;
  return items[Math.floor(head * ((items.length + head) / head) ** chance() - head)] as T;
}

const pick = <T>(chance: () => number, items: readonly T[]): T => items[Math.floor(chance() * items.length)] as T;
const digits = (chance: () => number, length: number): string => Array.from({ length }, () => Math.floor(chance() * 10)).join('');

interface World {
  readonly chance: () => number;
  readonly takenAddresses: Set<string>;
  readonly lastNames: readonly string[];
  readonly towns: readonly { readonly city: string; readonly postalCode: string }[];
}

function word({ chance }: Pick<World, 'chance'>): string {
  return pick(chance, ONSETS) + pick(chance, MIDDLES) + pick(chance, CODAS);
}

function makeWorld(chance: () => number): World {
  const names = new Set<string>();
  while (names.size < 8_000) names.add(word({ chance }));
  const towns = Array.from({ length: 1_500 }, () => ({ city: `${word({ chance })}ville`, postalCode: digits(chance, 5) }));
  return { chance, takenAddresses: new Set(), lastNames: [...names], towns };
}

/** A user who finds the name taken adds a number: no two people have one address. */
function freeAddress(world: World, user: string): string {
  const domain = pick(world.chance, ['gmail.com', 'yahoo.com', 'outlook.com', `${word(world)}${word(world)}.com`]);
  const wanted = `${user}@${domain}`;
  const address = world.takenAddresses.has(wanted) ? `${user}${world.takenAddresses.size}@${domain}` : wanted;
  world.takenAddresses.add(address);
  return address;
}

function person(world: World, id: string): DuplicateCandidate {
  const { chance } = world;
  const [firstName, lastName] = [popular(chance, FIRST), popular(chance, world.lastNames)];
  const says = (rate: number): boolean => chance() < rate;
  const user = `${firstName}.${lastName}${says(0.5) ? id.slice(1) : ''}`;
  const town = popular(chance, world.towns);
  const address: CandidateAddress = {
    streetNumber: `${1 + Math.floor(chance() * 250)}`,
    street: `${popular(chance, world.lastNames)} ${pick(chance, STREETS)}`,
    unit: says(0.1) ? `apt ${1 + Math.floor(chance() * 40)}` : null,
    ...town,
    region: null,
    country: 'US',
  };
  return {
    id,
    firstName,
    lastName,
    email: says(0.9) ? freeAddress(world, user) : null,
    phone: says(0.7) ? `+1${2 + Math.floor(chance() * 8)}${digits(chance, 9)}` : null,
    company: says(0.4) ? `${popular(chance, world.lastNames)} ${pick(chance, ['Group', 'Ltd', 'Inc', 'Partners'])}` : null,
    address: says(0.6) ? address : null,
    attributes: says(0.3) ? { birthDate: { kind: 'date', value: `${1940 + Math.floor(chance() * 65)}${monthAndDay(chance)}` } } : {},
  };
}

function monthAndDay(chance: () => number): string {
  return [12, 28].map((most) => String(1 + Math.floor(chance() * most)).padStart(2, '0')).join('');
}

/** One slip of the fingers. */
export function mistype(chance: () => number, text: string): string {
  const at = Math.floor(chance() * text.length);
  const letter = String.fromCharCode(97 + Math.floor(chance() * 26));
  return pick(chance, [
    text.slice(0, at) + letter + text.slice(at),
    text.slice(0, at) + text.slice(at + 1),
    text.slice(0, at) + letter + text.slice(at + 1),
  ]);
}

/** The same person another time: an address of another provider, another telephone, a slip in a name, or gaps. */
function again({ chance }: World, known: DuplicateCandidate, id: string): DuplicateCandidate {
  const sometimes = <T>(rate: number, change: (value: T) => T | null, value: T): T | null => (chance() < rate ? change(value) : value);
  return {
    ...known,
    id,
    firstName: sometimes(0.2, (name) => name && mistype(chance, name), known.firstName),
    lastName: sometimes(0.1, (name) => name && mistype(chance, name), known.lastName),
    email: sometimes(0.8, (email) => email && email.replace(/@.*/, '@work.example'), known.email),
    phone: sometimes(0.5, () => `+1${2 + Math.floor(chance() * 8)}${digits(chance, 9)}`, known.phone),
    company: sometimes(0.3, () => null, known.company),
    address: sometimes(0.3, () => null, known.address),
  };
}

/** Relatives: another first name at the same address. */
function relative({ chance }: World, known: DuplicateCandidate, id: string): DuplicateCandidate {
  const firstName = pick(
    chance,
    FIRST.filter((name) => name !== known.firstName),
  );
  return { ...known, id, firstName, email: `${firstName}@home.example`, phone: null, attributes: {} };
}

/**
 * Leads of made-up people with names, towns and companies as uneven as real ones; one in ten comes twice (`…-again`), one in
 * twenty has a relative (`…-relative`) at the same address.
 */
export function syntheticPeople(count: number, seed: number): DuplicateCandidate[] {
  const world = makeWorld(seededChance(seed));
  const people: DuplicateCandidate[] = [];
  for (let index = 0; people.length < count; index += 1) {
    const lead = person(world, `p${index}`);
    people.push(lead);
    if (index % 10 === 0) people.push(again(world, lead, `p${index}-again`));
    if (index % 20 === 1) people.push(relative(world, lead, `p${index}-relative`));
  }
  return people.slice(0, count);
}
