import { Controller, Headers } from '@nestjs/common';
import { receiveSendgridEvents, type WebhookReceipt } from '@leadstream/contracts';
import { Input, type InputOf, RawBody, RequestId, Route } from '@leadstream/http';
import { SendgridHookService } from './sendgrid-hook.service.js';

@Controller()
export class SendgridHookController {
  constructor(private readonly hooks: SendgridHookService) {}

  @Route(receiveSendgridEvents)
  receive(
    @Input() { params }: InputOf<typeof receiveSendgridEvents>,
    @RawBody() rawBody: Buffer,
    @RequestId() requestId: string,
    @Headers('x-twilio-email-event-webhook-signature') signature: string | undefined,
    @Headers('x-twilio-email-event-webhook-timestamp') timestamp: string | undefined,
  ): Promise<WebhookReceipt> {
    return this.hooks.receive({ endpointId: params.endpoint, rawBody, requestId, signature, timestamp });
  }
}
