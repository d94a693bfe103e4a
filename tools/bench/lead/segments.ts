// Segments: changes of leads judged against two hundred of them, and a segment filled beside the same question asked once.
import { randomUUID } from 'node:crypto';
import { systemClock } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import pg from 'pg';
import type { BenchStack } from '../bench-stack.ts';
import { type Figure, ratios } from '../figure.ts';
import { fillLeads } from './lead-rows.ts';
import { makeSegment, makeSegments } from './segment-rows.ts';

const APP = '../../../apps/lead/dist/';
const SEGMENTS = 200;
/** How many leads are changed and filled from; the small scale is for tuning. */
const SCALE =
  process.env['BENCH_SCALE'] === 'small'
    ? { changes: 10_000, leads: 100_000, rounds: 1 }
    : { changes: 100_000, leads: 1_000_000, rounds: 3 };
/** As many as a consumer gets at once. */
const BATCH = 500;

/** Every fourth of the companies is one that a segment asks for. */
const ANOTHER_COMPANY = `
  UPDATE lead.lead SET company = 'Company ' || (hashtext(lead_id::text || $2::text) & 255) WHERE tenant_id = $1`;
const ANOTHER_STATUS = `
  UPDATE lead.lead SET status_changed_at = now(), updated_at = now(), status = (ARRAY['new', 'contacted', 'engaged', 'qualified'])[1 + (hashtext(lead_id::text || $2::text) & 3)]
   WHERE tenant_id = $1`;

interface Segments {
  readonly memberships: { judgeMoved(tx: Tx, news: readonly object[]): Promise<void> };
  readonly fills: { goOn(tx: Tx): Promise<boolean> };
  readonly fillings: { fill(tx: Tx, tenantId: string, question: object): Promise<readonly unknown[]> };
  filterOf(stated: object): object;
  /** SQL of the score by the model of a tenant. */
  scoreSql(tx: Tx, filter: object): Promise<unknown>;
  readonly registry: unknown;
}

/** A segment is filled, in seconds, and the same question is asked in one statement. */
interface Filling {
  readonly name: string;
  /** Of which it is filled. */
  readonly leads: number;
  readonly stated: object;
  readonly filled: number[];
  readonly once: number[];
}

const LOST = { field: 'status', operator: 'eq', value: 'lost' };
const filling = (name: string, leads: number, stated: object): Filling => ({ name, leads, stated, filled: [], once: [] });
/** Of columns alone, of what time will do, of what is found out lead by lead. */
const fillings = (): readonly Filling[] => [
  filling('by columns', SCALE.leads, { and: [LOST, { field: 'company', operator: 'contains', value: 'company' }] }),
  filling('by columns and the age of the status', SCALE.leads, {
    and: [LOST, { field: 'statusChangedAt', operator: 'at-least-ago', value: { count: 730, unit: 'day' } }],
  }),
  filling('by the score', SCALE.leads / 50, { field: 'score', operator: 'gte', value: 30 }),
];

interface Moment {
  readonly changes: number[];
  readonly statuses: number[];
  readonly idle: number[];
}

/** Changes a second, one transaction after the other on one connection; seconds of a segment that is filled. */
export async function measureSegments(stack: BenchStack): Promise<Figure[]> {
  const database = new TenantDatabase({ url: stack.url('lead', 'service'), poolSize: 1, applicationName: 'bench' });
  const admin = new pg.Client({ connectionString: stack.adminUrl });
  await admin.connect();
  try {
    const app = await segmentsOf();
    const runs: Moment = { changes: [], statuses: [], idle: [] };
    const filled = fillings();
    await measureChanges({ stack, database, admin, app, runs });
    for (const one of filled) await measureFilling({ stack, database, admin, app }, one);
    return [
      { name: `companies changed a second, ${SEGMENTS} segments`, unit: 'changes/s', runs: runs.changes, aim: '≥ 5000' },
      { name: 'statuses changed a second, with what time will do', unit: 'changes/s', runs: runs.statuses },
      { name: 'changes a second of what no segment reads', unit: 'changes/s', runs: runs.idle },
      ...filled.flatMap(({ name, leads, filled: seconds, once }) => [
        { name: `${leads} leads: a segment is filled ${name}`, unit: 's', runs: seconds },
        { name: 'the same question in one statement', unit: 's', runs: once },
        { name: 'the one to the other', unit: '×', runs: ratios(seconds, once), aim: '≤ 2' },
      ]),
    ];
  } finally {
    await admin.end();
    await database.end();
  }
}

interface Trial {
  readonly stack: BenchStack;
  readonly database: TenantDatabase;
  readonly admin: pg.Client;
  readonly app: Segments;
  readonly runs: Moment;
}

