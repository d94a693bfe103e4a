import { sendgridEvent } from '../sendgrid-stand-in.js';
import type { RouteCall } from './route-call.js';
import type { World } from './world.js';

/** How one route is called for what a world holds. */
export interface Step {
  readonly operation: string;
  /** The same route may be called more than once; the name tells the calls apart. */
  readonly name: string;
  readonly call: (world: World) => RouteCall | Promise<RouteCall>;
  /** Demands in its body something that the owner has: nobody else finds it. */
  readonly isOfOwner?: boolean;
  /** May come too early: what it needs is done in the background. */
  readonly awaits?: boolean;
  /** What it would stop may have come to its end by itself: a conflict then. */
  readonly mayBeTooLate?: boolean;
  /** Takes away what other steps need: the owner does it last. */
  readonly isLast?: boolean;
}

const today = (): string => new Date().toISOString().slice(0, 10);
/** Far enough for nothing to become due meanwhile. */
const nextMonth = (): string => new Date(Date.now() + 30 * 86_400_000).toISOString();
const aMinuteAgo = (): string => new Date(Date.now() - 60_000).toISOString();
const step = (operation: string, call: Step['call'], more: Partial<Step> = {}): Step => ({ operation, name: operation, call, ...more });
const ofLead =
  (call: RouteCall = {}) =>
  (world: World): RouteCall => ({ params: { id: world.id('createLead') }, ...call });

/** Columns of {@link leadsFile}; the last one becomes a prohibition. */
const FORBIDDING = { externalId: 'externalId', firstName: 'firstName', email: 'email', doNotCall: 'doNotContact.voice' };

const mergeOf =
  (more: object) =>
  (world: World): RouteCall => ({ body: { survivorId: world.id('createSecondLead'), mergedId: world.id('createFourthLead'), ...more } });
const ofDocument = (world: World): RouteCall => ({ params: { id: world.id('createLead'), documentId: world.id('createDocument') } });

function documentFile(world: World): FormData {
  const form = new FormData();
  form.set('file', new Blob([world.canary]), `${world.canary}.txt`);
  return form;
}

const ofNote =
  (call: RouteCall = {}) =>
  (world: World): RouteCall => ({ params: { id: world.id('createLead'), noteId: world.id('createNote') }, ...call });

const ofTask =
  (version?: number, body?: object) =>
  (world: World): RouteCall => ({
    params: { id: world.id('createTask') },
    ...(version !== undefined && { headers: { 'if-match': `"${version}"` } }),
    ...(body && { body }),
  });
const budgetOf =
  (call: RouteCall = {}) =>
  (world: World): RouteCall => ({ params: { id: world.id('createBudget') }, ...call });
const entryOf =
  (call: RouteCall = {}) =>
  (world: World): RouteCall => ({ params: { id: world.id('createBudget'), sequence: '1' }, ...call });

function leadsFile(world: World, options: object = {}, who = 'imported'): FormData {
  const form = new FormData();
  form.set('options', JSON.stringify({ matchBy: 'externalId', ...options }));
  form.set(
    'file',
    new Blob([`externalId,firstName,email,doNotCall\n${who}-${world.canary},${world.canary},${who}-${world.email},yes\n`]),
    'leads.csv',
  );
  return form;
}

