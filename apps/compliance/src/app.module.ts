import { type Job, provideJobs, upkeepJobs } from '@leadstream/jobs';
import { type Clock, type IdSource, systemClock, uuidV7 } from '@leadstream/kernel';
import { MessagingModule } from '@leadstream/messaging';
import { providePersonData } from '@leadstream/privacy';
import { ColumnCipher, PersonVault, SliceModule, TenantDatabase, VaultModule } from '@leadstream/persistence';
import { RetentionCountService, retentionJob } from '@leadstream/retention';
import { type DynamicModule, Module } from '@nestjs/common';
import { auditControllers, auditMonthlyTables, auditProviders } from './audit/audit.module.js';
import { AuditSigningJob } from './audit/checkpoints/signing-job.service.js';
import type { ComplianceConfig } from './config.js';
import { CapturedConsentService } from './consent/captured-consent.service.js';
import { SubmittedConsentService } from './consent/submitted-consent.service.js';
import { ConsentController } from './consent/consent.controller.js';
import { ConsentLedgerService } from './consent/consent-ledger.service.js';
import { ConsentReadModel } from './consent/consent.read-model.js';
import { ConsentRepository } from './consent/consent.repository.js';
import { ConsentService } from './consent/consent.service.js';
import { ConfirmationController } from './consent/confirmation/confirmation.controller.js';
import { ConfirmationRepository } from './consent/confirmation/confirmation.repository.js';
import { ConfirmationService } from './consent/confirmation/confirmation.service.js';
import { ConfirmationStateService } from './consent/confirmation/confirmation-state.service.js';
import { ConfirmService } from './consent/confirmation/confirm.service.js';
import { ConsentExpiryRepository } from './consent/expiry/consent-expiry.repository.js';
import { ConsentExpiryService } from './consent/expiry/consent-expiry.service.js';
import { LinkDoorService } from './consent/link/link-door.service.js';
import { PageService } from './consent/page/page.service.js';
import { ConsentStateService } from './consent/person/consent-state.service.js';
import { PersonService } from './consent/person/person.service.js';
import { SpokenConsentService } from './consent/person/spoken-consent.service.js';
import { PreferenceActionService } from './consent/preferences/preference-action.service.js';
import { PreferenceCentreService } from './consent/preferences/preference-centre.service.js';
import { PreferenceController } from './consent/preferences/preference.controller.js';
import { PreferenceLinkRepository } from './consent/preferences/preference-link.repository.js';
import { PreferenceLinkService } from './consent/preferences/preference-link.service.js';
import { PreferenceRecordService } from './consent/preferences/preference-record.service.js';
import { ContactStateController } from './contact-state/contact-state.controller.js';
import { ContactStateService } from './contact-state/contact-state.service.js';
import { DealingReadModel } from './dealing/dealing.read-model.js';
import { DealingRepository } from './dealing/dealing.repository.js';
import { DealingService } from './dealing/dealing.service.js';
import { ContactFactsService } from './decision/facts/contact-facts.service.js';
import { DecisionController } from './decision/decision.controller.js';
import { DecisionLogService } from './decision/decision-log.service.js';
import { DecisionMakerService } from './decision/decision-maker.service.js';
import { DecisionReadModel } from './decision/decision.read-model.js';
import { DecisionRepository } from './decision/decision.repository.js';
import { DecisionService } from './decision/decision.service.js';
import { PhoneAreasService } from './decision/place/phone-areas.service.js';
import { WhereaboutsService } from './decision/place/whereabouts.service.js';
import { ContactPolicyController } from './decision/policy/contact-policy.controller.js';
import { ContactPolicyRepository } from './decision/policy/contact-policy.repository.js';
import { ContactPolicyService } from './decision/policy/contact-policy.service.js';
import { PolicyActivationService } from './decision/policy/policy-activation.service.js';
import { PolicyController } from './decision/policy/policy.controller.js';
import { PolicyRepository } from './decision/policy/policy.repository.js';
import { PolicyService } from './decision/policy/policy.service.js';
import { RehearsalChangeRepository } from './decision/rehearsal/rehearsal-change.repository.js';
import { RehearsalController } from './decision/rehearsal/rehearsal.controller.js';
import { RehearsalRepository } from './decision/rehearsal/rehearsal.repository.js';
import { RehearsalRunService } from './decision/rehearsal/rehearsal-run.service.js';
import { RehearsalService } from './decision/rehearsal/rehearsal.service.js';
import { PastDecisionReadModel } from './decision/rehearsal/trial/past-decision.read-model.js';
import { RehearsalTrialService } from './decision/rehearsal/trial/rehearsal-trial.service.js';
import { DecisionKeyRepository } from './decision/signature/decision-key.repository.js';
import { DecisionSignerService } from './decision/signature/decision-signer.service.js';
import { VerificationService } from './decision/verification.service.js';
import { DncController } from './dnc/dnc.controller.js';
import { DncExpiryService } from './dnc/dnc-expiry.service.js';
import { DncCheckService } from './dnc/check/dnc-check.service.js';
import { DncEvents } from './dnc/dnc-events.js';
import { DncReadModel } from './dnc/dnc.read-model.js';
import { DncRepository } from './dnc/dnc.repository.js';
import { DncService } from './dnc/dnc.service.js';
import { AskedListsService } from './dnc/lists/asked-lists.service.js';
import { HeldListsService } from './dnc/lists/held-lists.service.js';
import { ListFollowerService } from './dnc/lists/list-follower.service.js';
import { ListReadModel } from './dnc/lists/list.read-model.js';
import { ListSnapshotsService } from './dnc/lists/list-snapshots.service.js';
import { ListRepository } from './dnc/lists/list.repository.js';
import { LoadController } from './dnc/loads/load.controller.js';
import { LoadQueryService } from './dnc/loads/load-query.service.js';
import { ListPublication } from './dnc/loads/run/list-publication.service.js';
import { LoadJobService } from './dnc/loads/run/load-job.service.js';
import { LoadRunService } from './dnc/loads/run/load-run.service.js';
import { LoadChunkRepository } from './dnc/loads/store/load-chunk.repository.js';
import { LoadFileService } from './dnc/loads/store/load-file.service.js';
import { LoadReadModel } from './dnc/loads/store/load.read-model.js';
import { LoadRepository } from './dnc/loads/store/load.repository.js';
import { LoadUploadService } from './dnc/loads/upload/load-upload.service.js';
import { ErasureConsumer } from './erasure/erasure.consumer.js';
import { ErasureController } from './erasure/erasure.controller.js';
import { ErasureService } from './erasure/erasure.service.js';
import { CertificationService } from './erasure/saga/certification.service.js';
import { SagaAnswers } from './erasure/saga/saga-answers.service.js';
import { SagaQuestions } from './erasure/saga/saga-questions.service.js';
import { SagaRunService } from './erasure/saga/saga-run.service.js';
import { ErasureReadModel } from './erasure/store/erasure.read-model.js';
import { ErasureRepository } from './erasure/store/erasure.repository.js';
import { KnownLeadConsumer } from './known-lead/known-lead.consumer.js';
import { KnownLeadReadModel } from './known-lead/known-lead.read-model.js';
import { KnownLeadRepository } from './known-lead/known-lead.repository.js';
import { KnownLeadService } from './known-lead/known-lead.service.js';
import { LeadStreamRepository } from './lead-stream/lead-stream.repository.js';
import { LeadStreamService } from './lead-stream/lead-stream.service.js';
import { LeadDeletionRepository } from './legal-hold/lead-deletion.repository.js';
import { LegalHoldController } from './legal-hold/legal-hold.controller.js';
import { LegalHoldListService } from './legal-hold/legal-hold-list.service.js';
import { LegalHoldReadModel } from './legal-hold/legal-hold.read-model.js';
import { LegalHoldRepository } from './legal-hold/legal-hold.repository.js';
import { LegalHoldService } from './legal-hold/legal-hold.service.js';
import { CueClassifierService } from './opt-out/cue-classifier.service.js';
import { DetectionService } from './opt-out/detection.service.js';
import { OptOutActionService } from './opt-out/opt-out-action.service.js';
import { OptOutController } from './opt-out/opt-out.controller.js';
import { OptOutService } from './opt-out/opt-out.service.js';
import { ReceivedMessageConsumer } from './opt-out/received-message.consumer.js';
import { OptOutBlockService } from './opt-out/review/opt-out-block.service.js';
import { OptOutJournalService } from './opt-out/review/opt-out-journal.service.js';
import { OptOutQueueService } from './opt-out/review/opt-out-queue.service.js';
import { OptOutReviewReadModel } from './opt-out/review/opt-out-review.read-model.js';
import { OptOutReviewRepository } from './opt-out/review/opt-out-review.repository.js';
import { OptOutReviewService } from './opt-out/review/opt-out-review.service.js';
import { AuditData } from './person-data/audit-data.repository.js';
import { ConsentData } from './person-data/consent-data.repository.js';
import { ContactData } from './person-data/contact-data.repository.js';
import { DealingData } from './person-data/dealing-data.repository.js';
import { DecisionData } from './person-data/decision-data.repository.js';
import { DncData } from './person-data/dnc-data.repository.js';
import { ErasureData } from './person-data/erasure-data.repository.js';
import { OptOutData } from './person-data/opt-out-data.repository.js';
import { PersonDataConsumer } from './person-data/person-data.consumer.js';
import { RegisterModule } from './processing-register/register.module.js';
import { ReviewReminderService } from './processing-register/review-reminder.service.js';
import { SlicePrisma } from './prisma.js';
import { RETAINED_TABLES } from './retention/retained-tables.js';
import { RetentionCountController } from './retention/retention-count.controller.js';
import { RetentionController } from './retention/retention.controller.js';
import { RetentionPolicyRepository } from './retention/retention-policy.repository.js';
import { RetentionPolicyService } from './retention/retention-policy.service.js';
import { DncOriginRepository } from './stated-permission/dnc-origin.repository.js';
import { StatedPermissionService } from './stated-permission/stated-permission.service.js';
import { SuppressionReadModel } from './suppression/suppression.read-model.js';
import { SuppressionRepository } from './suppression/suppression.repository.js';
import { SuppressionService } from './suppression/suppression.service.js';
import { SubjectWatchService } from './subject-request/reminders/subject-watch.service.js';
import { SubjectRequestData } from './subject-request/store/subject-request-data.repository.js';
import { subjectRequests } from './subject-request/subject-request.module.js';
import { CLOCK, CONFIG, IDS, OPT_OUT_CLASSIFIER, PHONE_AREAS } from './tokens.js';

