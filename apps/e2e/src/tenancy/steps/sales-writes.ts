import { crm, nextMonth, ofDeal, step, type Step } from './step.js';

export const customFields: readonly Step[] = [
  step('createCustomField', ({ canary }) => ({ body: { key: 'nickname', label: canary, type: 'text', indexed: true } })),
  step('createCustomField', ({ canary }) => ({ body: { key: 'unused', label: canary, type: 'number' } }), {
    name: 'createUnusedCustomField',
  }),
  step('patchCustomField', (world) => ({
    params: { id: world.id('createCustomField') },
    headers: { 'if-match': '"1"' },
    body: { label: `${world.canary} too` },
  })),
];

/** Which time ends. */
export const recent = { field: 'createdAt', operator: 'in-last', value: { count: 30, unit: 'day' } };

/** It rests at once: what is read of it later is what was read before. */
export const crms: readonly Step[] = [
  step('putCrmConnection', ({ canary }) =>
    crm({ body: { baseUrl: 'https://crm.invalid', credentials: { kind: 'private-app', accessToken: canary } } }),
  ),
  step('testCrmConnection', () => crm()),
  step('startCrmSync', () => crm({ body: { kind: 'full' } })),
  step('patchCrmConnection', () => crm({ headers: { 'if-match': '"1"' }, body: { isPaused: true } })),
];

export const tags: readonly Step[] = [
  step('createTag', ({ canary }) => ({ body: { name: canary } })),
  step('patchTag', (world) => ({
    params: { id: world.id('createTag') },
    headers: { 'if-match': '"1"' },
    body: { name: `${world.canary} too` },
  })),
];

/** The stages of a pipeline are known by their order only: a deal goes to its own. */
export const deals: readonly Step[] = [
  step('createPipeline', ({ canary }) => ({
    body: {
      name: canary,
      stages: [
        { name: canary, probability: 10 },
        { name: 'done', probability: 100, closes: true },
      ],
    },
  })),
  step('patchPipeline', (world) => ({
    params: { id: world.id('createPipeline') },
    headers: { 'if-match': '"1"' },
    body: { name: `${world.canary} too` },
  })),
  step(
    'createDeal',
    (world) => ({ body: { leadId: world.id('createLead'), name: world.canary, pipelineId: world.id('createPipeline') } }),
    {
      isOfOwner: true,
    },
  ),
  step('createDeals', (world) => ({ body: { items: [{ leadId: world.id('createLead'), name: world.canary }] } })),
  step(
    'createDeal',
    (world) => ({ body: { leadId: world.id('createLead'), name: `tagged ${world.canary}`, pipelineId: world.id('createPipeline') } }),
    { name: 'createTaggedDeal', isOfOwner: true },
  ),
  step('changeDealTags', (world) => ({ body: { dealIds: [world.id('createTaggedDeal')], add: [world.id('createTag')] } }), {
    isOfOwner: true,
  }),
  step('patchDeal', ofDeal({ headers: { 'if-match': '"1"' }, body: { status: 'qualified' } })),
  step('moveDeal', (world) => ofDeal({ headers: { 'if-match': '"2"' }, body: { stageId: world.id('stage of createPipeline') } })(world)),
];

/** Offers two leads to a pool, of which its only member takes one. They come last: rules that are active touch whatever is captured. */
export const distribution: readonly Step[] = [
  step('createDistributionPool', ({ canary }) => ({ body: { name: canary, members: [], respondWithinMinutes: 43_200 } })),
  step(
    'patchDistributionPool',
    (world) => ({
      params: { id: world.id('createDistributionPool') },
      headers: { 'if-match': '"1"' },
      body: { members: [{ memberId: world.id('addMember') }] },
    }),
    { awaits: true },
  ),
  step('putDistributionProfile', (world) => ({ params: { id: world.id('addMember') }, body: { skills: [world.canary] } })),
  step(
    'createDistributionRuleSet',
    (world) => ({
      body: {
        name: world.canary,
        rules: [
          {
            key: 'offered',
            label: world.canary,
            filter: { field: 'source', operator: 'eq', value: 'offered' },
            poolId: world.id('createDistributionPool'),
            strategy: 'claim',
          },
        ],
      },
    }),
    { isOfOwner: true },
  ),
  step('activateDistributionRuleSet', (world) => ({ params: { id: world.id('createDistributionRuleSet') } })),
  step('createLead', ({ canary }) => ({ body: { externalId: `claimed-${canary}`, source: 'offered' } }), { name: 'createClaimedLead' }),
  step('createLead', ({ canary }) => ({ body: { externalId: `offered-${canary}`, source: 'offered' } }), { name: 'createOfferedLead' }),
  step('queueLead', (world) => ({ body: { leadId: world.id('createOfferedLead') } }), { isOfOwner: true }),
  step('claimLead', (world) => ({ params: { id: world.id('createClaimedLead') }, body: { memberId: world.id('addMember') } }), {
    awaits: true,
  }),
  step('changeLeadOwner', (world) => ({
    params: { id: world.id('createOfferedLead') },
    headers: { 'if-match': '"1"' },
    body: { ownerId: null },
  })),
  step('replayDistribution', (world) => ({
    params: { id: world.id('createDistributionRuleSet') },
    body: { from: '2020-01-01T00:00:00Z', until: nextMonth() },
  })),
];
