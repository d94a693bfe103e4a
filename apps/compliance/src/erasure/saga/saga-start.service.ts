import { type ErasureReason, erasureRequestedV1 } from '@leadstream/contracts';
import { type Clock, currentContext, type IdSource } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import type { Tx } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { complianceErrors } from '../../compliance.errors.js';
import { LeadStreamService } from '../../lead-stream/lead-stream.service.js';
import { LegalHoldService } from '../../legal-hold/legal-hold.service.js';
import { erasures } from '../../metrics.js';
import { CLOCK, IDS } from '../../tokens.js';
import { ErasureRepository } from '../store/erasure.repository.js';
import { SagaQuestions } from './saga-questions.service.js';

/** Who is to be erased: a lead with all that are the same person, or the addresses of somebody who is none. */
export interface ToErase {
  readonly leadId: string | null;
  readonly subjectRequestId: string | null;
  readonly leadIds: readonly string[];
  /** As the vault names persons. */
  readonly addresses: readonly string[];
  readonly reason: ErasureReason;
}

const COMPLIANCE = { kind: 'service', id: 'compliance' } as const;

/** Begins erasures that no hold forbids. */
@Injectable()
export class SagaStart {
  constructor(
    private readonly repository: ErasureRepository,
    private readonly holds: LegalHoldService,
    private readonly leadStream: LeadStreamService,
    private readonly questions: SagaQuestions,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  /** @throws DomainError `COMPLIANCE.ERASURE_HELD`, `COMPLIANCE.PERSON_TOO_LARGE` */
  async start(tx: Tx, { leadId, subjectRequestId, leadIds, addresses, reason }: ToErase): Promise<string> {
    const { tenantId } = tx;
    const id = this.ids.next();
    const holding = await this.holds.beginDeletion(tx, id, leadIds);
    if (holding.length > 0) throw complianceErrors.ERASURE_HELD({ extra: { holdIds: holding.map((hold) => hold.id) } });
    // Whoever decides about one of them meanwhile waits, or was before this.
    await this.leadStream.take(tx, tenantId, leadIds);
    const requestedAt = this.clock.now();
    await this.repository.create(
      tx,
      tenantId,
      { id, leadId, subjectRequestId, reason, requestedAt },
      currentContext()?.actor ?? COMPLIANCE,
    );
    await this.repository.addLeads(tx, tenantId, id, leadIds);
    await this.repository.addAddresses(tx, tenantId, id, addresses);
    await this.outbox.add(tx, erasureRequestedV1, {
      data: { erasureId: id, leadId, requestedAt: requestedAt.toISOString() },
      sequence: 1,
      time: requestedAt,
    });
    await this.questions.ask(tx, id, { step: 'references', round: 1 });
    erasures.add(1, { event: 'requested' });
    return id;
  }
}
