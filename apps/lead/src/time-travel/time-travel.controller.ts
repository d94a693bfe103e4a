import { Controller } from '@nestjs/common';
import { diffLead } from '@leadstream/contracts';
import { Input, type InputOf, Route } from '@leadstream/http';
import { TimeTravelService } from './time-travel.service.js';

@Controller()
export class TimeTravelController {
  constructor(private readonly timeTravels: TimeTravelService) {}

  @Route(diffLead)
  diff(@Input() { params, query }: InputOf<typeof diffLead>) {
    return this.timeTravels.diff(params.id, query);
  }
}
