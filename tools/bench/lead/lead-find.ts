// The search box over a million leads of made-up people, 200,000 notes, 200,000 deals and as many tasks, and what its index costs whoever
// writes leads.
import { randomUUID } from 'node:crypto';
import { runInContext } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import pg from 'pg';
import type { BenchStack } from '../bench-stack.ts';
import { type Figure, ratios, spread } from '../figure.ts';
import { fillWithNotes, madeUpNotes, type PersonNote } from './lead-notes.ts';
import { fillWithPeople, madeUpPeople, type People, type Person } from './lead-people.ts';
import { fillWithWork } from './lead-work.ts';

/** What is measured of the app, as its build has it; a tool imports no app. */
interface Searching {
  search(typed: string, limit: number, types?: readonly string[]): Promise<{ items: readonly { id: string }[] }>;
}

const APP = '../../../apps/lead/';
const IS_SMALL = process.env['BENCH_SCALE'] === 'small';
const [PEOPLE, NOTES, TENANTS] = IS_SMALL ? [50_000, 20_000, 10] : [500_000, 200_000, 500];
/** Of the small tenant that is asked. */
const SMALL_NOTES = 400;
const LARGE = randomUUID();
/** The other half, as small tenants have it. */
const OTHERS = Array.from({ length: TENANTS }, () => randomUUID());
const BATCH = 1_000;
const ROUNDS = 5;
const SEARCHES = 100;
const PAIRS = 20;
const PAGE = 20;

/** What a person types who looks for somebody. */
function shapes({ mistype, seededChance }: People): Readonly<Record<string, (person: Person) => string>> {
  const chance = seededChance(7);
  return {
    'first and last name': ({ firstName, lastName }) => `${firstName} ${lastName}`,
    'last name': ({ lastName }) => lastName,
    'first name': ({ firstName }) => firstName,
    'last name with a slip': ({ lastName }) => mistype(chance, lastName),
    'both names, a slip in each': ({ firstName, lastName }) => `${mistype(chance, firstName)} ${mistype(chance, lastName)}`,
    'three letters': ({ lastName }) => lastName.slice(0, 3),
    'one letter': ({ lastName }) => lastName.slice(0, 1),
    'e-mail address': ({ email }) => email ?? 'nobody@example.com',
    'telephone number': ({ phone }) => phone?.replace(/^\+1(...)(...)/, '($1) $2-') ?? '5550143',
    'first name and company': ({ firstName, company }) => `${firstName} ${company ?? 'Group'}`,
  };
}

/** What a person types who looks for what was written down. */
function noteShapes({ mistype, seededChance }: People): Readonly<Record<string, (note: PersonNote) => string>> {
  const chance = seededChance(8);
  return {
    'word of few notes': ({ rareWord }) => rareWord,
    'word of few notes with a slip': ({ rareWord }) => mistype(chance, rareWord),
    'word of many notes': () => 'garden',
    'two words of many notes': () => 'mortgage garden',
    'last name and word of a note': ({ person, rareWord }) => `${person.lastName} ${rareWord}`,
    'last name and word of many notes': ({ person }) => `${person.lastName} garden`,
  };
}

/** Milliseconds of a search by what is typed, in a tenant of 500,000 and in one of 1,000; and of writing 1,000 leads. */
export async function measureLeadFind(stack: BenchStack): Promise<Figure[]> {
  const database = new TenantDatabase({ url: stack.url('lead', 'service'), poolSize: 1, applicationName: 'bench' });
  const admin = new pg.Client({ connectionString: stack.adminUrl });
  await admin.connect();
  try {
    const people = await madeUpPeople();
    const leads = people.syntheticPeople(PEOPLE, 1);
    await fillWithPeople(database, LARGE, leads);
    for (const [index, tenantId] of OTHERS.entries())
      await fillWithPeople(database, tenantId, leads.slice(index * BATCH, (index + 1) * BATCH));
    const [smallTenant, few] = [OTHERS[0] as string, leads.slice(0, BATCH)];
    const chance = people.seededChance(9);
    const notes = madeUpNotes(leads.slice(0, NOTES), chance);
    const smallNotes = madeUpNotes(few.slice(0, SMALL_NOTES), chance);
    await fillWithNotes(database, LARGE, notes);
    await fillWithNotes(database, smallTenant, smallNotes);
    await fillWithWork(database, LARGE, notes);
    await fillWithWork(database, smallTenant, smallNotes);
    await admin.query('VACUUM (ANALYZE) lead.lead, lead.lead_search_key, lead.note, lead.attachment_search_key');
    await admin.query('VACUUM (ANALYZE) lead.deal, lead.task, lead.work_search_key');
    await admin.query('CHECKPOINT');
    const [typed, typedOfNotes] = [shapes(people), noteShapes(people)];
    return [
      ...(await searches(database, LARGE, typed, leads, 'large')),
      ...(await searches(database, LARGE, typedOfNotes, notes, 'large')),
      ...(await searches(database, smallTenant, typed, few, 'small')),
      ...(await searches(database, smallTenant, typedOfNotes, smallNotes, 'small')),
      ...(await writes(database, admin, leads)),
    ];
  } finally {
    await Promise.all([database.end(), admin.end()]);
  }
}

