import { DncBulkRepository } from './bulk/dnc-bulk.repository.js';
import { DncBulkService } from './bulk/dnc-bulk.service.js';
import { DncCheckService } from './check/dnc-check.service.js';
import { DncEvents } from './dnc-events.js';
import { DncExpiryService } from './dnc-expiry.service.js';
import { DncController } from './dnc.controller.js';
import { DncReadModel } from './dnc.read-model.js';
import { DncRepository } from './dnc.repository.js';
import { DncService } from './dnc.service.js';
import { EntryLoadRunService } from './entry-loads/entry-load-run.service.js';
import { EntryLoadController } from './entry-loads/entry-load.controller.js';
import { EntryLoadRepository } from './entry-loads/entry-load.repository.js';
import { EntryLoadService } from './entry-loads/entry-load.service.js';
import { AskedListsService } from './lists/asked-lists.service.js';
import { HeldListsService } from './lists/held-lists.service.js';
import { ListFollowerService } from './lists/list-follower.service.js';
import { ListSnapshotsService } from './lists/list-snapshots.service.js';
import { ListReadModel } from './lists/list.read-model.js';
import { ListRepository } from './lists/list.repository.js';
import { LoadQueryService } from './loads/load-query.service.js';
import { LoadController } from './loads/load.controller.js';
import { ListPublication } from './loads/run/list-publication.service.js';
import { LoadJobService } from './loads/run/load-job.service.js';
import { LoadRunService } from './loads/run/load-run.service.js';
import { LoadChunkRepository } from './loads/store/load-chunk.repository.js';
import { LoadFileService } from './loads/store/load-file.service.js';
import { LoadReadModel } from './loads/store/load.read-model.js';
import { LoadRepository } from './loads/store/load.repository.js';
import { LoadUploadService } from './loads/upload/load-upload.service.js';
import { ReturnedAddressService } from './returned-address.service.js';

const entries = [DncService, DncCheckService, DncExpiryService, ReturnedAddressService, DncEvents, DncReadModel, DncRepository];
const lists = [AskedListsService, HeldListsService, ListFollowerService, ListSnapshotsService, ListReadModel, ListRepository];
const loads = [
  LoadUploadService,
  LoadQueryService,
  LoadJobService,
  LoadRunService,
  ListPublication,
  LoadFileService,
  LoadReadModel,
  LoadRepository,
  LoadChunkRepository,
];

const entryLoads = [EntryLoadService, EntryLoadRunService, EntryLoadRepository, DncBulkService, DncBulkRepository];

/** Lists of whoever may not be contacted: entries of the tenant, lists of numbers held in memory, and how files become lists. */
export const dncParts = {
  controllers: [DncController, LoadController, EntryLoadController],
  providers: [...entries, ...lists, ...loads, ...entryLoads],
};
