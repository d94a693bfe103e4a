import type { GatewayClient } from './gateway-client.ts';
import { daysBefore } from './sample-scenarios.ts';

/** The lead of an external id. */
export type FindLead = (externalId: string) => Promise<string>;

/** A way of deals beside the default one. */
export const SAMPLE_PIPELINE = {
  name: 'Lettings',
  stages: [
    { name: 'enquiry', probability: 15, rotsAfterDays: 14 },
    { name: 'viewing', probability: 40, rotsAfterDays: 7 },
    { name: 'contract', probability: 80 },
    { name: 'closed', probability: 100, closes: true },
  ],
};

/** A deal, in a stage by name of the default pipeline, or of the one above. */
interface SampleDeal {
  readonly lead: string;
  readonly inLettings?: boolean;
  readonly stage: string;
  /** Now, when left out. */
  readonly openedDaysAgo?: number;
  readonly closedDaysAgo?: number;
  /** As `POST /v1/deals` takes it but for lead, pipeline, stage and instants; its external id says that it is there. */
  readonly deal: { readonly externalId: string; readonly name: string; readonly [field: string]: unknown };
}

const usd = (amount: string) => ({ amount, currency: 'USD' });
const gbp = (amount: string) => ({ amount, currency: 'GBP' });

export const SAMPLE_DEALS: readonly SampleDeal[] = [
  {
    ...{ lead: 'SAMPLE-HOT', stage: 'advanced', openedDaysAgo: 11 },
    deal: { externalId: 'SAMPLE-deal-villa', name: 'Harbour villa', status: 'qualified', value: usd('1150000') },
  },
  { lead: 'SAMPLE-HOT', stage: 'shared', deal: { externalId: 'SAMPLE-deal-second', name: 'Mill loft, second home', value: usd('640000') } },
  {
    ...{ lead: 'SAMPLE-WARM', stage: 'engaged', openedDaysAgo: 8 },
    deal: { externalId: 'SAMPLE-deal-loft', name: 'Mill loft', status: 'nurturing', value: usd('655000') },
  },
  {
    ...{ lead: 'SAMPLE-INVESTOR', stage: 'qualified', openedDaysAgo: 56 },
    deal: {
      ...{ externalId: 'SAMPLE-deal-block', name: 'Station block', status: 'qualified', value: gbp('4800000') },
      products: [{ name: 'Flat', quantity: '12', unitPrice: '400000' }],
    },
  },
  {
    ...{ lead: 'SAMPLE-INVESTOR', stage: 'closed', openedDaysAgo: 58, closedDaysAgo: 12 },
    deal: { externalId: 'SAMPLE-deal-won', name: 'Corner shop', status: 'closed-won', value: gbp('950000') },
  },
  {
    ...{ lead: 'SAMPLE-COLD', stage: 'closed', openedDaysAgo: 74, closedDaysAgo: 23 },
    deal: {
      ...{ externalId: 'SAMPLE-deal-lost', name: 'Starter cottage', status: 'closed-lost', value: usd('265000') },
      lossReason: 'Savings fell short',
    },
  },
  {
    ...{ lead: 'SAMPLE-INVESTOR', inLettings: true, stage: 'viewing' },
    deal: { externalId: 'SAMPLE-deal-let', name: 'Two flats to let', value: gbp('38400') },
  },
];

/** What has which tag, by external ids. */
export const SAMPLE_TAGS = [
  { name: 'VIP', colour: '#c0392b', leads: ['SAMPLE-HOT', 'SAMPLE-INVESTOR'], deals: ['SAMPLE-deal-villa', 'SAMPLE-deal-block'] },
  { name: 'waterfront', colour: '#1f77b4', leads: ['SAMPLE-HOT', 'SAMPLE-WARM'], deals: ['SAMPLE-deal-villa', 'SAMPLE-deal-loft'] },
  { name: 'first home', colour: '#2ca02c', leads: ['SAMPLE-COLD'], deals: ['SAMPLE-deal-lost'] },
];

