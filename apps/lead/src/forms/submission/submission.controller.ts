import { Controller, Headers } from '@nestjs/common';
import { type FormReceipt, preflightForm, submitForm } from '@leadstream/contracts';
import { type Answer, ClientIp, Input, type InputOf, reply, RequestId, Route } from '@leadstream/http';
import { FormDoorService } from './form-door.service.js';
import { SubmissionService } from './submission.service.js';

/** How long a browser may remember a preflight: a change of the allowed origins takes that long. */
const PREFLIGHT_SECONDS = 600;

@Controller()
export class SubmissionController {
  constructor(
    private readonly submissions: SubmissionService,
    private readonly door: FormDoorService,
  ) {}

  @Route(submitForm)
  submit(
    @Input() { params, body }: InputOf<typeof submitForm>,
    @RequestId() requestId: string,
    @ClientIp() clientIp: string,
    @Headers('origin') origin: string | undefined,
    @Headers('user-agent') userAgent: string | undefined,
  ): Promise<FormReceipt> {
    return this.submissions.submit({ formKey: params.key, origin, requestId, clientIp, userAgent, body });
  }

  @Route(preflightForm)
  async preflight(
    @Input() { params }: InputOf<typeof preflightForm>,
    @RequestId() requestId: string,
    @ClientIp() clientIp: string,
    @Headers('origin') origin: string | undefined,
  ): Promise<Answer<undefined>> {
    await this.door.enter({ formKey: params.key, origin, requestId, clientIp }, async () => undefined);
    const headers = {
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'Content-Type',
      'access-control-max-age': String(PREFLIGHT_SECONDS),
    };
    return reply(undefined, { headers });
  }
}
