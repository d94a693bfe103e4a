import { Module } from '@nestjs/common';
import { ReturningDealReadModel } from '../deals/store/returning-deal.read-model.js';
import { LeadStoreModule } from '../lead-store/lead-store.module.js';
import { ScoringModule } from '../scoring/scoring.module.js';
import { LeadListReadModel } from './lead-list.read-model.js';
import { SettingsModule } from '../settings/settings.module.js';
import { TimeTravelModule } from '../time-travel/time-travel.module.js';
import { LeadReadingService } from './lead-reading.service.js';
import { ProfileController } from './profile.controller.js';
import { ProfileService } from './profile.service.js';

@Module({
  imports: [LeadStoreModule, SettingsModule, TimeTravelModule, ScoringModule],
  controllers: [ProfileController],
  providers: [ProfileService, ReturningDealReadModel, LeadReadingService, LeadListReadModel],
})
export class ProfileModule {}
