// The first page of a board of 10,000 deals, as the service reads it, beside a tenant of as many.
import { randomUUID } from 'node:crypto';
import { runInContext, systemClock, uuidV7 } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import pg from 'pg';
import type { BenchStack } from '../bench-stack.ts';
import { type Figure, spread } from '../figure.ts';
import { fillWithPeople, madeUpPeople } from './lead-people.ts';

/** What is measured of the app, as its build has it; a tool imports no app. */
interface Board {
  readonly columns: readonly { readonly totals: { readonly deals: number } }[];
}
interface Stage {
  readonly stageId: string;
  readonly closes: boolean;
}
interface Pipeline {
  readonly pipelineId: string;
  readonly stages: readonly Stage[];
}

const APP = '../../../apps/lead/dist/';
const DEALS = 10_000;
const LEADS = 1_000;
const BATCH = 1_000;
const ROUNDS = 5;
const READS = 100;
const PAGE = 20;
const CURRENCIES = ['EUR', 'USD', 'GBP'];

const load = async <T>(file: string, name: string): Promise<T> =>
  ((await import(new URL(`${APP}${file}.js`, import.meta.url).href)) as Record<string, T>)[name] as T;

type Class = new (...inject: unknown[]) => never;

/** Milliseconds of reading the board of the default pipeline. */
export async function measureDealsBoard(stack: BenchStack): Promise<Figure[]> {
  const database = new TenantDatabase({ url: stack.url('lead', 'service'), poolSize: 1, applicationName: 'bench' });
  const admin = new pg.Client({ connectionString: stack.adminUrl });
  await admin.connect();
  try {
    const tenants = [randomUUID(), randomUUID()] as const;
    for (const tenantId of tenants) await fill(database, tenantId);
    await admin.query('VACUUM (ANALYZE) lead.deal');
    return await reads(database, tenants[0]);
  } finally {
    await Promise.all([database.end(), admin.end()]);
  }
}

async function pipelinesOn(database: TenantDatabase) {
  const Repository = await load<Class>('pipelines/pipeline.repository', 'PipelineRepository');
  const Service = await load<Class>('pipelines/pipeline.service', 'PipelineService');
  return new Service(database, new Repository(), new Outbox(), systemClock, uuidV7) as {
    ensureDefault(): Promise<void>;
    find(tx: Tx): Promise<Pipeline>;
  };
}

async function fill(database: TenantDatabase, tenantId: string): Promise<void> {
  await fillWithPeople(database, tenantId, (await madeUpPeople()).syntheticPeople(LEADS, 1));
  const pipelines = await pipelinesOn(database);
  await runInContext(contextOf(tenantId), () => pipelines.ensureDefault());
  const Deals = await load<Class>('deals/store/deal.repository', 'DealRepository');
  const Cards = await load<Class>('deals/board/card-order.repository', 'CardOrderRepository');
  const Order = await load<Class>('deals/board/card-order.service', 'CardOrderService');
  const deals = new Deals() as { create(tx: Tx, tenantId: string, cards: readonly object[]): Promise<void> };
  const order = new Order(new Cards()) as { atEnd(tx: Tx, stageId: string, count: number): Promise<string[]> };
  for (let from = 0; from < DEALS; from += BATCH) {
    await database.inTenant(tenantId, async (tx) => {
      const { pipelineId, stages } = await pipelines.find(tx);
      const stage = stages[(from / BATCH) % stages.length] as Stage;
      const leads = await tx.query<{ leadId: string }>('SELECT lead_id AS "leadId" FROM lead WHERE tenant_id = $1', [tenantId]);
      const positions = await order.atEnd(tx, stage.stageId, BATCH);
      const cards = positions.map((position, index) => ({ ...dealOf(from + index, leads), pipelineId, ...placed(stage), position }));
      await deals.create(tx, tenantId, cards);
    });
  }
}

function dealOf(index: number, leads: readonly { leadId: string }[]): object {
  const now = new Date();
  return {
    dealId: uuidV7.next(),
    version: 1,
    leadId: leads[index % leads.length]?.leadId,
    externalId: `deal-${index}`,
    name: `Deal ${index}`,
    value: { amount: `${index}.50`, currency: CURRENCIES[index % CURRENCIES.length] },
    products: [],
    stageEnteredAt: now,
    openedAt: now,
    createdAt: now,
    updatedAt: now,
  };
}

function placed({ stageId, closes }: Stage): object {
  return { stageId, status: closes ? 'closed-won' : 'active', ...(closes && { closedAt: new Date() }) };
}

const contextOf = (tenantId: string) => ({ tenantId, actor: { kind: 'service', id: 'bench' }, scopes: [], requestId: 'bench' }) as const;

async function reads(database: TenantDatabase, tenantId: string): Promise<Figure[]> {
  const Service = await load<Class>('deals/board/board.service', 'BoardService');
  const ReadModel = await load<Class>('deals/board/board.read-model', 'BoardReadModel');
  const service = new Service(database, await pipelinesOn(database), new ReadModel(), systemClock) as {
    read(pipelineId: undefined, limit: number): Promise<Board>;
  };
  const rounds: number[][] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const millis: number[] = [];
    for (let read = 0; read < READS; read += 1) {
      const startedMs = performance.now();
      const { columns } = await runInContext(contextOf(tenantId), () => service.read(undefined, PAGE));
      millis.push(performance.now() - startedMs);
      const found = columns.reduce((sum, { totals }) => sum + totals.deals, 0);
      if (found !== DEALS) throw new Error(`the board has ${found} deals`);
    }
    if (round > 0) rounds.push(millis);
  }
  return [
    { name: 'board of 10,000 deals, first page, p50', unit: 'ms', runs: rounds.map((round) => spread(round).median), aim: '< 50' },
    { name: 'board of 10,000 deals, first page, slowest', unit: 'ms', runs: rounds.map((round) => Math.max(...round)) },
  ];
}
