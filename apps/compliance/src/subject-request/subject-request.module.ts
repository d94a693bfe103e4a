import { type Clock, uuidV7 } from '@leadstream/kernel';
import { ColumnCipher } from '@leadstream/persistence';
import { type DynamicModule, Module } from '@nestjs/common';
import type { ComplianceConfig } from '../config.js';
import { KnownLeadReadModel } from '../known-lead/known-lead.read-model.js';
import { CLOCK, CONFIG, IDS } from '../tokens.js';
import { ExportFileService } from './access/export-file.service.js';
import { ExportWatchService } from './access/export-watch.service.js';
import { SubjectExportController } from './access/export.controller.js';
import { ExportRepository } from './access/export.repository.js';
import { GatheringService } from './access/gathering.service.js';
import { PersonDataAnswerConsumer } from './access/person-data.consumer.js';
import { ReminderService } from './reminders/reminder.service.js';
import { SubjectLevelService } from './reminders/subject-level.service.js';
import { SubjectWatchService } from './reminders/subject-watch.service.js';
import { SubjectRequestData } from './store/subject-request-data.repository.js';
import { SubjectRequestJournalService } from './store/subject-request-journal.service.js';
import { SubjectRequestReadModel } from './store/subject-request.read-model.js';
import { SubjectRequestRepository } from './store/subject-request.repository.js';
import { SubjectRequestChangeService } from './subject-request-change.service.js';
import { SubjectRequestController } from './subject-request.controller.js';
import { SubjectRequestService } from './subject-request.service.js';

/** Where the record of processing activities comes from, of which persons are told. */
interface SubjectRequestModuleOptions {
  readonly config: ComplianceConfig;
  readonly clock: Clock;
  readonly register: DynamicModule;
}

const requests = [SubjectRequestService, SubjectRequestChangeService, SubjectRequestJournalService];
const stores = [SubjectRequestReadModel, SubjectRequestRepository, ExportRepository, KnownLeadReadModel, SubjectRequestData];
const access = [GatheringService, ExportFileService, ExportWatchService];
const reminders = [ReminderService, SubjectLevelService, SubjectWatchService];

/** What persons ask about their data. */
@Module({})
export class SubjectRequestModule {
  static with({ config, clock, register }: SubjectRequestModuleOptions): DynamicModule {
    return {
      module: SubjectRequestModule,
      imports: [register],
      controllers: [SubjectRequestController, SubjectExportController, PersonDataAnswerConsumer],
      providers: [
        ...requests,
        ...stores,
        ...access,
        ...reminders,
        { provide: ColumnCipher, useValue: new ColumnCipher(config.ENCRYPTION_KEYS) },
        { provide: CONFIG, useValue: config },
        { provide: CLOCK, useValue: clock },
        { provide: IDS, useValue: uuidV7 },
      ],
      exports: [SubjectWatchService, SubjectRequestData],
    };
  }
}
