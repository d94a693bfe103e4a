import { type OptOutReview, optOutClosedV1, optOutFoundV1 } from '@leadstream/contracts';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { optOuts } from '../../metrics.js';

/** Tells what became of opt-outs. */
@Injectable()
export class OptOutJournalService {
  constructor(private readonly outbox: Outbox) {}

  async found(
    tx: Tx,
    { id, leadId, channel, channels, state, confidence01, receivedAt, foundAt }: OptOutReview,
    sequence: number,
  ): Promise<void> {
    if (state !== 'acted' && state !== 'waiting') throw new Error(`an opt-out is not found ${state}`);
    await this.outbox.add(tx, optOutFoundV1, {
      data: { leadId, reviewId: id, channel, ...(channels && { channels }), state, confidence01, receivedAt, foundAt },
      sequence,
      time: new Date(foundAt),
    });
    optOuts.add(1, { state });
  }

  /** @param sequences of the events, by place */
  async closed(tx: Tx, reviews: readonly OptOutReview[], sequences: readonly number[], at: Date): Promise<void> {
    for (const [index, { id, leadId, channel, channels, state }] of reviews.entries()) {
      if (state === 'acted' || state === 'waiting') throw new Error(`an opt-out is not closed ${state}`);
      await this.outbox.add(tx, optOutClosedV1, {
        data: { leadId, reviewId: id, channel, ...(channels && { channels }), state, closedAt: at.toISOString() },
        sequence: sequences[index] ?? 0,
        time: at,
      });
      optOuts.add(1, { state });
    }
  }
}
