import { Module } from '@nestjs/common';
import { LeadStoreModule } from '../lead-store/lead-store.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { BatchController } from './batch.controller.js';
import { BatchService } from './batch.service.js';

@Module({ imports: [LeadStoreModule, SettingsModule], controllers: [BatchController], providers: [BatchService] })
export class BatchModule {}
