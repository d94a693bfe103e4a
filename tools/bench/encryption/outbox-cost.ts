import { randomUUID } from 'node:crypto';
import { leadCapturedV1 } from '@leadstream/contracts';
import { Outbox, type OutboxItem } from '@leadstream/messaging';
import { TenantDatabase } from '@leadstream/persistence';
import type { BenchStack } from '../bench-stack.ts';
import { inTheOpen, openVault } from '../bench-vault.ts';
import type { Figure } from '../figure.ts';
import { sampleLeads } from './sample-leads.ts';

const RUNS = 7;
const BATCH = 1_000;
const BATCHES = 5;
const SINGLES = 300;

type Item = OutboxItem<typeof leadCapturedV1>;

const itemsOf = (count: number, tenantId: string): Item[] =>
  sampleLeads(count, tenantId).map(({ data }) => ({ contract: leadCapturedV1, data, sequence: 1 }));

async function msOf(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

/** The ways to write that are compared, each with what it is given to write. */
interface Contest {
  readonly database: TenantDatabase;
  readonly open: Outbox;
  readonly sealed: Outbox;
}

interface Times {
  readonly open: number;
  readonly fresh: number;
  readonly known: number;
}

async function batches({ database, open, sealed }: Contest, tenantId: string): Promise<Times> {
  const items = itemsOf(BATCH * BATCHES, tenantId);
  const write = (outbox: Outbox) => async (): Promise<void> => {
    for (let at = 0; at < items.length; at += BATCH) {
      await database.inTenant(tenantId, (tx) => outbox.addAll(tx, items.slice(at, at + BATCH)));
    }
  };
  const times = { open: await msOf(write(open)), fresh: await msOf(write(sealed)), known: await msOf(write(sealed)) };
  return { open: times.open / BATCHES, fresh: times.fresh / BATCHES, known: times.known / BATCHES };
}

async function singles({ database, open, sealed }: Contest, tenantId: string): Promise<Times> {
  const items = itemsOf(SINGLES, tenantId);
  const write = (outbox: Outbox) => async (): Promise<void> => {
    for (const { contract, ...event } of items) await database.inTenant(tenantId, (tx) => outbox.add(tx, contract, event));
  };
  const times = { open: await msOf(write(open)), fresh: await msOf(write(sealed)), known: await msOf(write(sealed)) };
  return { open: times.open / SINGLES, fresh: times.fresh / SINGLES, known: times.known / SINGLES };
}

function figures(what: string, runs: readonly Times[]): Figure[] {
  return [
    { name: `${what}, in the open`, unit: 'ms', runs: runs.map(({ open }) => open) },
    { name: `${what}, sealed, persons known: speed of the open write`, unit: '×', runs: runs.map(({ open, known }) => open / known) },
    { name: `${what}, sealed, persons new: speed of the open write`, unit: '×', runs: runs.map(({ open, fresh }) => open / fresh) },
  ];
}

async function compare(contest: Contest): Promise<Figure[]> {
  const tenantId = randomUUID();
  const inBatches: Times[] = [];
  const alone: Times[] = [];
  for (let run = 0; run <= RUNS; run += 1) {
    inBatches.push(await batches(contest, tenantId));
    alone.push(await singles(contest, tenantId));
  }
  return [...figures('outbox, 1,000 leads in one write', inBatches.slice(1)), ...figures('outbox, one lead a write', alone.slice(1))];
}

/** What the vault and sealing add to writes, on a real Postgres. */
export async function outboxCost(stack: BenchStack): Promise<Figure[]> {
  const database = new TenantDatabase({ url: stack.url('lead', 'service'), poolSize: 2, applicationName: 'bench' });
  const vault = openVault(stack.vault);
  try {
    const sealed = new Outbox({ personal: vault.personal });
    return await compare({ database, open: new Outbox({ personal: inTheOpen }), sealed });
  } finally {
    await Promise.all([database.end(), vault.end()]);
  }
}
