// The way of a lead's change into a segment: from its commit over outbox, relay, Kafka and consumer to the row of the member.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { leadUpdatedV1 } from '@leadstream/contracts';
import { Outbox, outboxRinger } from '@leadstream/messaging';
import { TenantDatabase } from '@leadstream/persistence';
import pg from 'pg';
import { type BenchSystem, startBenchSystem } from '../bench-system.ts';
import { inTheOpen } from '../bench-vault.ts';
import { type Figure } from '../figure.ts';
import { fillLeads } from './lead-rows.ts';
import { makeSegments } from './segment-rows.ts';

const SEGMENTS = 200;
const CHANGES_PER_SECOND = 1_000;
const CHANGES_PER_COMMIT = 50;
const ROUNDS = process.env['BENCH_SCALE'] === 'small' ? 3 : 5;
const SECONDS = 6;
/** Not counted: plans are made, consumers find their places. */
const WARM_UP_SECONDS = 3;
const SETTLED_WITHIN_MS = 60_000;

/** What the service would do in the background for leads that it did not write itself is done: words, keys of duplicates. */
const SETTLED = ['UPDATE lead.lead SET search_version = 1 WHERE tenant_id = $1', 'DELETE FROM lead.duplicate_backlog WHERE tenant_id = $1'];

/** Tells who came into a segment at the moment at which anybody can see it: notifications leave with the commit, 8,000 bytes each. */
const TELL_ENTRIES = `
  CREATE FUNCTION lead.bench_tell_entries() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM pg_notify('bench_entered', string_agg(lead_id::text, ','))
       FROM (SELECT lead_id, (row_number() OVER ()) / 200 AS part FROM entered) AS numbered GROUP BY part;
    RETURN NULL;
  END $$;
  CREATE TRIGGER bench_entries AFTER INSERT ON lead.segment_member REFERENCING NEW TABLE AS entered
    FOR EACH STATEMENT EXECUTE FUNCTION lead.bench_tell_entries()`;

/** Another company in each round: one of those that a segment asks for. */
const MOVE = {
  name: 'bench-company',
  text: `UPDATE lead SET company = 'Company ' || 3 * ((hashtext(lead_id::text) + $2::integer) & 63), version = version + 1, updated_at = now()
          WHERE lead_id = ANY ($1::uuid[])
      RETURNING lead_id AS "leadId", external_id AS "externalId", first_name AS "firstName", last_name AS "lastName", email, phone, company,
                time_zone AS "timeZone", source, version`,
};

interface Moved {
  readonly leadId: string;
  readonly externalId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string;
  readonly company: string;
  readonly timeZone: null;
  readonly source: string;
  readonly version: number;
}

/** Milliseconds from the commit of a change to the commit of the member's row, at a steady rate that does not wait for anything. */
export async function measureSegmentLag(): Promise<Figure[]> {
  const system = await startBenchSystem({}, ['lead']);
  const database = new TenantDatabase({ url: system.roleUrl('lead', 'service'), poolSize: 6, applicationName: 'bench-load' });
  const listener = new pg.Client({ connectionString: system.adminUrl });
  try {
    const tenantId = randomUUID();
    const leadIds = await stage(system, database, listener, tenantId);
    const entered = new Map<string, number>();
    listener.on('notification', ({ payload = '' }) => {
      const now = performance.now();
      for (const leadId of payload.split(',')) entered.set(leadId, now);
    });
    const load = loadOf({ system, database, tenantId, leadIds, entered });
    await load(WARM_UP_SECONDS);
    const rounds: number[][] = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push((await load(SECONDS)).toSorted((one, other) => one - other));
    const at = (share: number): number[] => rounds.map((sorted) => sorted[Math.ceil(sorted.length * share) - 1] as number);
    const rate = `${CHANGES_PER_SECOND} changes/s`;
    return [
      { name: `change → in its segment of ${SEGMENTS}, p50 at ${rate}`, unit: 'ms', runs: at(0.5) },
      { name: `change → in its segment of ${SEGMENTS}, p99 at ${rate}`, unit: 'ms', runs: at(0.99), aim: '≤ 2000' },
    ];
  } finally {
    await listener.end();
    await database.end();
    await system.stop();
  }
}

/** @returns leads whose statuses do for the segments that ask for a company: each comes into one by its next company */
async function stage(system: BenchSystem, database: TenantDatabase, listener: pg.Client, tenantId: string): Promise<string[]> {
  await listener.connect();
  const changed = CHANGES_PER_SECOND * SECONDS;
  // Of a hundred leads nineteen are engaged or qualified.
  await fillLeads(system.adminUrl, [{ tenantId, leads: Math.ceil((changed * 100) / 19) }]);
  for (const statement of SETTLED) await listener.query(statement, [tenantId]);
  await listener.query('VACUUM (ANALYZE) lead.lead, lead.duplicate_backlog');
  await makeSegments(database, tenantId, SEGMENTS);
  await listener.query(TELL_ENTRIES);
  await listener.query('LISTEN bench_entered');
  const { rows } = await listener.query<{ lead_id: string }>(
    `SELECT lead_id FROM lead.lead WHERE tenant_id = $1 AND status IN ('engaged', 'qualified') ORDER BY lead_id LIMIT $2`,
    [tenantId, changed],
  );
  return rows.map((row) => row.lead_id);
}

interface Load {
  readonly system: BenchSystem;
  readonly database: TenantDatabase;
  readonly tenantId: string;
  readonly leadIds: readonly string[];
  readonly entered: Map<string, number>;
}

/** Commits changes of leads for some seconds, each when it is due, whether or not the one before has ended; then waits for all. */
function loadOf({ system, database, tenantId, leadIds, entered }: Load): (seconds: number) => Promise<number[]> {
  const outbox = new Outbox({ topicPrefix: system.topicPrefix, wake: outboxRinger(database), personal: inTheOpen });
  let round = 0;
  const commit = async (ids: readonly string[]): Promise<[string, number][]> => {
    await database.inTenant(tenantId, async (tx) => {
      const at = new Date();
      const moved = await tx.query<Moved>(MOVE, [ids, round]);
      const items = moved.map(({ version, ...lead }) => {
        const data = { ...lead, changed: ['company'], updatedAt: at.toISOString(), importId: null };
        return { contract: leadUpdatedV1, data, sequence: version, time: at };
      });
      await outbox.addAll(tx, items);
    });
    const now = performance.now();
    return ids.map((id): [string, number] => [id, now]);
  };
  return async (seconds) => {
    round += 1;
    entered.clear();
    const startedMs = performance.now();
    const running: Promise<[string, number][]>[] = [];
    for (let n = 0; n < (CHANGES_PER_SECOND * seconds) / CHANGES_PER_COMMIT; n += 1) {
      const dueMs = startedMs + (n * CHANGES_PER_COMMIT * 1_000) / CHANGES_PER_SECOND;
      if (dueMs > performance.now()) await pause(dueMs - performance.now());
      running.push(commit(leadIds.slice(n * CHANGES_PER_COMMIT, (n + 1) * CHANGES_PER_COMMIT)));
    }
    const committed = (await Promise.all(running)).flat();
    for (const end = performance.now() + SETTLED_WITHIN_MS; !committed.every(([id]) => entered.has(id)); await pause(20)) {
      if (performance.now() < end) continue;
      const missing = committed.filter(([id]) => !entered.has(id)).length;
      throw new Error(`${missing} of ${committed.length} leads did not come into their segments within ${SETTLED_WITHIN_MS} ms`);
    }
    return committed.map(([id, atMs]) => Math.max(0, (entered.get(id) as number) - atMs));
  };
}
