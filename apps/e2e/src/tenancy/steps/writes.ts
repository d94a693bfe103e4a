import { sendgridEvent } from '../../sendgrid-stand-in.js';
import { crms, customFields, deals, distribution, recent, tags } from './sales-writes.js';
import {
  aMinuteAgo,
  ARCHIVING,
  budgetOf,
  documentFile,
  entriesFile,
  entryOf,
  examined,
  FORBIDDING,
  leadsFile,
  mergeOf,
  nextMonth,
  numbersFile,
  ofDocument,
  ofLead,
  ofNote,
  ofTask,
  processingActivity,
  scoringWeights,
  step,
  type Step,
  tokenOf,
} from './step.js';

export const writes: readonly Step[] = [
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
  step('createLead', ({ canary, email }) => ({ body: { externalId: `erased-${canary}`, email: `erased-${email}` } }), {
    name: 'createErasedLead',
  }),
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
  step('createSegment', ({ canary }) => ({ body: { name: canary, filter: recent } })),
  step('patchSegment', (world) => ({
    params: { id: world.id('createSegment') },
    headers: { 'if-match': '"1"' },
    body: { name: `${world.canary} & more` },
  })),
  step('createSegment', ({ canary }) => ({ body: { name: canary, kind: 'static' } }), { name: 'createStaticSegment' }),
  step('changeSegmentMembers', (world) => ({ params: { id: world.id('createStaticSegment') }, body: { add: [world.id('createLead')] } }), {
    isOfOwner: true,
  }),
  step('createSegment', ({ canary }) => ({ body: { name: canary, kind: 'static' } }), { name: 'createPassingSegment' }),
  step('createScoringModel', ({ canary }) => ({ body: { name: canary, ...scoringWeights(canary) } })),
  step('patchScoringModel', (world) => ({
    params: { id: world.id('createScoringModel') },
    headers: { 'if-match': '"1"' },
    body: { name: `${world.canary}!` },
  })),
  step('rehearseScoringModel', (world) => ({ params: { id: world.id('createScoringModel') } })),
  step('activateScoringModel', (world) => ({ params: { id: world.id('createScoringModel') } }), { awaits: true }),
  step('deactivateTrainedModel', (world) => ({ params: { id: world.id('plantTrainedModel') } })),
  step('activateTrainedModel', (world) => ({ params: { id: world.id('plantTrainedModel') } })),
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
  step('createDncLoad', (world) => ({ body: numbersFile(world) })),
  step('createDncEntryLoad', (world) => ({ body: entriesFile(world) })),
  step('checkDncBatch', ({ email, phone }) => ({ body: { addresses: [{ email: `dnc-${email}` }, { phone }] } })),
  step('checkDnc', ({ email }) => ({ body: { email: `dnc-${email}` } })),
  step('recordConsent', (world) => ({
    body: {
      leadId: world.id('createLead'),
      channel: 'sms',
      purpose: 'sales',
      state: 'given',
      source: world.canary,
      expiresAt: nextMonth(),
    },
  })),
  step(
    'recordConsent',
    (world) => ({
      body: { leadId: world.id('createErasedLead'), channel: 'email', purpose: 'sales', state: 'withdrawn', source: world.canary },
    }),
    { name: 'withdrawConsent' },
  ),
  // What is to be erased may be on its way.
  step('requestErasure', (world) => ({ body: { leadId: world.id('createErasedLead'), reason: 'request' } }), {
    isOfOwner: true,
    awaits: true,
  }),
  step('requestConsentConfirmation', (world) => ({
    body: { leadId: world.id('createLead'), channel: 'email', purpose: 'service', sender: world.canary, wording: world.canary },
  })),
  step('confirmConsent', (world) => ({ params: { token: tokenOf(world, 'requestConsentConfirmation') }, body: {} })),
  // The lead may be on its way.
  step('createPreferenceLink', (world) => ({ body: { leadId: world.id('createLead'), sender: world.canary } }), {
    isOfOwner: true,
    awaits: true,
  }),
  step('changePreferences', (world) => ({
    params: { token: tokenOf(world, 'createPreferenceLink') },
    body: { action: 'save', shown: ['sales.email.off'], agree: ['sales.email'] },
  })),
  step('examineMessage', examined('SM1')),
  step('examineMessage', examined('SM2'), { name: 'examineSecondMessage' }),
  // What is blocked are the addresses of the lead, which may be on their way.
  step('confirmOptOut', (world) => ({ params: { id: world.id('examineMessage') } }), { awaits: true }),
  step('dismissOptOut', (world) => ({ params: { id: world.id('examineSecondMessage') } })),
  step('decideContact', (world) => ({ body: { leadId: world.id('createLead'), channel: 'email', purpose: 'marketing' } })),
  step('verifyAuditTrail', () => ({ body: {} })),
  step('startAuditVerification', () => ({ body: {} })),
  step('verifyDecision', (world) => ({ params: { id: world.id('decideContact') } })),
  step('decideContacts', (world) => ({ body: { items: [{ leadId: world.id('createLead'), channel: 'sms', purpose: 'sales' }] } })),
  step('placeLegalHold', (world) => ({ body: { leadId: world.id('createTaggedLead'), matter: world.canary, reason: world.canary } })),
  step('placeLegalHold', (world) => ({ body: { category: 'decisions', matter: world.canary, reason: world.canary } }), {
    name: 'placeSecondLegalHold',
  }),
  step('releaseLegalHold', (world) => ({ params: { id: world.id('placeSecondLegalHold') }, body: { reason: world.canary } })),
  step('dryRunRetention', () => ({ body: {} })),
  step('putRetention', () => ({
    headers: { 'if-match': '"1"' },
    body: { rules: ARCHIVING },
  })),
  step('putContactPolicy', () => ({
    headers: { 'if-match': '"1"' },
    body: {
      requiresStatedConsent: true,
      hours: [],
      caps: [{ channels: ['voice'], purposes: ['sales'], contacts: 5, withinHours: 24 }],
    },
  })),
  // The lead may still be on its way.
  step(
    'createSubjectRequest',
    (world) => ({ body: { kind: 'access', via: 'email', leadId: world.id('createLead'), note: world.canary } }),
    {
      isOfOwner: true,
      awaits: true,
    },
  ),
  step(
    'createSubjectRequest',
    ({ canary, email }) => ({
      body: { kind: 'restriction', via: 'email', addresses: [{ kind: 'email', value: `asks-${email}` }], note: canary },
    }),
    { name: 'createSubjectRequestOfAddresses' },
  ),
  step('patchSubjectRequest', (world) => ({
    params: { id: world.id('createSubjectRequest') },
    headers: { 'if-match': '"1"' },
    body: { status: 'in-progress', identity: { method: 'known-address' } },
  })),
  step('createProcessingActivity', ({ canary }) => ({ body: processingActivity(canary) })),
  step('createProcessingActivity', ({ canary }) => ({ body: processingActivity(canary) }), { name: 'createPassingActivity' }),
  step('patchProcessingActivity', (world) => ({
    params: { id: world.id('createProcessingActivity') },
    headers: { 'if-match': '"1"' },
    body: { purposes: [world.canary, 'To sell.'] },
  })),
  step('recordInteraction', (world) => ({
    body: {
      clientEventId: world.clientEventId,
      leadId: world.id('createLead'),
      kind: 'page_view',
      occurredAt: new Date().toISOString(),
      content: { id: '/pricing', title: world.canary },
    },
  })),
  step(
    'recordInteraction',
    (world) => ({
      body: {
        clientEventId: `mistaken-${world.clientEventId}`,
        leadId: world.id('createLead'),
        kind: 'page_view',
        occurredAt: new Date().toISOString(),
      },
    }),
    { name: 'recordMistakenInteraction' },
  ),
  step('retractInteraction', (world) => ({ params: { id: world.id('recordMistakenInteraction') } })),
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
  ...distribution,
  ...crms,
];
