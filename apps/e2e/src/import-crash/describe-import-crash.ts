import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { complianceLeadProjection, type ImportJob, type ImportRow, leadTopic, ROW_OUTCOMES } from '@leadstream/contracts';
import { captureEvents, type EventCapture, eventually } from '@leadstream/testing';
import pg from 'pg';
import { Random } from '../../faults/random.js';
import type { GatewayClient } from '../gateway-client.js';
import { caughtUp } from '../group-progress.js';
import type { System } from '../system.js';
import { ImportGate } from './import-gate.js';
import { killAt, momentsOf } from './kill-at.js';
import { eventsOf } from './lead-topic.js';
import { earlierLeads, PEOPLE_OPTIONS, type PeopleRow, peopleRows, writeCsv, writeWorkbook } from './people-file.js';
import { type StateRows, stateOf } from './tenant-state.js';

/** Of the twelve kinds of rows. */
const ROUNDS = 150;
const TOTAL_ROWS = ROUNDS * 12;

/** The share of the rows that an import brings in while it is yet to be killed. */
const PASSABLE01 = 0.9;

/** One of two tenants that bring in the same files. */
interface Side {
  readonly client: GatewayClient;
  readonly tenantId: string;
}

const FIELDS = [
  { entity: 'lead', type: 'text', key: 'badge', label: 'Badge', unique: true },
  { entity: 'lead', type: 'number', key: 'size', label: 'Size', indexed: true, options: { scale: 2 } },
];

async function createSide(system: System, name: string, earlier: string): Promise<Side> {
  const client = await system.createTenant(name);
  const { body } = await client.get<{ id: string }>('/v1/tenants/current');
  for (const field of FIELDS) expect(await client.post('/v1/custom-fields', field)).toMatchObject({ status: 201 });
  const side = { client, tenantId: body.id };
  expect(await endOf(side, await upload(side, earlier))).toMatchObject({ counts: { created: earlierLeads().length } });
  return side;
}

async function upload({ client }: Side, file: string, options: object = {}): Promise<string> {
  const { status, body } = await client.importFile(file, { ...PEOPLE_OPTIONS, ...options });
  expect([status, body]).toEqual([202, expect.anything()]);
  return body.id;
}

async function ask({ client }: Side, importId: string, work: 'dry-run' | 'start'): Promise<string> {
  expect(await client.post(`/v1/imports/${importId}/${work}`, {})).toMatchObject({ status: 202 });
  return importId;
}

/** Waits until no worker has anything to do with the import any more. */
function endOf({ client }: Side, importId: string): Promise<ImportJob> {
  return eventually(
    async () => {
      const { body } = await client.get<ImportJob>(`/v1/imports/${importId}`);
      expect(['draft', 'completed']).toContain(body.status);
      return body;
    },
    { withinMs: 180_000, everyMs: 100 },
  );
}

/** What became of each row, as the API tells it. */
async function resultsOf({ client }: Side, importId: string): Promise<(string | null)[][]> {
  const results: (string | null)[][] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const { body }: { body: { items: ImportRow[]; nextCursor: string | null } } = await client.get(
      `/v1/imports/${importId}/rows?limit=1000${cursor && `&cursor=${cursor}`}`,
    );
    results.push(...body.items.map(({ outcome, code }) => [outcome, code]));
    cursor = body.nextCursor;
  }
  return results;
}

/** A few of the rows that one has and the other has not, or not as often, and how many rows it has in all. */
function rowsOnlyIn(rows: readonly unknown[], others: readonly unknown[]): unknown[] {
  const known = new Map<string, number>();
  for (const text of others.map((row) => JSON.stringify(row))) known.set(text, (known.get(text) ?? 0) + 1);
  const isNew = (text: string) => {
    const left = known.get(text) ?? 0;
    known.set(text, left - 1);
    return left <= 0;
  };
  return [rows.length, ...rows.filter((row) => isNew(JSON.stringify(row))).slice(0, 3)];
}

/**
 * Imports the same files for two tenants, for one of them with the lead service killed with -9 at several moments, and compares what is
 * there in the end row by row.
 * @param seed where the moments come from; it stands in the title
 */
