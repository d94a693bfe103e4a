import { type Job, provideJobs, upkeepJobs } from '@leadstream/jobs';
import { type Clock, systemClock, uuidV7 } from '@leadstream/kernel';
import { MessagingModule } from '@leadstream/messaging';
import { ColumnCipher, PersonVault, SliceModule, TenantDatabase, VaultModule } from '@leadstream/persistence';
import { providePersonData } from '@leadstream/privacy';
import { provideArchiveReader, RetentionCountService, retentionJob } from '@leadstream/retention';
import { type DynamicModule, Module } from '@nestjs/common';
import { dncParts } from './dnc/dnc.module.js';
import { consentParts } from './consent/consent.module.js';
import { decisionParts } from './decision/decision.module.js';
import { optOutParts } from './opt-out/opt-out.module.js';
import { legalHoldParts } from './legal-hold/legal-hold.module.js';
import { erasureParts } from './erasure/erasure.module.js';
import { personDataParts, personDataStores } from './person-data/person-data.module.js';
import { auditControllers, auditMonthlyTables, auditProviders } from './audit/audit.module.js';
import { AuditSigningJob } from './audit/checkpoints/signing-job.service.js';
import { AuditVerificationJob } from './audit/verification/run/verification-job.service.js';
import type { ComplianceConfig } from './config.js';
import { ConsentExpiryService } from './consent/expiry/consent-expiry.service.js';
import { ContactStateController } from './contact-state/contact-state.controller.js';
import { ContactStateService } from './contact-state/contact-state.service.js';
import { DealingReadModel } from './dealing/dealing.read-model.js';
import { DealingRepository } from './dealing/dealing.repository.js';
import { DealingService } from './dealing/dealing.service.js';
import { RehearsalRunService } from './decision/rehearsal/rehearsal-run.service.js';
import { DncExpiryService } from './dnc/dnc-expiry.service.js';
import { EntryLoadRunService } from './dnc/entry-loads/entry-load-run.service.js';
import { LoadJobService } from './dnc/loads/run/load-job.service.js';
import { SagaRunService } from './erasure/saga/saga-run.service.js';
import { FormerAddressReadModel } from './former-address/former-address.read-model.js';
import { FormerAddressRepository } from './former-address/former-address.repository.js';
import { FormerAddressService } from './former-address/former-address.service.js';
import { KnownLeadConsumer } from './known-lead/known-lead.consumer.js';
import { KnownLeadReadModel } from './known-lead/known-lead.read-model.js';
import { KnownLeadRepository } from './known-lead/known-lead.repository.js';
import { KnownLeadService } from './known-lead/known-lead.service.js';
import { LeadStreamRepository } from './lead-stream/lead-stream.repository.js';
import { LeadStreamService } from './lead-stream/lead-stream.service.js';
import { RegisterModule } from './processing-register/register.module.js';
import { ReviewReminderService } from './processing-register/review-reminder.service.js';
import { SlicePrisma } from './prisma.js';
import { LeavingMonthService } from './retention/leaving-month.service.js';
import { RETAINED_TABLES } from './retention/retained-tables.js';
import { RetentionArchiveController } from './retention/retention-archive.controller.js';
import { RetentionCountController } from './retention/retention-count.controller.js';
import { RetentionController } from './retention/retention.controller.js';
import { RetentionPolicyRepository } from './retention/retention-policy.repository.js';
import { RetentionPolicyService } from './retention/retention-policy.service.js';
import { DncOriginRepository } from './stated-permission/dnc-origin.repository.js';
import { ImportedLineRepository } from './stated-permission/imported-line.repository.js';
import { RevertedPermissionService } from './stated-permission/reverted-permission.service.js';
import { StatedPermissionService } from './stated-permission/stated-permission.service.js';
import { AddressHashReadModel } from './suppression/address-hash.read-model.js';
import { SuppressionReadModel } from './suppression/suppression.read-model.js';
import { SuppressionRepository } from './suppression/suppression.repository.js';
import { SuppressionService } from './suppression/suppression.service.js';
import { SubjectWatchService } from './subject-request/reminders/subject-watch.service.js';
import { SubjectRequestData } from './subject-request/store/subject-request-data.repository.js';
import { subjectRequests } from './subject-request/subject-request.module.js';
import { CLOCK, CONFIG, IDS } from './tokens.js';

const dealing = [DealingService, DealingReadModel, DealingRepository];
const statedPermission = [StatedPermissionService, RevertedPermissionService, DncOriginRepository, ImportedLineRepository];
const lead = [KnownLeadService, KnownLeadReadModel, KnownLeadRepository, LeadStreamService, LeadStreamRepository, ContactStateService];

const suppression = [SuppressionService, SuppressionReadModel, SuppressionRepository, AddressHashReadModel];
const formerAddress = [FormerAddressService, FormerAddressReadModel, FormerAddressRepository];
const retention = [RetentionPolicyService, RetentionPolicyRepository, LeavingMonthService];

const monthlyTables = ['decision', ...auditMonthlyTables];

/** Services that have work to do by the clock. */
const timed = [
  DncExpiryService,
  LoadJobService,
  EntryLoadRunService,
  ConsentExpiryService,
  SagaRunService,
  SubjectWatchService,
  ReviewReminderService,
  RehearsalRunService,
  AuditSigningJob,
  AuditVerificationJob,
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
        ...dncParts.controllers,
        ...consentParts.controllers,
        ...decisionParts.controllers,
        ContactStateController,
        ...optOutParts.controllers,
        ...legalHoldParts.controllers,
        RetentionController,
        RetentionArchiveController,
        RetentionCountController,
        KnownLeadConsumer,
        ...erasureParts.controllers,
        ...personDataParts.controllers,
        ...auditControllers,
        ...subjectRequests.controllers,
      ],
      providers: [
        ...dncParts.providers,
        ...consentParts.providers,
        ...decisionParts.providers,
        ...dealing,
        ...statedPermission,
        ...lead,
        ...optOutParts.providers,
        ...legalHoldParts.providers,
        ...suppression,
        ...formerAddress,
        ...erasureParts.providers,
        ...personDataParts.providers,
        providePersonData({ service: 'compliance', stores: [...personDataStores, SubjectRequestData] }),
        ...subjectRequests.providers,
        ...retention,
        provideArchiveReader({ service: 'compliance', config, clock }),
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
          inject: [PersonVault, LeavingMonthService, ...timed],
          jobs: (vault: PersonVault, leaving: LeavingMonthService, ...services: readonly { job(): Job }[]) => [
            ...upkeepJobs({ monthlyTables }),
            retentionJob({ tables: RETAINED_TABLES, config, vault, clock, beforeMonthGoes: (month) => leaving.mayGo(month) }),
            ...services.map((service) => service.job()),
          ],
        }),
      ],
    };
  }
}
