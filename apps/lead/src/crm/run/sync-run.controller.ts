import { Controller } from '@nestjs/common';
import { listCrmSyncRecords, listCrmSyncRuns, readCrmSyncRun, startCrmSync } from '@leadstream/contracts';
import { Input, type InputOf, Route } from '@leadstream/http';
import { SyncRunService } from './sync-run.service.js';

@Controller()
export class SyncRunController {
  constructor(private readonly runs: SyncRunService) {}

  @Route(startCrmSync)
  start(@Input() { params, body }: InputOf<typeof startCrmSync>) {
    return this.runs.start(params.provider, body.kind);
  }

  @Route(listCrmSyncRuns)
  list(@Input() { params, query }: InputOf<typeof listCrmSyncRuns>) {
    return this.runs.list(params.provider, query);
  }

  @Route(readCrmSyncRun)
  read(@Input() { params }: InputOf<typeof readCrmSyncRun>) {
    return this.runs.read(params.provider, params.id);
  }

  @Route(listCrmSyncRecords)
  records(@Input() { params, query }: InputOf<typeof listCrmSyncRecords>) {
    return this.runs.records(params.provider, params.id, query);
  }
}
