import { Controller } from '@nestjs/common';
import { listScoreHistory, readLeadScore } from '@leadstream/contracts';
import { Input, type InputOf, Route } from '@leadstream/http';
import { LeadScoreService } from './lead-score.service.js';

@Controller()
export class LeadScoreController {
  constructor(private readonly scores: LeadScoreService) {}

  @Route(readLeadScore)
  read(@Input() { params, query }: InputOf<typeof readLeadScore>) {
    return this.scores.read(params.id, query);
  }

  @Route(listScoreHistory)
  history(@Input() { params, query }: InputOf<typeof listScoreHistory>) {
    return this.scores.history(params.id, query);
  }
}