export function describeImportCrash(running: () => System, seed: number): void {
  const random = new Random(seed);

  describe(`kill -9 in mid-import, compared with an undisturbed one (IMPORT_CRASH_SEED=${seed})`, () => {
    let [admin, published]: [pg.Pool, EventCapture] = [] as never;
    let [undisturbed, killed]: [Side, Side] = [] as never;
    let gate: ImportGate;
    let drafts: [string, string];
    const file = (name: string) => join(running().traceFolder, name);

    beforeAll(async () => {
      const system = running();
      admin = new pg.Pool({ connectionString: system.adminUrl, max: 4 });
      published = await captureEvents(system.topicName(leadTopic.name), { vault: system });
      const earlier = writeCsv(file('earlier.csv'), earlierLeads());
      undisturbed = await createSide(system, 'Undisturbed', earlier);
      killed = await createSide(system, 'Killed', earlier);
      const people = writeCsv(file('people.csv'), peopleRows(ROUNDS));
      drafts = [await upload(undisturbed, people, { start: false }), await upload(killed, people, { start: false })];
      gate = await ImportGate.install(admin, killed.tenantId, Math.floor(TOTAL_ROWS * PASSABLE01));
    });
    afterAll(async () => {
      await published?.stop();
      await gate?.remove();
      await admin?.end();
    });

    /** Kills the service in the middle of the import that `begin` asks for, and waits for its end. */
    async function endThroughKills(begin: () => Promise<string>, kills: number, purpose: string): Promise<ImportJob> {
      await gate.close();
      const importId = await begin();
      const rowsAtKills = await killAt(running(), admin, importId, momentsOf(random.for(purpose), kills, TOTAL_ROWS), gate);
      expect(rowsAtKills).toHaveLength(kills);
      for (const rows of rowsAtKills) expect(rows).toBeLessThan(TOTAL_ROWS);
      return endOf(killed, importId);
    }

    /** All that was written is published, and compliance has taken it in. */
    async function settle(): Promise<void> {
      await eventually(
        async () => {
          const { rows } = await admin.query<{ waiting: number }>('SELECT count(*)::int AS waiting FROM lead.outbox_waiting');
          expect(rows).toEqual([{ waiting: 0 }]);
        },
        { withinMs: 180_000, everyMs: 250 },
      );
      await caughtUp(running(), admin, complianceLeadProjection);
    }

    async function expectSameState(): Promise<StateRows> {
      await settle();
      const [expected, found] = [await stateOf(admin, undisturbed.tenantId), await stateOf(admin, killed.tenantId)];
      for (const kind of Object.keys(expected) as (keyof StateRows)[])
        expect([kind, ...rowsOnlyIn(found[kind], expected[kind])]).toEqual([kind, ...rowsOnlyIn(expected[kind], found[kind])]);
      const events = ({ tenantId }: Side) => eventually(() => eventsOf(admin, published, tenantId), { withinMs: 120_000, everyMs: 100 });
      const [told, toBeTold] = [[...(await events(killed))], [...(await events(undisturbed))]];
      expect(rowsOnlyIn(told, toBeTold)).toEqual(rowsOnlyIn(toBeTold, told));
      return found;
    }

    it('a dry run foretells the same of every row, and changes nothing', async () => {
      await settle();
      const before = await stateOf(admin, killed.tenantId);
      const [calm, disturbed] = drafts;
      await ask(undisturbed, calm, 'dry-run');
      const expected = await endOf(undisturbed, calm);
      const found = await endThroughKills(() => ask(killed, disturbed, 'dry-run'), 1, 'dry run');
      expect(found).toMatchObject({ isDryRun: true, counts: expected.counts, progress: { done: TOTAL_ROWS } });
      const { imports: _imports, rowResults, ...after } = await expectSameState();
      expect(rowResults).toHaveLength(TOTAL_ROWS + before.rowResults.length);
      expect(before).toMatchObject(after);
    });

    it('a CSV file leaves the same leads, results, audit, events and permissions', async () => {
      const [calm, disturbed] = drafts;
      await ask(undisturbed, calm, 'start');
      await endOf(undisturbed, calm);
      await endThroughKills(() => ask(killed, disturbed, 'start'), 3, 'csv');
      const intended = peopleRows(ROUNDS).map(({ outcome, code }: PeopleRow) => [outcome, code]);
      expect(await resultsOf(undisturbed, calm)).toEqual(intended);
      expect(await resultsOf(killed, disturbed)).toEqual(intended);
      const { consents, doNotContact } = await expectSameState();
      expect([consents.length, doNotContact.length].map((count) => count > ROUNDS)).toEqual([true, true]);
    });

    it('a workbook does so, too, where repeated rows are left out', async () => {
      // Half of the people are there by now.
      const people = await writeWorkbook(file('people.xlsx'), peopleRows(ROUNDS, ROUNDS * 6));
      const options = { onRepeat: 'skip', constants: { jobTitle: 'Guest' } };
      const calm = await endOf(undisturbed, await upload(undisturbed, people, options));
      const disturbed = await endThroughKills(() => upload(killed, people, options), 2, 'workbook');
      expect(disturbed.counts).toEqual(calm.counts);
      for (const outcome of ROW_OUTCOMES) expect([outcome, calm.counts[outcome] > 0]).toEqual([outcome, true]);
      await expectSameState();
      expect((await resultsOf(killed, disturbed.id)).filter(([, code]) => code === 'row.repeated').length).toBeGreaterThan(0);
    });
  });
}
