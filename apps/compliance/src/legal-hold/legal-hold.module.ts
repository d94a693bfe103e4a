import { LeadDeletionRepository } from './lead-deletion.repository.js';
import { LegalHoldListService } from './legal-hold-list.service.js';
import { LegalHoldController } from './legal-hold.controller.js';
import { LegalHoldReadModel } from './legal-hold.read-model.js';
import { LegalHoldRepository } from './legal-hold.repository.js';
import { LegalHoldService } from './legal-hold.service.js';

/** What is kept whatever its term says. */
export const legalHoldParts = {
  controllers: [LegalHoldController],
  providers: [LegalHoldService, LegalHoldListService, LegalHoldReadModel, LegalHoldRepository, LeadDeletionRepository],
};
