import { decideContact, decideContacts, getDecision, getDecisionKey, verifyDecision } from '@leadstream/contracts';
import { Input, type InputOf, reply, Route } from '@leadstream/http';
import { Controller } from '@nestjs/common';
import { DecisionService } from './decision.service.js';
import { DecisionSignerService } from './signature/decision-signer.service.js';
import { VerificationService } from './verification.service.js';

/** A decision never changes, nor does a key. */
const ONLY_VERSION = 1;

@Controller()
export class DecisionController {
  constructor(
    private readonly decisions: DecisionService,
    private readonly verifications: VerificationService,
    private readonly signer: DecisionSignerService,
  ) {}

  @Route(decideContact)
  async decide(@Input() { body }: InputOf<typeof decideContact>) {
    const decision = await this.decisions.decide(body);
    return reply(decision, { location: `/v1/decisions/${decision.id}`, version: ONLY_VERSION });
  }

  @Route(decideContacts)
  async decideAll(@Input() { body }: InputOf<typeof decideContacts>) {
    return { items: await this.decisions.decideAll(body.items) };
  }

  @Route(getDecision)
  async get(@Input() { params }: InputOf<typeof getDecision>) {
    return reply(await this.decisions.get(params.id), { version: ONLY_VERSION });
  }

  @Route(verifyDecision)
  verify(@Input() { params }: InputOf<typeof verifyDecision>) {
    return this.verifications.verify(params.id);
  }

  @Route(getDecisionKey)
  async key(@Input() { params }: InputOf<typeof getDecisionKey>) {
    return reply(await this.signer.keyOf(params.id), { version: ONLY_VERSION });
  }
}
