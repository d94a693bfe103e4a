// The three summaries of a tenant of 100,000 leads, as the service reads them, beside a tenant of as many.
import { randomUUID } from 'node:crypto';
import { runInContext, systemClock, uuidV7 } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase } from '@leadstream/persistence';
import pg from 'pg';
import type { BenchStack } from '../bench-stack.ts';
import { type Figure, spread } from '../figure.ts';
import { fillLeads } from './lead-rows.ts';

const APP = '../../../apps/lead/dist/';
const LEADS = 100_000;
const DEALS = 10_000;
const TASKS = 20_000;
const NOTES = 20_000;
/** Thirty days of them. */
const INTERACTIONS = 300_000;
const ROUNDS = 5;
const READS = 20;

type Class = new (...inject: unknown[]) => never;
interface Summaries {
  readonly contacts: () => Promise<{ readonly total: number }>;
  readonly pipeline: () => Promise<{ readonly open: { readonly deals: number } }>;
  readonly activity: () => Promise<{ readonly totals: { readonly interactions: number } }>;
}

const load = async (file: string, name: string): Promise<Class> =>
  ((await import(new URL(`${APP}${file}.js`, import.meta.url).href)) as Record<string, Class>)[name] as Class;

/** Owners, stages, one in ten converted and one in five warmer than cold; deals, tasks, notes and what leads did, over thirty days. */
const FILL = [
  `UPDATE lead.lead SET owner_id = ('01920000-0000-7000-8000-0000000000' || lpad((abs(hashtext(lead_id::text)) % 40)::text, 2, '0'))::uuid
    WHERE tenant_id = $1 AND abs(hashtext(lead_id::text)) % 3 > 0`,
  `INSERT INTO lead.lead_temperature (tenant_id, lead_id, temperature, model_number)
   SELECT tenant_id, lead_id, (ARRAY['cold', 'warm', 'hot'])[1 + abs(hashtext(lead_id::text)) % 3], 1 FROM lead.lead
    WHERE tenant_id = $1 AND abs(hashtext(lead_id::text)) % 10 < 3`,
  `INSERT INTO lead.lead_status_history (tenant_id, lead_id, change_id, from_status, to_status, changed_at, seconds_in_stage, trigger, recorded_at)
   SELECT tenant_id, lead_id, uuidv7(), 'new', 'converted', now() - random() * interval '300 days', 60, 'manual', now() FROM lead.lead
    WHERE tenant_id = $1 AND abs(hashtext(lead_id::text)) % 10 = 0`,
  `INSERT INTO lead.deal (tenant_id, deal_id, version, lead_id, name, pipeline_id, stage_id, status, amount, currency, products, position,
                          stage_entered_at, opened_at, closed_at, created_at, updated_at)
   SELECT $1, uuidv7(), 1, (SELECT lead_id FROM lead.lead WHERE tenant_id = $1 LIMIT 1), 'Deal', s.pipeline_id, s.stage_id,
          CASE WHEN s.closes THEN 'closed-won' ELSE 'active' END, n, (ARRAY['EUR', 'USD', 'GBP'])[1 + n % 3], '[]', lpad(n::text, 8, '0'),
          now() - interval '5 days', now() - interval '40 days', CASE WHEN s.closes THEN now() - random() * interval '30 days' END, now(), now()
     FROM generate_series(1, ${DEALS}) AS n JOIN lead.pipeline_stage s ON s.tenant_id = $1 AND s.place = n % 7`,
  `INSERT INTO lead.task (tenant_id, task_id, entity_kind, entity_id, version, type, priority, state, title, due_at, assignee_id, closed_at, trigger_kind,
                          author_kind, author_id, created_at, updated_at)
   SELECT tenant_id, uuidv7(), 'lead', lead_id, 1, 'call', 'medium', CASE WHEN n % 4 = 0 THEN 'overdue' ELSE 'completed' END, 'Call', at, owner_id,
          CASE WHEN n % 4 > 0 THEN at END, 'manual', 'member', 'a', at - interval '1 day', at
     FROM (SELECT row_number() OVER () AS n, *, now() - random() * interval '30 days' AS at FROM lead.lead WHERE tenant_id = $1 LIMIT ${TASKS}) AS l`,
  `INSERT INTO lead.note (tenant_id, note_id, entity_kind, entity_id, version, body, author_kind, author_id, created_at, updated_at)
   SELECT tenant_id, uuidv7(), 'lead', lead_id, 1, 'Called', 'member', coalesce(owner_id, lead_id)::text, at, at
     FROM (SELECT *, now() - random() * interval '30 days' AS at FROM lead.lead WHERE tenant_id = $1 AND owner_id IS NOT NULL LIMIT ${NOTES}) AS l`,
  `INSERT INTO lead.scoring_contribution (tenant_id, source_id, kind, lead_id, occurred_at, event_id)
   SELECT $1, uuidv7(), 'interaction.page_view', uuidv7(), now() - random() * interval '29 days', uuidv7() FROM generate_series(1, ${INTERACTIONS})`,
];

