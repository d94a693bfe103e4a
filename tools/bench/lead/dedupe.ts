// The duplicate finder over 100,000 leads in one process, without a database.
//
// Made-up people (`apps/lead/test/synthetic-people.ts`, seed 1), one in ten of them twice, one in twenty with a relative at the
// same address. Counted is all that the finder does: forms to compare, frequencies, keys, pairs, scores with their explanation.
import type { Figure } from '../figure.ts';

interface Pair {
  readonly leftId: string;
  readonly rightId: string;
}

/** What is measured of the app, as its build has it; a tool imports no app. */
interface Finder {
  findDuplicates(people: readonly { readonly id: string }[]): Iterable<Pair>;
}

interface People {
  syntheticPeople(count: number, seed: number): { readonly id: string }[];
}

const LEADS = 100_000;
const SEED = 1;
const RUNS = 5;
const PEOPLE = new URL('../../../apps/lead/test/synthetic-people.ts', import.meta.url);
const FINDER = new URL('../../../apps/lead/dist/duplicates/duplicate-finder.rules.js', import.meta.url);

/** Seconds over 100,000 leads (clock and processor), and how many of the reported pairs and of the true ones are right. */
export async function measureDedupe(): Promise<Figure[]> {
  const { findDuplicates } = (await import(FINDER.href)) as Finder;
  const { syntheticPeople } = (await import(PEOPLE.href)) as People;
  const people = syntheticPeople(LEADS, SEED);
  const wall: number[] = [];
  const processor: number[] = [];
  let pairs: Pair[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const [startedMs, cpu] = [performance.now(), process.cpuUsage()];
    pairs = [...findDuplicates(people)];
    const { user, system } = process.cpuUsage(cpu);
    wall.push((performance.now() - startedMs) / 1_000);
    processor.push((user + system) / 1_000_000);
  }
  const right = pairs.filter(({ leftId, rightId }) => isOnePerson(leftId, rightId)).length;
  const twice = people.filter(({ id }) => id.endsWith('-again')).length;
  return [
    { name: `duplicates among ${LEADS} leads`, unit: 's', runs: wall, aim: '< 60' },
    { name: 'processor time', unit: 's', runs: processor },
    { name: 'reported pairs that are right', unit: '', runs: [right / pairs.length] },
    { name: 'true pairs that are reported', unit: '', runs: [right / twice] },
  ];
}

function isOnePerson(left: string, right: string): boolean {
  return left.replace('-again', '') === right.replace('-again', '');
}
