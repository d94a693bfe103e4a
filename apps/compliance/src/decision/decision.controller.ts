import { decideContact, getDecision } from '@leadstream/contracts';
import { Input, type InputOf, reply, Route } from '@leadstream/http';
import { Controller } from '@nestjs/common';
import { DecisionService } from './decision.service.js';

/** A decision never changes. */
const ONLY_VERSION = 1;

@Controller()
export class DecisionController {
  constructor(private readonly decisions: DecisionService) {}

  @Route(decideContact)
  async decide(@Input() { body }: InputOf<typeof decideContact>) {
    const decision = await this.decisions.decide(body);
    return reply(decision, { location: `/v1/decisions/${decision.id}`, version: ONLY_VERSION });
  }

  @Route(getDecision)
  async get(@Input() { params }: InputOf<typeof getDecision>) {
    return reply(await this.decisions.get(params.id), { version: ONLY_VERSION });
  }
}
