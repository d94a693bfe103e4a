import { countLeadRetention } from '@leadstream/contracts';
import { Input, type InputOf, Route } from '@leadstream/http';
import { RetentionCountService } from '@leadstream/retention';
import { Controller } from '@nestjs/common';

@Controller()
export class RetentionCountController {
  constructor(private readonly counts: RetentionCountService) {}

  @Route(countLeadRetention)
  count(@Input() { query }: InputOf<typeof countLeadRetention>) {
    return this.counts.count(query.rules);
  }
}
