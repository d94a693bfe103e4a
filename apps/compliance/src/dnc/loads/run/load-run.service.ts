import { Inject, Injectable } from '@nestjs/common';
import type { JobRun } from '@leadstream/jobs';
import { type Clock, DomainError, type Uuid } from '@leadstream/kernel';
import { errorType, logger } from '@leadstream/telemetry';
import { CLOCK } from '../../../tokens.js';
import { HeldListsService } from '../../lists/held-lists.service.js';
import { isCopyOf } from '../../lists/list-state.rules.js';
import { ListReadModel } from '../../lists/list.read-model.js';
import type { ListVersion } from '../../lists/list-version.js';
import { readListFile } from '../../registry/file/read-list-file.js';
import { NumberSet } from '../../registry/number-set.rules.js';
import { NumberSetDraft } from '../../registry/number-set-draft.rules.js';
import { ListPublication } from './list-publication.service.js';
import { outcomeOf, refusedOutcome, refuseShrinking, refuseUnfit } from '../load.rules.js';
import { LoadFileService } from '../store/load-file.service.js';
import { LoadRepository } from '../store/load.repository.js';
import type { WaitingLoad } from '../waiting-load.js';

const log = logger('dnc-load');

const TENANTS = 100;
/** An upload that takes longer has been left by its client. */
const ABANDONED_MS = 24 * 3_600_000;

/** What a run came to. */
export interface Loaded {
  /** Files that came to an end. */
  readonly loaded: number;
  /** Tenants of which a file could not be loaded, and may be with the next run. */
  readonly failed: number;
}

/**
 * Loads what was uploaded, one file after the other. A file is read whole before anything of it is seen; a process that dies meanwhile
 * leaves nothing that counts, and the file waits for the next run.
 */
@Injectable()
export class LoadRunService {
  constructor(
    private readonly loads: LoadRepository,
    private readonly files: LoadFileService,
    private readonly lists: ListReadModel,
    private readonly heldLists: HeldListsService,
    private readonly publication: ListPublication,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A file that fails waits for the next run, with all that its tenant has; the others do not wait for it. */
  async loadWaiting(run: JobRun): Promise<Loaded> {
    const abandonedBefore = new Date(this.clock.now().getTime() - ABANDONED_MS);
    const failed = new Set<Uuid>();
    for (let loaded = 0; ;) {
      // As many more as are left aside: they would fill the page.
      const open = await run.step((tx) => this.loads.findTenantsWithOpen(tx, abandonedBefore, TENANTS + failed.size));
      const tenants = open.filter((tenantId) => !failed.has(tenantId));
      if (tenants.length === 0) return { loaded, failed: failed.size };
      for (const tenantId of tenants) {
        try {
          if (await this.#next(run, tenantId, abandonedBefore)) loaded += 1;
        } catch (error) {
          if (run.signal.aborted) throw error;
          failed.add(tenantId);
          log.error('dnc_load_failed', { reason: errorType(error) });
        }
      }
    }
  }

  /** @returns whether there was one */
  async #next(run: JobRun, tenantId: Uuid, abandonedBefore: Date): Promise<boolean> {
    const load = await run.stepInTenant(tenantId, async (tx) => {
      await this.loads.deleteAbandoned(tx, tenantId, abandonedBefore);
      return this.loads.updateToBegun(tx, tenantId, this.clock.now());
    });
    if (!load) return false;
    try {
      await this.#load(run, tenantId, load);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      log.info('dnc_load_refused', { loadId: load.id, code: error.code });
      await this.publication.refuse(run, tenantId, load, refusedOutcome(error.extra), error.code);
    }
    return true;
  }

  async #load(run: JobRun, tenantId: Uuid, load: WaitingLoad): Promise<void> {
    const before = await run.stepInTenant(tenantId, (tx) => this.lists.find(tx, tenantId, load.source));
    refuseUnfit(load, before);
    const draft = new NumberSetDraft(await this.#base(tenantId, load, before));
    const summary = await readListFile(this.files.read(run, tenantId, load), load.mode === 'delta', draft);
    const { numbers, changed, counts } = draft.finish();
    refuseShrinking(load, before?.size ?? 0, numbers.size);
    await this.publication.publish(run, tenantId, load, before, { numbers, changed, outcome: outcomeOf(summary, counts) });
  }

  /** What the rows of the file are changes of. */
  async #base(tenantId: Uuid, { mode, source }: WaitingLoad, before: ListVersion | undefined): Promise<NumberSet> {
    if (mode === 'full' || !before) return NumberSet.EMPTY;
    const held = this.heldLists.held(tenantId, source);
    return (held && isCopyOf(held, before) ? held : await this.heldLists.fetch(tenantId, source)).numbers;
  }
}

/** Whether it is the file's fault: the next attempt would come to the same. */
function isRefusal(error: unknown): error is DomainError {
  return error instanceof DomainError && error.code.startsWith('COMPLIANCE.') && error.kind !== 'unavailable';
}
