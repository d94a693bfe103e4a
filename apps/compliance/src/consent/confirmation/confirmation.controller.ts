import { confirmConsent, getConsentConfirmation, readConsentConfirmation, requestConsentConfirmation } from '@leadstream/contracts';
import { ClientIp, Input, type InputOf, reply, RequestId, Route } from '@leadstream/http';
import { Controller, Headers } from '@nestjs/common';
import { askedPage, type RequestHeaders } from '../page/asked-page.rules.js';
import { PageService } from '../page/page.service.js';
import { confirmationPage } from './confirmation-page.rules.js';
import { ConfirmationService } from './confirmation.service.js';
import { ConfirmService } from './confirm.service.js';

@Controller()
export class ConfirmationController {
  constructor(
    private readonly confirmations: ConfirmationService,
    private readonly door: ConfirmService,
    private readonly pages: PageService,
  ) {}

  @Route(requestConsentConfirmation)
  async request(@Input() { body }: InputOf<typeof requestConsentConfirmation>) {
    const requested = await this.confirmations.request(body);
    return reply(requested, { location: `/v1/consents/confirmations/${requested.id}` });
  }

  @Route(getConsentConfirmation)
  get(@Input() { params }: InputOf<typeof getConsentConfirmation>) {
    return this.confirmations.get(params.id);
  }

  @Route(readConsentConfirmation)
  read(
    @Input() { params, query }: InputOf<typeof readConsentConfirmation>,
    @RequestId() requestId: string,
    @ClientIp() clientIp: string,
    @Headers() headers: RequestHeaders,
  ) {
    const asked = askedPage(headers, query.lang);
    return this.pages.answer(asked, () => this.door.read({ token: params.token, requestId, clientIp, asked }), confirmationPage);
  }

  @Route(confirmConsent)
  confirm(
    @Input() { params, query }: InputOf<typeof confirmConsent>,
    @RequestId() requestId: string,
    @ClientIp() clientIp: string,
    @Headers() headers: RequestHeaders,
  ) {
    const asked = askedPage(headers, query.lang);
    return this.pages.answerChange(asked, () => this.door.confirm({ token: params.token, requestId, clientIp, asked }), confirmationPage);
  }
}
