import { Controller } from '@nestjs/common';
import { changeDealTags } from '@leadstream/contracts';
import { Input, type InputOf, Route } from '@leadstream/http';
import { DealTaggingService } from './deal-tagging.service.js';

@Controller()
export class DealTaggingController {
  constructor(private readonly taggings: DealTaggingService) {}

  @Route(changeDealTags)
  change(@Input() { body }: InputOf<typeof changeDealTags>) {
    return this.taggings.change(body);
  }
}
