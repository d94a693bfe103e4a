import { AuditController } from './audit.controller.js';
import { AuditConsumer } from './audit.consumer.js';
import { CheckpointRepository } from './checkpoints/checkpoint.repository.js';
import { CheckpointService } from './checkpoints/checkpoint.service.js';
import { SealService } from './checkpoints/seal.service.js';
import { AuditSigningJob } from './checkpoints/signing-job.service.js';
import { WitnessesService } from './checkpoints/witnesses.service.js';
import { AuditExportService } from './export/audit-export.service.js';
import { RecordingService } from './recording.service.js';
import { AuditSearchService } from './search/audit-search.service.js';
import { AuditTrailReadModel } from './search/audit-trail.read-model.js';
import { PersonalFieldsService } from './search/personal-fields.service.js';
import { AuditReadModel } from './store/audit.read-model.js';
import { AuditRepository } from './store/audit.repository.js';
import { ChainBoundsService } from './verification/chain-bounds.service.js';
import { ChainVerification } from './verification/chain-verification.service.js';
import { ChainWalk } from './verification/chain-walk.service.js';
import { AuditVerificationJob } from './verification/run/verification-job.service.js';
import { VerificationRunRepository } from './verification/run/verification-run.repository.js';
import { VerificationRunService } from './verification/run/verification-run.service.js';

/** What the audit trail is made of; the rest of the app signs with the same keys. */
export const auditControllers = [AuditController, AuditConsumer];

export const auditProviders = [
  RecordingService,
  AuditRepository,
  AuditReadModel,
  AuditSearchService,
  AuditTrailReadModel,
  PersonalFieldsService,
  ChainVerification,
  ChainBoundsService,
  ChainWalk,
  VerificationRunService,
  VerificationRunRepository,
  AuditVerificationJob,
  WitnessesService,
  SealService,
  CheckpointService,
  CheckpointRepository,
  AuditSigningJob,
  AuditExportService,
];

/** Tables of the audit trail that are partitioned by months. */
export const auditMonthlyTables = ['audit_entry'];