async function searches<T>(
  database: TenantDatabase,
  tenantId: string,
  typed: Readonly<Record<string, (about: T) => string>>,
  subjects: readonly T[],
  size: string,
): Promise<Figure[]> {
  const { SearchService } = await import(new URL(`${APP}dist/search/search.service.js`, import.meta.url).href);
  const { LeadCandidatesReadModel } = await import(new URL(`${APP}dist/search/lead-candidates.read-model.js`, import.meta.url).href);
  const { AttachmentTextsReadModel } = await import(new URL(`${APP}dist/search/attachment-texts.read-model.js`, import.meta.url).href);
  const { WorkCandidatesReadModel } = await import(new URL(`${APP}dist/search/work-candidates.read-model.js`, import.meta.url).href);
  const readModels = [new LeadCandidatesReadModel(), new AttachmentTextsReadModel(), new WorkCandidatesReadModel()];
  const service = new SearchService(database, ...readModels) as Searching;
  const context = { tenantId, actor: { kind: 'service', id: 'bench' }, scopes: [], requestId: 'bench' } as const;
  const figures: Figure[] = [];
  for (const [shape, type] of Object.entries(typed)) {
    const texts = Array.from({ length: SEARCHES }, (_, index) => type(subjects[(index * 997) % subjects.length] as T));
    const rounds: { leads: number[]; all: number[] }[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const millis = { leads: [] as number[], all: [] as number[] };
      for (const [place, text] of texts.entries()) {
        for (const asked of place % 2 === 0 ? (['leads', 'all'] as const) : (['all', 'leads'] as const)) {
          const startedMs = performance.now();
          await runInContext(context, () => service.search(text, PAGE, asked === 'leads' ? ['lead'] : undefined));
          millis[asked].push(performance.now() - startedMs);
        }
      }
      if (round > 0) rounds.push(millis);
    }
    const [leads, all] = (['leads', 'all'] as const).map((asked) => rounds.map((round) => spread(round[asked]).median));
    figures.push({ name: `${size} tenant, ${shape}, leads alone, p50`, unit: 'ms', runs: leads ?? [], aim: '< 50' });
    figures.push({ name: `${size} tenant, ${shape}, p50`, unit: 'ms', runs: all ?? [], aim: '< 50' });
    figures.push({ name: `${size} tenant, ${shape}, slowest`, unit: 'ms', runs: rounds.map((round) => Math.max(...round.all)) });
  }
  return figures;
}

/** The same statement with and without the trigger that keeps the words, in turn; new leads of one more tenant each time. */
async function writes(database: TenantDatabase, admin: pg.Client, people: readonly Person[]): Promise<Figure[]> {
  const runs = { with: [] as number[], without: [] as number[] };
  for (let pair = 0; pair <= PAIRS; pair += 1) {
    const batch = people.slice(pair * BATCH, (pair + 1) * BATCH);
    for (const way of pair % 2 === 0 ? (['with', 'without'] as const) : (['without', 'with'] as const)) {
      await admin.query(`ALTER TABLE lead.lead ${way === 'with' ? 'ENABLE' : 'DISABLE'} TRIGGER lead_search_added`);
      const startedMs = performance.now();
      await fillWithPeople(database, randomUUID(), batch);
      if (pair > 0) runs[way].push(performance.now() - startedMs);
    }
  }
  return [
    { name: '1,000 new leads that can be found', unit: 'ms', runs: runs.with },
    { name: '1,000 new leads that cannot', unit: 'ms', runs: runs.without },
    { name: 'the one to the other', unit: '×', runs: ratios(runs.with, runs.without) },
  ];
}
