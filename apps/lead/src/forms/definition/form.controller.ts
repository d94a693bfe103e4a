import { Controller } from '@nestjs/common';
import {
  createLeadForm,
  deleteLeadForm,
  listFormSubmissions,
  listLeadForms,
  listLeadFormWordings,
  patchLeadForm,
  readLeadForm,
  restoreLeadForm,
} from '@leadstream/contracts';
import { created, Input, type InputOf, reply, Route } from '@leadstream/http';
import { FormViewService } from './form-view.service.js';
import { FormService } from './form.service.js';

@Controller()
export class FormController {
  constructor(
    private readonly forms: FormService,
    private readonly views: FormViewService,
  ) {}

  @Route(createLeadForm)
  async create(@Input() { body }: InputOf<typeof createLeadForm>) {
    const form = await this.forms.create(body);
    return created(`/v1/lead-forms/${form.id}`, form.version, form);
  }

  @Route(readLeadForm)
  async read(@Input() { params }: InputOf<typeof readLeadForm>) {
    const form = await this.views.read(params.id);
    return reply(form, { version: form.version });
  }

  @Route(listLeadForms)
  list(@Input() { query }: InputOf<typeof listLeadForms>) {
    return this.views.list(query);
  }

  @Route(patchLeadForm)
  async patch(@Input() { params, body, ifMatch }: InputOf<typeof patchLeadForm>) {
    const form = await this.forms.patch(params.id, ifMatch, body);
    return reply(form, { version: form.version });
  }

  @Route(deleteLeadForm)
  delete(@Input() { params, ifMatch }: InputOf<typeof deleteLeadForm>): Promise<void> {
    return this.forms.delete(params.id, ifMatch);
  }

  @Route(restoreLeadForm)
  async restore(@Input() { params }: InputOf<typeof restoreLeadForm>) {
    const form = await this.forms.restore(params.id);
    return reply(form, { version: form.version });
  }

  @Route(listLeadFormWordings)
  wordings(@Input() { params, query }: InputOf<typeof listLeadFormWordings>) {
    return this.views.wordings(params.id, query);
  }

  @Route(listFormSubmissions)
  submissions(@Input() { params, query }: InputOf<typeof listFormSubmissions>) {
    return this.views.submissions(params.id, query);
  }
}
