import { Module } from '@nestjs/common';
import { LeadStoreModule } from '../lead-store/lead-store.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { CaptureController } from './capture.controller.js';
import { CaptureService } from './capture.service.js';

@Module({ imports: [LeadStoreModule, SettingsModule], controllers: [CaptureController], providers: [CaptureService] })
export class CaptureModule {}
