import { Module } from '@nestjs/common';
import { SettingsStoreModule } from '../settings/store/settings-store.module.js';
import { PipelineModule } from '../pipelines/pipeline.module.js';
import { ActivitySummaryReadModel } from './activity/activity-summary.read-model.js';
import { ActivitySummaryService } from './activity/activity-summary.service.js';
import { ContactSummaryReadModel } from './contacts/contact-summary.read-model.js';
import { ContactSummaryService } from './contacts/contact-summary.service.js';
import { PipelineSummaryReadModel } from './pipeline/pipeline-summary.read-model.js';
import { PipelineSummaryService } from './pipeline/pipeline-summary.service.js';
import { SummaryController } from './summary.controller.js';
import { WindowService } from './window.service.js';

@Module({
  imports: [PipelineModule, SettingsStoreModule],
  controllers: [SummaryController],
  providers: [
    WindowService,
    ...[ContactSummaryService, ContactSummaryReadModel],
    ...[PipelineSummaryService, PipelineSummaryReadModel],
    ...[ActivitySummaryService, ActivitySummaryReadModel],
  ],
})
export class SummaryModule {}