/** Milliseconds of each summary over thirty days. */
export async function measureSummaries(stack: BenchStack): Promise<Figure[]> {
  const database = new TenantDatabase({ url: stack.url('lead', 'service'), poolSize: 2, applicationName: 'bench' });
  const admin = new pg.Client({ connectionString: stack.adminUrl });
  await admin.connect();
  try {
    const tenants = [randomUUID(), randomUUID()] as const;
    const summaries = await summariesOn(database);
    await fillLeads(
      stack.adminUrl,
      tenants.map((tenantId) => ({ tenantId, leads: LEADS })),
    );
    for (const tenantId of tenants) {
      await within(tenantId, summaries.pipeline);
      for (const sql of FILL) await admin.query(sql, [tenantId]);
    }
    await admin.query(`VACUUM (ANALYZE) ${['lead', 'lead_temperature', 'lead_status_history', 'deal', 'task', 'note', 'scoring_contribution'].map((table) => `lead.${table}`).join(', ')}`); // prettier-ignore
    return await measure(tenants[0], summaries);
  } finally {
    await Promise.all([database.end(), admin.end()]);
  }
}

async function summariesOn(database: TenantDatabase): Promise<Summaries> {
  const windows = make<object>(await load('summaries/window.service', 'WindowService'), systemClock);
  const repository = make<object>(await load('pipelines/pipeline.repository', 'PipelineRepository'));
  const pipelines = make<object>(
    await load('pipelines/pipeline.service', 'PipelineService'),
    database,
    repository,
    new Outbox(),
    systemClock,
    uuidV7,
  );
  const service = async <S>(kind: string, name: string, ...more: unknown[]): Promise<S> => {
    const model = make<object>(await load(`summaries/${kind}/${kind.replace(/s$/, '')}-summary.read-model`, `${name}SummaryReadModel`));
    return make<S>(await load(`summaries/${kind}/${kind.replace(/s$/, '')}-summary.service`, `${name}SummaryService`), database, windows, ...more, model); // prettier-ignore
  };
  const contacts = await service<{ read(query: object): ReturnType<Summaries['contacts']> }>('contacts', 'Contact');
  const pipeline = await service<{ read(id: undefined, query: object): ReturnType<Summaries['pipeline']> }>(
    'pipeline',
    'Pipeline',
    pipelines,
  );
  const activity = await service<{ read(query: object): ReturnType<Summaries['activity']> }>('activity', 'Activity');
  const query = { timeZone: 'America/New_York' };
  return { contacts: () => contacts.read(query), pipeline: () => pipeline.read(undefined, query), activity: () => activity.read(query) };
}

function make<T>(Made: Class, ...inject: unknown[]): T {
  return new Made(...inject) as T;
}

function within<T>(tenantId: string, work: () => Promise<T>): Promise<T> {
  return runInContext({ tenantId, actor: { kind: 'service', id: 'bench' }, scopes: [], requestId: 'bench' }, work);
}

async function measure(tenantId: string, summaries: Summaries): Promise<Figure[]> {
  const runs: Record<keyof Summaries, number[]> = { contacts: [], pipeline: [], activity: [] };
  for (let round = 0; round <= ROUNDS; round += 1)
    for (const kind of ['contacts', 'pipeline', 'activity'] as const) {
      const millis: number[] = [];
      for (let read = 0; read < READS; read += 1) {
        const startedMs = performance.now();
        const answer = await within<Partial<Awaited<ReturnType<Summaries[keyof Summaries]>>>>(tenantId, summaries[kind]);
        millis.push(performance.now() - startedMs);
        if ('total' in answer && answer.total !== LEADS) throw new Error(`${answer.total} leads were counted`);
      }
      if (round > 0) runs[kind].push(spread(millis).median);
    }
  return [
    { name: `summary of ${LEADS} contacts, p50`, unit: 'ms', runs: runs.contacts },
    { name: `summary of a pipeline of ${DEALS} deals, p50`, unit: 'ms', runs: runs.pipeline },
    { name: `summary of 30 days of activity, ${INTERACTIONS} interactions, p50`, unit: 'ms', runs: runs.activity },
  ];
}
