import { Controller } from '@nestjs/common';
import {
  createImportTemplate,
  deleteImportTemplate,
  listImportTemplates,
  patchImportTemplate,
  readImportTemplate,
} from '@leadstream/contracts';
import { created, Input, type InputOf, reply, Route } from '@leadstream/http';
import { TemplateService } from './template.service.js';

@Controller()
export class TemplateController {
  constructor(private readonly templates: TemplateService) {}

  @Route(createImportTemplate)
  async create(@Input() { body }: InputOf<typeof createImportTemplate>) {
    const template = await this.templates.create(body.name, body.options);
    return created(`/v1/import-templates/${template.id}`, template.version, template);
  }

  @Route(readImportTemplate)
  async read(@Input() { params }: InputOf<typeof readImportTemplate>) {
    const template = await this.templates.read(params.id);
    return reply(template, { version: template.version });
  }

  @Route(listImportTemplates)
  list(@Input() { query }: InputOf<typeof listImportTemplates>) {
    return this.templates.list(query);
  }

  @Route(patchImportTemplate)
  async patch(@Input() { params, ifMatch, body }: InputOf<typeof patchImportTemplate>) {
    const template = await this.templates.patch(params.id, ifMatch, body);
    return reply(template, { version: template.version });
  }

  @Route(deleteImportTemplate)
  delete(@Input() { params, ifMatch }: InputOf<typeof deleteImportTemplate>) {
    return this.templates.delete(params.id, ifMatch);
  }
}
