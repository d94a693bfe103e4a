import { Controller } from '@nestjs/common';
import { createRelationshipType, deleteRelationshipType, listRelationshipTypes, readRelationshipType } from '@leadstream/contracts';
import { Input, type InputOf, reply, Route } from '@leadstream/http';
import { RelationshipTypeService } from './relationship-type.service.js';

@Controller()
export class RelationshipTypeController {
  constructor(private readonly types: RelationshipTypeService) {}

  @Route(listRelationshipTypes)
  list() {
    return this.types.list();
  }

  @Route(createRelationshipType)
  async create(@Input() { body }: InputOf<typeof createRelationshipType>) {
    const type = await this.types.create(body);
    return reply(type, { location: `/v1/relationship-types/${type.name}` });
  }

  @Route(readRelationshipType)
  read(@Input() { params }: InputOf<typeof readRelationshipType>) {
    return this.types.read(params.name);
  }

  @Route(deleteRelationshipType)
  delete(@Input() { params }: InputOf<typeof deleteRelationshipType>): Promise<void> {
    return this.types.delete(params.name);
  }
}
