import { Controller } from '@nestjs/common';
import {
  activateDistributionRuleSet,
  createDistributionRuleSet,
  type DistributionRuleSet,
  listDistributionRuleSets,
  readDistributionRuleSet,
  retireDistributionRuleSet,
} from '@leadstream/contracts';
import { type Answer, Input, type InputOf, reply, Route } from '@leadstream/http';
import { RuleSetService } from './rule-set.service.js';

@Controller()
export class RuleSetController {
  constructor(private readonly sets: RuleSetService) {}

  @Route(createDistributionRuleSet)
  async create(@Input() { body }: InputOf<typeof createDistributionRuleSet>): Promise<Answer<DistributionRuleSet>> {
    const set = await this.sets.create(body);
    return reply(set, { location: `/v1/distribution/rules/${set.id}` });
  }

  @Route(listDistributionRuleSets)
  list(@Input() { query }: InputOf<typeof listDistributionRuleSets>) {
    return this.sets.list(query);
  }

  @Route(readDistributionRuleSet)
  read(@Input() { params }: InputOf<typeof readDistributionRuleSet>) {
    return this.sets.read(params.id);
  }

  @Route(activateDistributionRuleSet)
  activate(@Input() { params }: InputOf<typeof activateDistributionRuleSet>) {
    return this.sets.activate(params.id);
  }

  @Route(retireDistributionRuleSet)
  retire(@Input() { params }: InputOf<typeof retireDistributionRuleSet>) {
    return this.sets.retire(params.id);
  }
}
