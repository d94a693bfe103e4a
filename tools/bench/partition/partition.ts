import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { detachMonthPartition, ensureMonthPartitions, TenantDatabase } from '@leadstream/persistence';
import pg from 'pg';
import { percentile } from '@leadstream/testing/http-load';
import type { BenchStack } from '../bench-stack.ts';
import { type Figure, ratios } from '../figure.ts';
import { openLoop, type Stretch } from './open-loop.ts';

const ROUNDS = 5;
const STRETCH_MS = 6_000;
const INSERTS_PER_SECOND = 150;
const ROWS_EACH = 20;
/** In each round so many partitions are made, and as many old ones taken away. */
const MONTHS_A_ROUND = 8;
const ROWS_IN_OLD_MONTH = 20_000;

const COLUMNS = 'tenant_id, received_at, event_id, endpoint_id, provider, provider_event_id, kind, occurred_at, payload';
const INSERT = {
  name: 'bench_event_insert',
  text: `INSERT INTO email_event (${COLUMNS})
         SELECT $1, now(), id, id, 'sendgrid', id::text, 'open', now(), '{"event":"open"}' FROM unnest($2::uuid[]) AS id`,
};

/** Inserts at a steady rate, with and without partitions coming and going meanwhile. */
export async function measurePartition(stack: BenchStack): Promise<Figure[]> {
  const database = new TenantDatabase({ url: stack.url('email-events', 'service'), poolSize: 8, applicationName: 'bench' });
  const months = new Months(stack, database);
  try {
    await quiet(database);
    const calm: Stretch[] = [];
    const busy: Stretch[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await months.fillOld();
      const stretches = [() => quiet(database).then((one) => calm.push(one)), () => months.underLoad().then((one) => busy.push(one))];
      for (const stretch of round % 2 === 0 ? stretches : stretches.toReversed()) await stretch();
    }
    const p99 = (runs: readonly Stretch[]): number[] => runs.map(({ latenciesMs }) => percentile(latenciesMs, 0.99));
    const p50 = (runs: readonly Stretch[]): number[] => runs.map(({ latenciesMs }) => percentile(latenciesMs, 0.5));
    return [
      { name: `insert of ${ROWS_EACH} rows, p50, nothing else`, unit: 'ms', runs: p50(calm) },
      { name: `insert of ${ROWS_EACH} rows, p50, partitions come and go`, unit: 'ms', runs: p50(busy) },
      { name: `insert of ${ROWS_EACH} rows, p99, nothing else`, unit: 'ms', runs: p99(calm) },
      { name: `insert of ${ROWS_EACH} rows, p99, partitions come and go`, unit: 'ms', runs: p99(busy) },
      { name: 'p99 while partitions come and go / p99', unit: '×', runs: ratios(p99(busy), p99(calm)), aim: '≤ 2' },
      { name: 'failed inserts', unit: '', runs: [...calm, ...busy].map(({ errors }) => errors), aim: '≤ 0' },
      { name: 'partitions made and detached', unit: '', runs: [months.changed] },
    ];
  } finally {
    await database.end();
  }
}

function quiet(database: TenantDatabase): Promise<Stretch> {
  return openLoop(INSERTS_PER_SECOND, () => insert(database), pause(STRETCH_MS));
}

function insert(database: TenantDatabase): Promise<number> {
  const tenantId = randomUUID();
  const ids = Array.from({ length: ROWS_EACH }, () => randomUUID());
  return database.inTenant(tenantId, (tx) => tx.execute(INSERT, [tenantId, ids]));
}

/** The months of `email_event`: old ones are made and filled before each round, and go while new ones come. */
class Months {
  changed = 0;
  #ahead = 3;

  readonly #stack: BenchStack;
  readonly #database: TenantDatabase;

  constructor(stack: BenchStack, database: TenantDatabase) {
    this.#stack = stack;
    this.#database = database;
  }

  async fillOld(): Promise<void> {
    const client = new pg.Client({ connectionString: this.#stack.adminUrl, options: '-c search_path=email_events' });
    await client.connect();
    await client.query(`SELECT ensure_month_partitions('email_event', 0, $1)`, [MONTHS_A_ROUND + 1]);
    await client.query(
      `INSERT INTO email_event (${COLUMNS})
       SELECT gen_random_uuid(), date_trunc('month', now()) - make_interval(months => 2 + n % $1), uuidv7(), uuidv7(), 'sendgrid', n::text, 'open',
              now(), '{"event":"open"}' FROM generate_series(1, $2) AS n`,
      [MONTHS_A_ROUND, MONTHS_A_ROUND * ROWS_IN_OLD_MONTH],
    );
    await client.query('CHECKPOINT');
    await client.end();
  }

  async underLoad(): Promise<Stretch> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const inserting = openLoop(INSERTS_PER_SECOND, () => insert(this.#database), promise);
    try {
      for (let step = 0; step < MONTHS_A_ROUND; step += 1) {
        this.#ahead += 1;
        await Promise.all([this.#change(step), pause(STRETCH_MS / MONTHS_A_ROUND)]);
      }
    } finally {
      resolve();
    }
    return inserting;
  }

  async #change(step: number): Promise<void> {
    const made = await this.#database.withoutTenant((tx) => ensureMonthPartitions(tx, ['email_event'], this.#ahead));
    const ownerUrl = this.#stack.url('email-events', 'owner');
    const table = await detachMonthPartition({ ownerUrl, table: 'email_event', month: monthAgo(MONTHS_A_ROUND + 1 - step) });
    if (made !== 1 || table === undefined) throw new Error('a partition was not made, or not detached');
    const owner = new pg.Client({ connectionString: ownerUrl });
    await owner.connect();
    await owner.query(`DROP TABLE ${pg.escapeIdentifier(table)}`);
    await owner.end();
    this.changed += 2;
  }
}

function monthAgo(steps: number): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - steps, 1)).toISOString().slice(0, 7);
}
