import { Controller } from '@nestjs/common';
import { readScoringRehearsal, rehearseScoringModel } from '@leadstream/contracts';
import { Input, type InputOf, reply, Route } from '@leadstream/http';
import { RehearsalService } from './rehearsal.service.js';

@Controller()
export class RehearsalController {
  constructor(private readonly rehearsals: RehearsalService) {}

  @Route(rehearseScoringModel)
  async start(@Input() { params }: InputOf<typeof rehearseScoringModel>) {
    const rehearsal = await this.rehearsals.start(params.id);
    return reply(rehearsal, { location: `/v1/scoring/models/${params.id}/rehearsals/${rehearsal.id}` });
  }

  @Route(readScoringRehearsal)
  read(@Input() { params }: InputOf<typeof readScoringRehearsal>) {
    return this.rehearsals.read(params.id, params.rehearsalId);
  }
}
