import { Outbox, outboxRinger } from '@leadstream/messaging';
import { TenantDatabase } from '@leadstream/persistence';
import type { BenchStack } from '../bench-stack.ts';
import { inTheOpen, openVault } from '../bench-vault.ts';
import { type Figure, ratios } from '../figure.ts';
import { tenantIds } from '../lead-events.ts';
import { cpuMicros, pairedRuns, perSecond, type Run, timed } from '../paired-runs.ts';
import { newLeads, writeLeads } from './lead-write.ts';

const ROUNDS = 7;
const TENANTS = tenantIds(4);

interface Load {
  readonly name: string;
  readonly writers: number;
  readonly writes: number;
  readonly leadsPerWrite: number;
}

const LOADS: readonly Load[] = [
  { name: '1 writer', writers: 1, writes: 500, leadsPerWrite: 1 },
  { name: '8 writers', writers: 8, writes: 2_000, leadsPerWrite: 1 },
  { name: '1 writer, 500 leads a write', writers: 1, writes: 10, leadsPerWrite: 500 },
];

/** The lead service's write of a captured lead and its audit: without the event, with it, and with it sealed for a person who is new. */
export async function measureOutboxWrite(stack: BenchStack): Promise<Figure[]> {
  const database = new TenantDatabase({ url: stack.url('lead', 'service'), poolSize: 10, applicationName: 'bench' });
  const vault = openVault(stack.vault);
  const wake = outboxRinger(database);
  const outbox = new Outbox({ wake, personal: inTheOpen });
  const sealing = new Outbox({ wake, personal: vault.personal });
  try {
    const figures: Figure[] = [];
    for (const load of LOADS) {
      const runs = await pairedRuns(ROUNDS, {
        plain: () => timed(load.writes, () => writeAll(database, load)),
        outbox: () => timed(load.writes, () => writeAll(database, load, outbox)),
        sealed: () => timed(load.writes, () => writeAll(database, load, sealing)),
      });
      figures.push(...figuresOf(load, runs));
    }
    return figures;
  } finally {
    await Promise.all([database.end(), vault.end()]);
  }
}

async function writeAll(database: TenantDatabase, { writers, writes, leadsPerWrite }: Load, outbox?: Outbox): Promise<void> {
  let left = writes;
  const writer = async (_: unknown, index: number): Promise<void> => {
    while ((left -= 1) >= 0) {
      await database.inTenant(TENANTS[(left + index) % TENANTS.length] as string, (tx) => writeLeads(tx, newLeads(leadsPerWrite), outbox));
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
}

function figuresOf({ name }: Load, { plain, outbox, sealed }: Record<'plain' | 'outbox' | 'sealed', Run[]>): Figure[] {
  return [
    { name: `${name}: plain write`, unit: 'writes/s', runs: perSecond(plain) },
    { name: `${name}: with outbox`, unit: 'writes/s', runs: perSecond(outbox) },
    { name: `${name}: with outbox / plain`, unit: '×', runs: ratios(perSecond(outbox), perSecond(plain)), aim: '≥ 0.95' },
    { name: `${name}: with outbox, sealed for new persons / plain`, unit: '×', runs: ratios(perSecond(sealed), perSecond(plain)) },
    { name: `${name}: plain write, processor`, unit: 'µs/write', runs: cpuMicros(plain) },
    { name: `${name}: with outbox, processor`, unit: 'µs/write', runs: cpuMicros(outbox) },
    { name: `${name}: sealed, processor`, unit: 'µs/write', runs: cpuMicros(sealed) },
  ];
}
