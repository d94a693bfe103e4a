import type { ContactDecision, DecideContactBody } from '@leadstream/contracts';
import type { Clock, IdSource } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { complianceErrors } from '../compliance.errors.js';
import { currentTenantId } from '../current-tenant.js';
import { CLOCK, IDS } from '../tokens.js';
import { ContactFactsService } from './contact-facts.service.js';
import { DecisionLogService } from './decision-log.service.js';
import { decide, DECISION_LIFETIME_SECONDS, RULE_SET_VERSION } from './decision.rules.js';
import { DecisionReadModel } from './decision.read-model.js';

/** Decides whether a lead may be contacted, and remembers what was decided and why. */
@Injectable()
export class DecisionService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly contactFacts: ContactFactsService,
    private readonly log: DecisionLogService,
    private readonly readModel: DecisionReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
  ) {}

  decide({ leadId, channel, purpose }: DecideContactBody): Promise<ContactDecision> {
    return this.database.write(async (tx) => {
      const now = this.clock.now();
      const { facts, inputs, sequence } = await this.contactFacts.gather(tx, leadId, channel, purpose, now);
      const decision: ContactDecision = {
        id: this.ids.next(),
        leadId,
        channel,
        purpose,
        ...decide(facts, channel),
        inputs,
        ruleSetVersion: RULE_SET_VERSION,
        decidedAt: now.toISOString(),
        expiresAt: new Date(now.getTime() + DECISION_LIFETIME_SECONDS * 1_000).toISOString(),
      };
      await this.log.add(tx, decision, sequence);
      return decision;
    });
  }

  async get(id: string): Promise<ContactDecision> {
    const decision = await this.readModel.findById(currentTenantId(), id);
    if (!decision) throw complianceErrors.DECISION_NOT_FOUND();
    return decision;
  }
}
