import { Controller } from '@nestjs/common';
import { search } from '@leadstream/contracts';
import { Input, type InputOf, Route } from '@leadstream/http';
import { SearchService } from './search.service.js';

@Controller()
export class SearchController {
  constructor(private readonly searches: SearchService) {}

  @Route(search)
  search(@Input() { query }: InputOf<typeof search>) {
    return this.searches.search(query.q, query.limit, query.types);
  }
}
