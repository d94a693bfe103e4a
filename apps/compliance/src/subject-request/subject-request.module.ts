import type { Provider, Type } from '@nestjs/common';
import { ExportFileService } from './access/export-file.service.js';
import { ExportWatchService } from './access/export-watch.service.js';
import { SubjectExportController } from './access/export.controller.js';
import { ExportRepository } from './access/export.repository.js';
import { GatheringService } from './access/gathering.service.js';
import { LocatingService } from './access/locating.service.js';
import { PersonDataAnswerConsumer } from './access/person-data.consumer.js';
import { ReminderService } from './reminders/reminder.service.js';
import { SubjectLevelService } from './reminders/subject-level.service.js';
import { SubjectWatchService } from './reminders/subject-watch.service.js';
import { SubjectRequestData } from './store/subject-request-data.repository.js';
import { SubjectRequestJournalService } from './store/subject-request-journal.service.js';
import { SubjectRequestReadModel } from './store/subject-request.read-model.js';
import { SubjectRequestRepository } from './store/subject-request.repository.js';
import { AddressObjectionService } from './subject/address-objection.service.js';
import { SubjectService } from './subject/subject.service.js';
import { SubjectRequestChangeService } from './subject-request-change.service.js';
import { SubjectRequestController } from './subject-request.controller.js';
import { SubjectRequestService } from './subject-request.service.js';

/** What the root module takes in for requests of persons: they use its erasures, and what it knows of leads. */
export const subjectRequests: { readonly controllers: readonly Type[]; readonly providers: readonly Provider[] } = {
  controllers: [SubjectRequestController, SubjectExportController, PersonDataAnswerConsumer],
  providers: [
    ...[
      SubjectRequestService,
      SubjectRequestChangeService,
      SubjectRequestJournalService,
      SubjectRequestReadModel,
      SubjectRequestRepository,
    ],
    ...[GatheringService, LocatingService, ExportFileService, ExportWatchService, ExportRepository, SubjectRequestData],
    ...[SubjectService, AddressObjectionService],
    ...[ReminderService, SubjectLevelService, SubjectWatchService],
  ],
};
