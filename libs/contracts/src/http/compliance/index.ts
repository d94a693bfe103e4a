import { exportAuditTrail, listAuditTrail, verifyAuditTrail } from './audit.routes.js';
import { listAuditVerifications, readAuditVerification, startAuditVerification } from './audit-verification.routes.js';
import {
  confirmConsent,
  getConsentConfirmation,
  readConsentConfirmation,
  requestConsentConfirmation,
} from './consent-confirmation.routes.js';
import { getConsent, getConsentState, listConsents, recordConsent } from './consent.routes.js';
import { getContactState } from './contact-state.routes.js';
import { checkDncBatch } from './dnc-batch.routes.js';
import { createDncEntryLoad, getDncEntryLoad } from './dnc-entry-load.routes.js';
import { createDncLoad, getDncLoad } from './dnc-load.routes.js';
import { listContactRules, putContactPolicy, readContactPolicy } from './contact-policy.routes.js';
import { decideContact, decideContacts, getDecision, getDecisionKey, verifyDecision } from './decision.routes.js';
import { addDncEntry, checkDnc, getDncEntry, listDncEntries, removeDncEntry } from './dnc.routes.js';
import { getLegalHold, listLegalHolds, placeLegalHold, releaseLegalHold } from './legal-hold.routes.js';
import { getErasure, getErasureCertificate, listErasures, requestErasure } from './erasure.routes.js';
import {
  createProcessingActivity,
  downloadRegisterCsv,
  downloadRegisterJson,
  downloadRegisterPage,
  endProcessingActivity,
  listProcessingActivities,
  listProcessingActivityVersions,
  patchProcessingActivity,
  readProcessingActivity,
  readProcessingTemplate,
} from './processing-register.routes.js';
import {
  createSubjectRequest,
  downloadSubjectExport,
  downloadSubjectExportPage,
  listSubjectRequests,
  listSubjectRequestSteps,
  patchSubjectRequest,
  readSubjectExport,
  readSubjectRequest,
} from './subject-request.routes.js';
import { activatePolicy, createPolicy, listPolicies, patchPolicy, readPolicy } from './policy.routes.js';
import {
  cancelPolicyRehearsal,
  listPolicyRehearsalChanges,
  listPolicyRehearsals,
  readPolicyRehearsal,
  startPolicyRehearsal,
} from './policy-rehearsal.routes.js';
import { listComplianceArchives, readComplianceArchive } from './retention-archive.routes.js';
import { countComplianceRetention } from './retention-count.routes.js';
import { putRetention, readRetention } from './retention.routes.js';
import { confirmOptOut, dismissOptOut, examineMessage, getOptOutReview, listOptOutReviews } from './opt-out-review.routes.js';
import {
  changePreferences,
  createPreferenceLink,
  getPreferenceLink,
  readPreferences,
  revokePreferenceLink,
} from './preference-centre.routes.js';

export * from './audit.routes.js';
export * from './audit-verification.routes.js';
export * from './consent-confirmation.routes.js';
export * from './consent.routes.js';
export * from './contact-policy.routes.js';
export * from './contact-state.routes.js';
export * from './decision-facts.js';
export * from './decision.routes.js';
export * from './dnc-batch.routes.js';
export * from './dnc-entry-load.routes.js';
export * from './dnc-load.routes.js';
export * from './dnc.routes.js';
export * from './legal-hold.routes.js';
export * from './erasure.routes.js';
export * from './opt-out-review.routes.js';
export * from './processing-register.js';
export * from './processing-register.routes.js';
export * from './subject-file.js';
export * from './subject-request.js';
export * from './subject-request.routes.js';
export * from './policy.routes.js';
export * from './policy-rehearsal.routes.js';
export * from './tried-rule-set.js';
export * from './retention-archive.routes.js';
export * from './retention-count.routes.js';
export * from './retention.routes.js';
export * from './preference-centre.routes.js';
export * from './public-page.js';

export const complianceRoutes = [
  addDncEntry,
  listDncEntries,
  getDncEntry,
  removeDncEntry,
  checkDnc,
  checkDncBatch,
  createDncEntryLoad,
  getDncEntryLoad,
  createDncLoad,
  getDncLoad,
  recordConsent,
  listConsents,
  getConsent,
  getConsentState,
  requestConsentConfirmation,
  getConsentConfirmation,
  readConsentConfirmation,
  confirmConsent,
  createPreferenceLink,
  getPreferenceLink,
  revokePreferenceLink,
  readPreferences,
  changePreferences,
  decideContact,
  decideContacts,
  getDecision,
  verifyDecision,
  getDecisionKey,
  listContactRules,
  readContactPolicy,
  putContactPolicy,
  createPolicy,
  listPolicies,
  readPolicy,
  patchPolicy,
  activatePolicy,
  startPolicyRehearsal,
  listPolicyRehearsals,
  readPolicyRehearsal,
  listPolicyRehearsalChanges,
  cancelPolicyRehearsal,
  getContactState,
  examineMessage,
  listOptOutReviews,
  getOptOutReview,
  confirmOptOut,
  dismissOptOut,
  placeLegalHold,
  listLegalHolds,
  getLegalHold,
  releaseLegalHold,
  requestErasure,
  listErasures,
  getErasure,
  getErasureCertificate,
  createSubjectRequest,
  listSubjectRequests,
  readSubjectRequest,
  patchSubjectRequest,
  listSubjectRequestSteps,
  readSubjectExport,
  downloadSubjectExport,
  downloadSubjectExportPage,
  createProcessingActivity,
  listProcessingActivities,
  readProcessingTemplate,
  downloadRegisterJson,
  downloadRegisterCsv,
  downloadRegisterPage,
  readProcessingActivity,
  patchProcessingActivity,
  endProcessingActivity,
  listProcessingActivityVersions,
  readRetention,
  putRetention,
  countComplianceRetention,
  listComplianceArchives,
  readComplianceArchive,
  listAuditTrail,
  verifyAuditTrail,
  startAuditVerification,
  listAuditVerifications,
  readAuditVerification,
  exportAuditTrail,
] as const;
