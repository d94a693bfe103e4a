import { Controller } from '@nestjs/common';
import {
  activateTrainedModel,
  deactivateTrainedModel,
  listTrainedModels,
  listTrainedModelUses,
  readTrainedModel,
  trainScoringModel,
} from '@leadstream/contracts';
import { Input, type InputOf, reply, Route } from '@leadstream/http';
import { ModelUseService } from './model-use.service.js';
import { TrainedModelService } from './trained-model.service.js';

@Controller()
export class TrainedModelController {
  constructor(
    private readonly models: TrainedModelService,
    private readonly uses: ModelUseService,
  ) {}

  @Route(trainScoringModel)
  async train(@Input() { body }: InputOf<typeof trainScoringModel>) {
    const model = await this.models.train(body);
    return reply(model, { location: `/v1/scoring/trained-models/${model.id}` });
  }

  @Route(listTrainedModels)
  list(@Input() { query }: InputOf<typeof listTrainedModels>) {
    return this.models.list(query);
  }

  @Route(readTrainedModel)
  read(@Input() { params }: InputOf<typeof readTrainedModel>) {
    return this.models.read(params.id);
  }

  @Route(activateTrainedModel)
  activate(@Input() { params }: InputOf<typeof activateTrainedModel>) {
    return this.uses.activate(params.id);
  }

  @Route(deactivateTrainedModel)
  deactivate(@Input() { params }: InputOf<typeof deactivateTrainedModel>) {
    return this.uses.deactivate(params.id);
  }

  @Route(listTrainedModelUses)
  history(@Input() { params, query }: InputOf<typeof listTrainedModelUses>) {
    return this.uses.history(params.id, query);
  }
}
