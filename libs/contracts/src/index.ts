export {
  decodeBody,
  type Decoded,
  decodeEnvelope,
  decodeEvent,
  decodeRecorded,
  type DecodeProblem,
  encodeEvent,
  type EncodedEvent,
  type EventEnvelope,
  type Opening,
  peekType,
  type RecordAt,
  type RecordedEvent,
  type RecordHeaders,
  type Sealing,
} from './cloudevents.js';
export {
  type DataOf,
  defineEvent,
  type EventContract,
  type EventOf,
  type Producer,
  producersOf,
  SERVICES,
  sourceOf,
} from './define-event.js';
export { defineRoute, RATE_CLASSES, type RateClass, type RouteContract } from './define-route.js';
export { defineTopic, type TopicContract } from './define-topic.js';
export { type AsyncApiDocument, type AsyncApiSources, asyncApiDocument } from './documents/async-api.js';
export { eventSchema } from './documents/event-schema.js';
export type { JsonSchema } from './documents/json-schema.js';
export { type OpenApiDocument, openApiDocument, type OpenApiInfo } from './documents/open-api.js';
export { type TopicFile, topicFile, type TopicSpec } from './documents/topic-file.js';
export { consentChangedV1 } from './events/compliance/consent-changed.v1.js';
export { consentConfirmationRequestedV1 } from './events/compliance/consent-confirmation-requested.v1.js';
export { preferenceLinkCreatedV1 } from './events/compliance/preference-link-created.v1.js';
export { preferenceLinkRevokedV1 } from './events/compliance/preference-link-revoked.v1.js';
export { consentExpiredV1 } from './events/compliance/consent-expired.v1.js';
export { contactDecidedV1 } from './events/compliance/contact-decided.v1.js';
export { dncAddedV1 } from './events/compliance/dnc-added.v1.js';
export { dncDomainAddedV1 } from './events/compliance/dnc-domain-added.v1.js';
export { dncListLoadedV1 } from './events/compliance/dnc-list-loaded.v1.js';
export { dncLoadReceivedV1 } from './events/compliance/dnc-load-received.v1.js';
export { dncLoadRefusedV1 } from './events/compliance/dnc-load-refused.v1.js';
export { dncEntryLoadReceivedV1 } from './events/compliance/dnc-entry-load-received.v1.js';
export { dncEntryLoadEndedV1 } from './events/compliance/dnc-entry-load-ended.v1.js';
export { dncRemovedV1 } from './events/compliance/dnc-removed.v1.js';
export { legalHoldPlacedV1 } from './events/compliance/legal-hold-placed.v1.js';
export { legalHoldReleasedV1 } from './events/compliance/legal-hold-released.v1.js';
export { erasureCertifiedV1 } from './events/compliance/erasure-certified.v1.js';
export { erasureRequestedV1 } from './events/compliance/erasure-requested.v1.js';
export { optOutClosedV1 } from './events/compliance/opt-out-closed.v1.js';
export { optOutFoundV1 } from './events/compliance/opt-out-found.v1.js';
export { processingReviewDueV1 } from './events/compliance/processing-review-due.v1.js';
export { processingActivityChangedV1 } from './events/compliance/processing-activity-changed.v1.js';
export { subjectRequestCompletedV1 } from './events/compliance/subject-request-completed.v1.js';
export { subjectRequestDueV1 } from './events/compliance/subject-request-due.v1.js';
export { subjectRequestOverdueV1 } from './events/compliance/subject-request-overdue.v1.js';
export { subjectRequestReceivedV1 } from './events/compliance/subject-request-received.v1.js';
export { subjectRequestChangedV1 } from './events/compliance/subject-request-changed.v1.js';
export { policyActivatedV1 } from './events/compliance/policy-activated.v1.js';
export { policyChangedV1 } from './events/compliance/policy-changed.v1.js';
export { policyRehearsalStartedV1 } from './events/compliance/policy-rehearsal-started.v1.js';
export { policyRehearsalEndedV1 } from './events/compliance/policy-rehearsal-ended.v1.js';
export { archiveReadV1 } from './events/compliance/archive-read.v1.js';
export { retentionChangedV1 } from './events/compliance/retention-changed.v1.js';
export { emailEventsReceivedV1 } from './events/email-events/email-events-received.v1.js';
export { emailEventsReceivedV2 } from './events/email-events/email-events-received.v2.js';
export { messageEngagedV1 } from './events/email-events/message-engaged.v1.js';
export { messageStateChangedV1 } from './events/email-events/message-state-changed.v1.js';
export { interactionRecordedV1 } from './events/engagement/interaction-recorded.v1.js';
export { interactionRetractedV1 } from './events/engagement/interaction-retracted.v1.js';
export { messageReceivedV1 } from './events/engagement/message-received.v1.js';
export { apiKeyCreatedV1 } from './events/gateway/api-key-created.v1.js';
export { apiKeyRevokedV1 } from './events/gateway/api-key-revoked.v1.js';
export { memberAddedV1 } from './events/gateway/member-added.v1.js';
export { tenantCreatedV1 } from './events/gateway/tenant-created.v1.js';
export { budgetChangedV1 } from './events/lead/budget-changed.v1.js';
export { budgetEntryRecordedV1 } from './events/lead/budget-entry-recorded.v1.js';
export { customFieldChangedV1 } from './events/lead/custom-field-changed.v1.js';
export { exportCreatedV1 } from './events/lead/export-created.v1.js';
export { exportDownloadStartedV1 } from './events/lead/export-download-started.v1.js';
export { exportDownloadEndedV1 } from './events/lead/export-download-ended.v1.js';
export { importReceivedV1 } from './events/lead/import-received.v1.js';
export { importStartedV1 } from './events/lead/import-started.v1.js';
export { importReversalStartedV1 } from './events/lead/import-reversal-started.v1.js';
export { importCompletedV1 } from './events/lead/import-completed.v1.js';
export { importTemplateChangedV1 } from './events/lead/import-template-changed.v1.js';
export { leadCapturedV1 } from './events/lead/lead-captured.v1.js';
export { leadDuplicatesFoundV1 } from './events/lead/lead-duplicates-found.v1.js';
export { duplicateRunStartedV1 } from './events/lead/duplicate-run-started.v1.js';
export { duplicateRunEndedV1 } from './events/lead/duplicate-run-ended.v1.js';
export { duplicateDismissedV1 } from './events/lead/duplicate-dismissed.v1.js';
export { duplicateFactsChangedV1 } from './events/lead/duplicate-facts-changed.v1.js';
export { leadDeletedV1 } from './events/lead/lead-deleted.v1.js';
export { leadErasedV1 } from './events/lead/lead-erased.v1.js';
export { leadFormChangedV1 } from './events/lead/lead-form-changed.v1.js';
export { leadFormSubmittedV1 } from './events/lead/lead-form-submitted.v1.js';
export { leadMergedV1 } from './events/lead/lead-merged.v1.js';
export { leadSettingsChangedV1 } from './events/lead/lead-settings-changed.v1.js';
export { leadPermissionsRevertedV1 } from './events/lead/lead-permissions-reverted.v1.js';
export { leadPermissionsStatedV1 } from './events/lead/lead-permissions-stated.v1.js';
export { leadRestoredV1 } from './events/lead/lead-restored.v1.js';
export { leadStatusChangedV1 } from './events/lead/lead-status-changed.v1.js';
export { segmentChangedV1 } from './events/lead/segment-changed.v1.js';
export { segmentEnteredV1 } from './events/lead/segment-entered.v1.js';
export { segmentLeftV1 } from './events/lead/segment-left.v1.js';
export { crmSyncStartedV1 } from './events/lead/crm-sync-started.v1.js';
export { crmSyncEndedV1 } from './events/lead/crm-sync-ended.v1.js';
export { addressPermissionsStatedV1 } from './events/lead/address-permissions-stated.v1.js';
export { crmConnectionBoundV1 } from './events/lead/crm-connection-bound.v1.js';
export { crmConnectionChangedV1 } from './events/lead/crm-connection-changed.v1.js';
export { leadCrmLinkChangedV1 } from './events/lead/lead-crm-link-changed.v1.js';
export { leadTemperatureChangedV1 } from './events/lead/lead-temperature-changed.v1.js';
export { scoringModelChangedV1 } from './events/lead/scoring-model-changed.v1.js';
export { scoringRehearsalStartedV1 } from './events/lead/scoring-rehearsal-started.v1.js';
export { scoringRehearsalCompletedV1 } from './events/lead/scoring-rehearsal-completed.v1.js';
export { trainedModelChangedV1 } from './events/lead/trained-model-changed.v1.js';
export { leadAssignedV1 } from './events/lead/lead-assigned.v1.js';
export { leadOfferedV1 } from './events/lead/lead-offered.v1.js';
export { leadQueuedV1 } from './events/lead/lead-queued.v1.js';
export { leadResponseMissedV1 } from './events/lead/lead-response-missed.v1.js';
export { distributionChangedV1 } from './events/lead/distribution-changed.v1.js';
export { leadUnmergedV1 } from './events/lead/lead-unmerged.v1.js';
export { leadUpdatedV1 } from './events/lead/lead-updated.v1.js';
export { dealCreatedV1 } from './events/lead/deal-created.v1.js';
export { dealUpdatedV1 } from './events/lead/deal-updated.v1.js';
export { dealStageChangedV1 } from './events/lead/deal-stage-changed.v1.js';
export { dealClosedV1 } from './events/lead/deal-closed.v1.js';
export { dealDeletedV1 } from './events/lead/deal-deleted.v1.js';
export { dealRestoredV1 } from './events/lead/deal-restored.v1.js';
export { dealReorderedV1 } from './events/lead/deal-reordered.v1.js';
export { pipelineChangedV1 } from './events/lead/pipeline-changed.v1.js';
export { tagChangedV1 } from './events/lead/tag-changed.v1.js';
export { taskCreatedV1 } from './events/lead/task-created.v1.js';
export { taskUpdatedV1 } from './events/lead/task-updated.v1.js';
export { taskCompletedV1 } from './events/lead/task-completed.v1.js';
export { taskDismissedV1 } from './events/lead/task-dismissed.v1.js';
export { taskReopenedV1 } from './events/lead/task-reopened.v1.js';
export { taskOverdueV1 } from './events/lead/task-overdue.v1.js';
export { taskReminderDueV1 } from './events/lead/task-reminder-due.v1.js';
export { taskDeletedV1 } from './events/lead/task-deleted.v1.js';
export { taskRestoredV1 } from './events/lead/task-restored.v1.js';
export { noteCreatedV1 } from './events/lead/note-created.v1.js';
export { noteUpdatedV1 } from './events/lead/note-updated.v1.js';
export { noteDeletedV1 } from './events/lead/note-deleted.v1.js';
export { noteRestoredV1 } from './events/lead/note-restored.v1.js';
export { documentAddedV1 } from './events/lead/document-added.v1.js';
export { documentDeletedV1 } from './events/lead/document-deleted.v1.js';
export { documentRestoredV1 } from './events/lead/document-restored.v1.js';
export { relationshipAddedV1 } from './events/lead/relationship-added.v1.js';
export { relationshipRemovedV1 } from './events/lead/relationship-removed.v1.js';
export { relationshipTypeChangedV1 } from './events/lead/relationship-type-changed.v1.js';
export { LEAD_IDENTITY_KINDS, leadIdentityAddedV1 } from './events/lead/lead-identity-added.v1.js';
export { leadIdentityRemovedV1 } from './events/lead/lead-identity-removed.v1.js';
export { visitorIdentifiedV1 } from './events/lead/visitor-identified.v1.js';
export { personDataErasedV1 } from './events/privacy/person-data-erased.v1.js';
export { personDataGatheredV1 } from './events/privacy/person-data-gathered.v1.js';
export { personDataLocatedV1 } from './events/privacy/person-data-located.v1.js';
export { MOST_LEADS_OF_PERSON, personDataRequestedV1 } from './events/privacy/person-data-requested.v1.js';
export { allEvents, contractName, findEvent } from './events/registry.js';
export {
  allGroups,
  analyticsLeadLifecycle,
  complianceAudit,
  complianceLeadProjection,
  complianceOptOuts,
  complianceSubjectAccess,
  deadLetterTopicOf,
  defineGroup,
  emailEventsIngest,
  emailEventsLeadProjection,
  emailEventsRetention,
  engagementLeadProjection,
  engagementRetention,
  type GroupContract,
  leadDistribution,
  leadScoring,
  leadNews,
  leadPersonData,
  leadRetention,
  engagementPersonData,
  emailEventsPersonData,
  compliancePersonData,
  analyticsPersonData,
  gatewayPersonData,
  complianceErasures,
} from './groups.js';
export { DEAL_STATUSES, dealProduct, type DealProduct, type DealStatus, dealStatus, money, statedMoney } from './deal-fields.js';
export * from './http/index.js';
export * from './lead-fields.js';
export * from './retention-fields.js';
export * from './subject-request-fields.js';
export {
  allTopics,
  complianceTopic,
  emailIngestTopic,
  emailTopic,
  gatewayTopic,
  interactionTopic,
  leadTopic,
  privacyTopic,
} from './topics.js';
export { type Fields, personalFieldsOf, personOf, SEALED_FIELD } from './personal-fields.js';
export { openFields, type PersonalOpener, type PersonalSealer, type SealedPlace, type SealedProblem } from './sealed-body.js';