const dnc = [DncService, DncCheckService, DncExpiryService, DncEvents, DncReadModel, DncRepository];
const dncLists = [AskedListsService, HeldListsService, ListFollowerService, ListSnapshotsService, ListReadModel, ListRepository];
const dncLoads = [
  LoadUploadService,
  LoadQueryService,
  LoadJobService,
  LoadRunService,
  ListPublication,
  LoadFileService,
  LoadReadModel,
  LoadRepository,
  LoadChunkRepository,
];
const consent = [
  ConsentService,
  CapturedConsentService,
  SubmittedConsentService,
  ConsentLedgerService,
  ConsentReadModel,
  ConsentRepository,
  ConsentExpiryService,
  ConsentExpiryRepository,
];
const spokenConsent = [
  ConsentStateService,
  PersonService,
  SpokenConsentService,
  LinkDoorService,
  PageService,
  ConfirmationService,
  ConfirmService,
  ConfirmationStateService,
  ConfirmationRepository,
  PreferenceLinkService,
  PreferenceCentreService,
  PreferenceActionService,
  PreferenceRecordService,
  PreferenceLinkRepository,
];
const decision = [
  DecisionService,
  DecisionMakerService,
  ContactFactsService,
  WhereaboutsService,
  DecisionLogService,
  DecisionReadModel,
  DecisionRepository,
  DecisionSignerService,
  DecisionKeyRepository,
  VerificationService,
  ContactPolicyService,
  ContactPolicyRepository,
  { provide: PHONE_AREAS, useClass: PhoneAreasService },
];
const policy = [
  PolicyService,
  PolicyActivationService,
  PolicyRepository,
  RehearsalService,
  RehearsalRunService,
  RehearsalTrialService,
  RehearsalRepository,
  RehearsalChangeRepository,
  PastDecisionReadModel,
];
const dealing = [DealingService, DealingReadModel, DealingRepository];
const statedPermission = [StatedPermissionService, DncOriginRepository];
const lead = [KnownLeadService, KnownLeadReadModel, KnownLeadRepository, LeadStreamService, LeadStreamRepository, ContactStateService];

