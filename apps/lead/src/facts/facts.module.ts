import { Module } from '@nestjs/common';
import { ScoringModule } from '../scoring/scoring.module.js';
import { FilterContextService } from './filter-context.service.js';
import { LeadFactsReadModel } from './lead-facts.read-model.js';
import { PermissionRepository } from './permission.repository.js';
import { PermissionService } from './permission.service.js';

@Module({
  imports: [ScoringModule],
  providers: [FilterContextService, LeadFactsReadModel, PermissionService, PermissionRepository],
  exports: [FilterContextService, LeadFactsReadModel, PermissionService],
})
export class FactsModule {}
