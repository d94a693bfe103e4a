import { Module } from '@nestjs/common';
import { SettingsHistoryReadModel } from './settings-history.read-model.js';
import { SettingsController } from './settings.controller.js';
import { SettingsStoreModule } from './store/settings-store.module.js';
import { SettingsService } from './settings.service.js';

@Module({
  imports: [SettingsStoreModule],
  controllers: [SettingsController],
  providers: [SettingsService, SettingsHistoryReadModel],
  exports: [SettingsService],
})
export class SettingsModule {}
