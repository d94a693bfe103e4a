import { Injectable } from '@nestjs/common';
import type { LeadForm } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { formErrors } from '../form.errors.js';
import type { FormRecord } from '../form.js';
import {
  type FormPage,
  type FormQuery,
  FormReadModel,
  type PageOf,
  type SubmissionPage,
  type SubmissionQuery,
  type WordingPage,
} from '../store/form.read-model.js';
import { FormRepository } from '../store/form.repository.js';
import { presentForm } from './form.rules.js';

/** Forms, what they asked and what they were sent, as members see it. */
@Injectable()
export class FormViewService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly forms: FormRepository,
    private readonly pages: FormReadModel,
  ) {}

  /** @throws DomainError `LEAD.FORM_NOT_FOUND` */
  async read(formId: Uuid): Promise<LeadForm> {
    return presentForm(await this.database.read((tx) => this.find(tx, formId)));
  }

  list(query: FormQuery): Promise<FormPage> {
    return this.database.read((tx) => this.pages.findForms(tx, tx.tenantId, query));
  }

  /** @throws DomainError `LEAD.FORM_NOT_FOUND` */
  wordings(formId: Uuid, page: PageOf): Promise<WordingPage> {
    return this.database.read(async (tx) => {
      await this.find(tx, formId);
      return this.pages.findWordings(tx, tx.tenantId, formId, page);
    });
  }

  /** @throws DomainError `LEAD.FORM_NOT_FOUND` */
  submissions(formId: Uuid, query: SubmissionQuery): Promise<SubmissionPage> {
    return this.database.read(async (tx) => {
      await this.find(tx, formId);
      return this.pages.findSubmissions(tx, tx.tenantId, formId, query);
    });
  }

  private async find(tx: Tx, formId: Uuid): Promise<FormRecord> {
    const form = await this.forms.findById(tx, tx.tenantId, formId);
    if (!form) throw formErrors.FORM_NOT_FOUND();
    return form;
  }
}
