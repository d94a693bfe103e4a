import { Controller } from '@nestjs/common';
import { createRelationship, deleteRelationship, listRelationships, readRelationship } from '@leadstream/contracts';
import { Input, type InputOf, reply, Route } from '@leadstream/http';
import { RelationshipService } from './relationship.service.js';

@Controller()
export class RelationshipController {
  constructor(private readonly relationships: RelationshipService) {}

  @Route(createRelationship)
  async create(@Input() { params, body }: InputOf<typeof createRelationship>) {
    const relationship = await this.relationships.add(params.id, body);
    return reply(relationship, { location: `/v1/leads/${params.id}/relationships/${relationship.id}` });
  }

  @Route(listRelationships)
  list(@Input() { params, query }: InputOf<typeof listRelationships>) {
    return this.relationships.list(params.id, query);
  }

  @Route(readRelationship)
  read(@Input() { params }: InputOf<typeof readRelationship>) {
    return this.relationships.read(params.id, params.relationshipId);
  }

  @Route(deleteRelationship)
  delete(@Input() { params }: InputOf<typeof deleteRelationship>): Promise<void> {
    return this.relationships.remove(params.id, params.relationshipId);
  }
}
