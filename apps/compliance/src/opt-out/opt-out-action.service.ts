import type { ExaminedMessage, OptOutReview } from '@leadstream/contracts';
import type { IdSource } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { KnownLeadReadModel } from '../known-lead/known-lead.read-model.js';
import { familyIds } from '../known-lead/known-lead.rules.js';
import { LeadStreamService } from '../lead-stream/lead-stream.service.js';
import { IDS } from '../tokens.js';
import { closedBy } from './blocked-channels.rules.js';
import type { Examined } from './detection.service.js';
import type { ReceivedMessage } from './received-message.js';
import { OptOutBlockService } from './review/opt-out-block.service.js';
import { OptOutJournalService } from './review/opt-out-journal.service.js';
import { OptOutReviewRepository } from './review/opt-out-review.repository.js';

/** Does what leads ask for. */
@Injectable()
export class OptOutActionService {
  constructor(
    private readonly leadStream: LeadStreamService,
    private readonly knownLeads: KnownLeadReadModel,
    private readonly reviews: OptOutReviewRepository,
    private readonly blocks: OptOutBlockService,
    private readonly journal: OptOutJournalService,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** What a message asks for is done, or waits for a person. One that came before answers with what came of it then. */
  async apply(tx: Tx, message: ReceivedMessage, examined: Examined, now: Date): Promise<ExaminedMessage> {
    const { intent, band, confidence01, reason, matched } = examined.detected;
    const answer = { intent, band, confidence01, reason, matched: [...matched] };
    if (intent === 'opt_out') return { ...answer, review: await this.optOut(tx, message, examined, now), lifted: 0 };
    const lifted = intent === 'opt_in' && band === 'act' ? await this.optIn(tx, message, now) : 0;
    return { ...answer, review: null, lifted };
  }

  private async optOut(tx: Tx, message: ReceivedMessage, { detected, extract, rulesVersion }: Examined, now: Date): Promise<OptOutReview> {
    const { leadId, channel } = message;
    // Locks the lead before anything is read: who decides meanwhile waits, or was before this message.
    const [sequence = 0] = await this.leadStream.take(tx, tx.tenantId, [leadId]);
    const before = await this.reviews.findByMessage(tx, tx.tenantId, message);
    if (before) return before;
    const closing = { channel, channels: closedBy(channel, detected.named) };
    const dncEntryIds = detected.band === 'act' ? await this.blocks.block(tx, leadId, closing, now) : undefined;
    const isActed = dncEntryIds !== undefined;
    const review = await this.reviews.create(tx, tx.tenantId, {
      ...message,
      ...detected,
      ...closing,
      id: this.ids.next(),
      foundAt: now,
      state: isActed ? 'acted' : 'waiting',
      extract: isActed ? null : extract,
      rulesVersion,
      dncEntryIds: dncEntryIds ?? [],
    });
    await this.journal.found(tx, review, sequence);
    return review;
  }

  /** Only what the lead itself had said before, on these channels; a person's decision stands. */
  private async optIn(tx: Tx, { leadId, channel, receivedAt }: ReceivedMessage, now: Date): Promise<number> {
    await this.leadStream.take(tx, tx.tenantId, [leadId]);
    const family = await this.knownLeads.findFamily(tx, tx.tenantId, leadId);
    const lifted = await this.reviews.lift(tx, tx.tenantId, { leadIds: familyIds(leadId, family), channel, receivedAt, now });
    await this.journal.closed(tx, lifted, await this.numbersOf(tx, lifted), now);
    await this.blocks.unblock(
      tx,
      lifted.flatMap(({ dncEntryIds }) => dncEntryIds),
      now,
    );
    return lifted.length;
  }

  private numbersOf(tx: Tx, reviews: readonly OptOutReview[]): Promise<number[]> {
    return this.leadStream.take(
      tx,
      tx.tenantId,
      reviews.map(({ leadId }) => leadId),
    );
  }
}
