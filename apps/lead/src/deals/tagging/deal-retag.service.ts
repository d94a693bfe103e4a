import { Inject, Injectable } from '@nestjs/common';
import type { DealTagResult } from '@leadstream/contracts';
import type { Clock, Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { TagsService } from '../../tags/store/tags.service.js';
import type { TagChange } from '../../tags/tagging/retag.rules.js';
import { CLOCK } from '../../tokens.js';
import { DealStageService } from '../deal-stage.service.js';
import { DealJournalService } from '../store/deal-journal.service.js';
import { DealSelectionReadModel } from '../store/deal-selection.read-model.js';
import { DealRepository } from '../store/deal.repository.js';
import { retagDeals } from './retag-deals.rules.js';

/** Changes the tags of deals within a transaction, for those who ask for it and for those who take away what a deleted tag left. */
@Injectable()
export class DealRetagService {
  constructor(
    private readonly tags: TagsService,
    private readonly deals: DealRepository,
    private readonly selections: DealSelectionReadModel,
    private readonly stages: DealStageService,
    private readonly journal: DealJournalService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `LEAD.TAG_NOT_FOUND` */
  async retag(tx: Tx, dealIds: readonly Uuid[], change: TagChange): Promise<DealTagResult[]> {
    // What is taken off may be gone as a tag already.
    await this.tags.hold(tx, change.add);
    const found = await this.deals.findAllForUpdate(tx, tx.tenantId, dealIds);
    const context = { stages: await this.stages.findAll(tx), now: this.clock.now() };
    const { results, steps } = retagDeals(dealIds, found, change, context);
    if (steps.length === 0) return results;
    await this.deals.updateTags(
      tx,
      tx.tenantId,
      steps.map(({ deal }) => deal),
    );
    await this.journal.record(tx, steps);
    return results;
  }

  /**
   * Takes a tag off deals that are there.
   * @param most deals to take it off
   * @returns off how many
   */
  async takeOff(tx: Tx, tagId: Uuid, most: number): Promise<number> {
    const dealIds = await this.selections.findTagged(tx, tx.tenantId, tagId, most);
    if (dealIds.length === 0) return 0;
    const results = await this.retag(tx, dealIds, { add: [], remove: [tagId] });
    return results.filter(({ status }) => status === 'updated').length;
  }
}
