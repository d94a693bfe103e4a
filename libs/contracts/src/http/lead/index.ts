import { budgetRoutes } from './budget.routes.js';
import { crmRoutes } from './crm.routes.js';
import { customFieldRoutes } from './custom-field.routes.js';
import { duplicateRoutes } from './duplicate.routes.js';
import { importRoutes } from './import.routes.js';
import { importTemplateRoutes } from './import-template.routes.js';
import {
  createDocument,
  createDocumentLink,
  deleteDocument,
  downloadDocument,
  listDocuments,
  readDocument,
  restoreDocument,
} from './document.routes.js';
import { preflightForm, submitForm } from './form-submission.routes.js';
import {
  createLeadForm,
  deleteLeadForm,
  listFormSubmissions,
  listLeadForms,
  listLeadFormWordings,
  patchLeadForm,
  readLeadForm,
  restoreLeadForm,
} from './lead-form.routes.js';
import { createExport, downloadExport, listExports, readExport } from './export.routes.js';
import { countLeadRetention } from './retention-count.routes.js';
import { listLeadAudit, listLeadChanges } from './lead-audit.routes.js';
import { listLeadSettingsChanges, patchLeadSettings, readLeadSettings } from './lead-settings.routes.js';
import { changeLeadStatus, listLeadStatusHistory } from './lead-status.routes.js';
import { searchLeads } from './lead-search.routes.js';
import { diffLead } from './lead-diff.routes.js';
import { changeLeads } from './lead-batch.routes.js';
import { relationshipRoutes } from './relationship.routes.js';
import { search } from './search.routes.js';
import { addLeadIdentity, identifyVisitor, listLeadIdentities } from './lead-identity.routes.js';
import { listLeadMerges, mergeLeads, previewLeadMerge, readLeadMerge, undoLeadMerge } from './lead-merge.routes.js';
import { listScoreHistory, readLeadScore } from './lead-score.routes.js';
import { segmentRoutes } from './segment.routes.js';
import { scoringModelRoutes } from './scoring-model.routes.js';
import { trainedModelRoutes } from './trained-model.routes.js';
import { createNote, deleteNote, listNoteAudit, listNotes, patchNote, readNote, restoreNote } from './note.routes.js';
import { changeLeadTags } from './lead-tags.routes.js';
import { listDealAudit } from './deal-audit.routes.js';
import { changeDealTags } from './deal-tags.routes.js';
import { dealDocumentRoutes } from './deal-document.routes.js';
import { dealNoteRoutes } from './deal-note.routes.js';
import { dealRoutes } from './deal.routes.js';
import { distributionRoutes } from './distribution.routes.js';
import { leadOwnerRoutes } from './lead-owner.routes.js';
import { pipelineRoutes } from './pipeline.routes.js';
import { summaryRoutes } from './summary.routes.js';
import { listTagAudit } from './tag-audit.routes.js';
import { tagRoutes } from './tag.routes.js';
import { taskDocumentRoutes } from './task-document.routes.js';
import { taskNoteRoutes } from './task-note.routes.js';
import { taskRoutes } from './task.routes.js';
import { createLead, deleteLead, listLeads, patchLead, readLead, restoreLead } from './lead.routes.js';

export * from './retention-count.routes.js';
export * from './budget.js';
export * from './budget.routes.js';
export * from './crm.js';
export * from './crm.routes.js';
export * from './custom-field.js';
export * from './custom-field.routes.js';
export * from './duplicate.js';
export * from './duplicate.routes.js';
export * from './export.js';
export * from './export.routes.js';
export * from './document.routes.js';
export * from './filter.js';
export * from './form-submission.js';
export * from './form-submission.routes.js';
export * from './import.js';
export * from './import-results.js';
export * from './import-template.js';
export * from './import.routes.js';
export * from './import-template.routes.js';
export * from './lead-audit.routes.js';
export * from './lead-batch.routes.js';
export * from './lead-diff.routes.js';
export * from './lead-form.js';
export * from './lead-form.routes.js';
export * from './lead-search.routes.js';
export * from './lead-identity.routes.js';
export * from './lead-merge.routes.js';
export * from './lead-settings.routes.js';
export * from './lead-status.routes.js';
export { type Lead, lead, type LeadPart } from './lead.js';
export * from './lead.routes.js';
export * from './relationship.js';
export * from './relationship.routes.js';
export * from './search.routes.js';
export * from './note.routes.js';
export * from './summary.js';
export * from './summary.routes.js';
export * from './tag-audit.routes.js';
export * from './tag.routes.js';
export * from './deal.js';
export * from './deal-audit.routes.js';
export * from './deal-document.routes.js';
export * from './deal-note.routes.js';
export * from './deal-tags.routes.js';
export * from './deal.routes.js';
export * from './distribution.js';
export * from './distribution.routes.js';
export * from './lead-owner.routes.js';
export * from './pipeline.routes.js';
export * from './lead-tags.routes.js';
export * from './task.js';
export * from './task-document.routes.js';
export * from './task-note.routes.js';
export * from './task.routes.js';
export * from './trained-model.js';
export * from './trained-model.routes.js';
export * from './lead-score.routes.js';
export * from './segment.js';
export * from './segment.routes.js';
export * from './scoring-model.js';
export * from './scoring-model.routes.js';

export const leadRoutes = [
  createLead,
  readLead,
  listLeads,
  searchLeads,
  patchLead,
  deleteLead,
  restoreLead,
  changeLeads,
  changeLeadStatus,
  listLeadStatusHistory,
  listLeadAudit,
  listLeadChanges,
  diffLead,
  identifyVisitor,
  addLeadIdentity,
  listLeadIdentities,
  previewLeadMerge,
  mergeLeads,
  readLeadMerge,
  listLeadMerges,
  undoLeadMerge,
  readLeadSettings,
  patchLeadSettings,
  listLeadSettingsChanges,
  ...customFieldRoutes,
  ...crmRoutes,
  ...duplicateRoutes,
  ...importRoutes,
  ...importTemplateRoutes,
  createLeadForm,
  readLeadForm,
  listLeadForms,
  patchLeadForm,
  deleteLeadForm,
  restoreLeadForm,
  listLeadFormWordings,
  listFormSubmissions,
  submitForm,
  preflightForm,
  search,
  createExport,
  listExports,
  readExport,
  downloadExport,
  createNote,
  listNotes,
  readNote,
  patchNote,
  deleteNote,
  restoreNote,
  listNoteAudit,
  createDocument,
  listDocuments,
  readDocument,
  deleteDocument,
  restoreDocument,
  createDocumentLink,
  downloadDocument,
  changeLeadTags,
  ...tagRoutes,
  listTagAudit,
  ...taskRoutes,
  ...taskNoteRoutes,
  ...taskDocumentRoutes,
  ...budgetRoutes,
  ...relationshipRoutes,
  ...pipelineRoutes,
  ...dealRoutes,
  changeDealTags,
  listDealAudit,
  ...dealNoteRoutes,
  ...dealDocumentRoutes,
  readLeadScore,
  listScoreHistory,
  ...scoringModelRoutes,
  ...trainedModelRoutes,
  ...distributionRoutes,
  ...leadOwnerRoutes,
  ...summaryRoutes,
  ...segmentRoutes,
  countLeadRetention,
] as const;
