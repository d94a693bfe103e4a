import { Module } from '@nestjs/common';
import { CustomFieldStoreModule } from '../custom-fields/store/custom-field-store.module.js';
import { LeadStepsReadModel } from './lead-steps.read-model.js';
import { TimeTravelController } from './time-travel.controller.js';
import { TimeTravelService } from './time-travel.service.js';

@Module({
  imports: [CustomFieldStoreModule],
  controllers: [TimeTravelController],
  providers: [TimeTravelService, LeadStepsReadModel],
  exports: [TimeTravelService, LeadStepsReadModel],
})
export class TimeTravelModule {}
