import { randomBytes } from 'node:crypto';
import { type DynamicModule, Module } from '@nestjs/common';
import { defineJob, type Job, provideJobs, upkeepJobs } from '@leadstream/jobs';
import { type Clock, systemClock, uuidV7 } from '@leadstream/kernel';
import { MessagingModule } from '@leadstream/messaging';
import { VaultModule } from '@leadstream/persistence';
import { AuditModule } from './audit/audit.module.js';
import { BatchModule } from './batch/batch.module.js';
import { BudgetModule } from './budgets/budget.module.js';
import { CaptureModule } from './capture/capture.module.js';
import type { LeadConfig } from './config.js';
import { CrmModule } from './crm/crm.module.js';
import { SyncRunService } from './crm/run/sync-run.service.js';
import { CustomFieldModule } from './custom-fields/custom-field.module.js';
import { IndexFillService } from './custom-fields/index/index-fill.service.js';
import { CustomFieldStoreModule } from './custom-fields/store/custom-field-store.module.js';
import { DatabaseModule } from './database.module.js';
import { DealModule } from './deals/deal.module.js';
import { DistributionModule } from './distribution/distribution.module.js';
import { DocumentModule } from './documents/document.module.js';
import { DocumentSweepService } from './documents/sweep/document-sweep.service.js';
import { DuplicateModule } from './duplicates/duplicate.module.js';
import { KeyUpkeepService } from './duplicates/keys/key-upkeep.service.js';
import { FormModule } from './forms/form.module.js';
import { ExportModule } from './exports/export.module.js';
import { ExportService } from './exports/export.service.js';
import { IdentityModule } from './identity/identity.module.js';
import { ImportModule } from './imports/import.module.js';
import { ImportService } from './imports/import.service.js';
import { MergeModule } from './merge/merge.module.js';
import { LeadNewsModule } from './news/lead-news.module.js';
import { NoteModule } from './notes/note.module.js';
import { PersonDataModule } from './person-data/person-data.module.js';
import { FileSearchService } from './person-data/search/file-search.service.js';
import { PipelineModule } from './pipelines/pipeline.module.js';
import { ProfileModule } from './profile/profile.module.js';
import { RelationshipModule } from './relationships/relationship.module.js';
import { SelectionModule } from './selection/selection.module.js';
import { TrainingRunService } from './scoring/prediction/training/training-run.service.js';
import { RehearsalRunService } from './scoring/rehearsal/rehearsal-run.service.js';
import { ScoringModule } from './scoring/scoring.module.js';
import { TemperatureService } from './scoring/temperature/temperature.service.js';
import { SearchModule } from './search/search.module.js';
import { SearchIndexService } from './search/upkeep/search-index.service.js';
import { LeadRetentionService } from './retention/lead-retention.service.js';
import { RetentionModule } from './retention/retention.module.js';
import { SegmentModule } from './segments/segment.module.js';
import { SettingsModule } from './settings/settings.module.js';
import { StatusModule } from './status/status.module.js';
import { SummaryModule } from './summaries/summary.module.js';
import { TagModule } from './tags/tag.module.js';
import { TagRemovalService } from './tags/tagging/tag-removal.service.js';
import { TaskAlertService } from './tasks/alerts/task-alert.service.js';
import { TaskModule } from './tasks/task.module.js';
import { TimeTravelModule } from './time-travel/time-travel.module.js';
import { CLOCK, CONFIG, IDS, RANDOM } from './tokens.js';

/** What every module of the app may ask for. */
@Module({})
class SourcesModule {
  static with(config: LeadConfig, clock: Clock): DynamicModule {
    const providers = [
      { provide: CONFIG, useValue: config },
      { provide: CLOCK, useValue: clock },
      { provide: IDS, useValue: uuidV7 },
      { provide: RANDOM, useValue: randomBytes },
    ];
    return { module: SourcesModule, global: true, providers, exports: providers.map(({ provide }) => provide) };
  }
}

/** What declares a job of its own. */
interface JobSource {
  job(): Job;
}

function jobs(imports: ImportService, searchIndex: SearchIndexService, exports: ExportService, ...sources: JobSource[]): Job[] {
  const discardAbandonedUploads = defineJob({
    name: 'discard-abandoned-uploads',
    cadence: { everyMs: 15 * 60_000 },
    missed: 'skip',
    run: (run) =>
      run.finish(async (tx) => ({ discarded: await imports.discardAbandonedUploads(tx), files: await imports.discardFiles(tx) })),
  });
  const indexLeads = defineJob({
    name: 'index-leads-for-search',
    cadence: { everyMs: 60_000 },
    missed: 'skip',
    run: (run) => searchIndex.indexAll(run),
  });
  const discardExports = defineJob({
    name: 'discard-expired-exports',
    cadence: { everyMs: 3_600_000 },
    missed: 'skip',
    run: (run) => run.finish(async (tx) => ({ discarded: await exports.discardExpired(tx) })),
  });
  return [...upkeepJobs(), discardAbandonedUploads, indexLeads, discardExports, ...sources.map((source) => source.job())];
}

@Module({})
export class AppModule {
  /** @param clock another one than the system's, for specs */
  static with(config: LeadConfig, clock: Clock = systemClock): DynamicModule {
    return {
      module: AppModule,
      imports: [
        SourcesModule.with(config, clock),
        DatabaseModule.with(config),
        VaultModule.register({ service: 'lead', config }),
        MessagingModule.register({ service: 'lead', config, roles: config.ROLE }),
        CaptureModule,
        ProfileModule,
        BatchModule,
        StatusModule,
        AuditModule,
        TimeTravelModule,
        MergeModule,
        DuplicateModule,
        IdentityModule,
        SettingsModule,
        CustomFieldModule,
        SelectionModule,
        ImportModule,
        FormModule,
        SearchModule,
        CustomFieldStoreModule,
        ExportModule,
        NoteModule,
        DocumentModule,
        TagModule,
        TaskModule,
        BudgetModule,
        RelationshipModule,
        PipelineModule,
        DealModule,
        ScoringModule,
        DistributionModule,
        SummaryModule,
        SegmentModule,
        CrmModule,
        LeadNewsModule,
        PersonDataModule,
        RetentionModule,
      ],
      providers: [
        provideJobs({
          service: 'lead',
          roles: config.ROLE,
          inject: [
            ImportService,
            SearchIndexService,
            ExportService,
            DocumentSweepService,
            KeyUpkeepService,
            TagRemovalService,
            TaskAlertService,
            TemperatureService,
            RehearsalRunService,
            TrainingRunService,
            SyncRunService,
            LeadRetentionService,
            IndexFillService,
            FileSearchService,
          ],
          jobs,
        }),
      ],
    };
  }
}
