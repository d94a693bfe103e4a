import type { DecisionVerification } from '@leadstream/contracts';
import type { Clock } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK } from '../tokens.js';
import { DecisionService } from './decision.service.js';
import { DecisionSignerService } from './signature/decision-signer.service.js';
import { recompute } from './judgement/verification.rules.js';

/** Tells whether stored decisions are what their inputs make of them. */
@Injectable()
export class VerificationService {
  constructor(
    private readonly decisions: DecisionService,
    private readonly signer: DecisionSignerService,
    private readonly database: TenantDatabase,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `COMPLIANCE.DECISION_NOT_FOUND` */
  async verify(id: string): Promise<DecisionVerification> {
    const decision = await this.decisions.get(id);
    const signature = await this.database.read((tx) => this.signer.check(tx, decision));
    return { decisionId: decision.id, ...recompute(decision), signature, verifiedAt: this.clock.now().toISOString() };
  }
}
