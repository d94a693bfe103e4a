import type { EventContract } from '../define-event.js';
import { archiveReadV1 } from './compliance/archive-read.v1.js';
import { consentChangedV1 } from './compliance/consent-changed.v1.js';
import { consentConfirmationRequestedV1 } from './compliance/consent-confirmation-requested.v1.js';
import { preferenceLinkCreatedV1 } from './compliance/preference-link-created.v1.js';
import { preferenceLinkRevokedV1 } from './compliance/preference-link-revoked.v1.js';
import { consentExpiredV1 } from './compliance/consent-expired.v1.js';
import { contactDecidedV1 } from './compliance/contact-decided.v1.js';
import { dncAddedV1 } from './compliance/dnc-added.v1.js';
import { dncDomainAddedV1 } from './compliance/dnc-domain-added.v1.js';
import { dncListLoadedV1 } from './compliance/dnc-list-loaded.v1.js';
import { dncLoadReceivedV1 } from './compliance/dnc-load-received.v1.js';
import { dncLoadRefusedV1 } from './compliance/dnc-load-refused.v1.js';
import { dncEntryLoadReceivedV1 } from './compliance/dnc-entry-load-received.v1.js';
import { dncEntryLoadEndedV1 } from './compliance/dnc-entry-load-ended.v1.js';
import { dncRemovedV1 } from './compliance/dnc-removed.v1.js';
import { legalHoldPlacedV1 } from './compliance/legal-hold-placed.v1.js';
import { legalHoldReleasedV1 } from './compliance/legal-hold-released.v1.js';
import { optOutClosedV1 } from './compliance/opt-out-closed.v1.js';
import { optOutFoundV1 } from './compliance/opt-out-found.v1.js';
import { processingReviewDueV1 } from './compliance/processing-review-due.v1.js';
import { processingActivityChangedV1 } from './compliance/processing-activity-changed.v1.js';
import { subjectRequestCompletedV1 } from './compliance/subject-request-completed.v1.js';
import { subjectRequestDueV1 } from './compliance/subject-request-due.v1.js';
import { subjectRequestOverdueV1 } from './compliance/subject-request-overdue.v1.js';
import { subjectRequestReceivedV1 } from './compliance/subject-request-received.v1.js';
import { subjectRequestChangedV1 } from './compliance/subject-request-changed.v1.js';
import { policyActivatedV1 } from './compliance/policy-activated.v1.js';
import { policyChangedV1 } from './compliance/policy-changed.v1.js';
import { policyRehearsalStartedV1 } from './compliance/policy-rehearsal-started.v1.js';
import { policyRehearsalEndedV1 } from './compliance/policy-rehearsal-ended.v1.js';
import { retentionChangedV1 } from './compliance/retention-changed.v1.js';
import { emailEventsReceivedV1 } from './email-events/email-events-received.v1.js';
import { emailEventsReceivedV2 } from './email-events/email-events-received.v2.js';
import { messageEngagedV1 } from './email-events/message-engaged.v1.js';
import { messageStateChangedV1 } from './email-events/message-state-changed.v1.js';
import { interactionRetractedV1 } from './engagement/interaction-retracted.v1.js';
import { messageReceivedV1 } from './engagement/message-received.v1.js';
import { interactionRecordedV1 } from './engagement/interaction-recorded.v1.js';
import { apiKeyCreatedV1 } from './gateway/api-key-created.v1.js';
import { apiKeyRevokedV1 } from './gateway/api-key-revoked.v1.js';
import { memberAddedV1 } from './gateway/member-added.v1.js';
import { tenantCreatedV1 } from './gateway/tenant-created.v1.js';
import { addressPermissionsStatedV1 } from './lead/address-permissions-stated.v1.js';
import { budgetChangedV1 } from './lead/budget-changed.v1.js';
import { crmSyncEndedV1 } from './lead/crm-sync-ended.v1.js';
import { crmSyncStartedV1 } from './lead/crm-sync-started.v1.js';
import { crmConnectionBoundV1 } from './lead/crm-connection-bound.v1.js';
import { crmConnectionChangedV1 } from './lead/crm-connection-changed.v1.js';
import { leadCrmLinkChangedV1 } from './lead/lead-crm-link-changed.v1.js';
import { budgetEntryRecordedV1 } from './lead/budget-entry-recorded.v1.js';
import { customFieldChangedV1 } from './lead/custom-field-changed.v1.js';
import { exportCreatedV1 } from './lead/export-created.v1.js';
import { exportDownloadStartedV1 } from './lead/export-download-started.v1.js';
import { exportDownloadEndedV1 } from './lead/export-download-ended.v1.js';
import { importReceivedV1 } from './lead/import-received.v1.js';
import { importStartedV1 } from './lead/import-started.v1.js';
import { importReversalStartedV1 } from './lead/import-reversal-started.v1.js';
import { importCompletedV1 } from './lead/import-completed.v1.js';
import { importTemplateChangedV1 } from './lead/import-template-changed.v1.js';
import { leadCapturedV1 } from './lead/lead-captured.v1.js';
import { leadDuplicatesFoundV1 } from './lead/lead-duplicates-found.v1.js';
import { duplicateRunStartedV1 } from './lead/duplicate-run-started.v1.js';
import { duplicateRunEndedV1 } from './lead/duplicate-run-ended.v1.js';
import { duplicateDismissedV1 } from './lead/duplicate-dismissed.v1.js';
import { duplicateFactsChangedV1 } from './lead/duplicate-facts-changed.v1.js';
import { leadDeletedV1 } from './lead/lead-deleted.v1.js';
import { leadErasedV1 } from './lead/lead-erased.v1.js';
import { leadPermissionsRevertedV1 } from './lead/lead-permissions-reverted.v1.js';
import { leadPermissionsStatedV1 } from './lead/lead-permissions-stated.v1.js';
import { dealCreatedV1 } from './lead/deal-created.v1.js';
import { dealUpdatedV1 } from './lead/deal-updated.v1.js';
import { dealStageChangedV1 } from './lead/deal-stage-changed.v1.js';
import { dealClosedV1 } from './lead/deal-closed.v1.js';
import { dealDeletedV1 } from './lead/deal-deleted.v1.js';
import { dealRestoredV1 } from './lead/deal-restored.v1.js';
import { dealReorderedV1 } from './lead/deal-reordered.v1.js';
import { pipelineChangedV1 } from './lead/pipeline-changed.v1.js';
import { tagChangedV1 } from './lead/tag-changed.v1.js';
import { leadFormChangedV1 } from './lead/lead-form-changed.v1.js';
import { leadFormSubmittedV1 } from './lead/lead-form-submitted.v1.js';
import { leadMergedV1 } from './lead/lead-merged.v1.js';
import { leadRestoredV1 } from './lead/lead-restored.v1.js';
import { leadSettingsChangedV1 } from './lead/lead-settings-changed.v1.js';
import { leadStatusChangedV1 } from './lead/lead-status-changed.v1.js';
import { segmentChangedV1 } from './lead/segment-changed.v1.js';
import { segmentEnteredV1 } from './lead/segment-entered.v1.js';
import { segmentLeftV1 } from './lead/segment-left.v1.js';
import { leadTemperatureChangedV1 } from './lead/lead-temperature-changed.v1.js';
import { scoringModelChangedV1 } from './lead/scoring-model-changed.v1.js';
import { scoringRehearsalStartedV1 } from './lead/scoring-rehearsal-started.v1.js';
import { scoringRehearsalCompletedV1 } from './lead/scoring-rehearsal-completed.v1.js';
import { trainedModelChangedV1 } from './lead/trained-model-changed.v1.js';
import { leadAssignedV1 } from './lead/lead-assigned.v1.js';
import { leadOfferedV1 } from './lead/lead-offered.v1.js';
import { leadQueuedV1 } from './lead/lead-queued.v1.js';
import { leadResponseMissedV1 } from './lead/lead-response-missed.v1.js';
import { distributionChangedV1 } from './lead/distribution-changed.v1.js';
import { leadUnmergedV1 } from './lead/lead-unmerged.v1.js';
import { leadUpdatedV1 } from './lead/lead-updated.v1.js';
import { taskCreatedV1 } from './lead/task-created.v1.js';
import { taskUpdatedV1 } from './lead/task-updated.v1.js';
import { taskCompletedV1 } from './lead/task-completed.v1.js';
import { taskDismissedV1 } from './lead/task-dismissed.v1.js';
import { taskReopenedV1 } from './lead/task-reopened.v1.js';
import { taskOverdueV1 } from './lead/task-overdue.v1.js';
import { taskReminderDueV1 } from './lead/task-reminder-due.v1.js';
import { taskDeletedV1 } from './lead/task-deleted.v1.js';
import { taskRestoredV1 } from './lead/task-restored.v1.js';
import { noteCreatedV1 } from './lead/note-created.v1.js';
import { noteUpdatedV1 } from './lead/note-updated.v1.js';
import { noteDeletedV1 } from './lead/note-deleted.v1.js';
import { noteRestoredV1 } from './lead/note-restored.v1.js';
import { documentAddedV1 } from './lead/document-added.v1.js';
import { documentDeletedV1 } from './lead/document-deleted.v1.js';
import { documentRestoredV1 } from './lead/document-restored.v1.js';
import { relationshipAddedV1 } from './lead/relationship-added.v1.js';
import { relationshipRemovedV1 } from './lead/relationship-removed.v1.js';
import { relationshipTypeChangedV1 } from './lead/relationship-type-changed.v1.js';
import { visitorIdentifiedV1 } from './lead/visitor-identified.v1.js';
import { leadIdentityAddedV1 } from './lead/lead-identity-added.v1.js';
import { leadIdentityRemovedV1 } from './lead/lead-identity-removed.v1.js';
import { personDataErasedV1 } from './privacy/person-data-erased.v1.js';
import { personDataGatheredV1 } from './privacy/person-data-gathered.v1.js';
import { personDataLocatedV1 } from './privacy/person-data-located.v1.js';
import { personDataRequestedV1 } from './privacy/person-data-requested.v1.js';
import { erasureCertifiedV1 } from './compliance/erasure-certified.v1.js';
import { erasureRequestedV1 } from './compliance/erasure-requested.v1.js';

