import { getInteraction, listInteractions, recordInteraction, recordInteractions, retractInteraction } from '@leadstream/contracts';
import { created, Input, type InputOf, reply, Route } from '@leadstream/http';
import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { InteractionService } from './interaction.service.js';

/** An interaction never changes. */
const ONLY_VERSION = 1;

@Controller()
export class InteractionController {
  constructor(private readonly interactions: InteractionService) {}

  @Route(recordInteraction)
  async record(@Input() { body }: InputOf<typeof recordInteraction>, @Res({ passthrough: true }) response: FastifyReply) {
    const { created: isNew, interaction } = await this.interactions.record(body);
    if (!isNew) response.status(200);
    return created(`/v1/interactions/${interaction.id}`, ONLY_VERSION, interaction);
  }

  @Route(recordInteractions)
  async recordMany(@Input() { body }: InputOf<typeof recordInteractions>) {
    return { items: await this.interactions.recordMany(body.items) };
  }

  @Route(listInteractions)
  list(@Input() { query }: InputOf<typeof listInteractions>) {
    return this.interactions.list(query);
  }

  @Route(getInteraction)
  async get(@Input() { params }: InputOf<typeof getInteraction>) {
    return reply(await this.interactions.get(params.id), { version: ONLY_VERSION });
  }

  @Route(retractInteraction)
  retract(@Input() { params }: InputOf<typeof retractInteraction>) {
    return this.interactions.retract(params.id);
  }
}
