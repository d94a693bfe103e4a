import { Inject, Injectable } from '@nestjs/common';
import type { Clock, IdSource } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { CLOCK, IDS } from '../../../tokens.js';
import type { ConnectionRecord } from '../../connection/crm-connection.js';
import { WaitingLeadRepository } from '../../link/waiting-lead.repository.js';
import { placeOfFailed } from './resumed.rules.js';
import { RunJournalService } from '../journal/run-journal.service.js';
import { SyncRunRepository } from '../sync-run.repository.js';
import type { RunRecord } from '../sync-run.js';

/** HubSpot's search shows a change minutes after it was made, and clocks differ: so much of the window before is read again. */
const OVERLAP_MS = 10 * 60_000;

/** Begins a sync, and tells of it. */
@Injectable()
export class RunStartService {
  constructor(
    private readonly runs: SyncRunRepository,
    private readonly waiting: WaitingLeadRepository,
    private readonly journal: RunJournalService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** What was never synced is synced whole; a run goes on where the one before it failed. @returns undefined while another run is on */
  async begin(
    tx: Tx,
    { connectionId, provider, pulledUpTo, updatedAt }: ConnectionRecord,
    asked: RunRecord['kind'],
  ): Promise<RunRecord | undefined> {
    const kind = pulledUpTo === null ? 'full' : asked;
    const now = this.clock.now();
    const windowFrom = kind === 'full' || pulledUpTo === null ? new Date(0) : new Date(pulledUpTo.getTime() - OVERLAP_MS);
    const resumed = placeOfFailed(await this.runs.findLast(tx, tx.tenantId, provider), kind, updatedAt);
    const place = resumed ?? { windowFrom, windowUntil: now, phase: 'pull', position: null };
    const run = await this.runs.create(tx, tx.tenantId, { runId: this.ids.next(), provider, kind, ...place, createdAt: now });
    if (!run) return undefined;
    if (kind === 'full' && !resumed) await this.waiting.markAll(tx, tx.tenantId, provider);
    await this.journal.start(tx, run, connectionId, resumed !== undefined);
    return run;
  }
}
