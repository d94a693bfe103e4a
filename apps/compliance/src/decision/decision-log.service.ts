import { type ContactDecision, contactDecidedV1 } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { contactDecisions } from '../metrics.js';
import { DecisionRepository } from './decision.repository.js';
import { DecisionSignerService, type Signer } from './signature/decision-signer.service.js';

/** Signs and keeps decisions, and tells them. */
@Injectable()
export class DecisionLogService {
  constructor(
    private readonly repository: DecisionRepository,
    private readonly signer: DecisionSignerService,
    private readonly outbox: Outbox,
  ) {}

  /** What signs a tenant's decisions; asked for before the transaction, for the first time makes it. */
  signerOf(tenantId: Uuid): Promise<Signer> {
    return this.signer.signerOf(tenantId);
  }

  /**
   * What is to be written is with the database when this returns its promise.
   * @param sequences of the events, in the order of the decisions
   * @returns the decisions, signed
   */
  async addAll(tx: Tx, signer: Signer, decisions: readonly ContactDecision[], sequences: readonly number[]): Promise<ContactDecision[]> {
    const signed = this.signer.signAll(signer, tx.tenantId, decisions);
    const stored = this.repository.createAll(
      tx,
      tx.tenantId,
      signed.map(({ text }) => text),
    );
    const added = this.outbox.addAll(
      tx,
      decisions.map((decision, index) => told(decision, sequences[index] ?? 0)),
    );
    await Promise.all([stored, added]);
    count(decisions);
    return signed.map(({ decision }) => decision);
  }
}

function count(decisions: readonly ContactDecision[]): void {
  for (const same of Map.groupBy(decisions, ({ outcome, channel }) => `${outcome} ${channel}`).values()) {
    const [{ outcome, channel }] = same as [ContactDecision];
    contactDecisions.add(same.length, { outcome, channel });
  }
}

/** Events know two outcomes: what may be later may not be now. */
function told(decision: ContactDecision, sequence: number) {
  const { id: decisionId, leadId, channel, purpose, outcome, decidedAt, at, laterAt, ruleSetVersion } = decision;
  const reasons = decision.reasons.map(({ code }) => code);
  return {
    contract: contactDecidedV1,
    data: {
      ...{ leadId, decisionId, channel, purpose, reasons, decidedAt, ruleSetVersion },
      outcome: outcome === 'allow' ? ('allow' as const) : ('deny' as const),
      ...(at !== undefined && at !== decidedAt && { at }),
      ...(laterAt !== undefined && { laterAt }),
    },
    sequence,
    time: new Date(decidedAt),
  };
}
