import { type ContactDecision, contactDecidedV1 } from '@leadstream/contracts';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { contactDecisions } from '../metrics.js';
import { DecisionRepository } from './decision.repository.js';

/** Keeps decisions, and tells them. */
@Injectable()
export class DecisionLogService {
  constructor(
    private readonly repository: DecisionRepository,
    private readonly outbox: Outbox,
  ) {}

  /** @param sequence of the event */
  async add(tx: Tx, decision: ContactDecision, sequence: number): Promise<void> {
    const { id: decisionId, leadId, channel, purpose, outcome, decidedAt } = decision;
    const reasons = decision.reasons.map(({ code }) => code);
    await Promise.all([
      this.repository.create(tx, tx.tenantId, decision),
      this.outbox.add(tx, contactDecidedV1, {
        data: { leadId, decisionId, channel, purpose, outcome, reasons, decidedAt },
        sequence,
        time: new Date(decidedAt),
      }),
    ]);
    contactDecisions.add(1, { outcome, channel });
  }
}
