import type { OptOutReview } from '@leadstream/contracts';
import { type Clock, currentContext } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { complianceErrors } from '../../compliance.errors.js';
import { LeadStreamService } from '../../lead-stream/lead-stream.service.js';
import { CLOCK } from '../../tokens.js';
import { OptOutBlockService } from './opt-out-block.service.js';
import { OptOutJournalService } from './opt-out-journal.service.js';
import { OptOutReviewRepository } from './opt-out-review.repository.js';

/** A person looks at an opt-out that is uncertain. */
@Injectable()
export class OptOutReviewService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly reviews: OptOutReviewRepository,
    private readonly leadStream: LeadStreamService,
    private readonly blocks: OptOutBlockService,
    private readonly journal: OptOutJournalService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  confirm(id: string): Promise<OptOutReview> {
    return this.close(id, 'confirmed', async (tx, review, now) => {
      const dncEntryIds = await this.blocks.block(tx, review.leadId, review, now);
      if (dncEntryIds === undefined) throw complianceErrors.OPT_OUT_WITHOUT_ADDRESS();
      return dncEntryIds;
    });
  }

  dismiss(id: string): Promise<OptOutReview> {
    return this.close(id, 'dismissed', () => Promise.resolve([]));
  }

  private close(
    id: string,
    state: 'confirmed' | 'dismissed',
    block: (tx: Tx, review: OptOutReview, now: Date) => Promise<string[]>,
  ): Promise<OptOutReview> {
    return this.database.write(async (tx) => {
      const now = this.clock.now();
      const review = await this.reviews.lock(tx, tx.tenantId, id);
      if (!review) throw complianceErrors.OPT_OUT_REVIEW_NOT_FOUND();
      if (review.state !== 'waiting') throw complianceErrors.OPT_OUT_REVIEW_CLOSED();
      // The lead before the list, as everybody who blocks it.
      const sequences = await this.leadStream.take(tx, tx.tenantId, [review.leadId]);
      const dncEntryIds = await block(tx, review, now);
      const by = currentContext()?.actor ?? { kind: 'service', id: 'compliance' };
      const closed = await this.reviews.close(tx, tx.tenantId, id, { state, dncEntryIds, at: now, by });
      await this.journal.closed(tx, [closed], sequences, now);
      return closed;
    });
  }
}
