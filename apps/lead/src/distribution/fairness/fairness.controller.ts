import { Controller } from '@nestjs/common';
import { readDistributionFairness } from '@leadstream/contracts';
import { Input, type InputOf, Route } from '@leadstream/http';
import { FairnessService } from './fairness.service.js';

@Controller()
export class FairnessController {
  constructor(private readonly fairness: FairnessService) {}

  @Route(readDistributionFairness)
  report(@Input() { query: { poolId, ...window } }: InputOf<typeof readDistributionFairness>) {
    return this.fairness.report(poolId, window);
  }
}