/** A draft to rehearse beside the active model, by which the scenarios are hot, warm and cold: a budget and a viewing weigh most. */
export const SAMPLE_MODEL = {
  name: 'Buyers with means',
  fitSharePercent: 60,
  groups: [
    { key: 'means', label: 'Means', part: 'fit', cap: 100 },
    { key: 'interest', label: 'Interest', part: 'engagement', cap: 100 },
  ],
  fitRules: [
    { key: 'budget', label: 'States a budget', group: 'means', points: 60, filter: { field: 'budget.max', operator: 'is-not-empty' } },
    { key: 'company', label: 'Names a company', group: 'means', points: 40, filter: { field: 'company', operator: 'is-not-empty' } },
  ],
  engagementRules: [
    { key: 'call', label: 'Answered a call', group: 'interest', points: 50, kinds: ['interaction.call_answered'], halfLifeHours: 720 },
    { key: 'page', label: 'Viewed a page', group: 'interest', points: 5, kinds: ['interaction.page_view'], halfLifeHours: 168 },
  ],
};

interface Named {
  readonly id: string;
  readonly name: string;
}
interface Pipeline extends Named {
  readonly isDefault: boolean;
  readonly stages: readonly Named[];
}
interface DealPage {
  readonly items: readonly { readonly id: string; readonly externalId: string | null }[];
}
interface DealResult {
  readonly error?: { readonly code: string };
}
interface List<T> {
  readonly items: readonly T[];
}

/**
 * Pipelines with deals, tags, and a scoring model in draft. May be repeated: what is there already is left as it is.
 * @param nowMs what days are counted back from
 */
export async function addSampleBusiness(client: GatewayClient, find: FindLead, nowMs: number): Promise<void> {
  await addDeals(client, find, nowMs);
  await addTags(client, find);
  const { items } = await client.get<List<Named>>('/v1/scoring/models?limit=200');
  if (!items.some(({ name }) => name === SAMPLE_MODEL.name)) await client.post('/v1/scoring/models', SAMPLE_MODEL);
}

async function addDeals(client: GatewayClient, find: FindLead, nowMs: number): Promise<void> {
  const { items: known } = await client.get<List<Pipeline>>('/v1/pipelines');
  const ours = known.find(({ isDefault }) => isDefault);
  const lettings =
    known.find(({ name }) => name === SAMPLE_PIPELINE.name) ?? (await client.post<Pipeline>('/v1/pipelines', SAMPLE_PIPELINE));
  const items: object[] = [];
  for (const { lead, inLettings = false, stage, openedDaysAgo, closedDaysAgo, deal } of SAMPLE_DEALS) {
    const pipeline = inLettings ? lettings : ours;
    const stageId = pipeline?.stages.find(({ name }) => name === stage)?.id;
    const instants = {
      ...(openedDaysAgo !== undefined && { openedAt: daysBefore(nowMs, openedDaysAgo) }),
      ...(closedDaysAgo !== undefined && { closedAt: daysBefore(nowMs, closedDaysAgo) }),
    };
    items.push({ ...deal, ...instants, leadId: await find(lead), pipelineId: pipeline?.id, stageId });
  }
  const { items: results } = await client.post<List<DealResult>>('/v1/deals/batch', { items });
  const refused = results.find(({ error }) => error !== undefined && error.code !== 'LEAD.DEAL_EXISTS');
  if (refused) throw new Error(`a sample deal did not go in: ${JSON.stringify(refused)}`);
}

async function addTags(client: GatewayClient, find: FindLead): Promise<void> {
  const { items: known } = await client.get<List<Named>>('/v1/tags');
  const { items: deals } = await client.get<DealPage>('/v1/deals?limit=200');
  for (const { name, colour, leads, deals: tagged } of SAMPLE_TAGS) {
    const { id } = known.find((tag) => tag.name === name) ?? (await client.post<Named>('/v1/tags', { name, colour }));
    const dealIds = deals.filter(({ externalId }) => externalId !== null && tagged.includes(externalId)).map((deal) => deal.id);
    const leadIds = await Promise.all(leads.map(find));
    await client.post('/v1/leads/tags', { leadIds, add: [id] });
    await client.post('/v1/deals/tags', { dealIds, add: [id] });
  }
}
