// The score of a lead that did 500 things: read and made in the service, as the route does it.
import { randomUUID } from 'node:crypto';
import { runInContext, systemClock } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import pg from 'pg';
import type { BenchStack } from '../bench-stack.ts';
import { type Figure, ratios, spread } from '../figure.ts';
import { fillLeads } from './lead-rows.ts';

/** What is measured of the app, as its build has it; a tool imports no app. */
interface Scoring {
  read(leadId: string, asked: object): Promise<{ readonly total: number; readonly explanation: readonly { readonly count: number }[] }>;
}

const APP = '../../../apps/lead/dist/';
const LEADS = 1_000;
const CONTRIBUTIONS = 500;
const ROUNDS = 5;
const READS = 2_000;
const KINDS = ['interaction.page_view', 'interaction.content_open', 'message.opened', 'message.clicked', 'interaction.call_answered'];

/** So many contributions of each lead, one every two hours back from now. */
const FILL = `
  INSERT INTO lead.scoring_contribution (tenant_id, source_id, kind, lead_id, occurred_at, event_id)
  SELECT tenant_id, uuidv7(), ($2::text[])[1 + n % 5], lead_id, now() - make_interval(hours => 2 * n), uuidv7()
    FROM generate_series(1, $3::integer) AS n, lead.lead WHERE tenant_id = $1`;

/** Milliseconds of a score, one after the other on one connection; and of one of a lead that did nothing. */
export async function measureScoring(stack: BenchStack): Promise<Figure[]> {
  const database = new TenantDatabase({ url: stack.url('lead', 'service'), poolSize: 1, applicationName: 'bench' });
  try {
    const busy = await crowd(stack, CONTRIBUTIONS);
    const idle = await crowd(stack, 0);
    const scores = await scoring(database);
    const runs = { busy: [] as number[], idle: [] as number[] };
    for (let round = 0; round <= ROUNDS; round += 1) {
      const pair = [await measure(scores, busy), await measure(scores, idle)] as const;
      if (round === 0) continue;
      runs.busy.push(pair[0]);
      runs.idle.push(pair[1]);
    }
    return [
      { name: `score of a lead with ${CONTRIBUTIONS} contributions, p50`, unit: 'ms', runs: runs.busy, aim: '< 1' },
      { name: 'score of a lead without, p50', unit: 'ms', runs: runs.idle },
      { name: 'the one to the other', unit: '×', runs: ratios(runs.busy, runs.idle) },
    ];
  } finally {
    await database.end();
  }
}

interface Crowd {
  readonly tenantId: string;
  readonly leadIds: readonly string[];
  readonly contributions: number;
}

async function crowd(stack: BenchStack, contributions: number): Promise<Crowd> {
  const tenantId = randomUUID();
  await fillLeads(stack.adminUrl, [{ tenantId, leads: LEADS }]);
  const admin = new pg.Client({ connectionString: stack.adminUrl });
  await admin.connect();
  try {
    await admin.query(FILL, [tenantId, KINDS, contributions]);
    await admin.query('VACUUM (ANALYZE) lead.scoring_contribution');
    const { rows } = await admin.query<{ lead_id: string }>('SELECT lead_id FROM lead.lead WHERE tenant_id = $1 ORDER BY random()', [
      tenantId,
    ]);
    return { tenantId, leadIds: rows.map((row) => row.lead_id), contributions };
  } finally {
    await admin.end();
  }
}

async function scoring(database: TenantDatabase): Promise<Scoring> {
  const [{ LeadScoreService }, { LeadEditService }, { LeadRepository }, { MergePointerReadModel }, { LeadStepsReadModel }, models, stored, trained, { ContributionReadModel }] = // prettier-ignore
    await Promise.all(
      [
        'scoring/lead-score/lead-score.service',
        'lead-store/lead-edit.service',
        'lead-store/lead.repository',
        'lead-store/merge-pointer.read-model',
        'time-travel/lead-steps.read-model',
        'scoring/model/active-model.service',
        'scoring/model/scoring-model.repository',
        'scoring/prediction/trained-model/trained-model.repository',
        'scoring/contributions/contribution.read-model',
      ].map((file) => import(new URL(`${APP}${file}.js`, import.meta.url).href)),
    );
  // Of what changes leads, reading one needs the rows and the pointers of merges alone.
  const leads = new LeadEditService(new LeadRepository(), undefined, undefined, undefined, new MergePointerReadModel());
  const active = new models.ActiveModelService(new stored.ScoringModelRepository(), new trained.TrainedModelRepository());
  return new LeadScoreService(database, leads, new LeadStepsReadModel(), active, new ContributionReadModel(), systemClock);
}

async function measure(scores: Scoring, { tenantId, leadIds, contributions }: Crowd): Promise<number> {
  const context = { tenantId, actor: { kind: 'service', id: 'bench' }, scopes: [], requestId: 'bench' } as const;
  const millis: number[] = [];
  for (let read = 0; read < READS; read += 1) {
    const startedMs = performance.now();
    const { explanation } = await runInContext(context, () => scores.read(leadIds[read % LEADS] as string, {}));
    millis.push(performance.now() - startedMs);
    // Each fit rule counts one; the rest are what the lead did.
    if (explanation.reduce((sum, { count }) => sum + count, 0) < contributions) throw new Error('a score misses what its lead did');
  }
  return spread(millis).median;
}
