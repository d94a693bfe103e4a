import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LeadPrediction, TrainedModel, TrainedModelUse } from '@leadstream/contracts';
import { TenantDatabase } from '@leadstream/persistence';
import { eventually } from '@leadstream/testing';
import { importFile } from '../../../test/imports.js';
import { type LeadApp, startLeadApp } from '../../../test/lead-app.js';
import { create } from '../../../test/merges.js';
import { scoreOf } from '../../../test/scoring.js';
import type { Problem, TenantClient } from '../../../test/tenant-client.js';
import { TrainingRunService } from './training/training-run.service.js';

const PATH = '/v1/scoring/trained-models';
const LEADS = 400;
/** Of gold leads four of five were won, of silver ones one of five; the verdict was written down afterwards. */
const isGold = (row: number): boolean => row % 2 === 0;
const isWon = (row: number): boolean => Math.floor(row / 2) % 5 < (isGold(row) ? 4 : 1);

type Run = Parameters<TrainingRunService['trainWaiting']>[0];
class Crash extends Error {}

let app: LeadApp;
let tenant: TenantClient;
beforeAll(async () => {
  app = await startLeadApp({ ROLE: 'api,relay' });
  tenant = admin();
  await taught(tenant);
});
afterAll(() => app.stop());

const admin = (): TenantClient => app.as(undefined, ['leads:read', 'leads:write', 'tenant:write']);
type Asked = TrainedModel & Pick<Problem, 'code' | 'errors'>;
const post = <T = TrainedModel>(who: TenantClient, path: string) => who.send<T>('POST', `${PATH}${path}`);
const ask = (who: TenantClient, stated: object = {}) => who.post<Asked>(PATH, { exclude: ['customFields.verdict'], ...stated });
const read = async (id: string) => (await tenant.get<TrainedModel>(`${PATH}/${id}`)).body;
const changesOf = (id: string) => app.published.ofType('trained-model.changed').filter(({ key }) => key.endsWith(id));
const predictionOf = async (leadId: string, query = ''): Promise<LeadPrediction | null> =>
  (await scoreOf(tenant, leadId, query)).prediction;

/** Gives a tenant a file of leads with their outcomes. */
async function taught(who: TenantClient): Promise<void> {
  const choice = (key: string, choices: readonly string[]) => {
    const options = { choices: choices.map((one) => ({ key: one, label: `${one}!` })) };
    return who.post('/v1/custom-fields', { key, label: `The ${key}`, type: 'single-choice', options });
  };
  await choice('tier', ['gold', 'silver']);
  await choice('verdict', ['good', 'bad']);
  const rows = Array.from({ length: LEADS }, (_, row) =>
    [
      `e${row}`,
      `person${row}@x.com`,
      isGold(row) ? 'gold' : 'silver',
      isWon(row) ? 'good' : 'bad',
      row % 7,
      isWon(row) ? 'converted' : 'lost',
    ].join(),
  );
  const mapping = {
    id: 'externalId',
    mail: 'email',
    tier: 'customFields.tier',
    verdict: 'customFields.verdict',
    rooms: 'property.bedrooms',
    stage: 'status',
  };
  const worker = await app.startAnother({ ROLE: 'worker' });
  const job = await importFile(who, ['id,mail,tier,verdict,rooms,stage', ...rows, ''].join('\n'), { matchBy: 'externalId', mapping });
  await worker.close();
  expect([job.status, job.counts.created]).toEqual(['completed', LEADS]);
}

/** What the timed job does, now. */
async function trainNow(stepInTenant?: Run['stepInTenant']): Promise<void> {
  const database = app.service.app.get(TenantDatabase);
  const step = database.withoutTenant.bind(database);
  const run: Run = { step, stepInTenant: stepInTenant ?? database.inTenant.bind(database), signal: new AbortController().signal };
  await app.service.app.get(TrainingRunService).trainWaiting(run);
}

/** A worker that dies of its second transaction. */
function dying(): Run['stepInTenant'] {
  const database = app.service.app.get(TenantDatabase);
  let steps = 0;
  return (tenantId, work) => {
    steps += 1;
    if (steps === 2) throw new Crash();
    return database.inTenant(tenantId, work);
  };
}

async function trained(stated: object = {}): Promise<TrainedModel> {
  const { status, body } = await ask(tenant, stated);
  expect([status, body.status, body.features]).toEqual([202, 'waiting', []]);
  await trainNow();
  return read(body.id);
}

