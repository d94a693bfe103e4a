import type { Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { LeadStreamRepository } from './lead-stream.repository.js';

/** Numbers the events that this service publishes of a lead. */
@Injectable()
export class LeadStreamService {
  constructor(private readonly repository: LeadStreamRepository) {}

  /**
   * Takes the next numbers of the leads and holds their rows until the transaction ends: events of one lead are numbered in
   * the order in which they commit.
   * @param leadIds one for each event to come
   * @returns for each place in `leadIds` the sequence of its event
   */
  async take(tx: Tx, tenantId: string, leadIds: readonly string[]): Promise<number[]> {
    const last = await this.repository.advance(tx, tenantId, leadIds);
    const backwards = leadIds.toReversed().map((leadId) => {
      const sequence = last.get(leadId) ?? 0;
      last.set(leadId, sequence - 1);
      return sequence;
    });
    return backwards.reverse();
  }
}
