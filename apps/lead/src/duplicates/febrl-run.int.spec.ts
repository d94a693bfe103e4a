import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DuplicatePair } from '@leadstream/contracts';
import { eventually } from '@leadstream/testing';
import { ADMIN, allPairs, capture, runThrough, stateFacts } from '../../test/duplicates.js';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { FEBRL_IS_GIVEN, febrlCandidates, personOf } from './febrl.fixture.spec.js';

const whereGiven = FEBRL_IS_GIVEN ? describe : describe.skip;

whereGiven("FEBRL's dataset1 (needs ../shared/data), captured and compared", () => {
  let app: LeadApp;
  beforeAll(async () => {
    app = await startLeadApp();
  });
  afterAll(() => app.stop());

  const idsOf = ({ leftId, rightId }: DuplicatePair) => `${leftId} ${rightId}`;

  it('gives the true pairs with precision ≥ 0.99 and recall ≥ 0.95, counted by the ids of the records', async () => {
    const tenant = app.as(undefined, ADMIN);
    await stateFacts(tenant);
    const records = febrlCandidates();
    const leadIds = await capture(tenant, records);
    expect(leadIds.size).toBe(1_000);
    const recordIds = new Map([...leadIds].map(([recordId, leadId]) => [leadId, recordId]));
    const truth = new Set(records.map(({ id }) => personOf(id))).size;

    const run = await runThrough(tenant);
    const pairs = await allPairs(tenant);
    const person = (leadId: string) => personOf(recordIds.get(leadId) ?? 'rec-?');
    const right = pairs.filter(({ leftId, rightId }) => person(leftId) === person(rightId));
    expect(right.length / pairs.length).toBeGreaterThanOrEqual(0.99);
    expect(right.length / truth).toBeGreaterThanOrEqual(0.95);
    expect(run).toMatchObject({
      status: 'completed',
      progress: { done: 1_000, total: 1_000, percent: 100, etaSeconds: 0 },
      counts: { found: pairs.length, opened: pairs.length, blocksSkipped: 0 },
    });
    await eventually(() =>
      expect(app.published.ofType('lead.duplicates-found').filter(({ key }) => key === `${tenant.tenantId}:${run.id}`)).toMatchObject([
        { data: { runId: run.id, leads: 1_000, minScore01: 0.9, found: pairs.length, opened: pairs.length } },
      ]),
    );

    const inSmallPages = await allPairs(tenant, '', 7);
    expect(inSmallPages.map(idsOf)).toEqual(pairs.map(idsOf));
    expect(pairs.map(({ score01 }) => score01)).toEqual(pairs.map(({ score01 }) => score01).sort((a, b) => b - a));
    for (const { score01, explanation } of pairs) {
      const logOdds = explanation.reduce((sum, { weight }) => sum + weight, 0);
      expect(score01).toBeCloseTo(1 / (1 + Math.exp(-logOdds)), 9);
    }
    const certain = pairs.filter(({ score01 }) => score01 >= 0.99);
    expect((await allPairs(tenant, '&minScore=0.99')).map(idsOf)).toEqual(certain.map(idsOf));

    const again = await runThrough(tenant);
    expect(again.counts).toMatchObject({ found: pairs.length, opened: 0 });
    expect((await allPairs(tenant)).map(idsOf)).toEqual(pairs.map(idsOf));
  });
});
