import { Controller } from '@nestjs/common';
import {
  activateScoringModel,
  createScoringModel,
  listScoringModelChanges,
  listScoringModels,
  patchScoringModel,
  readScoringModel,
} from '@leadstream/contracts';
import { created, Input, type InputOf, reply, Route } from '@leadstream/http';
import { ScoringModelService } from './scoring-model.service.js';

@Controller()
export class ScoringModelController {
  constructor(private readonly models: ScoringModelService) {}

  @Route(createScoringModel)
  async create(@Input() { body }: InputOf<typeof createScoringModel>) {
    const model = await this.models.create(body);
    return created(`/v1/scoring/models/${model.id}`, model.version, model);
  }

  @Route(listScoringModels)
  list(@Input() { query }: InputOf<typeof listScoringModels>) {
    return this.models.list(query);
  }

  @Route(readScoringModel)
  async read(@Input() { params }: InputOf<typeof readScoringModel>) {
    const model = await this.models.read(params.id);
    return reply(model, { version: model.version });
  }

  @Route(patchScoringModel)
  async patch(@Input() { params, body, ifMatch }: InputOf<typeof patchScoringModel>) {
    const model = await this.models.patch(params.id, ifMatch, body);
    return reply(model, { version: model.version });
  }

  @Route(activateScoringModel)
  async activate(@Input() { params }: InputOf<typeof activateScoringModel>) {
    const model = await this.models.activate(params.id);
    return reply(model, { version: model.version });
  }

  @Route(listScoringModelChanges)
  history(@Input() { params, query }: InputOf<typeof listScoringModelChanges>) {
    return this.models.history(params.id, query);
  }
}
