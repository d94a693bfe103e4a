import { Module } from '@nestjs/common';
import { LeadStoreModule } from '../lead-store/lead-store.module.js';
import { LeadListReadModel } from './lead-list.read-model.js';
import { SettingsModule } from '../settings/settings.module.js';
import { TimeTravelModule } from '../time-travel/time-travel.module.js';
import { ProfileController } from './profile.controller.js';
import { ProfileService } from './profile.service.js';

@Module({
  imports: [LeadStoreModule, SettingsModule, TimeTravelModule],
  controllers: [ProfileController],
  providers: [ProfileService, LeadListReadModel],
})
export class ProfileModule {}
