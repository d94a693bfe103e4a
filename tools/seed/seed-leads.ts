import { madeUpLeads, type SeededLead } from './made-up-leads.ts';

/** What the seed needs of a gateway. */
export interface SeededGateway {
  post<T>(path: string, body: object): Promise<T>;
  /** Imports a CSV file, matched by external id. @returns leads that it changed */
  importFile(name: string, csv: string): Promise<number>;
}

export interface SeedFigures {
  readonly created: number;
  /** Of an earlier run with the same seed. */
  readonly alreadyThere: number;
  readonly moved: number;
}

interface BatchAnswer {
  readonly items: readonly { readonly status: string; readonly error?: { readonly code: string } }[];
}

const BATCH = 500;

/** Small enough for one upload. */
const MOVES_PER_FILE = 100_000;

/**
 * Makes leads up and captures them in batches; then a file moves those that have come further than `new`, as far in the past as they did. May be
 * repeated, also with more leads.
 * @param onProgress leads that are done
 * @throws Error when a lead is refused
 */
export async function seedLeads(
  gateway: SeededGateway,
  count: number,
  seed: number,
  onProgress: (done: number) => void,
): Promise<SeedFigures> {
  const figures = { created: 0, alreadyThere: 0, moved: 0 };
  let batch: SeededLead[] = [];
  let moves: SeededLead[] = [];
  const capture = async () => {
    const created = await captureAll(
      gateway,
      batch.map(({ lead }) => lead),
    );
    figures.created += created;
    figures.alreadyThere += batch.length - created;
    moves.push(...batch.filter(({ status }) => status !== 'new'));
    batch = [];
    onProgress(figures.created + figures.alreadyThere);
  };
  const move = async () => {
    if (moves.length > 0) figures.moved += await gateway.importFile('seed-statuses.csv', statusesOf(moves));
    moves = [];
  };
  for (const seeded of madeUpLeads(count, seed)) {
    batch.push(seeded);
    if (batch.length === BATCH) await capture();
    if (moves.length >= MOVES_PER_FILE) await move();
  }
  if (batch.length > 0) await capture();
  await move();
  return figures;
}

/** What leads of other seeds, or of the sample data, may have already: numbers that belong to nobody are few. */
const SHARED: Readonly<Record<string, 'email' | 'phone'>> = { 'LEAD.DUPLICATE_EMAIL': 'email', 'LEAD.DUPLICATE_PHONE': 'phone' };

/**
 * Captures leads; one whose address or number another lead has is captured without it.
 * @returns how many were not there
 */
async function captureAll(gateway: SeededGateway, leads: readonly SeededLead['lead'][]): Promise<number> {
  const { items } = await gateway.post<BatchAnswer>('/v1/leads/batch', { items: leads.map((lead) => ({ op: 'create', lead })) });
  const again: SeededLead['lead'][] = [];
  for (const [index, { status, error }] of items.entries()) {
    const lead = leads[index];
    if (status !== 'failed' || error?.code === 'LEAD.DUPLICATE_EXTERNAL_ID' || !lead) continue;
    const field = SHARED[error?.code ?? ''];
    if (field === undefined || lead[field] === undefined) throw new Error(`${lead.externalId} was refused: ${JSON.stringify(error)}`);
    const { [field]: _, ...others } = lead;
    again.push(others as SeededLead['lead']);
  }
  const created = items.filter(({ status }) => status === 'created').length;
  return again.length > 0 ? created + (await captureAll(gateway, again)) : created;
}

function statusesOf(moves: readonly SeededLead[]): string {
  const rows = moves.map(({ lead, status, statusChangedAt }) => `${lead.externalId},${status},${statusChangedAt}\n`);
  return `external_id,status,status_changed_at\n${rows.join('')}`;
}
