import { Inject, Injectable } from '@nestjs/common';
import { type CreateLeadForm, type FormField, type LeadForm, leadFormChangedV1, type PatchLeadForm } from '@leadstream/contracts';
import type { Clock, IdSource, Uuid } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { CustomFieldsService } from '../../custom-fields/store/custom-fields.service.js';
import { CLOCK, IDS, RANDOM, type RandomSource } from '../../tokens.js';
import { formErrors } from '../form.errors.js';
import { customKeyOf, type FormDefinition, type FormRecord } from '../form.js';
import { FormRepository } from '../store/form.repository.js';
import { acceptForm, changedForm, presentForm } from './form.rules.js';

/** 128 bits: no key is found by trying. */
const KEY_BYTES = 16;

/** Forms as a tenant makes and changes them. */
@Injectable()
export class FormService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly forms: FormRepository,
    private readonly outbox: Outbox,
    private readonly customFields: CustomFieldsService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: IdSource,
    @Inject(RANDOM) private readonly random: RandomSource,
  ) {}

  /** @throws DomainError `LEAD.FORM_INVALID` */
  create(stated: CreateLeadForm): Promise<LeadForm> {
    return this.database.write(async (tx) => {
      const now = this.clock.now();
      const form: FormRecord = {
        ...(await this.accepted(tx, stated)),
        formId: this.ids.next(),
        formKey: Buffer.from(this.random(KEY_BYTES)).toString('base64url'),
        version: 1,
        wordingVersion: 1,
        botsCaught: 0,
        createdAt: now,
        updatedAt: now,
        deletedAt: null,
      };
      await this.forms.create(tx, tx.tenantId, form);
      await this.forms.createWording(tx, tx.tenantId, form);
      await this.tell(tx, form);
      return presentForm(form);
    });
  }

  /** @throws DomainError `LEAD.FORM_NOT_FOUND`, `LEAD.FORM_STALE`, `LEAD.FORM_INVALID` */
  patch(formId: Uuid, version: number, stated: PatchLeadForm): Promise<LeadForm> {
    return this.database.write(async (tx) => {
      const before = await this.findForUpdate(tx, formId, version);
      const after = await this.accepted(tx, { ...definitionOf(before), ...defined(stated) }, before.fields);
      const form = changedForm(before, after, this.clock.now());
      if (form === undefined) return presentForm(before);
      await this.forms.update(tx, tx.tenantId, form);
      if (form.wordingVersion !== before.wordingVersion) await this.forms.createWording(tx, tx.tenantId, form);
      await this.tell(tx, form);
      return presentForm(form);
    });
  }

  /** @throws DomainError `LEAD.FORM_NOT_FOUND`, `LEAD.FORM_STALE` */
  delete(formId: Uuid, version: number): Promise<void> {
    return this.database.write(async (tx) => {
      const now = this.clock.now();
      const form = { ...(await this.findForUpdate(tx, formId, version)), version: version + 1, updatedAt: now, deletedAt: now };
      await this.forms.update(tx, tx.tenantId, form);
      await this.tell(tx, form);
    });
  }

  /** With its key: pages that have it may send it again. @throws DomainError `LEAD.FORM_NOT_FOUND`, `LEAD.FORM_NOT_DELETED` */
  restore(formId: Uuid): Promise<LeadForm> {
    return this.database.write(async (tx) => {
      const before = await this.forms.findAnyForUpdate(tx, tx.tenantId, formId);
      if (!before) throw formErrors.FORM_NOT_FOUND();
      if (before.deletedAt === null) throw formErrors.FORM_NOT_DELETED();
      const form = { ...before, version: before.version + 1, updatedAt: this.clock.now(), deletedAt: null };
      await this.forms.update(tx, tx.tenantId, form);
      await this.tell(tx, form);
      return presentForm(form);
    });
  }

  private async findForUpdate(tx: Tx, formId: Uuid, version: number): Promise<FormRecord> {
    const form = await this.forms.findForUpdate(tx, tx.tenantId, formId);
    if (!form) throw formErrors.FORM_NOT_FOUND();
    if (form.version !== version) throw formErrors.FORM_STALE({ extra: { currentVersion: form.version } });
    return form;
  }

  private async accepted(tx: Tx, stated: FormDefinition, before: readonly FormField[] = []): Promise<FormDefinition> {
    const isCustom = stated.fields.some(({ name }) => customKeyOf(name) !== undefined);
    const read = acceptForm(stated, isCustom ? await this.customFields.hold(tx) : [], before);
    if ('errors' in read) throw formErrors.FORM_INVALID({ errors: read.errors });
    return read.form;
  }

  private async tell(tx: Tx, { formId, name, status, source, wordingVersion, version, updatedAt, deletedAt }: FormRecord): Promise<void> {
    const changedAt = updatedAt.toISOString();
    const data = { formId, name, status, source, wordingVersion, changedAt, deletedAt: deletedAt?.toISOString() ?? null };
    await this.outbox.add(tx, leadFormChangedV1, { data, sequence: version, time: updatedAt });
  }
}

function definitionOf({ name, status, fields, allowedOrigins, consents, source, redirectUrl, honeypot }: FormRecord): FormDefinition {
  return { name, status, fields, allowedOrigins, consents, source, redirectUrl, honeypot };
}

/** Without what was not stated. */
function defined(stated: PatchLeadForm): Partial<FormDefinition> {
  return Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined));
}
