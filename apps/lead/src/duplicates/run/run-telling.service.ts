import { Injectable } from '@nestjs/common';
import { duplicateRunEndedV1, duplicateRunStartedV1, leadDuplicatesFoundV1 } from '@leadstream/contracts';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { duplicateRunsEnded } from '../../metrics.js';
import type { RunRecord } from './duplicate-run.js';
import { type EndedRun, toldEnd, toldPairs, toldStart } from './told-run.rules.js';

/** Places among the events of a run. */
const SEQUENCES = { started: 1, found: 2, ended: 3 } as const;

/** Tells what becomes of runs. */
@Injectable()
export class RunTellingService {
  constructor(private readonly outbox: Outbox) {}

  async started(tx: Tx, run: RunRecord): Promise<void> {
    await this.outbox.add(tx, duplicateRunStartedV1, { data: toldStart(run), sequence: SEQUENCES.started, time: run.createdAt });
  }

  /** With what it found, where it got through. */
  async ended(tx: Tx, run: EndedRun): Promise<void> {
    const time = run.endedAt;
    if (run.status === 'completed') {
      await this.outbox.add(tx, leadDuplicatesFoundV1, { data: toldPairs(run), sequence: SEQUENCES.found, time });
    }
    await this.outbox.add(tx, duplicateRunEndedV1, { data: toldEnd(run), sequence: SEQUENCES.ended, time });
    duplicateRunsEnded.add(1, { status: run.status });
  }
}