async function measureChanges(trial: Trial): Promise<void> {
  const { stack, database, admin, app, runs } = trial;
  const tenantId = randomUUID();
  await fillLeads(stack.adminUrl, [{ tenantId, leads: SCALE.changes }]);
  await makeSegments(database, tenantId, SEGMENTS);
  const { rows } = await admin.query<{ lead_id: string }>('SELECT lead_id FROM lead.lead WHERE tenant_id = $1 ORDER BY lead_id', [
    tenantId,
  ]);
  const leadIds = rows.map((row) => row.lead_id);
  const judgeAll = async (touched: readonly string[]): Promise<number> => {
    const startedMs = performance.now();
    for (let from = 0; from < leadIds.length; from += BATCH) {
      const batch = leadIds.slice(from, from + BATCH);
      const news = batch.map((leadId) => ({ leadIds: [leadId], touched: new Set(touched), causedBy: undefined }));
      await database.inTenant(tenantId, (tx) => app.memberships.judgeMoved(tx, news));
    }
    return leadIds.length / ((performance.now() - startedMs) / 1_000);
  };
  for (let round = 0; round < SCALE.rounds; round += 1) {
    await admin.query(ANOTHER_COMPANY, [tenantId, round]);
    runs.changes.push(await judgeAll(['company', 'updatedAt']));
    await admin.query(ANOTHER_STATUS, [tenantId, round]);
    runs.statuses.push(await judgeAll(['status', 'statusChangedAt', 'updatedAt']));
    runs.idle.push(await judgeAll(['jobTitle', 'updatedAt']));
  }
}

async function measureFilling(
  { stack, database, admin, app }: Omit<Trial, 'runs'>,
  { leads, stated, filled, once }: Filling,
): Promise<void> {
  const tenantId = randomUUID();
  await fillLeads(stack.adminUrl, [{ tenantId, leads }]);
  for (let round = 0; round < SCALE.rounds; round += 1) {
    const twin = await makeSegment(database, tenantId, stated, true);
    const whole = { after: '00000000-0000-0000-0000-000000000000', upTo: null };
    const filter = app.filterOf(stated);
    const startedMs = performance.now();
    await database.inTenant(tenantId, async (tx) => {
      const context = { registry: app.registry, scoreTenthsSql: await app.scoreSql(tx, filter) };
      await app.fillings.fill(tx, tenantId, { segmentId: twin, filter, range: whole, at: new Date(), most: leads, context });
    });
    once.push((performance.now() - startedMs) / 1_000);

    const segmentId = await makeSegment(database, tenantId, stated, false);
    await admin.query('DELETE FROM lead.segment_lead_look WHERE tenant_id = $1', [tenantId]);
    const begunMs = performance.now();
    while (await database.inTenant(tenantId, (tx) => app.fills.goOn(tx)));
    filled.push((performance.now() - begunMs) / 1_000);
    const { rows } = await admin.query<{ members: string }>(
      'SELECT count(*) AS members FROM lead.segment_member WHERE segment_id = ANY ($1) GROUP BY segment_id',
      [[twin, segmentId]],
    );
    if (rows.length !== 2 || rows[0]?.members !== rows[1]?.members) throw new Error('a segment is filled with others than it finds');
  }
}

/** The services as the app puts them together, of its build: a tool imports no app. */
async function segmentsOf(): Promise<Segments> {
  const files = [
    'segments/store/segment.repository',
    'segments/store/member.repository',
    'segments/store/segment-telling.service',
    'segments/membership/compiled-segments.service',
    'segments/membership/known-leads.service',
    'segments/membership/membership.service',
    'segments/fill/segment-filling.repository',
    'segments/fill/segment-fill.service',
    'scoring/contributions/contribution.read-model',
    'scoring/model/active-model.service',
    'scoring/model/scoring-model.repository',
    'scoring/prediction/trained-model/trained-model.repository',
    'facts/lead-facts.read-model',
    'facts/filter-context.service',
    'custom-fields/store/custom-field.repository',
    'custom-fields/store/custom-fields.service',
    'custom-fields/store/reference.read-model',
    'settings/store/held-settings.service',
    'settings/store/settings.repository',
    'filter/fields/field-registry.rules',
    'filter/parse/parse-filter.rules',
  ];
  const app = Object.assign({}, ...(await Promise.all(files.map((file) => import(new URL(`${APP}${file}.js`, import.meta.url).href)))));
  const outbox = new Outbox();
  const models = new app.ActiveModelService(new app.ScoringModelRepository(), new app.TrainedModelRepository());
  const repository = new app.SegmentRepository();
  const members = new app.MemberRepository();
  const fillings = new app.SegmentFillingRepository();
  const references = new app.ReferenceReadModel();
  const known = new app.KnownLeadsService(new app.ContributionReadModel(), new app.LeadFactsReadModel(), models, references, systemClock);
  const compiled = new app.CompiledSegmentsService(repository);
  const memberships = new app.MembershipService(repository, compiled, members, known, references, outbox, systemClock);
  const customFields = new app.CustomFieldsService(
    new app.CustomFieldRepository(),
    new app.HeldSettingsService(new app.SettingsRepository()),
    references,
  );
  const contexts = new app.FilterContextService(models);
  const telling = new app.SegmentTellingService(outbox);
  const fills = new app.SegmentFillService(
    repository,
    fillings,
    members,
    memberships,
    customFields,
    contexts,
    telling,
    outbox,
    systemClock,
    { SEGMENT_FILL_LEADS: 100_000, SEGMENT_FILL_MEMBERS: 5_000 },
  );
  const registry = app.fieldRegistry([], [], { derived: true });
  return {
    memberships,
    fills,
    fillings,
    registry,
    scoreSql: (tx, filter) => contexts.scoreSql(tx, filter, registry),
    filterOf: (stated) => app.parseFilter(registry, stated).filter,
  };
}
