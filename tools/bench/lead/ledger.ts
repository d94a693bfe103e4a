// Entries booked by the lead service, to one budget and to many, against a bare INSERT of the same row.
import { randomBytes, randomUUID } from 'node:crypto';
import { runInContext, systemClock } from '@leadstream/kernel';
import { Outbox, outboxRinger } from '@leadstream/messaging';
import { TenantDatabase } from '@leadstream/persistence';
import pg from 'pg';
import type { BenchStack } from '../bench-stack.ts';
import { type Figure, ratios } from '../figure.ts';
import { pairedRuns, perSecond, type Run, timed } from '../paired-runs.ts';

/** What is measured of the app, as its build has it; a tool imports no app. */
interface Ledger {
  book(budgetId: string, entry: object): Promise<unknown>;
}
interface Budgets {
  create(budget: object): Promise<{ readonly id: string }>;
}

const BUDGETS = '../../../apps/lead/dist/budgets/';
const ROUNDS = 5;
const MOST_WRITERS = 64;
const LOADS = [
  { writers: 1, entries: 300 },
  { writers: 8, entries: 1_000 },
  { writers: MOST_WRITERS, entries: 2_000 },
] as const;
const CONTEXT = { tenantId: randomUUID(), actor: { kind: 'member', id: randomUUID() }, scopes: [], requestId: randomUUID() } as const;
const ENTRY = { kind: 'allocation', amount: { amount: '12.50', currency: 'EUR' } };

/** The table of entries with its indexes, and nothing that judges a row. */
const BARE_TABLE = 'CREATE TABLE lead.bench_entry (LIKE lead.budget_entry INCLUDING INDEXES INCLUDING GENERATED)';
const BARE_INSERT = {
  name: 'bench-entry-insert',
  text: `INSERT INTO lead.bench_entry (tenant_id, budget_id, sequence, kind, account, currency, change_minor, balance_before_minor,
           balance_after_minor, actor_kind, actor_id, request_id, recorded_at, previous_hash, hash)
         VALUES ($1, $2, $3, 'allocation', 'funding', 'EUR', 1250, 0, 1250, 'member', $4, $5, $6, $7, $8)`,
};

/** Entries a second with 1, 8 and 64 writers. */
export async function measureLedger(stack: BenchStack): Promise<Figure[]> {
  const database = new TenantDatabase({ url: stack.url('lead', 'service'), poolSize: MOST_WRITERS, applicationName: 'bench' });
  const bare = new pg.Pool({ connectionString: stack.adminUrl, max: MOST_WRITERS });
  try {
    await bare.query(BARE_TABLE);
    const { ledger, budgets } = await service(database);
    const ids: string[] = [];
    for (let index = 0; index < MOST_WRITERS; index += 1) {
      ids.push((await runInContext(CONTEXT, () => budgets.create({ name: `Budget ${index}`, currency: 'EUR', overdraftLimit: '0' }))).id);
    }
    const [first = ''] = ids;
    const figures: Figure[] = [];
    for (const { writers, entries } of LOADS) {
      const book = (budgetId: string) => runInContext(CONTEXT, () => ledger.book(budgetId, ENTRY));
      const runs = await pairedRuns(ROUNDS, {
        one: () => timed(entries, () => inTurns(writers, entries, () => book(first))),
        many: () => timed(entries, () => inTurns(writers, entries, (writer) => book(ids[writer] ?? first))),
        bare: () => timed(entries, () => inTurns(writers, entries, (writer) => insertBare(bare, ids[writer] ?? first))),
      });
      figures.push(...figuresOf(writers, runs));
    }
    return figures;
  } finally {
    await Promise.all([database.end(), bare.end()]);
  }
}

async function service(database: TenantDatabase): Promise<{ ledger: Ledger; budgets: Budgets }> {
  const load = async (file: string) => import(new URL(`${BUDGETS}${file}`, import.meta.url).href);
  const { BudgetRepository } = await load('store/budget.repository.js');
  const { EntryRepository } = await load('store/entry.repository.js');
  const { BudgetListReadModel } = await load('store/budget-list.read-model.js');
  const { LedgerService } = await load('ledger/ledger.service.js');
  const { BudgetService } = await load('budget.service.js');
  const parts = [new BudgetRepository(), new EntryRepository(), new BudgetListReadModel(), new Outbox({ wake: outboxRinger(database) })];
  return {
    ledger: new LedgerService(database, ...parts, systemClock) as Ledger,
    budgets: new BudgetService(database, ...parts, systemClock, { next: randomUUID }) as Budgets,
  };
}

async function inTurns(writers: number, times: number, work: (writer: number) => Promise<unknown>): Promise<void> {
  let left = times;
  const writer = async (_: unknown, index: number): Promise<void> => {
    while ((left -= 1) >= 0) await work(index);
  };
  await Promise.all(Array.from({ length: writers }, writer));
}

let inserted = 0;

function insertBare(pool: pg.Pool, budgetId: string): Promise<unknown> {
  const { tenantId, actor, requestId } = CONTEXT;
  const values = [tenantId, budgetId, (inserted += 1), actor.id, requestId, new Date(), randomBytes(32), randomBytes(32)];
  return pool.query({ ...BARE_INSERT, values });
}

function figuresOf(writers: number, { one, many, bare }: Record<'one' | 'many' | 'bare', Run[]>): Figure[] {
  const name = `${writers} ${writers === 1 ? 'writer' : 'writers'}`;
  return [
    { name: `${name}, one budget`, unit: 'entries/s', runs: perSecond(one) },
    { name: `${name}, a budget each`, unit: 'entries/s', runs: perSecond(many) },
    { name: `${name}, bare INSERT`, unit: 'rows/s', runs: perSecond(bare) },
    { name: `${name}, one budget / bare INSERT`, unit: '×', runs: ratios(perSecond(one), perSecond(bare)) },
    { name: `${name}, a budget each / bare INSERT`, unit: '×', runs: ratios(perSecond(many), perSecond(bare)) },
  ];
}
