import { countEmailEventsRetention } from '@leadstream/contracts';
import { Input, type InputOf, Route } from '@leadstream/http';
import { RetentionCountService } from '@leadstream/retention';
import { Controller } from '@nestjs/common';

@Controller()
export class RetentionCountController {
  constructor(private readonly counts: RetentionCountService) {}

  @Route(countEmailEventsRetention)
  count(@Input() { query }: InputOf<typeof countEmailEventsRetention>) {
    return this.counts.count(query.rules);
  }
}
