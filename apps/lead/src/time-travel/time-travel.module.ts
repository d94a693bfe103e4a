import { Module } from '@nestjs/common';
import { LeadStepsReadModel } from './lead-steps.read-model.js';
import { TimeTravelController } from './time-travel.controller.js';
import { TimeTravelService } from './time-travel.service.js';

@Module({ controllers: [TimeTravelController], providers: [TimeTravelService, LeadStepsReadModel], exports: [TimeTravelService] })
export class TimeTravelModule {}
