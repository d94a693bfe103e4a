import { Injectable } from '@nestjs/common';
import { type RequestContext, runInContext } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { formErrors } from '../form.errors.js';
import type { FormRecord } from '../form.js';
import { FormRepository } from '../store/form.repository.js';

/** A request from a page, of which nothing is proven. */
export interface Visit {
  readonly formKey: string;
  /** What the browser calls the page's origin; undefined when no browser sends it. */
  readonly origin: string | undefined;
  readonly requestId: string;
  readonly clientIp: string;
}

/** Lets visitors in: the form's key says whose form it is, and what is done is done in that tenant by the form. */
@Injectable()
export class FormDoorService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly forms: FormRepository,
  ) {}

  /** @throws DomainError `LEAD.FORM_NOT_FOUND`, `LEAD.FORM_ORIGIN` */
  async enter<T>({ formKey, origin, requestId, clientIp }: Visit, work: (form: FormRecord) => Promise<T>): Promise<T> {
    const place = await this.database.withoutTenant((tx) => this.forms.findPlace(tx, formKey));
    if (!place) throw formErrors.FORM_NOT_FOUND();
    const { tenantId, formId } = place;
    const actor = { kind: 'service', id: `lead-form:${formId}` } as const;
    const context: RequestContext = { tenantId, actor, scopes: [], requestId, clientIp };
    return runInContext(context, async () => {
      const form = await this.database.read((tx) => this.forms.findById(tx, tx.tenantId, formId));
      if (!form) throw formErrors.FORM_NOT_FOUND();
      if (!serves(form, origin)) throw formErrors.FORM_ORIGIN();
      return work(form);
    });
  }
}

function serves({ allowedOrigins }: FormRecord, origin: string | undefined): boolean {
  return origin === undefined || allowedOrigins.includes('*') || allowedOrigins.includes(origin);
}
