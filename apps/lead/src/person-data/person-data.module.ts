import { Module } from '@nestjs/common';
import { ErasedAddresses, providePersonData } from '@leadstream/privacy';
import { ImportModule } from '../imports/import.module.js';
import { LeadStoreModule } from '../lead-store/lead-store.module.js';
import { AssignmentData } from './derived/assignment-data.repository.js';
import { CrmData } from './derived/crm-data.repository.js';
import { DuplicateData } from './derived/duplicate-data.repository.js';
import { PermissionData } from './derived/permission-data.repository.js';
import { ScoreData } from './derived/score-data.repository.js';
import { SegmentData } from './derived/segment-data.repository.js';
import { ExportData } from './files/export-data.repository.js';
import { FormSubmissionData } from './files/form-submission-data.repository.js';
import { ImportData } from './files/import-data.service.js';
import { LeadData } from './lead/lead-data.service.js';
import { IdentityData } from './lead/identity-data.repository.js';
import { LeadHistoryData } from './lead/lead-history-data.repository.js';
import { MergeData } from './lead/merge-data.repository.js';
import { RelationshipData } from './lead/relationship-data.repository.js';
import { DealData } from './work/deal-data.repository.js';
import { DocumentData } from './work/document-data.repository.js';
import { NoteData } from './work/note-data.repository.js';
import { TaskData } from './work/task-data.repository.js';
import { PersonDataConsumer } from './person-data.consumer.js';
import { FileSearchRepository } from './search/file-search.repository.js';
import { FileSearchService } from './search/file-search.service.js';
import { SealedAddressesService } from './search/sealed-addresses.service.js';

/**
 * Stores beside the leads themselves, in the order of exports and certificates. What visitors did goes before the identities that lead to them;
 * deals and tasks before what hangs on them, as when these are deleted.
 */
export const STATEMENT_STORES = [
  LeadHistoryData,
  FormSubmissionData,
  TaskData,
  DealData,
  NoteData,
  DocumentData,
  RelationshipData,
  PermissionData,
  ScoreData,
  SegmentData,
  AssignmentData,
  CrmData,
  DuplicateData,
  ExportData,
  MergeData,
  IdentityData,
] as const;

// Imports first: whoever applies rows locks the import before leads. Then the lead: what its triggers write when it changes goes with the others.
const stores = [ImportData, LeadData, ErasedAddresses, ...STATEMENT_STORES];

const searches = [FileSearchService, FileSearchRepository, SealedAddressesService];

/** What the service keeps of a person: told, located and erased when compliance asks. */
@Module({
  imports: [ImportModule, LeadStoreModule],
  controllers: [PersonDataConsumer],
  providers: [ImportData, LeadData, ...STATEMENT_STORES, providePersonData({ service: 'lead', stores }), ...searches],
  exports: [FileSearchService],
})
export class PersonDataModule {}
