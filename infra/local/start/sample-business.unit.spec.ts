import { expect, it } from '@jest/globals';
import {
  changeDealTagsBody,
  changeLeadTagsBody,
  createDealBody,
  createPipelineBody,
  createScoringModelBody,
  createTagBody,
} from '@leadstream/contracts';
import type { GatewayClient } from './gateway-client.ts';
import { addSampleBusiness, SAMPLE_DEALS, SAMPLE_MODEL, SAMPLE_PIPELINE, SAMPLE_TAGS } from './sample-business.ts';
import { SCENARIOS } from './sample-scenarios.ts';

const id = (number: number): string => `01920000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const STAGES = ['created', 'shared', 'accessed', 'engaged', 'qualified', 'advanced', 'closed'];
const ours = { id: id(1), name: 'Sales', isDefault: true, stages: STAGES.map((name, place) => ({ id: id(10 + place), name })) };
const lettings = { id: id(2), name: SAMPLE_PIPELINE.name, isDefault: false, stages: SAMPLE_PIPELINE.stages.map(({ name }, place) => ({ id: id(20 + place), name })) }; // prettier-ignore
const deals = SAMPLE_DEALS.map(({ deal: { externalId } }, index) => ({ id: id(100 + index), externalId }));
const named = (items: readonly { name: string }[]) => items.map(({ name }, index) => ({ id: id(200 + index), name }));

/** Answers as a system that has the default pipeline only, or all of it. */
async function run(isRepeated: boolean): Promise<{ path: string; body: Record<string, unknown> }[]> {
  const posted: { path: string; body: Record<string, unknown> }[] = [];
  const lists: Record<string, readonly object[]> = {
    '/v1/pipelines': isRepeated ? [ours, lettings] : [ours],
    '/v1/tags': isRepeated ? named(SAMPLE_TAGS) : [],
    '/v1/deals?limit=200': deals,
    '/v1/scoring/models?limit=200': isRepeated ? named([SAMPLE_MODEL]) : [],
  };
  const client = {
    get: (path: string) => Promise.resolve({ items: lists[path] }),
    post: (path: string, body: Record<string, unknown>) => {
      posted.push({ path, body });
      return Promise.resolve(path === '/v1/pipelines' ? lettings : { id: id(300), items: [] });
    },
  };
  const find = (externalId: string) => Promise.resolve(id(400 + SCENARIOS.findIndex(({ lead }) => lead.externalId === externalId)));
  await addSampleBusiness(client as unknown as GatewayClient, find, Date.parse('2026-11-01T12:00:00Z'));
  return posted;
}

it('says what the API takes', async () => {
  const schemas: Record<string, { safeParse(body: unknown): { error?: unknown } }> = {
    '/v1/pipelines': createPipelineBody,
    '/v1/tags': createTagBody,
    '/v1/leads/tags': changeLeadTagsBody,
    '/v1/deals/tags': changeDealTagsBody,
    '/v1/scoring/models': createScoringModelBody,
  };
  for (const { path, body } of await run(false)) {
    const bodies = path === '/v1/deals/batch' ? (body['items'] as object[]) : [body];
    for (const one of bodies) expect([path, (schemas[path] ?? createDealBody).safeParse(one).error]).toEqual([path, undefined]);
  }
});

it('puts each deal into a stage that its pipeline has, closed ones alone into the last', async () => {
  const batch = (await run(false)).find(({ path }) => path === '/v1/deals/batch')?.body['items'] as Record<string, string>[];
  expect(batch).toHaveLength(SAMPLE_DEALS.length);
  for (const { pipelineId, stageId, status = 'active' } of batch) {
    const { stages } = pipelineId === lettings.id ? lettings : ours;
    expect(stages.map((stage) => stage.id)).toContain(stageId);
    expect(stages.at(-1)?.id === stageId).toBe(status.startsWith('closed-'));
  }
});

it('dates deals back from the day on which they go in, none before its lead', async () => {
  const batch = (await run(false)).find(({ path }) => path === '/v1/deals/batch')?.body['items'] as Record<string, string>[];
  expect(batch.find(({ externalId }) => externalId === 'SAMPLE-deal-won')).toMatchObject({
    openedAt: '2026-09-04T12:00:00.000Z',
    closedAt: '2026-10-20T12:00:00.000Z',
  });
  for (const { lead, openedDaysAgo = 0, closedDaysAgo = 0 } of SAMPLE_DEALS) {
    const capturedDaysAgo = SCENARIOS.find((scenario) => scenario.lead.externalId === lead)?.capturedDaysAgo;
    expect(openedDaysAgo).toBeLessThanOrEqual(capturedDaysAgo ?? 0);
    expect(closedDaysAgo).toBeLessThanOrEqual(openedDaysAgo);
  }
});

it('names leads of the scenarios and deals that are made, each tag on some', () => {
  const leads = SCENARIOS.map(({ lead }) => lead.externalId);
  expect(leads).toEqual(expect.arrayContaining(SAMPLE_DEALS.map(({ lead }) => lead)));
  for (const tag of SAMPLE_TAGS) {
    expect(leads).toEqual(expect.arrayContaining(tag.leads));
    expect(deals.map(({ externalId }) => externalId)).toEqual(expect.arrayContaining(tag.deals));
  }
});

it('makes nothing twice', async () => {
  const made = (await run(true)).map(({ path }) => path);
  expect(made.filter((path) => ['/v1/pipelines', '/v1/tags', '/v1/scoring/models'].includes(path))).toEqual([]);
});
