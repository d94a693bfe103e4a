import { Module } from '@nestjs/common';
import { LeadStoreModule } from '../lead-store/lead-store.module.js';
import { EdgeReadModel } from './graph/edge.read-model.js';
import { GraphController } from './graph/graph.controller.js';
import { GroupService } from './graph/group.service.js';
import { NeighbourhoodService } from './graph/neighbourhood.service.js';
import { PathService } from './graph/path.service.js';
import { RelationshipListReadModel } from './relationship-list.read-model.js';
import { RelationshipController } from './relationship.controller.js';
import { RelationshipRepository } from './relationship.repository.js';
import { RelationshipService } from './relationship.service.js';
import { RelationshipTypeController } from './types/relationship-type.controller.js';
import { RelationshipTypeRepository } from './types/relationship-type.repository.js';
import { RelationshipTypeService } from './types/relationship-type.service.js';

@Module({
  imports: [LeadStoreModule],
  controllers: [RelationshipTypeController, RelationshipController, GraphController],
  providers: [
    RelationshipTypeService,
    RelationshipTypeRepository,
    RelationshipService,
    RelationshipRepository,
    RelationshipListReadModel,
    EdgeReadModel,
    NeighbourhoodService,
    PathService,
    GroupService,
  ],
})
export class RelationshipModule {}
