import { Controller } from '@nestjs/common';
import { createWebhookEndpoint, deleteWebhookEndpoint, listWebhookEndpoints, type WebhookEndpoint } from '@leadstream/contracts';
import { type Answer, Input, type InputOf, reply, Route } from '@leadstream/http';
import { EndpointService } from './endpoint.service.js';

@Controller()
export class EndpointController {
  constructor(private readonly endpoints: EndpointService) {}

  @Route(createWebhookEndpoint)
  async create(@Input() { body }: InputOf<typeof createWebhookEndpoint>): Promise<Answer<WebhookEndpoint>> {
    const endpoint = await this.endpoints.create(body);
    return reply(endpoint, { location: `/v1/email/endpoints/${endpoint.id}` });
  }

  @Route(listWebhookEndpoints)
  async list(): Promise<{ items: WebhookEndpoint[]; nextCursor: null }> {
    return { items: await this.endpoints.list(), nextCursor: null };
  }

  @Route(deleteWebhookEndpoint)
  delete(@Input() { params }: InputOf<typeof deleteWebhookEndpoint>): Promise<void> {
    return this.endpoints.disable(params.id);
  }
}
