import { Module } from '@nestjs/common';
import { LeadStoreModule } from '../lead-store/lead-store.module.js';
import { AuditController } from './audit.controller.js';
import { AuditReadModel } from './audit.read-model.js';
import { AuditService } from './audit.service.js';
import { LeadChangeReadModel } from './lead-change.read-model.js';

@Module({ imports: [LeadStoreModule], controllers: [AuditController], providers: [AuditService, AuditReadModel, LeadChangeReadModel] })
export class AuditModule {}
