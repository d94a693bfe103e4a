import { Controller } from '@nestjs/common';
import {
  createCustomField,
  deleteCustomField,
  listCustomFieldChanges,
  listCustomFieldConflicts,
  listCustomFields,
  patchCustomField,
  readCustomField,
} from '@leadstream/contracts';
import { created, Input, type InputOf, reply, Route } from '@leadstream/http';
import { CustomFieldHistoryService } from './custom-field-history.service.js';
import { CustomFieldService } from './custom-field.service.js';

@Controller()
export class CustomFieldController {
  constructor(
    private readonly fields: CustomFieldService,
    private readonly histories: CustomFieldHistoryService,
  ) {}

  @Route(createCustomField)
  async create(@Input() { body }: InputOf<typeof createCustomField>) {
    const field = await this.fields.create(body);
    return created(`/v1/custom-fields/${field.id}`, field.version, field);
  }

  @Route(readCustomField)
  async read(@Input() { params }: InputOf<typeof readCustomField>) {
    const field = await this.fields.read(params.id);
    return reply(field, { version: field.version });
  }

  @Route(listCustomFields)
  async list(@Input() { query }: InputOf<typeof listCustomFields>) {
    return { items: await this.fields.list(query.entity), nextCursor: null };
  }

  @Route(patchCustomField)
  async patch(@Input() { params, body, ifMatch }: InputOf<typeof patchCustomField>) {
    const field = await this.fields.patch(params.id, ifMatch, body);
    return reply(field, { version: field.version });
  }

  @Route(deleteCustomField)
  delete(@Input() { params, ifMatch }: InputOf<typeof deleteCustomField>) {
    return this.fields.delete(params.id, ifMatch);
  }

  @Route(listCustomFieldConflicts)
  async conflicts(@Input() { params, query }: InputOf<typeof listCustomFieldConflicts>) {
    return { items: await this.fields.conflicts(params.id, query.limit), nextCursor: null };
  }

  @Route(listCustomFieldChanges)
  history(@Input() { params, query }: InputOf<typeof listCustomFieldChanges>) {
    return this.histories.list(params.id, query);
  }
}
