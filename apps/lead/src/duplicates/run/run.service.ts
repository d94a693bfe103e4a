import { Inject, Injectable } from '@nestjs/common';
import type { DuplicateRun } from '@leadstream/contracts';
import type { Clock, IdSource, Uuid } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { currentCaller } from '../../current-tenant.js';
import { CLOCK, IDS } from '../../tokens.js';
import { duplicateErrors } from '../duplicate.errors.js';
import { presentRun } from './present-run.rules.js';
import { DuplicateRunWorker } from './run-worker.service.js';
import { RunTellingService } from './run-telling.service.js';
import { RunRepository } from './run.repository.js';

/** What people do with comparisons of all their leads. */
@Injectable()
export class RunService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly runs: RunRepository,
    private readonly worker: DuplicateRunWorker,
    private readonly telling: RunTellingService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @throws DomainError `LEAD.DUPLICATE_RUN_ACTIVE` with the `runId` of the one that is on */
  async start(minScore: number): Promise<DuplicateRun> {
    const caller = currentCaller();
    const started = await this.database.write(async (tx) => {
      const at = this.clock.now();
      const run = await this.runs.create(tx, tx.tenantId, this.ids.next(), minScore, caller, at);
      if (run) {
        await this.telling.started(tx, run);
        return presentRun(run, at);
      }
      const active = await this.runs.findActive(tx, tx.tenantId);
      // It may have ended in between; whoever asks again gets his run.
      throw duplicateErrors.DUPLICATE_RUN_ACTIVE(active ? { extra: { runId: active.runId } } : {});
    });
    this.worker.wake();
    return started;
  }

  /** @throws DomainError `LEAD.DUPLICATE_RUN_NOT_FOUND` */
  async read(runId: Uuid): Promise<DuplicateRun> {
    const run = await this.database.read((tx) => this.runs.find(tx, tx.tenantId, runId));
    if (!run) throw duplicateErrors.DUPLICATE_RUN_NOT_FOUND();
    return presentRun(run, this.clock.now());
  }

  /**
   * A page that is being written goes in first or not at all.
   * @throws DomainError `LEAD.DUPLICATE_RUN_NOT_FOUND`, `LEAD.DUPLICATE_RUN_STATUS` with `currentStatus`
   */
  cancel(runId: Uuid): Promise<DuplicateRun> {
    return this.database.write(async (tx) => {
      const at = this.clock.now();
      const cancelled = await this.runs.updateToCancelled(tx, tx.tenantId, runId, at);
      if (cancelled) {
        await this.telling.ended(tx, { ...cancelled, status: 'cancelled', endedAt: at });
        return presentRun(cancelled, at);
      }
      const run = await this.runs.find(tx, tx.tenantId, runId);
      if (!run) throw duplicateErrors.DUPLICATE_RUN_NOT_FOUND();
      throw duplicateErrors.DUPLICATE_RUN_STATUS({ extra: { currentStatus: run.status } });
    });
  }
}
