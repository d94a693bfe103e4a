import { Controller } from '@nestjs/common';
import { searchLeads } from '@leadstream/contracts';
import { Input, type InputOf, Route } from '@leadstream/http';
import { SelectionService } from './selection.service.js';

@Controller()
export class SelectionController {
  constructor(private readonly selections: SelectionService) {}

  @Route(searchLeads)
  search(@Input() { body }: InputOf<typeof searchLeads>) {
    return this.selections.search(body);
  }
}
