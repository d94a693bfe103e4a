import { attachmentRemovals } from './work-attachments.js';
import { crm, ofDeal, ofDocument, ofLead, ofNote, ofTask, step, type Step } from './step.js';

export const removals: readonly Step[] = [
  step('retireDistributionRuleSet', (world) => ({ params: { id: world.id('createDistributionRuleSet') } }), { isLast: true }),
  step('cancelDuplicateRun', (world) => ({ params: { id: world.id('startDuplicateRun') } }), { isLast: true, mayConflict: true }),
  // Of a hundred leads that were won and as many that were lost, the world has none.
  step('trainScoringModel', () => ({ body: {} }), { isLast: true, mayConflict: true }),
  step('dismissDuplicate', (world) => ({ params: { id: world.id('listDuplicates') }, body: { reason: world.canary } }), { isLast: true }),
  step('deleteCrmConnection', () => crm(), { isLast: true }),
  step('deleteImportTemplate', (world) => ({ params: { id: world.id('createImportTemplate') }, headers: { 'if-match': '"2"' } }), {
    isLast: true,
  }),
  step('endProcessingActivity', (world) => ({ params: { id: world.id('createPassingActivity') }, headers: { 'if-match': '"1"' } }), {
    isLast: true,
  }),
  step('revokePreferenceLink', (world) => ({ params: { id: world.id('createPreferenceLink') } }), { isLast: true }),
  step('removeDncEntry', (world) => ({ params: { id: world.id('addDncEntry') } }), { isLast: true }),
  step('deleteEmailWebhookEndpoint', (world) => ({ params: { id: world.id('createEmailWebhookEndpoint') } }), { isLast: true }),
  step('deleteCustomField', (world) => ({ params: { id: world.id('createUnusedCustomField') }, headers: { 'if-match': '"1"' } }), {
    isLast: true,
  }),
  step('revokeApiKey', (world) => ({ params: { id: world.id('createApiKey') } }), { isLast: true }),
  step('deleteDocument', ofDocument, { isLast: true }),
  step('restoreDocument', ofDocument, { isLast: true }),
  ...attachmentRemovals,
  step('deleteDeal', ofDeal({ headers: { 'if-match': '"2"' } }), { isLast: true }),
  step('restoreDeal', ofDeal(), { isLast: true }),
  step('deleteSegment', (world) => ({ params: { id: world.id('createPassingSegment') }, headers: { 'if-match': '"1"' } }), {
    isLast: true,
  }),
  step('restoreSegment', (world) => ({ params: { id: world.id('createPassingSegment') } }), { isLast: true }),
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
  step('restoreLeadForm', (world) => ({ params: { id: world.id('createLeadForm') } }), { isLast: true }),
  step('deleteLead', (world) => ofLead({ headers: { 'if-match': world.leadEtag } })(world), { isLast: true }),
  step('restoreLead', ofLead(), { isLast: true }),
  step('undoLeadMerge', (world) => ({ params: { id: world.id('mergeLeads') } }), { isLast: true }),
];
