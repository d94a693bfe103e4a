import { Module } from '@nestjs/common';
import { SettingsHistoryReadModel } from './settings-history.read-model.js';
import { SettingsController } from './settings.controller.js';
import { SettingsRepository } from './settings.repository.js';
import { SettingsService } from './settings.service.js';

@Module({
  controllers: [SettingsController],
  providers: [SettingsService, SettingsRepository, SettingsHistoryReadModel],
  exports: [SettingsService],
})
export class SettingsModule {}