const optOut = [
  OptOutService,
  OptOutActionService,
  OptOutQueueService,
  DetectionService,
  OptOutReviewService,
  OptOutBlockService,
  OptOutJournalService,
  OptOutReviewReadModel,
  OptOutReviewRepository,
  { provide: OPT_OUT_CLASSIFIER, useClass: CueClassifierService },
];

const legalHold = [LegalHoldService, LegalHoldListService, LegalHoldReadModel, LegalHoldRepository, LeadDeletionRepository];
const suppression = [SuppressionService, SuppressionReadModel, SuppressionRepository];
const erasure = [ErasureService, SagaAnswers, SagaQuestions, SagaRunService, CertificationService, ErasureReadModel, ErasureRepository];
const personData = [
  AuditData,
  ContactData,
  DealingData,
  DecisionData,
  OptOutData,
  ErasureData,
  { provide: DncData, inject: [SuppressionService], useFactory: (kept: SuppressionService) => new DncData(kept) },
  {
    provide: ConsentData,
    inject: [SuppressionService, IDS],
    useFactory: (kept: SuppressionService, ids: IdSource) => new ConsentData(kept, ids),
  },
  providePersonData({
    service: 'compliance',
    stores: [ContactData, ConsentData, DecisionData, DncData, OptOutData, DealingData, ErasureData, AuditData, SubjectRequestData],
  }),
];
const retention = [RetentionPolicyService, RetentionPolicyRepository];