const customFields: readonly Step[] = [
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

const tags: readonly Step[] = [
  step('createTag', ({ canary }) => ({ body: { name: canary } })),
  step('patchTag', (world) => ({
    params: { id: world.id('createTag') },
    headers: { 'if-match': '"1"' },
    body: { name: `${world.canary} too` },
  })),
];

const ofDeal =
  (call: RouteCall = {}) =>
  (world: World): RouteCall => ({ params: { id: world.id('createDeal') }, ...call });

/** The stages of a pipeline are known by their order only: a deal goes to its own. */
const deals: readonly Step[] = [
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
  step('patchDeal', ofDeal({ headers: { 'if-match': '"1"' }, body: { status: 'qualified' } })),
  step('moveDeal', (world) => ofDeal({ headers: { 'if-match': '"2"' }, body: { stageId: world.id('stage of createPipeline') } })(world)),
];

const writes: readonly Step[] = [
  ...customFields,
  ...tags,
  step('createLead', ({ canary, email, phone }) => ({
    body: {
      externalId: canary,
      firstName: canary,
      lastName: canary,
      company: canary,
      email,
      phone,
      source: 'referral',
      customFields: { nickname: canary },
      consents: [{ channel: 'email', purpose: 'marketing' }],
    },
  })),
  step('createLead', ({ canary }) => ({ body: { externalId: `second-${canary}`, firstName: canary } }), { name: 'createSecondLead' }),
  step('createLead', ({ canary }) => ({ body: { externalId: `third-${canary}`, firstName: canary } }), { name: 'createThirdLead' }),
  step('createLead', ({ canary }) => ({ body: { externalId: `tagged-${canary}` } }), { name: 'createTaggedLead' }),
  step('changeLeadTags', (world) => ({ body: { leadIds: [world.id('createTaggedLead')], add: [world.id('createTag')] } }), {
    isOfOwner: true,
  }),
  step('patchLead', (world) => ofLead({ headers: { 'if-match': world.leadEtag }, body: { company: `${world.canary} & sons` } })(world)),
  step('changeLeadStatus', (world) => ofLead({ headers: { 'if-match': world.leadEtag }, body: { status: 'qualified' } })(world)),
  step('changeLeads', (world) => ({
    body: {
      items: [
        { op: 'update', id: world.id('createSecondLead'), version: 1, lead: { jobTitle: world.canary } },
        { op: 'delete', id: world.id('createThirdLead'), version: 1 },
      ],
    },
  })),
  ...deals,
  step('createLead', ({ canary }) => ({ body: { externalId: `fourth-${canary}`, firstName: canary } }), { name: 'createFourthLead' }),
  step('addLeadIdentity', (world) => ofLead({ body: { kind: 'email', value: `home-${world.email}` } })(world)),
  step('identifyVisitor', (world) => ({
    body: { visitorId: world.visitorId, lead: { email: `visitor-${world.email}`, firstName: world.canary, lastName: world.canary } },
  })),
  step('previewLeadMerge', mergeOf({}), { isOfOwner: true }),
  step('mergeLeads', mergeOf({ versions: { survivor: 2, merged: 1 } }), { isOfOwner: true }),
  step('patchLeadSettings', () => ({ headers: { 'if-match': '"1"' }, body: { phoneRegion: 'DE' } })),
  step('createImport', (world) => ({ body: leadsFile(world) })),
  ...['createDraft', 'createTriedDraft', 'createDroppedDraft'].map((name) =>
    step('createImport', (world) => ({ body: leadsFile(world, { start: false }) }), { name }),
  ),
  step('changeImportMapping', (world) => ({
    params: { id: world.id('createDraft') },
    body: { mapping: { externalId: 'externalId', firstName: 'firstName' } },
  })),
  step('startImport', (world) => ({ params: { id: world.id('createDraft') } })),
  step('dryRunImport', (world) => ({ params: { id: world.id('createTriedDraft') } })),
  step('cancelImport', (world) => ({ params: { id: world.id('createDroppedDraft') } })),
  step('createImport', (world) => ({ body: leadsFile(world, { mapping: FORBIDDING }, 'reverted') }), { name: 'createRevertedImport' }),
  step('revertImport', (world) => ({ params: { id: world.id('createRevertedImport') } }), { awaits: true }),
  step('createImportTemplate', ({ canary }) => ({ body: { name: canary, options: { constants: { source: canary } } } })),
  step('patchImportTemplate', (world) => ({
    params: { id: world.id('createImportTemplate') },
    headers: { 'if-match': '"1"' },
    body: { name: `${world.canary}-2` },
  })),
  step('createLeadForm', ({ canary }) => ({
    body: {
      name: canary,
      fields: [{ name: 'email', required: true }, { name: 'firstName' }],
      consents: [{ key: 'news', text: canary, purpose: 'marketing', channels: ['email'] }],
    },
  })),
  step('patchLeadForm', (world) => ({
    params: { id: world.id('createLeadForm') },
    headers: { 'if-match': '"1"' },
    body: { source: world.canary },
  })),
  step('preflightForm', (world) => ({ params: { key: world.keys['createLeadForm'] ?? '' } })),
  step('submitForm', (world) => ({
    params: { key: world.keys['createLeadForm'] ?? '' },
    body: { email: `form-${world.email}`, firstName: world.canary, consents: ['news'] },
  })),
  step('replaceDuplicateFacts', () => ({ body: { items: [{ field: 'nickname', kind: 'identifier' }] } })),
  step('startDuplicateRun', () => ({ body: { minScore: 0 } })),
  step('createExport', (world) => ({ body: { query: { externalId: world.canary } } })),
  step('createNote', (world) => ofLead({ body: { body: world.canary } })(world)),
  step('patchNote', (world) => ofNote({ headers: { 'if-match': '"1"' }, body: { body: `${world.canary}! note${world.canary}` } })(world)),
  step('createDocument', (world) => ofLead({ body: documentFile(world) })(world)),
  step('createDocumentLink', ofDocument),
  step('createBudget', ({ canary }) => ({ body: { name: canary, currency: 'EUR', overdraftLimit: '100' } })),
  step('patchBudget', (world) => budgetOf({ headers: { 'if-match': '"1"' }, body: { name: `${world.canary} too` } })(world)),
  step('createBudgetEntry', (world) =>
    budgetOf({ body: { kind: 'allocation', amount: { amount: '5', currency: 'EUR' }, reference: world.canary } })(world),
  ),
  step('reverseBudgetEntry', (world) => entryOf({ body: { note: world.canary } })(world)),
  step('createRelationshipType', ({ canary }) => ({ body: { name: canary, inverse: `${canary}-of` } })),
  step('createRelationshipType', ({ canary }) => ({ body: { name: `unused-${canary}` } }), { name: 'createUnusedRelationshipType' }),
  step('createRelationship', (world) => ofLead({ body: { type: world.canary, leadId: world.id('createSecondLead') } })(world)),
  step('addDncEntry', ({ email, canary }) => ({ body: { kind: 'email', value: `dnc-${email}`, reason: canary } })),
  step('addDncEntry', ({ phone, canary }) => ({ body: { kind: 'phone', value: phone, reason: canary, channels: ['voice'] } }), {
    name: 'addSecondDncEntry',
  }),
  step('checkDnc', ({ email }) => ({ body: { email: `dnc-${email}` } })),
  step('recordConsent', (world) => ({
    body: { leadId: world.id('createLead'), channel: 'sms', purpose: 'sales', state: 'given', source: world.canary },
  })),
  step('decideContact', (world) => ({ body: { leadId: world.id('createLead'), channel: 'email', purpose: 'marketing' } })),
  step('recordInteraction', (world) => ({
    body: {
      clientEventId: world.clientEventId,
      leadId: world.id('createLead'),
      kind: 'page_view',
      occurredAt: new Date().toISOString(),
      content: { id: '/pricing', title: world.canary },
    },
  })),
  step('recordInteractions', (world) => ({
    body: {
      items: [
        {
          clientEventId: `second-${world.clientEventId}`,
          leadId: world.id('createLead'),
          kind: 'form_view',
          occurredAt: new Date().toISOString(),
        },
      ],
    },
  })),
  step('createEmailWebhookEndpoint', ({ sendgrid, canary }) => ({
    body: { provider: 'sendgrid', name: canary, publicKey: sendgrid.verificationKey },
  })),
  step('receiveSendgridEvents', (world) => {
    const delivered = ['processed', 'delivered'].map((kind) => sendgridEvent(kind, world.email, world.canary));
    return { params: { endpoint: world.id('createEmailWebhookEndpoint') }, ...world.sendgrid.sign(delivered) };
  }),
  step('addMember', ({ email }) => ({ body: { email, role: 'agent' } })),
  step(
    'createTask',
    (world) => ({
      body: {
        subject: { kind: 'lead', id: world.id('createLead') },
        type: 'call',
        title: world.canary,
        dueAt: nextMonth(),
        recurrence: { rule: 'FREQ=DAILY', timeZone: 'UTC' },
      },
    }),
    { isOfOwner: true },
  ),
  step('patchTask', (world) => ofTask(1, { description: world.canary })(world)),
  step('changeTasks', (world) => ({
    body: { items: [{ op: 'reassign', id: world.id('createTask'), version: 2, assigneeId: world.id('addMember') }] },
  })),
  step('completeTask', (world) => ofTask(3, { outcome: world.canary })(world)),
  step('reopenTask', ofTask(4)),
  step(
    'createTask',
    (world) => ({
      body: { subject: { kind: 'lead', id: world.id('createLead') }, type: 'email', title: world.canary, dueAt: aMinuteAgo() },
    }),
    { name: 'createOverdueTask', isOfOwner: true },
  ),
  step(
    'patchTask',
    (world) => ({ params: { id: world.id('createOverdueTask') }, headers: { 'if-match': '"2"' }, body: { description: world.canary } }),
    { name: 'patchOverdueTask', awaits: true },
  ),
  step('dismissTask', (world) => ofTask(5, { outcome: world.canary })(world)),
  step('createApiKey', ({ canary }) => ({ body: { name: canary, role: 'analyst' } })),
];

const reads: readonly Step[] = [
  step('readLead', ofLead()),
  step('getLead360', ofLead()),
  step('listLeadAudit', ofLead()),
  step('listLeadStatusHistory', ofLead()),
  step('diffLead', (world) => ofLead({ query: { from: world.settledAt, to: world.settledAt } })(world)),
  step('readLead', (world) => ofLead({ query: { asOf: world.settledAt } })(world), { name: 'readLeadAsOf' }),
  step('searchLeads', ({ canary }) => ({ body: { filter: { field: 'firstName', operator: 'eq', value: canary }, limit: 1 } })),
  step('listLeads', () => ({ query: { limit: '1' } })),
  step('listLeads', ({ email }) => ({ query: { email } }), { name: 'listLeadsByEmail' }),
  step('listLeads', ({ phone }) => ({ query: { phone } }), { name: 'listLeadsByPhone' }),
  step('listLeads', ({ canary }) => ({ query: { externalId: canary } }), { name: 'listLeadsByExternalId' }),
  step('listLeads', () => ({ query: { deleted: 'true' } }), { name: 'listDeletedLeads' }),
  step('search', ({ canary }) => ({ query: { q: canary } })),
  step('search', ({ phone }) => ({ query: { q: phone } }), { name: 'searchByPhone' }),
  step('search', ({ canary }) => ({ query: { q: `note${canary}` } }), { name: 'searchByNote' }),
  step('listLeadIdentities', ofLead()),
  step('readDuplicateRun', (world) => ({ params: { id: world.id('startDuplicateRun') } })),
  step('readDuplicateFacts', () => ({})),
  step('listLeadDuplicates', ofLead({ query: { minScore: '0' } })),
  step('listDuplicates', () => ({ query: { limit: '1' } })),
  step('readLeadMerge', (world) => ({ params: { id: world.id('mergeLeads') } })),
  step('listLeadMerges', (world) => ({ query: { leadId: world.id('createSecondLead'), limit: '1' } })),
  step('readLeadSettings', () => ({})),
  step('listLeadSettingsChanges', () => ({ query: { limit: '1' } })),
  step('readCustomField', (world) => ({ params: { id: world.id('createCustomField') } })),
  step('listCustomFields', () => ({})),
  step('listCustomFieldChanges', (world) => ({ params: { id: world.id('createCustomField') }, query: { limit: '1' } })),
  step('readImport', (world) => ({ params: { id: world.id('createImport') } })),
  step('listDocuments', ofLead()),
  step('downloadDocument', (world) => ({ params: { token: world.links['createDocumentLink']?.split('/').at(-1) ?? '' } })),
  step('listPipelines', () => ({})),
  step('readPipeline', (world) => ({ params: { id: world.id('createPipeline') } })),
  step('listDeals', (world) => ({ query: { pipelineId: world.id('createPipeline') } })),
  step('readDealBoard', (world) => ({ query: { pipeline: world.id('createPipeline') } })),
  step('readDeal', ofDeal()),
  step('listDealStageHistory', ofDeal()),
  step('listTags', () => ({})),
  step('readTag', (world) => ({ params: { id: world.id('createTag') } })),
  step('listNotes', ofLead()),
  step('listNoteAudit', ofNote()),
  step('readTask', ofTask()),
  step('listTasks', (world) => ({ query: { leadId: world.id('createLead') } })),
  step('listTaskAudit', ofTask()),
  step('readTaskQueue', (world) => ({ query: { memberId: world.id('addMember') } })),
  step('readLeadForm', (world) => ({ params: { id: world.id('createLeadForm') } })),
  step('listLeadForms', () => ({ query: { limit: '1' } })),
  step('listLeadFormWordings', (world) => ({ params: { id: world.id('createLeadForm') } })),
  step('listFormSubmissions', (world) => ({ params: { id: world.id('createLeadForm') } })),
  step('listRelationshipTypes', () => ({})),
  step('listRelationships', ofLead()),
  step('readLeadGraph', ofLead()),
  step('findLeadPath', (world) => ofLead({ query: { to: world.id('createSecondLead') } })(world)),
  step('readLeadGroup', ofLead()),
  step('readBudget', budgetOf()),
  step('listBudgets', () => ({ query: { limit: '1' } })),
  step('listBudgetChanges', budgetOf()),
  step('readBudgetBalance', budgetOf()),
  step('readBudgetEntry', entryOf()),
  step('listBudgetEntries', budgetOf()),
  step('reconcileBudget', budgetOf()),
  step('listImportRows', (world) => ({ params: { id: world.id('createImport') } })),
  step('readImportMapping', (world) => ({ params: { id: world.id('createImport') } })),
  step('listImportReversals', (world) => ({ params: { id: world.id('createRevertedImport') } })),
  step('readImportErrors', (world) => ({ params: { id: world.id('createImport') } })),
  step('watchImport', (world) => ({ params: { id: world.id('createImport') } })),
  step('readImportTemplate', (world) => ({ params: { id: world.id('createImportTemplate') } })),
  step('listImportTemplates', () => ({ query: { limit: '1' } })),
  step('readExport', (world) => ({ params: { id: world.id('createExport') } })),
  step('downloadExport', (world) => ({ params: { id: world.id('createExport') } })),
  step('getDncEntry', (world) => ({ params: { id: world.id('addDncEntry') } })),
  step('listDncEntries', () => ({ query: { limit: '1' } })),
  step('getConsent', (world) => ({ params: { id: world.id('recordConsent') } })),
  step('listConsents', (world) => ({ query: { leadId: world.id('createLead'), limit: '1' } })),
  step('getDecision', (world) => ({ params: { id: world.id('decideContact') } })),
  step('getInteraction', (world) => ({ params: { id: world.id('recordInteraction') } })),
  step('listInteractions', (world) => ({ query: { leadId: world.id('createLead'), limit: '1' } })),
  step('listEmailWebhookEndpoints', () => ({})),
  step('listEmailMessages', (world) => ({ query: { leadId: world.id('createLead') } })),
  step('listEmailMessages', () => ({}), { name: 'listEveryEmailMessage' }),
  step('listEmailEvents', () => ({ query: { limit: '1' } })),
  step('getMember', (world) => ({ params: { id: world.id('addMember') } })),
  step('listMembers', () => ({ query: { limit: '1' } })),
  step('getApiKey', (world) => ({ params: { id: world.id('createApiKey') } })),
  step('listApiKeys', () => ({ query: { limit: '1' } })),
  step('getCurrentTenant', () => ({})),
  step('getRoles', () => ({})),
  step('readLifecycleFunnel', () => ({ query: { from: today(), to: today(), groupBy: 'source' } })),
];

const removals: readonly Step[] = [
  step('cancelDuplicateRun', (world) => ({ params: { id: world.id('startDuplicateRun') } }), { isLast: true, mayBeTooLate: true }),
  step('dismissDuplicate', (world) => ({ params: { id: world.id('listDuplicates') }, body: { reason: world.canary } }), { isLast: true }),
  step('deleteImportTemplate', (world) => ({ params: { id: world.id('createImportTemplate') }, headers: { 'if-match': '"2"' } }), {
    isLast: true,
  }),
  step('removeDncEntry', (world) => ({ params: { id: world.id('addDncEntry') } }), { isLast: true }),
  step('deleteEmailWebhookEndpoint', (world) => ({ params: { id: world.id('createEmailWebhookEndpoint') } }), { isLast: true }),
  step('deleteCustomField', (world) => ({ params: { id: world.id('createUnusedCustomField') }, headers: { 'if-match': '"1"' } }), {
    isLast: true,
  }),
  step('revokeApiKey', (world) => ({ params: { id: world.id('createApiKey') } }), { isLast: true }),
  step('deleteDocument', ofDocument, { isLast: true }),
  step('restoreDocument', ofDocument, { isLast: true }),
  step('deleteDeal', ofDeal({ headers: { 'if-match': '"2"' } }), { isLast: true }),
  step('restoreDeal', ofDeal(), { isLast: true }),
  step('deleteTag', (world) => ({ params: { id: world.id('createTag') }, headers: { 'if-match': '"2"' } }), { isLast: true }),
  step('deleteNote', ofNote({ headers: { 'if-match': '"2"' } }), { isLast: true }),
  step('restoreNote', ofNote(), { isLast: true }),
  step('deleteTask', ofTask(6), { isLast: true }),
  step('restoreTask', ofTask(), { isLast: true }),
  step('deleteRelationship', (world) => ({ params: { id: world.id('createLead'), relationshipId: world.id('createRelationship') } }), {
    isLast: true,
  }),
  step('deleteRelationshipType', ({ canary }) => ({ params: { name: `unused-${canary}` } }), { isLast: true }),
  step('deleteLeadForm', (world) => ({ params: { id: world.id('createLeadForm') }, headers: { 'if-match': '"2"' } }), { isLast: true }),
  step('deleteLead', (world) => ofLead({ headers: { 'if-match': world.leadEtag } })(world), { isLast: true }),
  step('restoreLead', ofLead(), { isLast: true }),
  step('undoLeadMerge', (world) => ({ params: { id: world.id('mergeLeads') } }), { isLast: true }),
];

/** Calls of every route that the gateway shows, in an order in which one tenant can make them all. */
export const STEPS: readonly Step[] = [...writes, ...reads, ...removals];
