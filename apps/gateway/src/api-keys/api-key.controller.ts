import { Controller } from '@nestjs/common';
import { createApiKey, getApiKey, type IssuedApiKey, listApiKeys, revokeApiKey } from '@leadstream/contracts';
import { type Answer, Input, type InputOf, reply, Route } from '@leadstream/http';
import { ApiKeyService } from './api-key.service.js';

@Controller()
export class ApiKeyController {
  constructor(private readonly keys: ApiKeyService) {}

  @Route(listApiKeys)
  list(@Input() { query }: InputOf<typeof listApiKeys>) {
    return this.keys.list(query);
  }

  @Route(getApiKey)
  get(@Input() { params }: InputOf<typeof getApiKey>) {
    return this.keys.get(params.id);
  }

  @Route(createApiKey)
  async create(@Input() { body }: InputOf<typeof createApiKey>): Promise<Answer<IssuedApiKey>> {
    const key = await this.keys.create(body);
    return reply(key, { location: `/v1/api-keys/${key.id}`, headers: { 'cache-control': 'no-store' } });
  }

  @Route(revokeApiKey)
  revoke(@Input() { params }: InputOf<typeof revokeApiKey>): Promise<void> {
    return this.keys.revoke(params.id);
  }
}
