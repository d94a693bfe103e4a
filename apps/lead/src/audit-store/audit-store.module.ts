import { Module } from '@nestjs/common';
import { AuditPageReadModel } from './audit-page.read-model.js';
import { AuditRepository } from './audit.repository.js';

/** Audits with one entry for each version, for every feature that keeps one. */
@Module({ providers: [AuditRepository, AuditPageReadModel], exports: [AuditRepository, AuditPageReadModel] })
export class AuditStoreModule {}
