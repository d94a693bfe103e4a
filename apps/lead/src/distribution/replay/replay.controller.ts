import { Controller } from '@nestjs/common';
import { replayDistribution } from '@leadstream/contracts';
import { Input, type InputOf, Route } from '@leadstream/http';
import { ReplayService } from './replay.service.js';

@Controller()
export class ReplayController {
  constructor(private readonly replays: ReplayService) {}

  @Route(replayDistribution)
  replay(@Input() { params, body }: InputOf<typeof replayDistribution>) {
    return this.replays.replay(params.id, body);
  }
}
