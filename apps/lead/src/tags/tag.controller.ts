import { Controller } from '@nestjs/common';
import { createTag, deleteTag, listTagAudit, listTags, patchTag, readTag } from '@leadstream/contracts';
import { created, Input, type InputOf, reply, Route } from '@leadstream/http';
import { TagService } from './tag.service.js';

@Controller()
export class TagController {
  constructor(private readonly tags: TagService) {}

  @Route(createTag)
  async create(@Input() { body }: InputOf<typeof createTag>) {
    const tag = await this.tags.create(body);
    return created(`/v1/tags/${tag.id}`, tag.version, tag);
  }

  @Route(listTags)
  async list() {
    return { items: await this.tags.list(), nextCursor: null };
  }

  @Route(readTag)
  async read(@Input() { params }: InputOf<typeof readTag>) {
    const tag = await this.tags.read(params.id);
    return reply(tag, { version: tag.version });
  }

  @Route(listTagAudit)
  audit(@Input() { params, query }: InputOf<typeof listTagAudit>) {
    return this.tags.audit(params.id, query);
  }

  @Route(patchTag)
  async patch(@Input() { params, body, ifMatch }: InputOf<typeof patchTag>) {
    const tag = await this.tags.patch(params.id, ifMatch, body);
    return reply(tag, { version: tag.version });
  }

  @Route(deleteTag)
  delete(@Input() { params, ifMatch }: InputOf<typeof deleteTag>): Promise<void> {
    return this.tags.delete(params.id, ifMatch);
  }
}
