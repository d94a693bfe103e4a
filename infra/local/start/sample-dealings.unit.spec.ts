import { expect, it } from '@jest/globals';
import { createBudgetBody, createBudgetEntryBody, createRelationshipBody } from '@leadstream/contracts';
import type { GatewayClient } from './gateway-client.ts';
import { addSampleBudget, addSampleRelationships, SAMPLE_BUDGET, SAMPLE_ENTRIES, SAMPLE_RELATIONSHIPS } from './sample-dealings.ts';
import { SCENARIOS } from './sample-scenarios.ts';

const ID = '01920000-0000-7000-8000-000000000001';

/** Answers as a system that has no budget and no relationship, or all of them. */
function gateway(isRepeated: boolean): { client: GatewayClient; posted: { path: string; body: object }[] } {
  const posted: { path: string; body: object }[] = [];
  const relationships = SAMPLE_RELATIONSHIPS.map(({ type, other }) => ({ type, leadId: other }));
  const client = {
    get: (path: string) =>
      Promise.resolve({ items: isRepeated ? (path.startsWith('/v1/budgets') ? [{ id: ID, ...SAMPLE_BUDGET }] : relationships) : [] }),
    post: (path: string, body: object) => {
      posted.push({ path, body });
      return Promise.resolve({ id: ID });
    },
  };
  return { client: client as unknown as GatewayClient, posted };
}

it('relates leads of the reference scenarios, each relationship once', async () => {
  const known = SCENARIOS.map(({ lead }) => lead.externalId);
  for (const { lead, other } of SAMPLE_RELATIONSHIPS) expect(known).toEqual(expect.arrayContaining([lead, other]));
  for (const { type } of SAMPLE_RELATIONSHIPS) expect(createRelationshipBody.safeParse({ type, leadId: ID }).error).toBeUndefined();
  const [first, again] = [gateway(false), gateway(true)];
  for (const { client } of [first, again]) await addSampleRelationships(client, (externalId) => Promise.resolve(externalId));
  expect([first.posted.length, again.posted.length]).toEqual([SAMPLE_RELATIONSHIPS.length, 0]);
});

it('opens one budget and books what the API takes, within what was allocated', async () => {
  const [first, again] = [gateway(false), gateway(true)];
  for (const { client } of [first, again]) await addSampleBudget(client);
  expect(createBudgetBody.safeParse(first.posted[0]?.body).error).toBeUndefined();
  for (const { body } of first.posted.slice(1)) expect(createBudgetEntryBody.safeParse(body).error).toBeUndefined();
  expect(again.posted).toEqual(first.posted.slice(1));
  expect(new Set(SAMPLE_ENTRIES.map(({ reference }) => reference)).size).toBe(SAMPLE_ENTRIES.length);
});
