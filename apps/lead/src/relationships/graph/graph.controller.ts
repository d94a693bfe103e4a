import { Controller } from '@nestjs/common';
import { findLeadPath, readLeadGraph, readLeadGroup } from '@leadstream/contracts';
import { Input, type InputOf, Route } from '@leadstream/http';
import { GroupService } from './group.service.js';
import { NeighbourhoodService } from './neighbourhood.service.js';
import { PathService } from './path.service.js';

@Controller()
export class GraphController {
  constructor(
    private readonly neighbourhoods: NeighbourhoodService,
    private readonly paths: PathService,
    private readonly groups: GroupService,
  ) {}

  @Route(readLeadGraph)
  graph(@Input() { params, query }: InputOf<typeof readLeadGraph>) {
    return this.neighbourhoods.read(params.id, query);
  }

  @Route(findLeadPath)
  path(@Input() { params, query }: InputOf<typeof findLeadPath>) {
    return this.paths.find(params.id, query.to, query.types);
  }

  @Route(readLeadGroup)
  group(@Input() { params, query }: InputOf<typeof readLeadGroup>) {
    return this.groups.read(params.id, query);
  }
}