const monthlyTables = ['decision', ...auditMonthlyTables];

/** Services that have work to do by the clock. */
const timed = [
  DncExpiryService,
  LoadJobService,
  ConsentExpiryService,
  SagaRunService,
  SubjectWatchService,
  ReviewReminderService,
  RehearsalRunService,
  AuditSigningJob,
];

@Module({})
export class AppModule {
  /** @param clock another one than the system's, for specs */
  static with(config: ComplianceConfig, clock: Clock = systemClock): DynamicModule {
    return {
      module: AppModule,
      imports: [
        SliceModule.register({ service: 'compliance', config, monthlyTables }),
        VaultModule.register({ service: 'compliance', config }),
        MessagingModule.register({ service: 'compliance', config, roles: config.ROLE }),
        RegisterModule.with(clock),
      ],
      controllers: [
        DncController,
        LoadController,
        ConsentController,
        ConfirmationController,
        PreferenceController,
        DecisionController,
        ContactPolicyController,
        PolicyController,
        RehearsalController,
        ContactStateController,
        OptOutController,
        LegalHoldController,
        RetentionController,
        RetentionCountController,
        KnownLeadConsumer,
        ReceivedMessageConsumer,
        ErasureController,
        ErasureConsumer,
        PersonDataConsumer,
        ...auditControllers,
        ...subjectRequests.controllers,
      ],
      providers: [
        ...dnc,
        ...dncLists,
        ...dncLoads,
        ...consent,
        ...spokenConsent,
        ...decision,
        ...policy,
        ...dealing,
        ...statedPermission,
        ...lead,
        ...optOut,
        ...legalHold,
        ...suppression,
        ...erasure,
        ...personData,
        ...subjectRequests.providers,
        ...retention,
        {
          provide: RetentionCountService,
          inject: [TenantDatabase],
          useFactory: (database: TenantDatabase) => new RetentionCountService(database, RETAINED_TABLES, clock),
        },
        ...auditProviders,
        SlicePrisma,
        { provide: CONFIG, useValue: config },
        { provide: ColumnCipher, useValue: new ColumnCipher(config.ENCRYPTION_KEYS) },
        { provide: CLOCK, useValue: clock },
        { provide: IDS, useValue: uuidV7 },
        provideJobs({
          service: 'compliance',
          roles: config.ROLE,
          inject: [PersonVault, ...timed],
          jobs: (vault: PersonVault, ...services: readonly { job(): Job }[]) => [
            ...upkeepJobs({ monthlyTables }),
            retentionJob({ tables: RETAINED_TABLES, config, vault, clock }),
            ...services.map((service) => service.job()),
          ],
        }),
      ],
    };
  }
}
