import { Inject, Injectable } from '@nestjs/common';
import type { WebhookReceipt } from '@leadstream/contracts';
import { type Clock, type RequestContext, runInContext } from '@leadstream/kernel';
import { emailErrors } from '../email.errors.js';
import type { EndpointKey } from '../endpoint/endpoint-key.js';
import { EndpointService } from '../endpoint/endpoint.service.js';
import { IntakeService } from '../intake/intake.service.js';
import { CLOCK, WEBHOOK_FRESHNESS_SECONDS } from '../tokens.js';
import { readSendgridEvent } from './sendgrid-event.rules.js';
import { isFresh, signatureMatches } from './sendgrid-signature.rules.js';

/** One request as it came in. */
export interface Delivery {
  readonly endpointId: string;
  readonly rawBody: Buffer;
  readonly requestId: string;
  readonly signature: string | undefined;
  readonly timestamp: string | undefined;
}

/** Receives SendGrid's event webhook: who signed it decides whose it is, and a 202 means that it is kept. */
@Injectable()
export class SendgridHookService {
  constructor(
    private readonly endpoints: EndpointService,
    private readonly intake: IntakeService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(WEBHOOK_FRESHNESS_SECONDS) private readonly freshnessSeconds: number,
  ) {}

  /** @throws DomainError `EMAIL.ENDPOINT_NOT_FOUND`, `EMAIL.SIGNATURE_*`, `EMAIL.WEBHOOK_BODY`: nothing is kept then; `INTAKE.*` */
  async receive(delivery: Delivery): Promise<WebhookReceipt> {
    const { tenantId, endpointId } = await this.authenticate(delivery);
    const receivedAt = this.clock.now();
    const events = parseEvents(delivery.rawBody).map((payload) => readSendgridEvent(payload, receivedAt));
    const context: RequestContext = { tenantId, actor: { kind: 'service', id: 'sendgrid' }, scopes: [], requestId: delivery.requestId };
    return runInContext(context, () => this.intake.accept({ tenantId, endpointId, provider: 'sendgrid', receivedAt, events }));
  }

  private async authenticate({ endpointId, rawBody, signature, timestamp }: Delivery): Promise<EndpointKey> {
    const endpoint = await this.endpoints.findKey(endpointId);
    if (!endpoint) throw emailErrors.ENDPOINT_NOT_FOUND();
    if (!signature || !timestamp) throw emailErrors.SIGNATURE_MISSING();
    if (!signatureMatches(endpoint.publicKey, timestamp, rawBody, signature)) throw emailErrors.SIGNATURE_WRONG();
    if (!isFresh(timestamp, this.clock.now(), this.freshnessSeconds)) throw emailErrors.SIGNATURE_STALE();
    return endpoint;
  }
}

function parseEvents(rawBody: Buffer): Record<string, unknown>[] {
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(rawBody));
  } catch {
    throw emailErrors.WEBHOOK_BODY({ detail: 'The body is not JSON in UTF-8.' });
  }
  if (!Array.isArray(body)) throw emailErrors.WEBHOOK_BODY({ detail: 'The body is not an array.' });
  const wrong = body.findIndex((event) => typeof event !== 'object' || event === null || Array.isArray(event));
  if (wrong >= 0) {
    throw emailErrors.WEBHOOK_BODY({ errors: [{ path: String(wrong), code: 'type', message: 'must be an object' }] });
  }
  return body as Record<string, unknown>[];
}