describe('a trained model', () => {
  it('is learned from the outcomes of the tenant, told with its quality and by whom, and says of scores how likely a lead is to be won, and why', async () => {
    const [gold, silver] = [
      await create(tenant, { externalId: 'new-gold', customFields: { tier: 'gold' } }),
      await create(tenant, { externalId: 'new-silver', customFields: { tier: 'silver' } }),
    ];
    const model = await trained();
    expect(model).toMatchObject({ status: 'trained', active: false, failure: null, learned: { leads: 320, won: 160 }, baseRate01: 0.5 });
    expect(model.quality).toMatchObject({ leads: 80, won: 40, baseLogLoss: expect.closeTo(Math.log(2), 5) });
    // By the shares above 0.8, of eighty leads with a standard error of 0.05.
    expect(Math.abs((model.quality?.auc ?? 0) - 0.8)).toBeLessThan(0.2);
    expect(model.quality?.logLoss).toBeLessThan(model.quality?.baseLogLoss ?? 0);
    const [tier] = model.features;
    expect(tier).toMatchObject({ field: 'customFields.tier', label: 'The tier', number: null });
    expect(tier?.values.map(({ value, label, logOdds }) => [value, label, Math.sign(logOdds)]).toSorted()).toEqual([
      ['gold', 'gold!', 1],
      ['silver', 'silver!', -1],
    ]);
    expect(model.features.map(({ field }) => field)).not.toContain('customFields.verdict');
    expect(JSON.stringify(model)).not.toMatch(/person|@x/);
    expect(await predictionOf(gold.id)).toBeNull();

    expect((await post(tenant, `/${model.id}/activate`)).body).toEqual({ ...model, active: true });
    const prediction = await predictionOf(gold.id);
    expect(prediction?.probability01).toBeGreaterThan(0.65);
    expect(prediction?.probability01).toBeLessThan(0.9);
    expect((await predictionOf(silver.id))?.probability01).toBeLessThan(0.35);
    expect(prediction?.model).toMatchObject({
      id: model.id,
      number: model.number,
      trainedAt: model.trainedAt,
      leads: 320,
      auc: model.quality?.auc,
    });
    expect(prediction?.explanation[0]).toMatchObject({ field: 'customFields.tier', label: 'The tier', value: 'gold' });
    const micros = (logOdds = 0): number => Math.round(logOdds * 1e6);
    const parts = (prediction?.explanation ?? []).reduce((sum, { logOdds }) => sum + micros(logOdds), micros(prediction?.baseLogOdds));
    expect(parts).toBe(micros(prediction?.logOdds));
    expect(prediction?.probability01).toBeCloseTo(1 / (1 + Math.exp(-(prediction?.logOdds ?? 0))), 5);
    expect(await predictionOf(gold.id, `?at=${gold.createdAt}`)).toBeNull();

    const during = new Date();
    await eventually(() => expect(Date.now()).toBeGreaterThan(during.getTime()));
    expect((await post(tenant, `/${model.id}/deactivate`)).body).toEqual({ ...model, active: false });
    expect(await predictionOf(gold.id)).toBeNull();
    expect((await predictionOf(gold.id, `?at=${during.toISOString()}`))?.model.id).toBe(model.id);
    const by = { ce_actor: `member:${tenant.actor.id}` };
    const { number, learned } = model;
    await eventually(() => {
      expect(changesOf(model.id)).toMatchObject([
        {
          headers: { ...by, ce_sequence: '1' },
          data: { number, action: 'requested', status: 'waiting', won: ['converted'], learned: null },
        },
        { headers: { ce_sequence: '2' }, data: { number, action: 'trained', version: 2, active: false, learned, auc: model.quality?.auc } },
        { headers: { ...by, ce_sequence: '3' }, data: { action: 'activated', status: 'trained', active: true } },
        { headers: { ...by, ce_sequence: '4' }, data: { action: 'deactivated', exclude: ['customFields.verdict'], active: false } },
      ]);
    });
  });

  it('follows others under the next number, and is active alone, as long as somebody says so', async () => {
    const [first, second] = [await trained(), await trained({ won: ['lost'], lost: ['converted'] })];
    expect([second.number, second.won, second.learned]).toEqual([first.number + 1, ['lost'], first.learned]);
    for (const { id } of [first, second, second, first])
      expect((await post(tenant, `/${id}/activate`)).body).toMatchObject({ id, active: true });
    expect((await post(tenant, `/${second.id}/deactivate`)).body).toMatchObject({ active: false });
    expect(await read(first.id)).toMatchObject({ active: true });
    await eventually(() => {
      const told = (id: string) => changesOf(id).map(({ data }) => (data as { action: string }).action);
      expect(told(first.id)).toEqual(['requested', 'trained', 'activated', 'deactivated', 'activated']);
      expect(told(second.id)).toEqual(['requested', 'trained', 'activated', 'deactivated']);
    });
    const uses = (await tenant.get<{ items: TrainedModelUse[] }>(`${PATH}/${first.id}/uses`)).body.items;
    expect(uses.map(({ activatedBy, deactivatedBy }) => [activatedBy, deactivatedBy])).toEqual([[tenant.actor, null], [tenant.actor, tenant.actor]]); // prettier-ignore
    const page = async (query: string) => (await tenant.get<{ items: TrainedModel[]; nextCursor: string }>(`${PATH}?limit=1${query}`)).body;
    const latest = await page('');
    const next = await page(`&cursor=${latest.nextCursor}`);
    expect([...latest.items, ...next.items].map(({ id }) => id)).toEqual([second.id, first.id]);
    expect(Object.keys(next.items[0] ?? {})).not.toContain('features');
  });

  it('is refused with a code for whatever cannot be learned from, or used', async () => {
    const other = admin();
    expect((await ask(other, { exclude: [] })).body).toMatchObject({
      status: 409,
      code: 'LEAD.TRAINED_MODEL_TOO_FEW_OUTCOMES',
      won: 0,
      lost: 0,
      least: 100,
    });
    const invalid = await ask(tenant, {
      won: ['lost'],
      lost: ['converted', 'lost'],
      exclude: ['email', 'engagement', 'customFields.gone'],
    });
    expect([invalid.status, invalid.body.code, invalid.body.errors?.map(({ path, code }) => `${path} ${code}`)]).toEqual([
      422,
      'LEAD.TRAINED_MODEL_INVALID',
      ['lost.1 status.won', 'exclude.0 field.unknown', 'exclude.2 field.unknown'],
    ]);
    const { body: waiting } = await ask(tenant);
    expect((await ask(tenant)).body).toMatchObject({ code: 'LEAD.TRAINED_MODEL_WAITING', modelId: waiting.id });
    expect((await post<Problem>(tenant, `/${waiting.id}/activate`)).body.code).toBe('LEAD.TRAINED_MODEL_NOT_TRAINED');
    await trainNow();
    expect((await ask(app.as(tenant.tenantId))).status).toBe(403);
  });

  it('is the business of its tenant', async () => {
    const [model, other] = [await trained(), admin()];
    for (const path of ['/activate', '/deactivate']) {
      expect((await post<Problem>(other, `/${model.id}${path}`)).body.code).toBe('LEAD.TRAINED_MODEL_NOT_FOUND');
    }
    for (const path of ['', '/uses'])
      expect((await other.get<Problem>(`${PATH}/${model.id}${path}`)).body.code).toBe('LEAD.TRAINED_MODEL_NOT_FOUND');
    expect((await other.get(PATH)).body).toEqual({ items: [], nextCursor: null });
    await post(tenant, `/${model.id}/activate`);
    const theirs = await create(other, { externalId: 'x' });
    expect((await scoreOf(other, theirs.id)).prediction).toBeNull();
  });
});

describe('training whose worker dies', () => {
  it('is begun again by another one', async () => {
    const { body } = await ask(tenant);
    await expect(trainNow(dying())).rejects.toThrow(Crash);
    expect(await read(body.id)).toMatchObject({ status: 'waiting', trainedAt: null });
    const worker = await app.startAnother({ ROLE: 'worker' });
    await eventually(async () => expect(await read(body.id)).toMatchObject({ status: 'trained', learned: { leads: 320, won: 160 } }), {
      withinMs: 60_000,
    });
    await worker.close();
  });

  it('is given up after five', async () => {
    const { body } = await ask(tenant);
    for (let attempt = 1; attempt <= 5; attempt += 1) await expect(trainNow(dying())).rejects.toThrow(Crash);
    await trainNow();
    expect(await read(body.id)).toMatchObject({ status: 'failed', failure: 'given-up', quality: null, features: [] });
    const refused = { headers: { ce_sequence: '2' }, data: { action: 'failed', status: 'failed', failure: 'given-up', auc: null } };
    await eventually(() => expect(changesOf(body.id)).toMatchObject([{ data: { action: 'requested' } }, refused]));
  });
});
