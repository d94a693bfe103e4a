import { Module } from '@nestjs/common';
import { ScoringModule } from '../scoring/scoring.module.js';
import { FilterContextService } from './filter-context.service.js';
import { LeadFactsReadModel } from './lead-facts.read-model.js';
import { PermissionRepository } from './permission.repository.js';

@Module({
  imports: [ScoringModule],
  providers: [FilterContextService, LeadFactsReadModel, PermissionRepository],
  exports: [FilterContextService, LeadFactsReadModel, PermissionRepository],
})
export class FactsModule {}
