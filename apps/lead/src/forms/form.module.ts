import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/identity.module.js';
import { LeadStoreModule } from '../lead-store/lead-store.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { FormViewService } from './definition/form-view.service.js';
import { FormController } from './definition/form.controller.js';
import { FormService } from './definition/form.service.js';
import { FormReadModel } from './store/form.read-model.js';
import { FormRepository } from './store/form.repository.js';
import { SubmissionRepository } from './store/submission.repository.js';
import { FormLeadService } from './submission/form-lead.service.js';
import { FormDoorService } from './submission/form-door.service.js';
import { SubmissionController } from './submission/submission.controller.js';
import { SubmissionService } from './submission/submission.service.js';
import { SubmittedLeadService } from './submission/submitted-lead.service.js';

@Module({
  imports: [LeadStoreModule, IdentityModule, SettingsModule],
  controllers: [FormController, SubmissionController],
  providers: [
    ...[FormService, FormViewService, FormRepository, FormReadModel, SubmissionRepository],
    ...[FormDoorService, SubmissionService, SubmittedLeadService, FormLeadService],
  ],
})
export class FormModule {}
