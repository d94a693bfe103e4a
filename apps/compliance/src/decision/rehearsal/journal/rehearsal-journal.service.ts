import { policyRehearsalEndedV1, policyRehearsalStartedV1 } from '@leadstream/contracts';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import type { RehearsalRecord } from '../rehearsal.js';
import { RehearsalRepository } from '../rehearsal.repository.js';
import { toldEnd, toldStart } from './told-rehearsal.rules.js';

/** Versions under which a rehearsal is told: it begins and ends once. */
const STARTED = 1;
const ENDED = 2;

/** Tells that rehearsals begin and end. */
@Injectable()
export class RehearsalJournalService {
  constructor(
    private readonly rehearsals: RehearsalRepository,
    private readonly outbox: Outbox,
  ) {}

  started(tx: Tx, rehearsal: RehearsalRecord): Promise<void> {
    const { createdAt: time } = rehearsal;
    return this.outbox.add(tx, policyRehearsalStartedV1, { data: toldStart(rehearsal), sequence: STARTED, time });
  }

  /** To be called while the rehearsal is locked. @param rehearsal as it was when it was still running */
  async end(tx: Tx, rehearsal: RehearsalRecord, status: 'completed' | 'cancelled', at: Date): Promise<RehearsalRecord> {
    const ended: RehearsalRecord = { ...rehearsal, status, endedAt: at };
    await this.rehearsals.update(tx, tx.tenantId, ended);
    await this.outbox.add(tx, policyRehearsalEndedV1, { data: toldEnd(ended, at), sequence: ENDED, time: at });
    return ended;
  }
}
