import { Inject, Injectable } from '@nestjs/common';
import { dncListLoadedV1, dncLoadRefusedV1 } from '@leadstream/contracts';
import type { JobRun } from '@leadstream/jobs';
import type { Clock, Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { dncLoads } from '../../../metrics.js';
import { CLOCK } from '../../../tokens.js';
import { ListReadModel } from '../../lists/list.read-model.js';
import { ListRepository } from '../../lists/list.repository.js';
import type { ListVersion } from '../../lists/list-version.js';
import { AreaPage } from '../../registry/area-page.rules.js';
import type { NumberSet } from '../../registry/number-set.rules.js';
import { encodeBlock } from '../../registry/snapshot/snapshot-format.rules.js';
import { REFUSED, toldRefusal } from '../load.rules.js';
import { LoadChunkRepository } from '../store/load-chunk.repository.js';
import { LoadRepository } from '../store/load.repository.js';
import type { LoadOutcome, WaitingLoad } from '../waiting-load.js';

/** What a file came to. */
export interface LoadedNumbers {
  readonly numbers: NumberSet;
  /** Area codes that occur in the file. */
  readonly changed: ReadonlyMap<number, AreaPage>;
  readonly outcome: LoadOutcome;
}

/** Makes what was loaded the version of the list that holds: pages one by one where nobody looks yet, then all of it in one transaction. */
@Injectable()
export class ListPublication {
  constructor(
    private readonly lists: ListReadModel,
    private readonly repository: ListRepository,
    private readonly loads: LoadRepository,
    private readonly chunks: LoadChunkRepository,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async publish(run: JobRun, tenantId: Uuid, load: WaitingLoad, before: ListVersion | undefined, loaded: LoadedNumbers): Promise<void> {
    const { id: loadId, source, mode, listedAt } = load;
    const version = (before?.version ?? 0) + 1;
    await run.stepInTenant(tenantId, (tx) => this.repository.deleteUnpublished(tx, tenantId, source));
    for (const [areaCode, page] of [...loaded.changed, ...(await this.#emptied(run, tenantId, load, before, loaded))]) {
      const content = Buffer.concat(encodeBlock(areaCode, page));
      await run.stepInTenant(tenantId, (tx) =>
        this.repository.createPage(tx, tenantId, source, { areaCode, version, size: page.size, content }),
      );
    }
    const { size } = loaded.numbers;
    await run.stepInTenant(tenantId, async (tx) => {
      const now = this.clock.now();
      if (!(await this.repository.publish(tx, tenantId, { source, version, listedAt, size, loadId }, now)))
        throw new Error(`list ${source} has moved on while its version ${version} was made`);
      await Promise.all([
        this.loads.updateToCompleted(tx, tenantId, loadId, loaded.outcome, version, size, now),
        this.chunks.deleteAll(tx, tenantId, loadId),
        this.outbox.add(tx, dncListLoadedV1, {
          data: { source, version, loadId, mode, listedAt: listedAt.toISOString(), size },
          sequence: version,
          time: now,
        }),
      ]);
    });
    dncLoads.add(1, { outcome: 'completed' });
  }

  /** @param refusal code of an error */
  async refuse(run: JobRun, tenantId: Uuid, load: WaitingLoad, outcome: LoadOutcome, refusal: string): Promise<void> {
    const time = this.clock.now();
    const data = toldRefusal(load, outcome, refusal, time);
    await run.stepInTenant(tenantId, (tx) =>
      Promise.all([
        this.loads.updateToRefused(tx, tenantId, load.id, outcome, refusal, time),
        this.chunks.deleteAll(tx, tenantId, load.id),
        this.outbox.add(tx, dncLoadRefusedV1, { data, sequence: REFUSED, time }),
      ]),
    );
    dncLoads.add(1, { outcome: 'refused' });
  }

  /** Area codes that a full list no longer has: without a page of the new version the one before would go on counting. */
  async #emptied(
    run: JobRun,
    tenantId: Uuid,
    { source, mode }: WaitingLoad,
    before: ListVersion | undefined,
    { changed }: LoadedNumbers,
  ): Promise<[number, AreaPage][]> {
    if (mode === 'delta' || !before) return [];
    const pages = await run.stepInTenant(tenantId, (tx) => this.lists.findPages(tx, tenantId, source, 0, before.version));
    return pages.filter(({ areaCode, size }) => size > 0 && !changed.has(areaCode)).map(({ areaCode }) => [areaCode, AreaPage.EMPTY]);
  }
}
