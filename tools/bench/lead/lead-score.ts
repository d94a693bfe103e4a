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
/** Those that came since the last digest: more than there are on the average. */
const RECENT = 50;
/** As many ids as a digest is made for at once. */
const DIGESTED_AT_ONCE = 20;
const ROUNDS = 5;
const READS = 2_000;
const KINDS = ['interaction.page_view', 'interaction.content_open', 'message.opened', 'message.clicked', 'interaction.call_answered'];

/** Contributions of each lead, one every two hours back from now: from the so manieth to the so manieth. */
const FILL = `
  INSERT INTO lead.scoring_contribution (tenant_id, source_id, kind, lead_id, occurred_at, event_id)
  SELECT tenant_id, uuidv7(), ($2::text[])[1 + n % 5], lead_id, now() - make_interval(hours => 2 * n), uuidv7()
    FROM generate_series($3::integer, $4::integer) AS n, lead.lead WHERE tenant_id = $1`;

/** Milliseconds of a score, one after the other on one connection; of a lead whose contributions stand in no digest, and of one that did nothing. */
export async function measureScoring(stack: BenchStack): Promise<Figure[]> {
  const database = new TenantDatabase({ url: stack.url('lead', 'service'), poolSize: 1, applicationName: 'bench' });
  try {
    const busy = await crowd(stack, CONTRIBUTIONS, database);
    const undigested = await crowd(stack, CONTRIBUTIONS);
    const idle = await crowd(stack, 0);
    const scores = await scoring(database);
    const runs = { busy: [] as number[], undigested: [] as number[], idle: [] as number[] };
    for (let round = 0; round <= ROUNDS; round += 1) {
      const three = [await measure(scores, busy), await measure(scores, undigested), await measure(scores, idle)] as const;
      if (round === 0) continue;
      runs.busy.push(three[0]);
      runs.undigested.push(three[1]);
      runs.idle.push(three[2]);
    }
    return [
      { name: `score of a lead with ${CONTRIBUTIONS} contributions, p50`, unit: 'ms', runs: runs.busy, aim: '< 1' },
      { name: 'score of such a lead without a digest, p50', unit: 'ms', runs: runs.undigested },
      { name: 'score of a lead without contributions, p50', unit: 'ms', runs: runs.idle },
      { name: 'with contributions to without', unit: '×', runs: ratios(runs.busy, runs.idle) },
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

/** @param digesting where digests are made, as the service makes them when it looks at a lead's temperature; without, none are there */
async function crowd(stack: BenchStack, contributions: number, digesting?: TenantDatabase): Promise<Crowd> {
  const tenantId = randomUUID();
  await fillLeads(stack.adminUrl, [{ tenantId, leads: LEADS }]);
  const admin = new pg.Client({ connectionString: stack.adminUrl });
  await admin.connect();
  try {
    await admin.query(FILL, [tenantId, KINDS, RECENT + 1, contributions]);
    await admin.query('VACUUM (ANALYZE) lead.scoring_contribution');
    const { rows } = await admin.query<{ lead_id: string }>('SELECT lead_id FROM lead.lead WHERE tenant_id = $1 ORDER BY random()', [
      tenantId,
    ]);
    const leadIds = rows.map((row) => row.lead_id);
    if (digesting) await digest(digesting, tenantId, leadIds);
    await admin.query(FILL, [tenantId, KINDS, 1, Math.min(RECENT, contributions)]);
    await admin.query('VACUUM (ANALYZE) lead.scoring_contribution, lead.scoring_digest');
    return { tenantId, leadIds, contributions };
  } finally {
    await admin.end();
  }
}

async function digest(database: TenantDatabase, tenantId: string, leadIds: readonly string[]): Promise<void> {
  const { DigestRepository } = await import(new URL(`${APP}scoring/contributions/digest.repository.js`, import.meta.url).href);
  const until = new Date(Date.now() - (2 * RECENT + 1) * 3_600_000);
  for (let from = 0; from < leadIds.length; from += DIGESTED_AT_ONCE) {
    const these = leadIds.slice(from, from + DIGESTED_AT_ONCE);
    await database.inTenant(tenantId, (tx) => new DigestRepository().create(tx, tenantId, these, until));
  }
  const [made] = await database.readInTenant(tenantId, (tx) => tx.query<{ count: number }>('SELECT count(*)::integer FROM scoring_digest WHERE tenant_id = $1', [tenantId])); // prettier-ignore
  if (made?.count !== leadIds.length) throw new Error('a lead has no digest');
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
