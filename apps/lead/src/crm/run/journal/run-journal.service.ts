import { Injectable } from '@nestjs/common';
import { crmSyncEndedV1, crmSyncStartedV1 } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import type { RunRecord } from '../sync-run.js';
import { toldEnd, toldStart } from './told-run.rules.js';

/** Versions under which a run is told: it begins and ends once. */
const STARTED = 1;
const ENDED = 2;

/** Tells that syncs begin and end. */
@Injectable()
export class RunJournalService {
  constructor(private readonly outbox: Outbox) {}

  /** @param resumed whether it goes on where the one before failed */
  start(tx: Tx, run: RunRecord, connectionId: Uuid, resumed: boolean): Promise<void> {
    const data = toldStart(run, connectionId, resumed);
    return this.outbox.add(tx, crmSyncStartedV1, { data, sequence: STARTED, time: run.createdAt });
  }

  /** @param run as it ends; one that is still on ends since its connection does */
  end(tx: Tx, run: RunRecord, at: Date): Promise<void> {
    return this.outbox.add(tx, crmSyncEndedV1, { data: toldEnd(run, at), sequence: ENDED, time: at });
  }
}
