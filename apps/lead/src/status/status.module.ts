import { Module } from '@nestjs/common';
import { LeadStoreModule } from '../lead-store/lead-store.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { StatusHistoryReadModel } from './status-history.read-model.js';
import { StatusController } from './status.controller.js';
import { StatusService } from './status.service.js';

@Module({ imports: [LeadStoreModule, SettingsModule], controllers: [StatusController], providers: [StatusService, StatusHistoryReadModel] })
export class StatusModule {}
