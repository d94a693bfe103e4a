import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BoardColumn, DealBatchResult, LeadBatchResult, Pipeline } from '@leadstream/contracts';
import { parse } from 'csv-parse/sync';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import type { TenantClient } from '../../test/tenant-client.js';

const folder = join(process.env['SHARED_DATA'] ?? '../shared/data', '03_maven_crm_opportunities');
const whereGiven = existsSync(folder) ? describe : describe.skip;

type Opportunity = Record<'opportunity_id' | 'product' | 'account' | 'deal_stage' | 'engage_date' | 'close_date' | 'close_value', string>;
type Product = Record<'product' | 'sales_price', string>;

const BATCH = 1_000;
/** Some opportunities name no account yet. */
const NOBODY = 'no account';
const OUTCOMES: Readonly<Record<string, object>> = {
  Won: { status: 'closed-won' },
  Lost: { status: 'closed-lost', lossReason: 'not stated' },
};

whereGiven(`the opportunities of Maven Analytics (${folder}; skipped where absent)`, () => {
  const read = <R>(name: string): R[] => parse(readFileSync(join(folder, name)), { columns: true, bom: true });

  let app: LeadApp;
  beforeAll(async () => {
    app = await startLeadApp();
  });
  afterAll(() => app.stop());

  async function batches<R>(tenant: TenantClient, path: string, items: readonly object[]): Promise<R[]> {
    const results: R[] = [];
    for (let from = 0; from < items.length; from += BATCH)
      results.push(...(await tenant.post<{ items: R[] }>(path, { items: items.slice(from, from + BATCH) })).body.items);
    return results;
  }

  /** A lead for each account; its id by the name of the account. */
  async function accounts(tenant: TenantClient, opportunities: readonly Opportunity[]): Promise<Map<string, string>> {
    const names = [...new Set(opportunities.map(({ account }) => account || NOBODY))];
    const items = names.map((company) => ({ op: 'create', lead: { externalId: company, company } }));
    const results = await batches<LeadBatchResult>(tenant, '/v1/leads/batch', items);
    return new Map(results.map((result, index) => [names[index] ?? '', 'id' in result ? result.id : '']));
  }

  it('come in as they stand in the file, once, and are summed up by the board', async () => {
    const tenant = app.as();
    const opportunities = read<Opportunity>('sales_pipeline_2000.csv');
    const prices = new Map(read<Product>('products.csv').map(({ product, sales_price }) => [product.replaceAll(' ', ''), sales_price]));
    const leads = await accounts(tenant, opportunities);
    const [pipeline] = (await tenant.get<{ items: Pipeline[] }>('/v1/pipelines')).body.items;
    const engaged = pipeline?.stages.find(({ name }) => name === 'engaged')?.id;
    const items = opportunities.map((one) => ({
      externalId: one.opportunity_id,
      leadId: leads.get(one.account || NOBODY),
      name: `${one.product} for ${one.account || NOBODY}`,
      openedAt: `${one.engage_date}T00:00:00Z`,
      // The file writes one product in two ways.
      products: [{ name: one.product, quantity: '1', unitPrice: prices.get(one.product.replaceAll(' ', '')) }],
      value: one.close_value === '' ? null : { amount: one.close_value, currency: 'USD' },
      ...(OUTCOMES[one.deal_stage] ? { ...OUTCOMES[one.deal_stage], closedAt: `${one.close_date}T00:00:00Z` } : { stageId: engaged }),
    }));
    const results = await batches<DealBatchResult>(tenant, '/v1/deals/batch', items);
    expect(results.filter(({ status }) => status === 'failed')).toEqual([]);

    const countOf = (stage: string) => opportunities.filter(({ deal_stage }) => deal_stage === stage).length;
    const won = opportunities.filter(({ deal_stage }) => deal_stage === 'Won').reduce((sum, one) => sum + Number(one.close_value), 0);
    const { body } = await tenant.get<{ columns: BoardColumn[] }>('/v1/deals/board?limit=1');
    const totals = new Map(body.columns.map(({ stage, totals: of }) => [stage.name, of]));
    expect(totals.get('engaged')).toEqual({ deals: countOf('Engaging'), values: [] });
    const usd = { amount: `${won}.00`, currency: 'USD' };
    expect(totals.get('closed')).toEqual({ deals: countOf('Won') + countOf('Lost'), values: [{ sum: usd, weighted: usd }] });
    expect([...totals.values()].reduce((sum, { deals }) => sum + deals, 0)).toBe(opportunities.length);

    const again = await batches<DealBatchResult>(tenant, '/v1/deals/batch', items);
    const codes = again.map((result) => (result.status === 'failed' ? result.error.code : result.status));
    expect(new Set(codes)).toEqual(new Set(['LEAD.DEAL_EXISTS']));
  });
});