/** Every event contract, every version. */
export const allEvents: readonly EventContract[] = [
  leadCapturedV1,
  leadUpdatedV1,
  leadDeletedV1,
  leadErasedV1,
  leadRestoredV1,
  leadPermissionsRevertedV1,
  leadPermissionsStatedV1,
  addressPermissionsStatedV1,
  leadStatusChangedV1,
  leadMergedV1,
  leadUnmergedV1,
  visitorIdentifiedV1,
  leadIdentityAddedV1,
  leadIdentityRemovedV1,
  leadTemperatureChangedV1,
  scoringModelChangedV1,
  scoringRehearsalStartedV1,
  scoringRehearsalCompletedV1,
  trainedModelChangedV1,
  leadAssignedV1,
  leadOfferedV1,
  leadQueuedV1,
  leadResponseMissedV1,
  distributionChangedV1,
  segmentChangedV1,
  segmentEnteredV1,
  segmentLeftV1,
  leadCrmLinkChangedV1,
  crmSyncStartedV1,
  crmSyncEndedV1,
  crmConnectionChangedV1,
  crmConnectionBoundV1,
  leadSettingsChangedV1,
  customFieldChangedV1,
  leadFormChangedV1,
  leadFormSubmittedV1,
  tagChangedV1,
  dealCreatedV1,
  dealUpdatedV1,
  dealStageChangedV1,
  dealClosedV1,
  dealDeletedV1,
  dealRestoredV1,
  dealReorderedV1,
  pipelineChangedV1,
  exportCreatedV1,
  exportDownloadStartedV1,
  exportDownloadEndedV1,
  importReceivedV1,
  importStartedV1,
  importReversalStartedV1,
  importCompletedV1,
  importTemplateChangedV1,
  leadDuplicatesFoundV1,
  duplicateRunStartedV1,
  duplicateRunEndedV1,
  duplicateDismissedV1,
  duplicateFactsChangedV1,
  taskCreatedV1,
  taskUpdatedV1,
  taskCompletedV1,
  taskDismissedV1,
  taskReopenedV1,
  taskOverdueV1,
  taskReminderDueV1,
  taskDeletedV1,
  taskRestoredV1,
  noteCreatedV1,
  noteUpdatedV1,
  noteDeletedV1,
  noteRestoredV1,
  documentAddedV1,
  documentDeletedV1,
  documentRestoredV1,
  relationshipAddedV1,
  relationshipRemovedV1,
  relationshipTypeChangedV1,
  budgetChangedV1,
  budgetEntryRecordedV1,
  interactionRecordedV1,
  interactionRetractedV1,
  messageReceivedV1,
  emailEventsReceivedV1,
  emailEventsReceivedV2,
  messageStateChangedV1,
  messageEngagedV1,
  dncAddedV1,
  dncDomainAddedV1,
  dncListLoadedV1,
  dncLoadReceivedV1,
  dncLoadRefusedV1,
  dncEntryLoadReceivedV1,
  dncEntryLoadEndedV1,
  dncRemovedV1,
  optOutFoundV1,
  optOutClosedV1,
  subjectRequestReceivedV1,
  subjectRequestChangedV1,
  subjectRequestDueV1,
  subjectRequestOverdueV1,
  subjectRequestCompletedV1,
  processingReviewDueV1,
  processingActivityChangedV1,
  policyActivatedV1,
  policyChangedV1,
  policyRehearsalStartedV1,
  policyRehearsalEndedV1,
  consentChangedV1,
  consentExpiredV1,
  consentConfirmationRequestedV1,
  preferenceLinkCreatedV1,
  preferenceLinkRevokedV1,
  contactDecidedV1,
  legalHoldPlacedV1,
  legalHoldReleasedV1,
  retentionChangedV1,
  archiveReadV1,
  tenantCreatedV1,
  memberAddedV1,
  apiKeyCreatedV1,
  apiKeyRevokedV1,
  personDataRequestedV1,
  personDataGatheredV1,
  personDataLocatedV1,
  personDataErasedV1,
  erasureRequestedV1,
  erasureCertifiedV1,
];

/** `lead.captured.v1`: names a contract in files, fixtures and messages. */
export function contractName(contract: Pick<EventContract, 'type' | 'version'>): string {
  return `${contract.type}.v${contract.version}`;
}

const byName = new Map(allEvents.map((contract) => [contractName(contract), contract]));
if (byName.size !== allEvents.length) throw new Error('two event contracts share a type and version');

/** The contract of that type and version, or undefined when this release does not know it. */
export function findEvent(type: string, version: number): EventContract | undefined {
  return byName.get(contractName({ type, version }));
}
