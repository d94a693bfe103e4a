import { Controller } from '@nestjs/common';
import { createPipeline, listPipelines, patchPipeline, readPipeline } from '@leadstream/contracts';
import { created, Input, type InputOf, reply, Route } from '@leadstream/http';
import { PipelineService } from './pipeline.service.js';

@Controller()
export class PipelineController {
  constructor(private readonly pipelines: PipelineService) {}

  @Route(createPipeline)
  async create(@Input() { body }: InputOf<typeof createPipeline>) {
    const pipeline = await this.pipelines.create(body);
    return created(`/v1/pipelines/${pipeline.id}`, pipeline.version, pipeline);
  }

  @Route(listPipelines)
  async list() {
    return { items: await this.pipelines.list(), nextCursor: null };
  }

  @Route(readPipeline)
  async read(@Input() { params }: InputOf<typeof readPipeline>) {
    const pipeline = await this.pipelines.read(params.id);
    return reply(pipeline, { version: pipeline.version });
  }

  @Route(patchPipeline)
  async patch(@Input() { params, body, ifMatch }: InputOf<typeof patchPipeline>) {
    const pipeline = await this.pipelines.patch(params.id, ifMatch, body);
    return reply(pipeline, { version: pipeline.version });
  }
}
