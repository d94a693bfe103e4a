import { Controller } from '@nestjs/common';
import { changeLeadTags } from '@leadstream/contracts';
import { Input, type InputOf, Route } from '@leadstream/http';
import { TaggingService } from './tagging.service.js';

@Controller()
export class TaggingController {
  constructor(private readonly taggings: TaggingService) {}

  @Route(changeLeadTags)
  change(@Input() { body }: InputOf<typeof changeLeadTags>) {
    return this.taggings.change(body);
  }
}
