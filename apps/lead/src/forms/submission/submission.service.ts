import { Inject, Injectable } from '@nestjs/common';
import type { FormReceipt, SubmitForm } from '@leadstream/contracts';
import type { Clock, FieldProblem } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { acceptCustomValues } from '../../custom-fields/values/accept-custom-values.rules.js';
import { customValuesByKey } from '../../custom-fields/values/custom-values.rules.js';
import { untilNotOvertaken } from '../../lead-store/lead-save.service.js';
import { CustomFactsService } from '../../lead-store/custom-facts.service.js';
import { acceptCapture } from '../../lead/accept-lead.rules.js';
import { formSubmissions } from '../../metrics.js';
import { SettingsService } from '../../settings/settings.service.js';
import { CLOCK } from '../../tokens.js';
import { formErrors } from '../form.errors.js';
import type { FormRecord, Wording } from '../form.js';
import { FormRepository } from '../store/form.repository.js';
import { FormDoorService, type Visit } from './form-door.service.js';
import { isFromBot, readSubmission, submissionDigest, wordingVersionOf } from './read-submission.rules.js';
import type { Submission } from './submission.js';
import { SubmittedLeadService } from './submitted-lead.service.js';

const MAX_USER_AGENT_LENGTH = 500;

/** A submission as it came in. */
export interface Delivery extends Visit {
  readonly userAgent: string | undefined;
  readonly body: SubmitForm;
}

/** Takes what visitors send. The answer is the same whether the lead is new, known, or a bot's invention. */
@Injectable()
export class SubmissionService {
  constructor(
    private readonly door: FormDoorService,
    private readonly database: TenantDatabase,
    private readonly forms: FormRepository,
    private readonly leads: SubmittedLeadService,
    private readonly settings: SettingsService,
    private readonly facts: CustomFactsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `LEAD.FORM_NOT_FOUND`, `LEAD.FORM_ORIGIN`, `LEAD.FORM_PAUSED`, `LEAD.FORM_REFUSED` */
  submit(delivery: Delivery): Promise<FormReceipt> {
    return this.door.enter(delivery, async (form) => {
      if (form.status === 'paused') throw formErrors.FORM_PAUSED();
      if (isFromBot(form, delivery.body)) await this.countBot(form);
      else await this.keep(await this.read(form, delivery));
      return { status: 'received', redirectUrl: form.redirectUrl };
    });
  }

  private async countBot({ formId }: FormRecord): Promise<void> {
    await this.database.write((tx) => this.forms.countBot(tx, tx.tenantId, formId));
    formSubmissions.add(1, { outcome: 'bot' });
  }

  private async read(form: FormRecord, { body, clientIp, userAgent }: Delivery): Promise<Submission> {
    const now = this.clock.now();
    const wording = await this.wordingShown(form, body);
    const { definitions, ...others } = await this.database.read((tx) => this.facts.gather(tx, []));
    const read = readSubmission(form, wording, body, definitions);
    if ('errors' in read) throw refusal(read.errors);
    const { lead, leftOver, consents, visitorId } = read.submission;
    // A form need not ask for all of the tenant's own fields: that one of them is required must not lose a lead.
    const facts = { ...others, definitions: definitions.map((definition) => ({ ...definition, required: false })) };
    const accepted = acceptCapture(await this.settings.withPhoneRegion(lead), facts, now);
    if ('errors' in accepted) throw refusal(accepted.errors);
    // As of a lead that is there: defaults are for new ones.
    const { values } = acceptCustomValues(facts, lead.customFields, {});
    const customFields = { ...customValuesByKey(definitions, values), ...leftOver };
    const stated = { ...accepted.value.fields, customFields, ...(visitorId && { visitorId }) };
    const proof = { clientIp, userAgent: userAgent?.slice(0, MAX_USER_AGENT_LENGTH).toWellFormed() ?? null };
    const { digest, isById } = submissionDigest(body);
    const told = { capture: accepted.value, values, stated, visitorId, consents, proof };
    return { formId: form.formId, wordingVersion: wording.version, ...told, digest, isById, at: now };
  }

  private async wordingShown(form: FormRecord, body: SubmitForm): Promise<Wording> {
    const version = wordingVersionOf(body);
    if (version === undefined) return { version: form.wordingVersion, consents: form.consents, createdAt: form.updatedAt };
    const wording =
      version === null ? undefined : await this.database.read((tx) => this.forms.findWording(tx, tx.tenantId, form.formId, version));
    if (!wording)
      throw refusal([{ path: 'wordingVersion', code: 'wording.unknown', message: 'Is no version of the consents of this form.' }]);
    return wording;
  }

  private async keep(submission: Submission): Promise<void> {
    const outcome = await untilNotOvertaken(() => this.database.write((tx) => this.leads.keep(tx, submission)));
    formSubmissions.add(1, { outcome });
  }
}

function refusal(errors: readonly FieldProblem[]) {
  formSubmissions.add(1, { outcome: 'refused' });
  return formErrors.FORM_REFUSED({ errors });
}
